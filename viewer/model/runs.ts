import type { RunOutcome, RunRow } from "../engine/api.ts";

/** Order of outcomes from worst to best. */
const BADNESS: Readonly<Record<RunOutcome, number>> = { failed: 0, error: 1, unfinished: 2, cancelled: 3, ok: 4, passed: 5 };

interface RunSort {
  readonly id: string;
  readonly title: string;
  readonly compare: (a: RunRow, b: RunRow) => number;
}

/** Orders of the run list. All fall back to the order of the files. */
export const RUN_SORTS: readonly RunSort[] = [
  { id: "failed", title: "failed first", compare: (a, b) => BADNESS[a.outcome] - BADNESS[b.outcome] || b.errors - a.errors },
  { id: "file", title: "as in the file", compare: () => 0 },
  { id: "newest", title: "newest first", compare: (a, b) => b.startUnixUs - a.startUnixUs },
  { id: "longest", title: "longest first", compare: (a, b) => b.durationMs - a.durationMs },
  { id: "events", title: "most events", compare: (a, b) => b.events - a.events },
  { id: "errors", title: "most errors", compare: (a, b) => b.errors - a.errors },
  { id: "tokens", title: "most tokens", compare: (a, b) => b.tokensIn + b.tokensOut - a.tokensIn - a.tokensOut },
  { id: "cost", title: "most expensive", compare: (a, b) => b.costUsd - a.costUsd },
  { id: "title", title: "by title", compare: (a, b) => runTitle(a).localeCompare(runTitle(b), "en", { numeric: true }) },
];

/** Runs that match a text and outcomes, in an order. */
export function arrangeRuns(runs: readonly RunRow[], sort: string, filter: { readonly text: string; readonly outcomes: readonly string[]; readonly only: readonly number[] | null }): RunRow[] {
  const compare = (RUN_SORTS.find((candidate) => candidate.id === sort) ?? RUN_SORTS[0])?.compare;
  const words = filter.text.toLowerCase().split(/\s+/).filter(Boolean);
  const only = filter.only === null ? null : new Set(filter.only);
  const kept = runs.filter((run) => (only === null || only.has(run.run)) && (filter.outcomes.length === 0 || filter.outcomes.includes(run.outcome)) && matches(run, words));
  return compare === undefined ? kept : kept.toSorted((a, b) => compare(a, b) || a.run - b.run);
}

function matches(run: RunRow, words: readonly string[]): boolean {
  if (words.length === 0) return true;
  const text = [run.title, run.agent, run.framework, run.model, run.task, run.session, run.outcome].join(" ").toLowerCase();
  return words.every((word) => text.includes(word));
}

/** The run to look at first: the first failed one, else one with errors, else the first. */
export function firstRun(runs: readonly RunRow[]): RunRow | undefined {
  return runs.find((run) => run.outcome === "failed" || run.outcome === "error") ?? runs.find((run) => run.errors > 0) ?? runs[0];
}

/** What a person calls the run. */
export function runTitle(run: RunRow): string {
  if (run.title !== "") return run.title;
  if (run.task !== "") return run.attempt === null ? `task ${run.task}` : `task ${run.task} · attempt ${run.attempt}`;
  return run.agent === "" ? run.session : `${run.agent} · ${run.session}`;
}

/** Runs of each outcome, worst first; outcomes no run has are left out. */
export function outcomeCounts(runs: readonly RunRow[]): readonly { readonly outcome: RunOutcome; readonly count: number }[] {
  const counts = new Map<RunOutcome, number>();
  for (const run of runs) counts.set(run.outcome, (counts.get(run.outcome) ?? 0) + 1);
  return [...counts].map(([outcome, count]) => ({ outcome, count })).toSorted((a, b) => BADNESS[a.outcome] - BADNESS[b.outcome]);
}

const OUTCOME_MARKS: Readonly<Record<RunOutcome, string>> = { passed: "✓", ok: "✓", failed: "✕", error: "✕", cancelled: "–", unfinished: "…" };

/** The sign of an outcome, to stand beside its colour. */
export function outcomeMark(outcome: RunOutcome): string {
  return OUTCOME_MARKS[outcome];
}
