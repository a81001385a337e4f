import { COLUMNS, type ColumnKey, type ColumnType, type Envelope } from "../../format/arrow/columns.ts";
import type { Json } from "../../format/event.ts";
import type { TraceFile } from "./trace-file.ts";

/** Gaps up to this many bytes between wanted lines are read along rather than read around. */
const READ_ALONG = 64 * 1024;
/** Most bytes read at once. */
const LARGEST_READ = 4 * 1024 * 1024;

/** A line as its parts: everything but the payload parsed, the payload as JSON text cut at a limit. */
export interface EventLine {
  readonly envelope: Envelope;
  /** Members the envelope does not know, and those whose value is of another type than it says. */
  readonly others: Readonly<Record<string, Json>>;
  readonly payload: string;
  readonly payloadCut: boolean;
}

/** Reads the lines of rows of one file; `limit` bounds the payload bytes read of each. Order of the answer is that of `rows`. */
export async function readLines(file: TraceFile, rows: readonly number[], limit: number): Promise<EventLine[]> {
  const byOffset = rows.map((_, index) => index).toSorted((a, b) => offset(file, rows[a] as number) - offset(file, rows[b] as number));
  const lines: EventLine[] = [];
  for (let i = 0; i < byOffset.length; ) {
    const group = nextGroup(file, rows, byOffset, i);
    const start = offset(file, rows[byOffset[i] as number] as number);
    const bytes = group.large ? undefined : await file.source?.slice(start, group.end);
    for (const index of byOffset.slice(i, group.next)) {
      const row = rows[index] as number;
      lines[index] = bytes === undefined ? await readLarge(file, row, limit) : lineOf(file, row, bytes.subarray(offset(file, row) - start), limit);
    }
    i = group.next;
  }
  return lines;
}

interface Group {
  readonly next: number;
  readonly end: number;
  readonly large: boolean;
}

/** The rows from `i` on whose lines are read together. */
function nextGroup(file: TraceFile, rows: readonly number[], byOffset: readonly number[], i: number): Group {
  const start = offset(file, rows[byOffset[i] as number] as number);
  let end = start;
  let next = i;
  while (next < byOffset.length) {
    const row = rows[byOffset[next] as number] as number;
    const lineEnd = offset(file, row) + file.columns.lineLength.get(row);
    if (next > i && (offset(file, row) - end > READ_ALONG || lineEnd - start > LARGEST_READ)) break;
    end = lineEnd;
    next++;
    if (end - start > LARGEST_READ) return { next, end, large: true };
  }
  return { next, end, large: false };
}

function offset(file: TraceFile, row: number): number {
  return file.columns.lineOffset.get(row);
}

function lineOf(file: TraceFile, row: number, bytes: Uint8Array, limit: number): EventLine {
  const length = file.columns.lineLength.get(row);
  const from = file.columns.payloadOffset.get(row);
  if (from < 0) return { ...parseMembers(decode(bytes.subarray(0, length))), payload: "", payloadCut: false };
  const size = file.columns.payloadLength.get(row);
  const around = `${decode(bytes.subarray(0, from))}null${decode(bytes.subarray(from + size, length))}`;
  return { ...parseMembers(around), payload: decode(bytes.subarray(from, from + Math.min(size, limit))), payloadCut: size > limit };
}

/** A line too long to read whole: what stands before the payload, the limit of it, and what comes after. */
async function readLarge(file: TraceFile, row: number, limit: number): Promise<EventLine> {
  const source = file.source;
  const start = offset(file, row);
  const length = file.columns.lineLength.get(row);
  const from = file.columns.payloadOffset.get(row);
  if (source === undefined) return { envelope: {}, others: {}, payload: "", payloadCut: false };
  if (from < 0) return { ...parseMembers(decode(await source.slice(start, start + length))), payload: "", payloadCut: false };
  const size = file.columns.payloadLength.get(row);
  const [before, payload, after] = await Promise.all([
    source.slice(start, start + from),
    source.slice(start + from, start + from + Math.min(size, limit)),
    source.slice(start + from + size, start + length),
  ]);
  return { ...parseMembers(`${decode(before)}null${decode(after)}`), payload: decode(payload), payloadCut: size > limit };
}

const TYPES: ReadonlyMap<string, ColumnType> = new Map(COLUMNS.map(({ key, type }) => [key, type]));

function parseMembers(text: string): Pick<EventLine, "envelope" | "others"> {
  const envelope: Partial<Record<ColumnKey, Json>> = {};
  const others: Record<string, Json> = {};
  for (const [key, value] of Object.entries(parseObject(text))) {
    const type = TYPES.get(key);
    if (key === "payload" || (type !== undefined && value === null)) continue;
    if (type !== undefined && isOfType(value, type)) envelope[key as ColumnKey] = value;
    else Object.defineProperty(others, key, { value, enumerable: true });
  }
  return { envelope: envelope as Envelope, others };
}

function parseObject(text: string): Readonly<Record<string, Json>> {
  try {
    return JSON.parse(text) as Record<string, Json>;
  } catch {
    return {};
  }
}

function isOfType(value: Json, type: ColumnType): boolean {
  if (type === "list") return Array.isArray(value) && value.every((item) => typeof item === "string");
  return typeof value === (type === "text" ? "string" : "number");
}

/** The payload as a value; undefined if it is cut, absent or not valid JSON. */
export function parsePayload(line: EventLine): Json | undefined {
  if (line.payload === "" || line.payloadCut) return undefined;
  try {
    return JSON.parse(line.payload) as Json;
  } catch {
    return undefined;
  }
}

const DECODER = new TextDecoder();

function decode(bytes: Uint8Array): string {
  return DECODER.decode(bytes);
}
