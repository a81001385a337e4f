import type { LogRecord } from "./records.ts";

/**
 * The order a session's records are written in: that of each file, with the files of sub-agents fitted in by time.
 * Records without a time stay behind the one before them.
 */
export function inOrder(records: readonly LogRecord[]): LogRecord[] {
  const placed = records.map((record, index) => ({ record, at: record.orderUs, rank: record.agent === "" ? 0 : 1, index }));
  placed.sort((a, b) => (a.at === b.at ? a.rank - b.rank || a.index - b.index : a.at - b.at));
  return placed.map(({ record }) => record);
}

/** The first time a session's records name; undefined if none does. */
export function firstTime(records: readonly LogRecord[]): number | undefined {
  let first: number | undefined;
  for (const { timeUs } of records) if (timeUs !== undefined && (first === undefined || timeUs < first)) first = timeUs;
  return first;
}
