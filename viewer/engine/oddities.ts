import type { Database } from "./database.ts";
import { sequenceGaps } from "./queries/filter.ts";
import { runQuery } from "./queries/run-query.ts";
import { MISSING_PARENT } from "./trace-columns.ts";
import type { TraceFile } from "./trace-file.ts";

const MOST_LISTED = 100;

/** Adds to a file's report what is odd about its events: ids that come twice, members that are missing, parents that are missing or go in circles, clocks that run backwards, sequence numbers with gaps. */
export async function noteOddities(file: TraceFile, database: Database): Promise<void> {
  const { columns, order } = file;
  noteRows(file, { rows: columns.duplicates, count: columns.duplicateCount }, "duplicate_id", "The id was used before; links lead to the first event that has it.");
  noteRows(file, { rows: columns.incomplete, count: columns.incompleteCount }, "missing_member", "The event has no id, kind, session or time, or one of another type; what it has is shown.");
  noteRows(file, { rows: order.cycles, count: order.cycles.length }, "parent_cycle", "The parents of this event go round in a circle; it is shown at the top level.");
  const missing = rowsWhere(file, (row) => columns.parent.get(row) === MISSING_PARENT);
  noteRows(file, missing, "missing_parent", "The parent this event names is not in the file; it is shown at the top level.");
  const backwards = backwardsRows(file);
  noteRows(file, backwards, "clock_backwards", "The event is older than the one before it in its run; the order of the file is kept.");
  await noteSequence(file, database);
}

function rowsWhere(file: TraceFile, test: (row: number) => boolean): FoundRows {
  const rows: number[] = [];
  let count = 0;
  for (let row = 0; row < file.rows; row++) {
    if (!test(row)) continue;
    if (count++ < MOST_LISTED) rows.push(row);
  }
  return { rows, count };
}

function backwardsRows(file: TraceFile): FoundRows {
  const { timeUs, run } = file.columns;
  const latest = new Float64Array(file.runs);
  return rowsWhere(file, (row) => {
    const time = timeUs.get(row);
    const before = latest[run.get(row)] as number;
    latest[run.get(row)] = time;
    return time < before;
  });
}

async function noteSequence(file: TraceFile, database: Database): Promise<void> {
  if (file.columns.isInSequence) return;
  for (const gap of await runQuery(database, sequenceGaps(file.file))) {
    const message = `A run has ${gap.events} numbered events, ${gap.distinct_seq} different numbers, the last of them ${gap.last}: events are missing, repeated or unnumbered.`;
    noteRows(file, { rows: [gap.first_row - file.rowBase], count: 1 }, "seq_gap", message);
  }
}

interface FoundRows {
  /** The first of them. */
  readonly rows: readonly number[];
  readonly count: number;
}

function noteRows(file: TraceFile, { rows, count }: FoundRows, code: string, message: string): void {
  const { lineNumber, lineOffset, lineLength } = file.columns;
  for (const [index, row] of rows.slice(0, MOST_LISTED).entries()) {
    const entry = { line: lineNumber.get(row), byteOffset: lineOffset.get(row), byteLength: lineLength.get(row), code, message };
    file.report.notice(entry, index === 0 ? count - Math.min(rows.length, MOST_LISTED) + 1 : 1);
  }
}
