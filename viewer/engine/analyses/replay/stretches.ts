import type { Stretch } from "../../contracts/replay.ts";
import { findRepeats } from "../repeats.ts";

/** What there is to know of each step. */
export interface StepWeights {
  /** Steps with the same code are alike. */
  readonly code: Uint32Array;
  /** 0 to 1: how much a reader should care. */
  readonly weight: Float32Array;
  /** 1 where the step must be seen: it failed, was stopped, or keeps state. */
  readonly keep: Uint8Array;
}

/** Fewer steps are not worth folding. */
const LEAST_STEPS = 4;
const LIGHT = 0.45;

/**
 * Stretches of steps that say little: every round of a repeated pattern but the first, and runs of steps of little
 * weight. A step to be kept is in none, nor are the steps right before and after it.
 */
export function findStretches({ code, weight, keep }: StepWeights): Stretch[] {
  const steps = code.length;
  const isQuiet = new Uint8Array(steps);
  const period = new Uint16Array(steps);
  for (let step = 0; step < steps; step++) isQuiet[step] = (weight[step] ?? 0) < LIGHT ? 1 : 0;
  for (const repeat of findRepeats(code, 0, steps)) {
    for (let step = repeat.start + repeat.period; step < repeat.start + repeat.period * repeat.count; step++) {
      isQuiet[step] = 1;
      period[step] = repeat.period;
    }
  }
  for (let step = 0; step < steps; step++) if (keep[step] === 1) for (const near of [step - 1, step, step + 1]) isQuiet[near] = 0;
  return collect(isQuiet, period);
}

function collect(isQuiet: Uint8Array, period: Uint16Array): Stretch[] {
  const stretches: Stretch[] = [];
  for (let from = 0; from < isQuiet.length; ) {
    if (isQuiet[from] !== 1) {
      from++;
      continue;
    }
    let to = from;
    while (to < isQuiet.length && isQuiet[to] === 1 && period[to] === period[from]) to++;
    if (to - from >= LEAST_STEPS) stretches.push({ from, to, period: period[from] ?? 0 });
    from = to;
  }
  return stretches;
}
