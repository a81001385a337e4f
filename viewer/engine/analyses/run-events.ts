import type { Json } from "../../../format/event.ts";
import { TraceError } from "../../../format/errors.ts";
import { kindOf } from "../event-rows.ts";
import { parsePayload, readLines, type EventLine } from "../line-reader.ts";
import type { TraceFile } from "../trace-file.ts";
import type { Workspace } from "../workspace.ts";
import type { Question } from "./question.ts";

/** One event of a run as analyses see it. */
export interface RunEvent {
  /** Place in the run, in recorded order, from 0. */
  readonly index: number;
  /** Global row. */
  readonly row: number;
  readonly kind: string;
  readonly envelope: EventLine["envelope"];
  /** FLAG_NONE, FLAG_FAILING or FLAG_STOPPED. */
  readonly flag: number;
  /** Index of the enclosing event in this run; -1 if it has none here. */
  readonly parent: number;
  /** When it began and ended, Unix microseconds. */
  readonly startUs: number;
  readonly endUs: number;
  /** The payload as a value, parsed at the first call; undefined if absent, cut at the limit, or not JSON. */
  payload(): Json | undefined;
  /** The payload as it stands in the file, cut at the limit; empty if absent. */
  readonly payloadText: string;
}

/** The events of a run, in recorded order. */
export interface RunEvents {
  readonly run: number;
  readonly file: TraceFile;
  readonly session: string;
  readonly events: readonly RunEvent[];
  /** Events of the run; more than `events.length` if the bound was reached. */
  readonly total: number;
  /** Index of an event by its row in the file; -1 if it is not here. */
  indexOfLocal(local: number): number;
}

export interface ReadRunOptions {
  /** Events read at most, from the beginning. */
  readonly most?: number;
  /** Payload bytes read of each event; larger payloads are cut and not parsed. */
  readonly payloadLimit?: number;
  /** The question the run is read for: between pieces others have their turn. */
  readonly question?: Question;
}

const MOST_EVENTS = 200_000;
const PAYLOAD_LIMIT = 1024 * 1024;
const PIECE = 4096;

/** Reads a whole run for an analysis. Throws TraceError if the run is no longer open. */
export async function readRun(workspace: Workspace, run: number, { most = MOST_EVENTS, payloadLimit = PAYLOAD_LIMIT, question }: ReadRunOptions = {}): Promise<RunEvents> {
  const file = workspace.fileOfRun(run);
  if (file === undefined) throw new TraceError({ code: "cancelled", cause: "the run is no longer open", place: "engine", next: "Open its file again." });
  const { rowAt, runStart } = file.order;
  const local = run - file.runBase;
  const rows = rowAt.slice(runStart[local], runStart[local + 1]).sort();
  const taken = [...rows.subarray(0, most)];
  const indexOf = new Map(taken.map((row, index) => [row, index]));
  const indexOfLocal = (row: number): number => indexOf.get(row) ?? -1;
  const events: RunEvent[] = [];
  for (let start = 0; start < taken.length; start += PIECE) {
    if (start > 0) await question?.breathe();
    const piece = taken.slice(start, start + PIECE);
    const lines = await readLines(file, piece, payloadLimit);
    for (const [at, row] of piece.entries()) events.push(runEvent(file, row, { line: lines[at] as EventLine, index: start + at, indexOfLocal }));
  }
  return { run, file, session: file.columns.sessions.texts[local] ?? "", events, total: rows.length, indexOfLocal };
}

interface Read {
  readonly line: EventLine;
  readonly index: number;
  readonly indexOfLocal: (local: number) => number;
}

function runEvent(file: TraceFile, local: number, { line, index, indexOfLocal }: Read): RunEvent {
  const [startUs, endUs] = file.extent(local);
  let parsed: { readonly value: Json | undefined } | undefined;
  return {
    index,
    row: file.rowBase + local,
    kind: kindOf(file, local),
    envelope: line.envelope,
    flag: file.columns.flag.get(local),
    parent: indexOfLocal(file.columns.parent.get(local)),
    startUs,
    endUs,
    payloadText: line.payload,
    payload: () => (parsed ??= { value: parsePayload(line) }).value,
  };
}
