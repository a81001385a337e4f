import type { FeatureName } from "../../../viewer/engine/analyses/cause/features.ts";
import { probabilities, type Weights } from "../../../viewer/engine/analyses/cause/model.ts";
import { randomOf } from "../../support/faults.ts";
import type { Labelled } from "./labelled.ts";
import { fitWeights } from "./logit.ts";

/** A run that a model judged without having seen its group. */
export interface Judged {
  readonly run: Labelled;
  readonly shares: readonly number[];
  readonly model: Weights;
}

/** Shares of runs with the right answer, 0 to 1. */
export interface Accuracy {
  readonly step: number;
  readonly agent: number;
  readonly hit3: number;
  readonly hit5: number;
  readonly runs: number;
}

const FOLDS = 10;

/** Judges every run by a model fitted on the other folds; folds are made of whole groups. `also` is added to every fit. */
export function crossValidate(runs: readonly Labelled[], { seed, penalty, uses, also = [] }: { readonly seed: number; readonly penalty: number; readonly uses?: (name: FeatureName) => boolean; readonly also?: readonly Labelled[] }): Judged[] {
  return foldsOf(runs, seed).flatMap((held) => {
    const groups = new Set(held.map(({ group }) => group));
    const model = fitWeights([...runs, ...also].filter(({ group }) => !groups.has(group)), penalty, uses);
    return held.map((run) => ({ run, model, shares: probabilities(run.rows, model) }));
  });
}

function foldsOf(runs: readonly Labelled[], seed: number): Labelled[][] {
  const random = randomOf(seed);
  const groups = [...new Set(runs.map(({ group }) => group))];
  for (let i = groups.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [groups[i], groups[j]] = [groups[j] as string, groups[i] as string];
  }
  const foldOf = new Map(groups.map((group, i) => [group, i % FOLDS]));
  return Array.from({ length: FOLDS }, (_, fold) => runs.filter(({ group }) => foldOf.get(group) === fold));
}

/** How often the right step and agent come first, or among the first three and five. Equal shares are taken in recorded order. */
export function accuracy(judged: readonly { readonly run: Labelled; readonly shares: readonly number[] }[]): Accuracy {
  const ranks = judged.map(({ run, shares }) => (run.right < 0 ? Number.POSITIVE_INFINITY : [...shares.keys()].toSorted((a, b) => (shares[b] as number) - (shares[a] as number) || a - b).indexOf(run.right)));
  const within = (most: number): number => ranks.filter((rank) => rank < most).length / judged.length;
  return { step: within(1), agent: judged.filter(({ run, shares }) => actorOf(run, shares) === run.actor).length / judged.length, hit3: within(3), hit5: within(5), runs: judged.length };
}

function actorOf(run: Labelled, shares: readonly number[]): string {
  const sums = new Map<string, number>();
  for (const [candidate, at] of run.run.candidates.entries()) {
    const actor = run.run.facts[at]?.step.actor ?? "";
    sums.set(actor, (sums.get(actor) ?? 0) + (shares[candidate] as number));
  }
  return [...sums].toSorted((a, b) => b[1] - a[1])[0]?.[0] ?? "";
}
