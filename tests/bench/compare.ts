import { effectOf } from "../../format/behaviour/effects.ts";
import { align } from "../../viewer/engine/analyses/compare/align.ts";
import { layOut } from "../../viewer/engine/analyses/compare/lines.ts";
import { stepsOf } from "../../viewer/engine/analyses/compare/steps.ts";
import type { RunRow } from "../../viewer/engine/api.ts";
import { unwrap } from "../support/engine.ts";
import { editedCopy, longRun } from "./support/edited-runs.ts";
import { figure, median } from "./support/figures.ts";
import { callOf, callText, openTau, type TauRuns } from "./support/tau.ts";
import type { BenchLine } from "./line.ts";

const AIRLINE = "tau-bench/historical_trajectories/gpt-4o-airline.json";
const SEEDS = 20;
const ROUNDS = 7;
const LONG = 20_000;

/** Comparing two runs: what is shown of pairs with a known difference, how well edits are found again, and how fast. */
export async function run(): Promise<BenchLine[]> {
  const tau = await openTau(AIRLINE);
  return [...(tau === undefined ? [] : await divergence(tau)), alignment(), ...speed()];
}

/** On the tasks with a passed and a failed trial: is a first difference shown, and is a write call that is missing or too much among the first three? */
async function divergence(tau: TauRuns): Promise<BenchLine[]> {
  let [pairs, shown, checkable, found, byChance] = [0, 0, 0, 0, 0];
  for (const [failed, passed] of mixedPairs(tau.runs)) {
    pairs++;
    const comparison = unwrap(await tau.engine.analyse("compare-runs", { left: failed.run, right: passed.run }));
    if (comparison.firstDifference >= 0) shown++;
    const telling = await tellingRows(tau, [comparison.left, comparison.right], failed.task);
    if (telling.size === 0) continue;
    checkable++;
    const isTelling = (line: number): boolean => telling.has(comparison.left[line] ?? -1) || telling.has(comparison.right[line] ?? -1);
    if (comparison.differences.slice(0, 3).some(({ line }) => isTelling(line))) found++;
    const differing = [...comparison.state.keys()].filter((line) => comparison.state[line] !== 0);
    byChance += chanceOfThree(differing.length, differing.filter(isTelling).length);
  }
  const common = { bench: "insight", runs: pairs };
  return [
    figure({ ...common, metric: "divergence_shown", value: shown / pairs, unit: "share of pairs", peer: "all pairs", peerValue: 1 }),
    figure({ ...common, metric: "divergence_top3", value: found / checkable, unit: `share of ${checkable} pairs whose writes differ`, peer: "three differences drawn at random", peerValue: byChance / checkable }),
  ];
}

/** The chance that three of `all` drawn at random hold one of `telling`. */
function chanceOfThree(all: number, telling: number): number {
  let none = 1;
  for (let drawn = 0; drawn < Math.min(3, all); drawn++) none *= Math.max(0, all - telling - drawn) / (all - drawn);
  return 1 - none;
}

/** Every failed with every passed trial of a task. */
function mixedPairs(runs: readonly RunRow[]): (readonly [RunRow, RunRow])[] {
  const passed = runs.filter(({ outcome }) => outcome === "passed");
  return runs.filter(({ outcome }) => outcome === "failed").flatMap((failed) => passed.filter(({ task }) => task === failed.task).map((other) => [failed, other] as const));
}

/** Rows of write calls that the failed run made and should not have, and of those it lacks. */
async function tellingRows({ engine, oracle }: TauRuns, [left, right]: readonly [Int32Array, Int32Array], task: string): Promise<ReadonlySet<number>> {
  const wanted = new Set((oracle.get(task) ?? []).filter(({ name }) => effectOf(name) === "write").map(({ name, kwargs }) => callText(name, kwargs)));
  const writes = async (rows: Int32Array): Promise<(readonly [string, number])[]> => {
    const found: (readonly [string, number])[] = [];
    for (const row of rows.filter((candidate) => candidate >= 0)) {
      const detail = unwrap(await engine.event(row, 1_000_000));
      if (effectOf(detail.envelope.tool ?? "") === "write" && detail.envelope.kind === "tool_call") found.push([callOf(detail), row]);
    }
    return found;
  };
  const [made, makes] = [await writes(left), await writes(right)];
  const done = new Set(made.map(([call]) => call));
  return new Set([...made.filter(([call]) => !wanted.has(call)), ...makes.filter(([call]) => wanted.has(call) && !done.has(call))].map(([, row]) => row));
}

/** Known edits of a real run (insertions, deletions, changed arguments, moved and repeated blocks; one step in ten), found again: F1 of the pairs. */
function alignment(): BenchLine {
  const scores: number[] = [];
  const naive: number[] = [];
  for (let seed = 1; seed <= SEEDS; seed++) {
    const original = longRun(600, seed);
    const { events, truth } = editedCopy(original, { share: 0.1, seed });
    const sides = [original, events].map((side) => ({ events: side, steps: stepsOf(side) })) as unknown as readonly [Side, Side];
    const alignmentFound = align(sides[0].steps, sides[1].steps);
    const lines = layOut(alignmentFound, sides);
    const pairs = new Map<number, number>();
    for (const [line, partner] of lines.partner.entries()) {
      const left = lines.left[line] as number;
      const right = partner >= 0 ? (lines.right[partner] as number) : (lines.right[line] as number);
      if (left >= 0 && right >= 0) pairs.set(left, right);
    }
    scores.push(f1(pairs, truth));
    naive.push(f1(new Map(original.map((_, index) => [index, index])), truth));
  }
  return figure({ bench: "insight", metric: "align_f1", value: median(scores), unit: "F1 of pairs, 10 % edits", peer: "pairing by index", peerValue: median(naive), runs: SEEDS });
}

type Side = Parameters<typeof layOut>[1][number];

function f1(found: ReadonlyMap<number, number>, truth: ReadonlyMap<number, number>): number {
  const right = [...found].filter(([left, place]) => truth.get(left) === place).length;
  return (2 * right) / (found.size + truth.size);
}

function speed(): BenchLine[] {
  const original = longRun(LONG, 1);
  const { events } = editedCopy(original, { share: 0.2, seed: 1 });
  const times = { whole: [] as number[], parse: [] as number[] };
  for (let round = 0; round < ROUNDS; round++) {
    const parse = performance.now();
    for (const text of [original, events].flatMap((side) => side.map((event) => JSON.stringify(event.payload() ?? null)))) JSON.parse(text);
    times.parse.push(performance.now() - parse);
    const start = performance.now();
    const sides = [original, events].map((side) => ({ events: side, steps: stepsOf(side) })) as unknown as readonly [Side, Side];
    layOut(align(sides[0].steps, sides[1].steps), sides);
    times.whole.push(performance.now() - start);
  }
  return [figure({ bench: "insight", metric: "diff_20k_ms", value: median(times.whole), unit: "ms", peer: "JSON.stringify and JSON.parse of the same payloads", peerValue: median(times.parse), runs: ROUNDS })];
}
