import type { CompareAnalyses, Difference } from "../../contracts/compare.ts";
import type { Analysis } from "../index.ts";
import { readRun, type RunEvents } from "../run-events.ts";
import { align } from "./align.ts";
import { rankDifferences } from "./differences.ts";
import { compareFacts } from "./facts.ts";
import { firstDifference, layOut, type Side } from "./lines.ts";
import { stepsOf } from "./steps.ts";

const MOST_DIFFERENCES = 200;

/** Two runs side by side: which steps go together, what differs first, and what differs most. */
export const compareRuns: Analysis<CompareAnalyses["compare-runs"]> = async ({ workspace, question }, params) => {
  const options = { question, ...(params.most !== undefined && { most: params.most }) };
  const [left, right] = [await readRun(workspace, params.left, options), await readRun(workspace, params.right, options)];
  await question.breathe();
  const sides: readonly [Side, Side] = [sideOf(left), sideOf(right)];
  const lines = layOut(align(sides[0].steps, sides[1].steps), sides);
  const rowsOf = (indexes: Int32Array, run: RunEvents): Int32Array => indexes.map((index) => run.events[index]?.row ?? -1);
  const [leftRows, rightRows] = [rowsOf(lines.left, left), rowsOf(lines.right, right)];
  const ranked = rankDifferences(lines, sides);
  const differences = ranked.slice(0, MOST_DIFFERENCES).map((difference): Difference => ({ ...difference, left: leftRows[difference.line] ?? -1, right: rightRows[difference.line] ?? -1 }));
  return {
    left: leftRows,
    right: rightRows,
    state: lines.state,
    partner: lines.partner,
    firstDifference: firstDifference(lines),
    differences,
    differencesTotal: ranked.length,
    facts: compareFacts(left.events, right.events),
    cut: left.total > left.events.length || right.total > right.events.length,
    events: Math.max(left.total, right.total),
    read: Math.max(left.events.length, right.events.length),
  };
};

function sideOf({ events }: RunEvents): Side {
  return { events, steps: stepsOf(events) };
}
