import { EventBatch } from "../../format/arrow/batch.ts";
import type { ByteSource } from "../../format/containers/source.ts";
import { TraceError } from "../../format/errors.ts";
import type { LineProblem, ScanListener } from "../../format/jsonl/scan.ts";
import { FORMAT_VERSION } from "../../format/version.ts";
import type { EventsTable } from "./events-table.ts";
import { joinBytes } from "./join-arrays.ts";
import { FastScanner } from "./scan/fast-scanner.ts";
import type { Kernel } from "./scan/kernel.ts";
import type { TraceFile } from "./trace-file.ts";

const MIB = 1024 * 1024;
/** The first batch is small, so that the first rows are there at once; the next ones grow to this. */
const FIRST_BATCH = MIB / 4;
const BATCH = 16 * MIB;
/** Until the first rows are shown batches stay smaller than that, so that what they need is not kept waiting. */
const BATCH_BEFORE_ROWS = MIB;
/** From so many bytes the number of events in the file is guessed, with something to spare. */
const GUESS_AFTER = 2 * MIB;
const GUESS_SPARE = 1.03;
/** Bytes of a slice, where a source has nothing better. */
const SLICE = 4 * MIB;
/** Slices asked for before they are needed. */
const SLICES_AHEAD = 3;
/** A line longer than this cannot be held as one string later. */
const LONGEST_LINE = 500 * MIB;
const NEWLINE = 0x0a;

const PROBLEMS: Readonly<Record<LineProblem, string>> = {
  bad_json: "The line is not valid JSON.",
  not_an_object: "The line is not a JSON object.",
  torn_tail: "The last line is cut off: the recorder was stopped while it wrote. Everything before it is here.",
};

/**
 * Reads a JSONL source into the columns of a file and the `events` table: piece by piece, scanning one while the
 * next are read and the database takes in the one before. Stops quietly if the file is cancelled. Throws TraceError
 * `newer_version`, or `unreadable` for a line that is too long.
 */
export async function ingest(file: TraceFile, source: ByteSource, { table, kernel, isLookedAt, onProgress }: IngestParts): Promise<IngestEnd> {
  file.source = source;
  // One is filled while the database takes in the other: fresh memory for each costs as much as filling it.
  let [batch, other] = [new EventBatch(), new EventBatch()];
  const scanner = new FastScanner(kernel, batch, new Reporter(file, source.name));
  let inserting: Promise<void> = Promise.resolve();
  let consumed = 0;
  let begun = 0;
  for await (const { offset, parts, last } of wholeLines(source, !file.isGrowing)) {
    let at = offset;
    for (const [index, part] of parts.entries()) {
      scanner.scan(part, at, last && index === parts.length - 1);
      at += part.length;
    }
    consumed = at;
    const due = Math.min(isLookedAt() ? BATCH : BATCH_BEFORE_ROWS, Math.max(FIRST_BATCH, begun));
    if (at - begun < due && at < source.size) continue;
    batch.finish();
    await inserting;
    inserting = insertBatch(batch, file, table);
    [batch, other] = [other, batch];
    batch.reset();
    scanner.use(batch);
    if (begun < GUESS_AFTER && at >= GUESS_AFTER) file.columns.reserve(Math.ceil((file.columns.rows * source.size * GUESS_SPARE) / at));
    begun = at;
    file.progress.bytesRead = at;
    file.reorder(false);
    onProgress();
    if (file.cancelled) break;
  }
  await inserting;
  batch.finish();
  await insertBatch(batch, file, table);
  file.progress.bytesRead = consumed;
  return { scanner, consumed };
}

/** What reading needs of the engine. */
export interface IngestParts {
  readonly table: EventsTable;
  readonly kernel: Kernel | undefined;
  /** True once rows are shown. */
  readonly isLookedAt: () => boolean;
  readonly onProgress: () => void;
}

/** Where reading ended, to be gone on from if the file grows. */
export interface IngestEnd {
  readonly scanner: FastScanner;
  /** Bytes read; what stands after them is a line without its end. */
  readonly consumed: number;
}

/** Consecutive bytes that end with a line end: the line cut by the last piece, mended, and the lines of this one. */
interface Lines {
  readonly offset: number;
  readonly parts: readonly Uint8Array[];
  readonly last: boolean;
}

/** The bytes of a source in order: as they flow where it lets them, else in slices, some of them asked for ahead. */
async function* piecesOf(source: ByteSource): AsyncGenerator<Uint8Array> {
  if (source.chunks !== undefined) {
    yield* source.chunks();
    return;
  }
  const ahead: Promise<Uint8Array>[] = [];
  for (let asked = 0; asked < source.size || ahead.length > 0; ) {
    while (ahead.length < SLICES_AHEAD && asked < source.size) {
      const size = asked === 0 ? FIRST_BATCH : SLICE;
      ahead.push(source.slice(asked, asked + size));
      asked += size;
    }
    yield (await ahead.shift()) as Uint8Array;
  }
}

/** Cuts what comes at line ends. Only a line that crosses pieces is copied; what is yielded is good until the next is asked for. A last line without its end is left out unless `withTail`. */
async function* wholeLines(source: ByteSource, withTail: boolean): AsyncGenerator<Lines> {
  let read = 0;
  let begun: Uint8Array[] = [];
  let begunBytes = 0;
  for await (const bytes of piecesOf(source)) {
    const offset = read - begunBytes;
    read += bytes.length;
    const last = withTail && read >= source.size;
    const end = last ? bytes.length : bytes.lastIndexOf(NEWLINE) + 1;
    if (end === 0) begunBytes = keep(begun, begunBytes, bytes, source.name);
    else {
      const first = begunBytes === 0 ? 0 : (bytes.indexOf(NEWLINE) + 1 || end);
      const mended = begunBytes === 0 ? [] : [joinBytes([...begun, bytes.subarray(0, first)])];
      yield { offset, parts: [...mended, bytes.subarray(first, end)].filter((part) => part.length > 0), last };
      begun = [];
      begunBytes = keep(begun, 0, bytes.subarray(end), source.name);
    }
  }
}

function keep(begun: Uint8Array[], before: number, bytes: Uint8Array, place: string): number {
  const size = before + bytes.length;
  if (size > LONGEST_LINE) throw tooLong(place);
  // A copy: the bytes are good only until the next are asked for.
  if (bytes.length > 0) begun.push(bytes.slice());
  return size;
}

/** Takes a finished batch over into the columns of a file and the table. */
export function insertBatch(batch: EventBatch, file: TraceFile, table: EventsTable): Promise<void> {
  if (batch.rows === 0) return Promise.resolve();
  const first = file.columns.rows;
  file.columns.add(batch);
  return table.add(batch, file.columns, { file: file.file, rowBase: file.rowBase, runBase: file.runBase, first });
}

function tooLong(place: string): TraceError {
  return new TraceError({
    code: "unreadable",
    cause: `a line is longer than ${LONGEST_LINE / MIB} MiB`,
    place,
    next: "Check that the file has one event a line; a single JSON document must be opened as the format it is.",
  });
}

/** Turns what the scanner says into the file's report, and refuses newer versions. */
class Reporter implements ScanListener {
  readonly #file: TraceFile;
  readonly #name: string;

  constructor(file: TraceFile, name: string) {
    this.#file = file;
    this.#name = name;
  }

  header(json: string, line: number, byteOffset: number): void {
    const { peek: version, upgraded_from: older } = headerOf(json);
    if (older !== undefined) {
      const message = `The file was written in format version ${older} and is read as version ${FORMAT_VERSION}.`;
      this.#file.report.notice({ line, byteOffset, byteLength: json.length, code: "upgraded", message });
    }
    if (version === undefined || version <= FORMAT_VERSION) return;
    const cause = `the file has format version ${version}; this viewer reads up to version ${FORMAT_VERSION}`;
    if (!this.#file.acceptNewer) {
      this.#file.progress.canAcceptNewer = true;
      const next = "Open it with a newer viewer, or read what this one understands.";
      throw new TraceError({ code: "newer_version", cause, place: `${this.#name}, line ${line}`, next });
    }
    this.#file.report.notice({ line, byteOffset, byteLength: json.length, code: "newer_version", message: `${cause}; read as far as it is understood.` });
  }

  problem(problem: LineProblem, line: number, byteOffset: number, byteLength: number): void {
    this.#file.report.skip({ line, byteOffset, byteLength, code: problem, message: PROBLEMS[problem] });
  }
}

function headerOf(text: string): { readonly peek?: number; readonly upgraded_from?: number } {
  try {
    const { peek, upgraded_from } = JSON.parse(text) as Record<string, unknown>;
    return { ...(typeof peek === "number" && { peek }), ...(typeof upgraded_from === "number" && { upgraded_from }) };
  } catch {
    return {};
  }
}
