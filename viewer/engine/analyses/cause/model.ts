import type { RunFacts, StepFacts } from "./facts.ts";
import { FEATURE_NAMES, FEATURES, featureRows, type FeatureGroup, type FeatureName } from "./features.ts";

/** How much each feature counts, in log odds per unit; a name that is absent counts nothing. */
export interface Weights {
  readonly weights: Readonly<Partial<Record<FeatureName, number>>>;
  /** Divides the scores; above 1 makes the probabilities more cautious. Set by calibration. */
  readonly temperature: number;
}

/** How one feature speaks for (positive) or against (negative) a step, in log odds against the average step of the run. */
export interface Reason {
  readonly feature: FeatureName;
  readonly logOdds: number;
  /** True if the step has more of the feature than the average step of its run, false if it has less. */
  readonly isHigh: boolean;
}

/** A step that may be where it went wrong. */
export interface Suspect {
  readonly fact: StepFacts;
  /** 0 to 1; all candidates of a run sum to 1. */
  readonly probability: number;
  /** Worked out at each call. Strongest first; they and what is left out sum to the step's score against the average. */
  reasons(): readonly Reason[];
}

/** A further reason to suspect a step that no feature holds, e.g. that it differs from the acts that were expected. */
export type Bonus = (at: number) => number;

const NO_BONUS: Bonus = () => 0;

/** Probability of every candidate, in the order of `run.candidates`. Features of the groups in `without` count nothing. */
export function probabilities(rows: readonly Float64Array[], { weights, temperature }: Weights, without: readonly FeatureGroup[] = [], bonus: readonly number[] = []): number[] {
  const vector = FEATURE_NAMES.map((name) => (without.includes(FEATURES[name].group) ? 0 : (weights[name] ?? 0)));
  return softmax(rows.map((row, candidate) => (dot(row, vector) + (bonus[candidate] ?? 0)) / temperature));
}

/** Candidates of a run, most suspect first; equal ones in recorded order. */
export function rankSuspects(run: RunFacts, model: Weights, bonus: Bonus = NO_BONUS): Suspect[] {
  const rows = featureRows(run);
  const shares = probabilities(rows, model, [], run.candidates.map(bonus));
  const means = meansOf(rows);
  const suspects = run.candidates.map((at, candidate): Suspect => {
    const row = rows[candidate] as Float64Array;
    return { fact: run.facts[at] as StepFacts, probability: shares[candidate] as number, reasons: () => reasonsOf(row, means, model) };
  });
  return suspects.toSorted((a, b) => b.probability - a.probability || a.fact.at - b.fact.at);
}

/** Probability by agent: the sum over its steps. Most suspect first. */
export function rankActors(suspects: readonly Suspect[]): readonly { readonly actor: string; readonly probability: number }[] {
  const sums = new Map<string, number>();
  for (const { fact, probability } of suspects) sums.set(fact.step.actor, (sums.get(fact.step.actor) ?? 0) + probability);
  return [...sums].map(([actor, probability]) => ({ actor, probability })).toSorted((a, b) => b.probability - a.probability);
}

function reasonsOf(row: Float64Array, means: readonly number[], { weights, temperature }: Weights): Reason[] {
  const reasons = FEATURE_NAMES.map((feature, index) => {
    const above = (row[index] as number) - (means[index] as number);
    return { feature, logOdds: ((weights[feature] ?? 0) * above) / temperature, isHigh: above > 0 };
  });
  return reasons.filter(({ logOdds }) => Math.abs(logOdds) > 0.005).toSorted((a, b) => Math.abs(b.logOdds) - Math.abs(a.logOdds));
}

function meansOf(rows: readonly Float64Array[]): number[] {
  const sums = FEATURE_NAMES.map(() => 0);
  for (const row of rows) for (let i = 0; i < row.length; i++) sums[i] = (sums[i] as number) + (row[i] as number);
  return sums.map((sum) => sum / Math.max(1, rows.length));
}

function dot(row: Float64Array, vector: readonly number[]): number {
  let sum = 0;
  for (let i = 0; i < row.length; i++) sum += (row[i] as number) * (vector[i] as number);
  return sum;
}

function softmax(scores: readonly number[]): number[] {
  const most = scores.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  const powers = scores.map((score) => Math.exp(score - most));
  const sum = powers.reduce((a, b) => a + b, 0);
  return powers.map((power) => power / sum);
}
