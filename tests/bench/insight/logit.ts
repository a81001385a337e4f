import { FEATURE_NAMES, type FeatureName } from "../../../viewer/engine/analyses/cause/features.ts";
import { probabilities, type Weights } from "../../../viewer/engine/analyses/cause/model.ts";

/** Candidates of a run as feature rows, and which of them is at fault. */
export interface Example {
  readonly rows: readonly Float64Array[];
  /** Index of the right candidate; -1 if the label names none of them. */
  readonly right: number;
  /** Share of this example in the fit. */
  readonly weight: number;
}

const STEPS = 300;
const RATE = 0.05;

/**
 * Fits weights by maximum likelihood of the right candidate among all candidates of its run (conditional logit), with
 * an L2 penalty on weights in units of the feature's spread. Features for which `uses` is false get none. The same
 * input gives the same weights.
 */
export function fitWeights(examples: readonly Example[], penalty: number, uses: (name: FeatureName) => boolean = () => true): Weights {
  const labelled = examples.filter(({ right }) => right >= 0);
  const spread = spreads(labelled);
  const used = FEATURE_NAMES.map((name, index) => (uses(name) && (spread[index] as number) > 0 ? 1 / (spread[index] as number) : 0));
  const scaled = labelled.map(({ rows, right, weight }) => ({ right, weight, rows: rows.map((row) => row.map((value, i) => value * (used[i] as number))) }));
  const size = FEATURE_NAMES.length;
  const weights = new Float64Array(size);
  const [mean, square] = [new Float64Array(size), new Float64Array(size)];
  for (let step = 1; step <= STEPS; step++) {
    const gradient = weights.map((weight) => penalty * weight);
    for (const example of scaled) addGradient(example, weights, gradient);
    for (let i = 0; i < size; i++) {
      mean[i] = 0.9 * (mean[i] as number) + 0.1 * (gradient[i] as number);
      square[i] = 0.999 * (square[i] as number) + 0.001 * (gradient[i] as number) ** 2;
      const slope = (mean[i] as number) / (1 - 0.9 ** step) / (Math.sqrt((square[i] as number) / (1 - 0.999 ** step)) + 1e-8);
      weights[i] = (weights[i] as number) - RATE * slope;
    }
  }
  const entries = FEATURE_NAMES.map((name, i) => [name, round((weights[i] as number) * (used[i] as number))] as const).filter(([, value]) => value !== 0);
  return { weights: Object.fromEntries(entries) as Weights["weights"], temperature: 1 };
}

/** The temperature among a few that gives the right candidates the highest likelihood. */
export function calibrate(held: readonly (Example & { readonly model: Weights })[]): number {
  const choices = [0.7, 0.8, 0.9, 1, 1.1, 1.25, 1.5, 2];
  const loss = (temperature: number): number => held.filter(({ right }) => right >= 0).reduce((sum, { rows, right, model }) => sum - Math.log(Math.max(1e-9, probabilities(rows, { ...model, temperature })[right] as number)), 0);
  return choices.map((temperature) => ({ temperature, loss: loss(temperature) })).reduce((a, b) => (b.loss < a.loss ? b : a)).temperature;
}

function addGradient({ rows, right, weight }: Example, weights: Float64Array, gradient: Float64Array): void {
  const scores = rows.map((row) => row.reduce((sum, value, i) => sum + value * (weights[i] as number), 0));
  const most = Math.max(...scores);
  const powers = scores.map((score) => Math.exp(score - most));
  const sum = powers.reduce((a, b) => a + b, 0);
  for (const [candidate, row] of rows.entries()) {
    const error = weight * ((powers[candidate] as number) / sum - (candidate === right ? 1 : 0));
    for (let i = 0; i < row.length; i++) gradient[i] = (gradient[i] as number) + error * (row[i] as number);
  }
}

function spreads(examples: readonly Example[]): number[] {
  const rows = examples.flatMap((example) => example.rows);
  return FEATURE_NAMES.map((_, i) => {
    const mean = rows.reduce((sum, row) => sum + (row[i] as number), 0) / rows.length;
    return Math.sqrt(rows.reduce((sum, row) => sum + ((row[i] as number) - mean) ** 2, 0) / rows.length);
  });
}

function round(value: number): number {
  return Number(value.toPrecision(4));
}
