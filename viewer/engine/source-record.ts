import type { ByteSource } from "../../format/containers/source.ts";
import { mendJson, parseJson } from "../../format/importers/kit/mend.ts";
import type { SourcePlace } from "../../format/importers/types.ts";
import { readLines } from "./line-reader.ts";
import type { TraceFile } from "./trace-file.ts";
import type { Located } from "./workspace.ts";

const MOST_BYTES = 1024 * 1024;
const MOST_DOCUMENT = 500 * 1024 * 1024;

/** A record of a dropped file as text, and its place for people. */
interface SourceText {
  readonly place: string;
  readonly text: string;
}

/** The record an imported event was made from; both empty for our own format. */
export async function sourceRecord({ file, local }: Located): Promise<SourceText> {
  const [line] = await readLines(file, [local], 0);
  const place = (line?.envelope as { readonly source?: SourcePlace } | undefined)?.source;
  return recordAt(file, place);
}

/** The record a place of the report names: of a dropped file, or of the trace itself. Throws TraceError for none. */
export async function reportedRecord(file: TraceFile, entry: number): Promise<SourceText> {
  const found = file.report.entry(entry);
  if (found === undefined) return { place: "", text: "" };
  if (found.source !== undefined) return recordAt(file, found.source);
  const bytes = (await file.source?.slice(found.byteOffset, found.byteOffset + Math.min(found.byteLength, MOST_BYTES))) ?? new Uint8Array(0);
  return { place: `line ${found.line}`, text: new TextDecoder().decode(bytes) };
}

async function recordAt(file: TraceFile, place: SourcePlace | undefined): Promise<SourceText> {
  const origin = typeof place?.file === "string" ? file.origins.get(place.file) : undefined;
  if (place === undefined || origin === undefined) return { place: "", text: "" };
  if (typeof place.byte_offset === "number" && typeof place.byte_length === "number") {
    const bytes = await origin.slice(place.byte_offset, place.byte_offset + Math.min(place.byte_length, MOST_BYTES));
    const text = new TextDecoder().decode(bytes);
    const name = `${place.file}, line ${place.line ?? "?"}`;
    return typeof place.pointer === "string" && place.pointer !== "" ? { place: `${name}, ${place.pointer}`, text: within(text, place.pointer) ?? text } : { place: name, text };
  }
  if (typeof place.pointer !== "string") return { place: place.file, text: await beginning(origin) };
  if (origin.size > MOST_DOCUMENT) return { place: place.file, text: "" };
  const whole = new TextDecoder().decode(await origin.slice(0, origin.size));
  return { place: `${place.file}, ${place.pointer === "" ? "whole document" : place.pointer}`, text: within(whole, place.pointer) ?? "" };
}

async function beginning(origin: ByteSource): Promise<string> {
  return new TextDecoder().decode(await origin.slice(0, MOST_BYTES));
}

/** The value at a pointer, laid out; undefined if the text cannot be read that far. */
function within(text: string, pointer: string): string | undefined {
  const document = parsed(text);
  const record = document === undefined ? undefined : JSON.stringify(atPointer(document, pointer), null, 2);
  return record?.slice(0, MOST_BYTES);
}

/** As importers read it: also with what JSON has no word for, and as far as it goes if it breaks off. */
function parsed(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    return mendJson(text)?.value;
  }
}

/** The value a JSON Pointer (RFC 6901) names; undefined if there is none. */
function atPointer(document: unknown, pointer: string): unknown {
  let value = document;
  for (const token of pointer.split("/").slice(1)) {
    if (typeof value !== "object" || value === null) return undefined;
    const key = token.replaceAll("~1", "/").replaceAll("~0", "~");
    value = Object.hasOwn(value, key) ? (value as Record<string, unknown>)[key] : undefined;
  }
  return value;
}
