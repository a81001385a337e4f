import { COLUMNS, type ColumnType } from "../arrow/columns.ts";
import type { EventRecord } from "../event.ts";
import { OUTCOMES, SEVERITIES } from "../kinds.ts";
import { writeEvent } from "../jsonl/write.ts";
import type { ImportSink, SourcePlace } from "./types.ts";

/** A record or a remark of an import that a reader may want to look at. */
export interface ImportEntry {
  readonly code: string;
  readonly message: string;
  readonly place?: SourcePlace;
}

/** How often something was noted; `message` is that of the first time. */
export interface ImportCount {
  readonly code: string;
  readonly count: number;
  readonly message: string;
}

const MOST_ENTRIES = 1000;
const MOST_COUNTS = 200;
const MOST_INT = 2 ** 31;
const UNIT_MEMBERS: ReadonlySet<string> = new Set(["importance", "confidence"]);
const WORDS: Readonly<Record<string, readonly string[]>> = { outcome: OUTCOMES, severity: SEVERITIES };

const FITS: Readonly<Record<ColumnType, (value: unknown) => boolean>> = {
  text: (value) => typeof value === "string",
  int: (value) => Number.isInteger(value) && Math.abs(value as number) < MOST_INT,
  number: (value) => Number.isFinite(value),
  list: (value) => Array.isArray(value) && value.every((item) => typeof item === "string"),
};

/** Writes what importers make as lines and keeps the books: every record once, every remark counted, the first 1,000 listed. */
export class LineSink implements ImportSink {
  readonly entries: ImportEntry[] = [];
  readonly #counts = new Map<string, ImportCount & { count: number }>();
  readonly #reasons = new Map<string, number>();
  readonly #write: (line: string) => void;
  events = 0;
  recordsBecame = 0;
  /** How many records of each sort became events, where importers say what they are. */
  readonly recordsCalled = new Map<string, number>();
  recordsMerged = 0;
  recordsSkipped = 0;

  constructor(write: (line: string) => void) {
    this.#write = write;
  }

  emit(event: EventRecord, source?: SourcePlace): void {
    const placed: Record<string, unknown> = source === undefined ? { ...event } : { ...event, source };
    for (const member of misfits(placed)) {
      delete placed[member];
      this.notice("bad_member", `a value of ${member} did not fit and was left out`, source);
    }
    this.#write(this.#line(placed as EventRecord, source));
    this.events++;
  }

  became(_source: SourcePlace, called = ""): void {
    this.recordsBecame++;
    if (called !== "") this.recordsCalled.set(called, (this.recordsCalled.get(called) ?? 0) + 1);
  }

  merged(_source: SourcePlace, why: string): void {
    this.recordsMerged++;
    this.#reasons.set(why, (this.#reasons.get(why) ?? 0) + 1);
  }

  skipped(source: SourcePlace, code: string, message: string): void {
    this.recordsSkipped++;
    this.notice(code, message, source);
  }

  notice(code: string, message: string, source?: SourcePlace): void {
    // What is not known is told apart: ten new record types are ten things to look at.
    const own = code === "unknown_type" ? `${code} ${message}` : code;
    const key = this.#counts.has(own) || this.#counts.size < MOST_COUNTS ? own : code;
    const count = this.#counts.get(key);
    if (count === undefined) this.#counts.set(key, { code, count: 1, message });
    else count.count++;
    if (this.entries.length < MOST_ENTRIES) this.entries.push(source === undefined ? { code, message } : { code, message, place: source });
  }

  /** How often each thing was noted, most frequent first. */
  counts(): ImportCount[] {
    return [...this.#counts.values()].sort((a, b) => b.count - a.count);
  }

  /** Why records were joined into others, most frequent first. */
  joined(): ImportCount[] {
    const counts = [...this.#reasons].map(([message, count]) => ({ code: "joined", count, message }));
    return counts.sort((a, b) => b.count - a.count);
  }

  #line(event: EventRecord, source: SourcePlace | undefined): string {
    try {
      return writeEvent(event);
    } catch {
      // Reading JSON is bounded by memory, writing it by the stack: a payload nested too deeply is kept only in the source.
      this.notice("too_deep", "a payload is nested too deeply to be written; see the raw record", source);
      return writeEvent({ ...envelopeOnly(event), payload: { truncated: "nested too deeply" } });
    }
  }
}

function misfits(event: Record<string, unknown>): string[] {
  return COLUMNS.filter(({ key, type }) => event[key] !== undefined && !fits(key, type, event[key])).map(({ key }) => key);
}

function fits(key: string, type: ColumnType, value: unknown): boolean {
  if (!FITS[type](value)) return false;
  if (UNIT_MEMBERS.has(key)) return (value as number) >= 0 && (value as number) <= 1;
  const words = WORDS[key];
  return words === undefined || words.includes(value as string);
}

function envelopeOnly(event: EventRecord): EventRecord {
  const kept: Record<string, unknown> = {};
  for (const { key } of COLUMNS) if (event[key] !== undefined) kept[key] = event[key];
  if (event["source"] !== undefined) kept["source"] = event["source"];
  return kept as EventRecord;
}
