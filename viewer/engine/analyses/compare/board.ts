import type { RunRow } from "../../api.ts";
import { BOARD_VERDICTS, type Board, type BoardGrouping, type BoardRow, type BoardRun, type BoardVerdict, type CompareAnalyses } from "../../contracts/compare.ts";
import { runRows } from "../../run-rows.ts";
import type { Workspace } from "../../workspace.ts";
import type { Analysis } from "../index.ts";

/** Tasks against sets of runs: what got worse, what got better, what goes now one way and now the other. */
export const board: Analysis<CompareAnalyses["board"]> = async ({ workspace, database }, { by, base }) => boardOf(await runRows(workspace, database), setNames(workspace, by), base);

/** Which set each run belongs to. */
export type SetOf = (run: RunRow) => string;

function setNames(workspace: Workspace, by: BoardGrouping): SetOf {
  const names: Readonly<Record<BoardGrouping, SetOf>> = {
    file: ({ file }) => workspace.file(file)?.name ?? String(file),
    agent: ({ agent }) => agent,
    model: ({ model }) => model,
    framework: ({ framework }) => framework,
    attempt: ({ attempt }) => (attempt === null ? "" : `trial ${attempt}`),
  };
  return names[by];
}

/** The board of these runs; `base` names the set the others are held against (the first one if there is no such set). */
export function boardOf(runs: readonly RunRow[], setOf: SetOf, base: string): Board {
  const judged = runs.filter(({ task }) => task !== "");
  const names = [...new Set(judged.map(setOf))];
  if (judged.length === 0) return emptyBoard("No run names the task it worked on (envelope member `task`), so runs cannot be set against one another.");
  const baseIndex = Math.max(0, names.indexOf(base));
  const tasks = new Map<string, BoardRun[][]>();
  for (const run of judged) {
    const cells = tasks.get(run.task) ?? names.map(() => []);
    tasks.set(run.task, cells);
    cells[names.indexOf(setOf(run))]?.push({ run: run.run, outcome: run.outcome, passed: hasPassed(run) });
  }
  const rows = [...tasks].map(([task, cells]): BoardRow => ({ task, cells, verdicts: cells.map((cell) => verdictOf(cell, cells[baseIndex] ?? [])) })).toSorted(byTask);
  return {
    sets: names.map((name) => setTotals(name, judged.filter((run) => setOf(run) === name))),
    base: baseIndex,
    rows,
    counts: names.map((_, set) => countVerdicts(rows, set)),
    missing: "",
  };
}

function emptyBoard(missing: string): Board {
  return { sets: [], base: 0, rows: [], counts: [], missing };
}

/** Whether a run did its task; null where nothing says so. */
export function hasPassed({ outcome }: Pick<RunRow, "outcome">): boolean | null {
  if (outcome === "passed" || outcome === "ok") return true;
  return outcome === "failed" || outcome === "error" ? false : null;
}

function setTotals(name: string, runs: readonly RunRow[]): Board["sets"][number] {
  const verdicts = runs.map(hasPassed).filter((passed) => passed !== null);
  return { name, runs: runs.length, passed: verdicts.filter(Boolean).length, judged: verdicts.length };
}

function verdictOf(cell: readonly BoardRun[], base: readonly BoardRun[]): BoardVerdict {
  const [mine, theirs] = [agreement(cell), agreement(base)];
  if (mine === null || theirs === null) return "missing";
  if (mine === "mixed") return "flaky";
  if (cell === base || mine === theirs) return mine === "passed" ? "same_passed" : "same_failed";
  return mine === "passed" ? "improved" : "regressed";
}

function agreement(cell: readonly BoardRun[]): "passed" | "failed" | "mixed" | null {
  const verdicts = cell.map(({ passed }) => passed).filter((passed) => passed !== null);
  if (verdicts.length === 0) return null;
  if (verdicts.every(Boolean)) return "passed";
  return verdicts.some(Boolean) ? "mixed" : "failed";
}

function countVerdicts(rows: readonly BoardRow[], set: number): Readonly<Record<BoardVerdict, number>> {
  const counts = Object.fromEntries(BOARD_VERDICTS.map((verdict) => [verdict, 0])) as Record<BoardVerdict, number>;
  for (const { verdicts } of rows) {
    const verdict = verdicts[set];
    if (verdict !== undefined) counts[verdict]++;
  }
  return counts;
}

/** Numbers in names count as numbers, so that task 10 comes after task 9. */
function byTask(a: BoardRow, b: BoardRow): number {
  const [x, y] = [a, b].map(({ task }) => Number(task)) as [number, number];
  return Number.isFinite(x) && Number.isFinite(y) ? x - y : a.task < b.task ? -1 : 1;
}
