import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { align } from "../../../../../viewer/engine/analyses/compare/align.ts";
import { shortestEdit } from "../../../../../viewer/engine/analyses/compare/myers.ts";
import type { Steps } from "../../../../../viewer/engine/analyses/compare/steps.ts";
import { pairsOf, stepsOfWords } from "./support.ts";

describe("aligning two runs", () => {
  it.each([
    ["equal runs", "ask look book", "ask look book", "ask=ask look=look book=book"],
    ["a step left out", "ask look book", "ask book", "ask=ask look- book=book"],
    ["a step put in", "ask book", "ask look book", "ask=ask +look book=book"],
    ["an argument changed", "ask book:A7 end", "ask book:B9 end", "ask=ask book:A7=book:B9 end=end"],
    ["nothing in common", "ask look", "write send", "ask- look- +write +send"],
    ["nothing on one side", "", "ask", "+ask"],
    ["a block repeated", "ask look:1 read:1 end", "ask look:1 read:1 look:1 read:1 end", "ask=ask look:1=look:1 read:1=read:1 +look:1 +read:1 end=end"],
  ])("%s", (_what, left, right, expected) => {
    expect(pairsOf(left, right).split(" ").sort()).toEqual(expected.split(" ").sort());
  });

  it("pairs every equal step of a run with itself, whatever it holds", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 5 }), { maxLength: 600 }), (symbols) => {
        const steps = stepsOfSymbols(symbols);
        expect([...align(steps, steps).ofLeft]).toEqual(symbols.map((_, index) => index));
      }),
      { seed: 7, numRuns: 60 },
    );
  });

  it("gives rising pairs that agree from both sides", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 500 }), fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 500 }), (a, b) => {
        const { ofLeft, ofRight } = align(stepsOfSymbols(a), stepsOfSymbols(b));
        const paired = [...ofLeft].filter((place) => place >= 0);
        expect(paired).toEqual([...new Set(paired)].toSorted((x, y) => x - y));
        for (const [i, j] of ofLeft.entries()) if (j >= 0) expect(ofRight[j]).toBe(i);
      }),
      { seed: 8, numRuns: 100 },
    );
  });

  it("is done at once with runs of one symbol and with runs that share none", () => {
    const same = stepsOfSymbols(Array.from({ length: 20_000 }, () => 1));
    const other = stepsOfSymbols(Array.from({ length: 20_000 }, (_, index) => index % 50));
    expect(align(same, other).ofLeft).toHaveLength(20_000);
  });
});

describe("a shortest edit script", () => {
  it("keeps as many symbols as a longest common subsequence has", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 40 }), fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 40 }), (a, b) => {
        const pairs = shortestEdit(Int32Array.from(a), Int32Array.from(b), { a0: 0, a1: a.length, b0: 0, b1: b.length }, 200) ?? [];
        for (const [i, j] of pairs) expect(a[i]).toBe(b[j]);
        expect(pairs).toHaveLength(commonLength(a, b));
      }),
      { seed: 9, numRuns: 300 },
    );
  });

  it("gives up at its bound", () => {
    expect(shortestEdit(Int32Array.of(1, 2, 3), Int32Array.of(4, 5, 6), { a0: 0, a1: 3, b0: 0, b1: 3 }, 5)).toBeUndefined();
  });
});

function stepsOfSymbols(symbols: readonly number[]): Steps {
  const numbers = Int32Array.from(symbols);
  return { length: numbers.length, keys: numbers, hashes: numbers, groups: numbers, features: (index) => Int32Array.of(numbers[index] ?? 0) };
}

function commonLength(a: readonly number[], b: readonly number[]): number {
  let row = Array.from({ length: b.length + 1 }, () => 0);
  for (const x of a) {
    const next = [0];
    for (const [j, y] of b.entries()) next.push(x === y ? (row[j] ?? 0) + 1 : Math.max(row[j + 1] ?? 0, next[j] ?? 0));
    row = next;
  }
  return row.at(-1) ?? 0;
}

describe("steps as words", () => {
  it("tells what is done from what it is done with", () => {
    const steps = stepsOfWords("book:A7 book:B9");
    expect(steps.keys[0]).toBe(steps.keys[1]);
    expect(steps.hashes[0]).not.toBe(steps.hashes[1]);
  });
});
