import type { LogRecord } from "./records.ts";

interface Placed {
  readonly record: LogRecord;
  readonly at: number;
  readonly rank: number;
  readonly index: number;
}

/**
 * The order a session's records are written in: that of each file, with the files of sub-agents fitted in by time.
 * Records without a time stay behind the one before them.
 */
export function inOrder(records: readonly LogRecord[]): LogRecord[] {
  const latest = new Map<string, number>();
  const placed: Placed[] = records.map((record, index) => {
    const file = record.source.file;
    const at = Math.max(latest.get(file) ?? Number.NEGATIVE_INFINITY, record.timeUs ?? Number.NEGATIVE_INFINITY);
    latest.set(file, at);
    return { record, at, rank: record.agent === "" ? 0 : 1, index };
  });
  placed.sort((a, b) => (a.at === b.at ? a.rank - b.rank || a.index - b.index : a.at - b.at));
  return placed.map(({ record }) => record);
}

/** The first time a session's records name; undefined if none does. */
export function firstTime(records: readonly LogRecord[]): number | undefined {
  let first: number | undefined;
  for (const { timeUs } of records) if (timeUs !== undefined && (first === undefined || timeUs < first)) first = timeUs;
  return first;
}
