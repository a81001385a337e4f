import { FEATURES, type FeatureGroup, type FeatureName } from "../../../viewer/engine/analyses/cause/features.ts";
import { probabilities } from "../../../viewer/engine/analyses/cause/model.ts";
import { pickRestore, restorePoints } from "../../../viewer/engine/analyses/cause/restore.ts";
import type { Labelled } from "./labelled.ts";
import { accuracy, crossValidate, type Accuracy, type Judged } from "./validate.ts";

/** Seeds of the folds; figures are means over them. */
export const SEEDS = [1, 2, 3, 4, 5];

/** Ten-fold cross-validation over all seeds, with the features of some groups only. */
export function validated(runs: readonly Labelled[], penalty: number, without: readonly FeatureGroup[] = []): Judged[] {
  const uses = (name: FeatureName): boolean => !without.includes(FEATURES[name].group);
  return SEEDS.flatMap((seed) => crossValidate(runs, { seed, penalty, uses }));
}

/** Ways to rank that need no fit, by name. Shares of one; equal ones go in recorded order. */
export const RULES: Readonly<Record<string, (run: Labelled) => number[]>> = {
  "the last step": (run) => run.run.candidates.map((_, order) => order),
  "the first step": (run) => run.run.candidates.map((_, order) => -order),
  "who led to the first failure, else the first": (run) => run.run.candidates.map((at) => (at === run.run.firstFailure - 1 ? 1 : -at)),
};

/** Accuracy of a rule. */
export function accuracyOf(runs: readonly Labelled[], rule: (run: Labelled) => number[]): Accuracy {
  return accuracy(runs.map((run) => ({ run, shares: softly(rule(run)) })));
}

/** Shares that keep the order and of which the first outweighs all others, so that its agent is the one named. */
function softly(scores: readonly number[]): number[] {
  const order = [...scores.keys()].toSorted((a, b) => (scores[b] as number) - (scores[a] as number));
  const shares = scores.map(() => 0);
  for (const [rank, candidate] of order.entries()) shares[candidate] = 3 ** -rank;
  return shares;
}

/** What starting again at the safest pick would have given: share of valid picks, and mean share of the work an oracle would have kept. */
export interface RestoreFigures {
  readonly valid: number;
  readonly kept: number;
  /** Kept work of all runs over the oracle's of all runs. */
  readonly keptInAll: number;
  readonly runs: number;
}

/** Judges picks with a checkpoint before every step; every step is one piece of work. Runs whose first step is at fault have nothing to keep and count in `valid` only. */
export function restoreFigures(judged: readonly Judged[], pick: "safest" | "last" | "halfway" = "safest"): RestoreFigures {
  const shown = judged.filter(({ run }) => run.place >= 0).map(({ run, shares }) => ({ place: run.place, before: pickOf(run, shares, pick) }));
  const valid = shown.filter(({ place, before }) => before <= place);
  const worth = shown.filter(({ place }) => place > 0);
  const keptOf = ({ place, before }: { readonly place: number; readonly before: number }): number => (before <= place ? before : 0);
  const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
  return {
    valid: valid.length / shown.length,
    kept: sum(worth.map((one) => keptOf(one) / one.place)) / worth.length,
    keptInAll: sum(worth.map(keptOf)) / sum(worth.map(({ place }) => place)),
    runs: shown.length,
  };
}

function pickOf(run: Labelled, shares: readonly number[], pick: "safest" | "last" | "halfway"): number {
  const steps = run.run.facts.length;
  if (pick !== "safest") return pick === "last" ? steps - 1 : steps >> 1;
  const suspicion = new Map(run.run.candidates.map((at, candidate) => [at, shares[candidate] as number]));
  const work = run.run.facts.map(({ at }) => ({ spent: 1, changes: false, suspicion: suspicion.get(at) ?? 0 }));
  return pickRestore(restorePoints(work, run.run.facts.map(({ at }) => at)))?.safest.before ?? 0;
}

/** Mean distance between said and true probability that the error is at or after a step, over ten bins. */
export function calibrationError(judged: readonly Judged[]): number {
  const bins = Array.from({ length: 10 }, () => ({ count: 0, said: 0, was: 0 }));
  for (const { run, model } of judged.filter(({ run: { place } }) => place >= 0)) {
    let left = 1;
    for (const [candidate, share] of probabilities(run.rows, model).entries()) {
      const bin = bins[Math.min(9, Math.floor(left * 10))] as { count: number; said: number; was: number };
      bin.count++;
      bin.said += left;
      bin.was += Number(run.place >= (run.run.candidates[candidate] as number));
      left -= share;
    }
  }
  const all = bins.reduce((sum, { count }) => sum + count, 0);
  return bins.reduce((sum, { said, was }) => sum + Math.abs(said - was), 0) / all;
}
