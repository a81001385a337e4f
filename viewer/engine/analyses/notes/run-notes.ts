import type { NotesAnalyses, RunNote } from "../../contracts/notes.ts";
import { runRows } from "../../run-rows.ts";
import type { TraceFile } from "../../trace-file.ts";
import type { Analysis } from "../index.ts";
import { rowRefs } from "../insight/refs.ts";
import { inRun } from "./in-run.ts";

/** Notes on one run, each with its event as the viewer numbers it. */
export const runNotes: Analysis<NotesAnalyses["run-notes"]> = async ({ workspace, database }, { run, notes }) => {
  const file = workspace.fileOfRun(run);
  const about = (await runRows(workspace, database)).find((row) => row.run === run);
  if (file === undefined || about === undefined) return [];
  const found = inRun(notes, about, (row) => runOf(file, row) === run);
  const refs = await rowRefs(workspace, found.filter(({ row }) => row >= 0).map(({ row }) => ({ row, run })));
  const byRow = new Map(refs.map((ref) => [ref.row, ref]));
  return found.map(({ row, rangeMs, text, by }): RunNote => ({ event: byRow.get(row) ?? null, rangeMs, text, by }));
};

/** The run of a global row; -1 if it is not of the file. */
function runOf({ columns, rowBase, rows, runBase }: TraceFile, row: number): number {
  return row >= rowBase && row < rowBase + rows ? runBase + columns.run.get(row - rowBase) : -1;
}
