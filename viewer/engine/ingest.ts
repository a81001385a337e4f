import { EventBatch } from "../../format/arrow/batch.ts";
import type { ByteSource } from "../../format/containers/source.ts";
import { TraceError } from "../../format/errors.ts";
import { Scanner, type LineProblem, type ScanListener } from "../../format/jsonl/scan.ts";
import { FORMAT_VERSION } from "../../format/version.ts";
import type { EventsTable } from "./events-table.ts";
import type { TraceFile } from "./trace-file.ts";

const MIB = 1024 * 1024;
/** The first piece is small, so that the first rows are there at once. */
const FIRST_PIECE = MIB / 4;
const PIECE = 8 * MIB;
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
 * database takes in the one before. Stops quietly if the file is cancelled. Throws TraceError `newer_version`.
 */
export async function ingest(file: TraceFile, source: ByteSource, table: EventsTable, onProgress: () => void): Promise<void> {
  file.source = source;
  const scanner = new Scanner(new EventBatch(), new Reporter(file, source.name));
  let inserting: Promise<void> = Promise.resolve();
  let at = 0;
  let size = FIRST_PIECE;
  let piece = source.slice(0, size);
  while (at < source.size && !file.cancelled) {
    const bytes = await piece;
    const last = at + bytes.length >= source.size;
    const used = last ? bytes.length : bytes.lastIndexOf(NEWLINE) + 1;
    size = used === 0 ? longer(size, source.name) : PIECE;
    piece = source.slice(at + used, at + used + size);
    if (used > 0) {
      const batch = new EventBatch();
      scanner.use(batch);
      scanner.scan(bytes.subarray(0, used), at, last);
      batch.finish();
      await inserting;
      inserting = insert(batch, file, table);
      at += used;
      file.progress.bytesRead = at;
      file.reorder(false);
      onProgress();
    }
  }
  await piece;
  await inserting;
}

function insert(batch: EventBatch, file: TraceFile, table: EventsTable): Promise<void> {
  if (batch.rows === 0) return Promise.resolve();
  const first = file.columns.rows;
  file.columns.add(batch);
  return table.add(batch, file.columns, { file: file.file, rowBase: file.rowBase, runBase: file.runBase, first });
}

function longer(size: number, place: string): number {
  if (size < LONGEST_LINE) return Math.min(size * 4, LONGEST_LINE);
  throw new TraceError({
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
    const version = versionOf(json);
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

function versionOf(header: string): number | undefined {
  try {
    const value = (JSON.parse(header) as { peek?: unknown }).peek;
    return typeof value === "number" ? value : undefined;
  } catch {
    return undefined;
  }
}
