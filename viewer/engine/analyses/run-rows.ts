import { TraceError } from "../../../format/errors.ts";
import type { TraceFile } from "../trace-file.ts";
import type { Workspace } from "../workspace.ts";

/** The rows of a run without their text: what the engine keeps of every event in memory. */
export interface RunRowsView {
  readonly file: TraceFile;
  /** Rows of the file, in recorded order. */
  readonly locals: Int32Array;
  /** Place of a row of the file among `locals`; -1 if it is of another run. */
  indexOf(local: number): number;
}

/** The rows of a run. Throws TraceError if it is no longer open. */
export function rowsOfRun(workspace: Workspace, run: number): RunRowsView {
  const file = workspace.fileOfRun(run);
  if (file === undefined) throw new TraceError({ code: "cancelled", cause: "the run is no longer open", place: "engine", next: "Open its file again." });
  const { rowAt, runStart } = file.order;
  const local = run - file.runBase;
  const locals = rowAt.slice(runStart[local] ?? 0, runStart[local + 1] ?? 0).sort();
  const first = locals[0] ?? 0;
  const isGapless = locals.length > 0 && (locals.at(-1) ?? 0) - first === locals.length - 1;
  return { file, locals, indexOf: isGapless ? (row) => (row >= first && row - first < locals.length ? row - first : -1) : (row) => search(locals, row) };
}

function search(sorted: Int32Array, wanted: number): number {
  let [low, high] = [0, sorted.length - 1];
  while (low <= high) {
    const middle = (low + high) >> 1;
    const value = sorted[middle] as number;
    if (value === wanted) return middle;
    if (value < wanted) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}
