import type { RunRow } from "../engine/api.ts";

/** How well a run serves to be held against another. */
const SAME_TASK = 8;
const OTHER_VERDICT = 4;
const SAME_TITLE = 2;
const SAME_AGENT = 1;

/** The run to hold another against: one of the same task that ended otherwise if there is one; null if there is no other run. */
export function counterpartOf(run: RunRow, runs: readonly RunRow[]): RunRow | null {
  let best: RunRow | null = null;
  let most = -1;
  for (const other of runs) {
    if (other.run === run.run) continue;
    const score = likeness(run, other);
    if (score > most) [best, most] = [other, score];
  }
  return best;
}

/** Other runs, the best to compare with first. */
export function counterparts(run: RunRow, runs: readonly RunRow[]): readonly RunRow[] {
  return runs.filter((other) => other.run !== run.run).toSorted((a, b) => likeness(run, b) - likeness(run, a) || a.run - b.run);
}

function likeness(run: RunRow, other: RunRow): number {
  let score = 0;
  if (run.task !== "" && run.task === other.task) score += SAME_TASK;
  if (verdict(run) !== verdict(other)) score += OTHER_VERDICT;
  if (run.title !== "" && run.title === other.title) score += SAME_TITLE;
  if (run.agent !== "" && run.agent === other.agent) score += SAME_AGENT;
  return score;
}

function verdict({ outcome }: RunRow): "good" | "bad" | "open" {
  if (outcome === "passed" || outcome === "ok") return "good";
  return outcome === "failed" || outcome === "error" ? "bad" : "open";
}
