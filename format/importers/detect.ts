import { beginsAsTrace, isArrow, MAGIC_BYTES } from "../containers/magic.ts";
import type { ByteSource } from "../containers/source.ts";
import { columnNames } from "./kit/csv.ts";
import { keyPaths } from "./kit/shape.ts";
import type { DetectionInput, ImportFile } from "./types.ts";

/** Our own two forms, which need no importer. */
type OwnForm = "jsonl" | "arrow";

const MOST_LINES = 20;

/** What detection looks at, from the first 64 KiB of a file. */
export function detectionInput(file: ImportFile): DetectionInput {
  const { name, head, headIsAll } = file;
  return { name, head, headIsAll, jsonLines: parsedLines(head, headIsAll), document: headIsAll ? parsed(head.trim()) : undefined, paths: keyPaths(head), columns: columnNames(head) };
}

/** The form of a file of our own, by its first bytes and lines; undefined for anything else. */
export async function ownForm(source: ByteSource, input: DetectionInput): Promise<OwnForm | undefined> {
  if (isArrow(await source.slice(0, MAGIC_BYTES))) return "arrow";
  return beginsAsTrace(input.head) || input.jsonLines.some(isHeader) || isEvent(input.jsonLines[0]) ? "jsonl" : undefined;
}

function isHeader(value: unknown): boolean {
  return isObject(value) && Number.isInteger(value["peek"]) && !("payload" in value);
}

function isEvent(value: unknown): boolean {
  if (!isObject(value)) return false;
  const text = ["id", "kind", "session"].every((key) => typeof value[key] === "string");
  return text && (typeof value["seq"] === "number" || typeof value["time_unix_us"] === "number");
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function parsedLines(head: string, headIsAll: boolean): unknown[] {
  const lines: unknown[] = [];
  let seen = 0;
  for (let start = 0; start < head.length && seen < MOST_LINES * 2 && lines.length < MOST_LINES; seen++) {
    const end = head.indexOf("\n", start);
    if (end < 0 && !headIsAll) break;
    const line = head.slice(start, end < 0 ? head.length : end).trim();
    start = end < 0 ? head.length : end + 1;
    const value = line === "" ? undefined : parsed(line);
    if (value !== undefined) lines.push(value);
  }
  return lines;
}

/** Last characters of whole values: most lines of an indented document are none, and failing to parse them costs. */
const ENDS: Readonly<Record<string, string>> = { "{": "}", "[": "]", '"': '"' };

function parsed(text: string): unknown {
  const end = ENDS[text[0] ?? ""];
  if (end !== undefined && !text.endsWith(end)) return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
