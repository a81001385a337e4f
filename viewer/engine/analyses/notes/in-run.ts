import type { WrittenNote } from "../../../../format/notes/written.ts";
import type { RunRow } from "../../api.ts";

/** A note on a run. */
export interface NoteInRun {
  /** -1 for a time range. */
  readonly row: number;
  /** Milliseconds since the run's first event; null for an event. */
  readonly rangeMs: readonly [from: number, to: number] | null;
  /** Empty for a bookmark. */
  readonly text: string;
  readonly by: string;
}

/** Those of some notes that are about a run: on its events in their order, then on time ranges that touch it. */
export function inRun(notes: readonly WrittenNote[], { startUnixUs, durationMs }: Pick<RunRow, "startUnixUs" | "durationMs">, isOwn: (row: number) => boolean): readonly NoteInRun[] {
  const onEvents = notes.filter(({ row, range }) => range === null && isOwn(row)).map(({ row, text, by }) => ({ row, rangeMs: null, text, by }));
  const onRanges = notes.flatMap(({ range, text, by }) => {
    const [from, to] = (range ?? [Number.NaN, Number.NaN]).map((unixUs) => (unixUs - startUnixUs) / 1000) as [number, number];
    return from <= durationMs && to >= 0 ? [{ row: -1, rangeMs: [from, to] as const, text, by }] : [];
  });
  return [...onEvents.toSorted((a, b) => a.row - b.row), ...onRanges.toSorted((a, b) => a.rangeMs[0] - b.rangeMs[0])];
}

/** A time range of a run for a person: "+0.5 s to +2.0 s". */
export function rangeText(rangeMs: readonly [from: number, to: number]): string {
  return rangeMs.map((ms) => `${ms < 0 ? "−" : "+"}${(Math.abs(ms) / 1000).toFixed(1)} s`).join(" to ");
}
