import type { Json } from "../../event.ts";
import type { ImportFile, ImportSink, SourceLine, SourcePlace } from "../types.ts";
import { mendJson, parseJson } from "./mend.ts";

/** A JSON value of a file with the place it came from. */
export interface JsonRecord {
  readonly value: Json;
  readonly source: SourcePlace;
}

/**
 * The JSON of a file: one value a line where it is written so, else the whole file as one value. A line that is no JSON
 * is skipped and listed; a document that breaks off is read as far as it goes, with a notice.
 */
export async function* readJson(file: ImportFile, sink: ImportSink): AsyncGenerator<JsonRecord> {
  if (!isByLine(file)) return yield* readDocument(file, sink);
  for await (const line of file.lines()) {
    if (line.text.trim() === "") continue;
    const record = readLine(file, line, sink);
    if (record !== undefined) yield record;
  }
}

/** The items of a list, each with its place; anything else as it is. */
export function itemsOf({ value, source }: JsonRecord): readonly JsonRecord[] {
  return Array.isArray(value) ? value.map((item: Json, index) => ({ value: item, source: placeWithin(source, index) })) : [{ value, source }];
}

/** The place of a line. */
function linePlace(file: ImportFile, line: SourceLine): SourcePlace {
  return { file: file.name, line: line.line, byte_offset: line.byteOffset, byte_length: line.byteLength };
}

/** A place inside a record: the same line, or deeper in the document. */
export function placeWithin(source: SourcePlace, ...steps: readonly (string | number)[]): SourcePlace {
  const escaped = steps.map((step) => String(step).replaceAll("~", "~0").replaceAll("/", "~1"));
  return { ...source, pointer: `${source.pointer ?? ""}/${escaped.join("/")}` };
}

function readLine(file: ImportFile, line: SourceLine, sink: ImportSink): JsonRecord | undefined {
  const source = linePlace(file, line);
  try {
    return { value: parseJson(line.text), source };
  } catch {
    sink.skipped(source, "bad_json", "this line is not JSON, or is cut off");
    return undefined;
  }
}

/** True if the first line with anything on it is a whole JSON value, and not the only one. */
function isByLine(file: ImportFile): boolean {
  const head = file.head.trimStart();
  const end = head.indexOf("\n");
  if (end < 0) return !file.headIsAll && isCutLine(head);
  const rest = head.slice(end + 1).trim();
  if (rest === "" && file.headIsAll) return false;
  try {
    JSON.parse(head.slice(0, end));
    return true;
  } catch {
    return false;
  }
}

/** A first line longer than the head: by line only if it does not start as a list does. */
function isCutLine(head: string): boolean {
  return head.startsWith("{");
}

async function* readDocument(file: ImportFile, sink: ImportSink): AsyncGenerator<JsonRecord> {
  const source: SourcePlace = { file: file.name };
  const text = await file.text();
  try {
    yield { value: parseJson(text), source };
    return;
  } catch {
    // Mended below: the error itself says nothing a reader could use.
  }
  const mended = mendJson(text);
  if (mended === undefined) return sink.skipped(source, "bad_json", "this is not JSON");
  sink.notice("cut_off", `the document is damaged or breaks off; the first ${mended.used.toLocaleString("en")} characters were read`, source);
  yield { value: mended.value, source };
}
