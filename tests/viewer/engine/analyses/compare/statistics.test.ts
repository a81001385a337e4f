import { describe, expect, it } from "vitest";
import { compareNumbers, falseDiscoveryRates, fisherExact, medianOf } from "../../../../../viewer/engine/analyses/compare/statistics.ts";

describe("Fisher's exact test", () => {
  // Values of R's fisher.test.
  it.each([
    [[3, 1, 1, 3], 0.4857143],
    [[8, 2, 1, 5], 0.03496503],
    [[10, 0, 0, 10], 1.082509e-5],
    [[5, 5, 5, 5], 1],
  ] as const)("%j has p %f", ([a, b, c, d], p) => {
    expect(fisherExact(a, b, c, d)).toBeCloseTo(p, 6);
  });
});

describe("two samples of numbers", () => {
  it("that do not overlap are wholly apart", () => {
    expect(compareNumbers([5, 6, 7], [1, 2, 3]).delta).toBe(1);
  });

  it("that are the same are not apart at all", () => {
    const same = compareNumbers([1, 2, 3, 4], [1, 2, 3, 4]);
    expect(same.delta).toBe(0);
    expect(same.p).toBeCloseTo(1, 6);
  });

  it("are told apart the more surely the more there are", () => {
    const { p } = compareNumbers([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], [6, 7, 8, 9, 10, 11, 12, 13, 14, 15]);
    expect(p).toBeGreaterThan(0.003);
    expect(p).toBeLessThan(0.007);
  });
});

describe("false discovery rates", () => {
  it("are those of Benjamini and Hochberg, in the order given", () => {
    // R: p.adjust(c(0.01, 0.04, 0.03, 0.005), "BH").
    expect(falseDiscoveryRates([0.01, 0.04, 0.03, 0.005]).map((rate) => Number(rate.toFixed(4)))).toEqual([0.02, 0.04, 0.04, 0.02]);
  });
});

describe("the median", () => {
  it.each([
    [[3, 1, 2], 2],
    [[4, 1, 2, 3], 2.5],
    [[], null],
  ])("of %j is %j", (values, middle) => {
    expect(medianOf(values)).toBe(middle);
  });
});
