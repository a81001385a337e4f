import { describe, expect, it } from "vitest";
import type { ReplaySteps, Stretch } from "../../../viewer/engine/contracts/replay.ts";
import { latestOf, moveFrom, PACES, stepOfRow, stepRule, waitMs, type Pace } from "../../../viewer/model/replay.ts";

/** Steps drawn as text: one letter a step (its kind), indented by its depth. */
function drawn(picture: readonly string[], stretches: readonly Stretch[] = [], agents: readonly number[] = []): ReplaySteps {
  const kinds = [...new Set(picture.map((line) => line.trim()))];
  const open: number[] = [];
  const parent = picture.map((line, step) => {
    const depth = line.length - line.trimStart().length;
    open[depth] = step;
    return depth === 0 ? -1 : (open[depth - 1] ?? -1);
  });
  return {
    run: 0,
    rows: Int32Array.from(picture, (_, step) => 100 + step),
    timeUs: Float64Array.from(picture, (_, step) => step * 1000),
    kind: Uint16Array.from(picture, (line) => kinds.indexOf(line.trim())),
    agent: Uint16Array.from(picture, (_, step) => agents[step] ?? 0),
    kinds,
    agents: ["a", "b"],
    flag: new Uint8Array(picture.length),
    parent: Int32Array.from(parent),
    stretches,
  };
}

const ALL = { passes: () => true, skipStretches: false, entered: undefined };
const TREE = drawn(["run", " turn", "  call", "  result", " turn", "end"]);

describe("moving", () => {
  it("into goes to the first step inside, over to the next one outside, out past what encloses it", () => {
    expect(moveFrom(TREE, 1, "into", ALL)).toBe(2);
    expect(moveFrom(TREE, 1, "over", ALL)).toBe(4);
    expect(moveFrom(TREE, 2, "out", ALL)).toBe(4);
    expect(moveFrom(TREE, 3, "into", ALL)).toBe(-1);
    expect(moveFrom(TREE, 0, "out", ALL)).toBe(-1);
    expect(moveFrom(TREE, 5, "next", ALL)).toBe(-1);
  });

  it("passes over what the filters hide", () => {
    const passes = stepRule(TREE, { hiddenKinds: ["call"], agents: [], range: [0, 4000] });
    expect(moveFrom(TREE, 1, "next", { ...ALL, passes })).toBe(3);
    expect(moveFrom(TREE, 4, "next", { ...ALL, passes })).toBe(-1);
  });

  it("leaves a dull stretch in one stride, both ways, unless somebody went into it", () => {
    const stretch = { from: 1, to: 4, period: 0 };
    const steps = drawn(["a", "b", "b", "b", "c"], [stretch]);
    const passing = { ...ALL, skipStretches: true };
    expect(moveFrom(steps, 0, "next", passing)).toBe(4);
    expect(moveFrom(steps, 4, "previous", passing)).toBe(0);
    expect(moveFrom(steps, 0, "next", { ...passing, entered: stretch })).toBe(1);
    expect(moveFrom(steps, 2, "next", passing)).toBe(3);
  });

  it("circles of parents end", () => {
    const steps = drawn(["a", "b", "c"]);
    steps.parent.set([1, 0, 0]);
    expect(moveFrom(steps, 2, "over", ALL)).toBe(-1);
    expect(moveFrom(steps, 0, "over", ALL)).toBe(-1);
  });
});

describe("what is in force at a step", () => {
  it("is the newest of its own agent, else the newest of any", () => {
    const steps = drawn(["checkpoint", "checkpoint", "log", "log"], [], [0, 1, 0, 1]);
    expect(latestOf(steps, 2, "checkpoint")).toBe(0);
    expect(latestOf(steps, 3, "checkpoint")).toBe(1);
    expect(latestOf(drawn(["checkpoint", "log"], [], [1, 0]), 1, "checkpoint")).toBe(0);
    expect(latestOf(steps, 3, "no such kind")).toBe(-1);
  });

  it("rows are found, those of other runs are not", () => {
    expect([stepOfRow(TREE, 100), stepOfRow(TREE, 105), stepOfRow(TREE, 99), stepOfRow(TREE, 106)]).toEqual([0, 5, -1, -1]);
  });
});

describe("pace", () => {
  const pace = (id: string): Pace => PACES.find((candidate) => candidate.id === id) as Pace;

  it("is so many steps a second, or follows the recording with its pauses cut", () => {
    expect(waitMs(pace("60"), 0, 9e9, true)).toBeCloseTo(16.67, 1);
    expect(waitMs(pace("x10"), 0, 5_000_000, true)).toBe(500);
    expect(waitMs(pace("x1"), 0, 90_000_000, true)).toBe(1000);
    expect(waitMs(pace("x1"), 0, 90_000_000, false)).toBe(90_000);
    expect(waitMs(pace("x1"), 5, 0, false)).toBe(0);
  });
});
