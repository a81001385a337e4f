import type { CompareAnalyses, Trait, Traits } from "../../contracts/compare.ts";
import { runRows } from "../../run-rows.ts";
import type { Analysis } from "../index.ts";
import { readRun } from "../run-events.ts";
import { hasPassed } from "./board.ts";
import { TraitCollector, type RunTraits } from "./run-traits.ts";
import { compareNumbers, falseDiscoveryRates, fisherExact, medianOf } from "./statistics.ts";

const MOST_RUNS = 2000;
const MOST_EVENTS = 5000;
const MOST_SHOWN = 300;
const MOST_RUNS_OF_TRAIT = 50;
/** A trait of fewer runs can be told by no test. */
const LEAST_SUPPORT = 2;

/** A run with its verdict and what is true of it. */
export interface JudgedRun {
  readonly run: number;
  readonly passed: boolean;
  readonly traits: RunTraits;
}

/** What the failing ones among these runs (all runs, if none are named) have that the others lack. */
export const traits: Analysis<CompareAnalyses["traits"]> = async ({ workspace, database, question }, params) => {
  const wanted = new Set(params.runs);
  const rows = (await runRows(workspace, database)).filter(({ run }) => wanted.size === 0 || wanted.has(run)).slice(0, MOST_RUNS);
  const judged: JudgedRun[] = [];
  for (const row of rows) {
    const passed = hasPassed(row);
    if (passed === null) continue;
    const collector = new TraitCollector();
    for (const event of (await readRun(workspace, row.run, { most: MOST_EVENTS, question })).events) collector.add(event);
    judged.push({ run: row.run, passed, traits: collector.finish() });
  }
  return compareTraits(judged);
};

/** Every trait tested against failing, corrected for the number of tests; the surest first. */
export function compareTraits(runs: readonly JudgedRun[]): Traits {
  const [failed, passed] = [runs.filter((run) => !run.passed), runs.filter((run) => run.passed)];
  const sizes = { failed: failed.length, passed: passed.length };
  if (failed.length === 0 || passed.length === 0) {
    const missing = runs.length === 0 ? "No run here has a verdict." : failed.length === 0 ? "No run here failed." : "No run here passed, so there is nothing to hold the failing ones against.";
    return { ...sizes, tested: 0, traits: [], missing };
  }
  const found = [...properties(runs, sizes), ...numbers(failed, passed)];
  const rates = falseDiscoveryRates(found.map(({ p }) => p));
  const all = found.map((trait, index): Trait => ({ ...trait, q: rates[index] ?? 1 }));
  return { ...sizes, tested: all.length, traits: all.toSorted((a, b) => a.q - b.q || a.p - b.p || Math.abs(b.effect) - Math.abs(a.effect)).slice(0, MOST_SHOWN), missing: "" };
}

type Untested = Omit<Trait, "q">;

function properties(runs: readonly JudgedRun[], sizes: { readonly failed: number; readonly passed: number }): Untested[] {
  const holders = new Map<string, { readonly kind: string; readonly name: string; readonly failed: number[]; readonly passed: number[] }>();
  for (const { run, passed, traits: own } of runs) {
    for (const [kind, names] of own.has) {
      for (const name of names) {
        const key = `${kind}\n${name}`;
        const holder = holders.get(key) ?? { kind, name, failed: [], passed: [] };
        holders.set(key, holder);
        (passed ? holder.passed : holder.failed).push(run);
      }
    }
  }
  const seen = new Set<string>();
  return [...holders.values()].flatMap((holder) => {
    const support = holder.failed.length + holder.passed.length;
    if (support < LEAST_SUPPORT || support > sizes.failed + sizes.passed - LEAST_SUPPORT) return [];
    // Two words that stand in the very same runs say the same; the first of a kind stands for them.
    const sign = `${holder.kind}\n${[...holder.failed, ...holder.passed].join(" ")}`;
    if (seen.has(sign)) return [];
    seen.add(sign);
    return [propertyTrait(holder, sizes)];
  });
}

function propertyTrait(holder: { readonly kind: string; readonly name: string; readonly failed: readonly number[]; readonly passed: readonly number[] }, sizes: { readonly failed: number; readonly passed: number }): Untested {
  const [a, c] = [holder.failed.length, holder.passed.length];
  return {
    kind: holder.kind,
    name: holder.name,
    failedWith: a,
    failed: sizes.failed,
    passedWith: c,
    passed: sizes.passed,
    effect: a / sizes.failed - c / sizes.passed,
    p: fisherExact(a, sizes.failed - a, c, sizes.passed - c),
    failedMedian: null,
    passedMedian: null,
    runs: [...holder.failed, ...holder.passed].slice(0, MOST_RUNS_OF_TRAIT),
  };
}

function numbers(failed: readonly JudgedRun[], passed: readonly JudgedRun[]): Untested[] {
  const names = new Set([...failed, ...passed].flatMap(({ traits: own }) => [...own.numbers.keys()]));
  return [...names].map((name) => {
    const valuesOf = (runs: readonly JudgedRun[]): number[] => runs.map(({ traits: own }) => own.numbers.get(name) ?? 0);
    const [first, second] = [valuesOf(failed), valuesOf(passed)];
    const { delta, p } = compareNumbers(first, second);
    return {
      kind: "number",
      name,
      failedWith: failed.length,
      failed: failed.length,
      passedWith: passed.length,
      passed: passed.length,
      effect: delta,
      p,
      failedMedian: medianOf(first),
      passedMedian: medianOf(second),
      runs: [],
    };
  });
}
