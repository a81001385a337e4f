import { describe, expect, it } from "vitest";
import { arrangeLines, itemOf, nextDifference } from "../../../viewer/model/compare-lines.ts";

/** `.` an equal line, `x` one that differs. */
const states = (drawn: string): Uint8Array => Uint8Array.from(drawn, (sign) => (sign === "." ? 0 : 2));
const draw = (drawn: string, opened: readonly number[] = []): string =>
  arrangeLines(states(drawn), new Set(opened))
    .map((item) => (item.kind === "fold" ? `(${item.count})` : drawn[item.line]))
    .join("");

describe("the lines of a comparison", () => {
  it.each([
    ["........x...x........", "(6)..x...x..(6)"],
    ["x..........x", "x..(6)..x"],
    ["....", "(4)"],
    ["..x..", "..x.."],
    ["", ""],
    ["xx", "xx"],
  ])("%s is shown as %s", (drawn, expected) => {
    expect(draw(drawn)).toBe(expected);
  });

  it("show a stretch that was opened", () => {
    expect(draw("x..........x", [3])).toBe("x..........x");
  });

  it("are found by number, folded ones by their fold", () => {
    const items = arrangeLines(states("x..........x"), new Set());
    expect(itemOf(items, 0)).toBe(0);
    expect(itemOf(items, 5)).toBe(3);
    expect(itemOf(items, 11)).toBe(6);
    expect(itemOf([], 3)).toBe(-1);
  });

  it("are walked from one block of differences to the next", () => {
    const state = states("..xx..x");
    expect(nextDifference(state, 0, 1)).toBe(2);
    expect(nextDifference(state, 2, 1)).toBe(6);
    expect(nextDifference(state, 6, 1)).toBe(-1);
    expect(nextDifference(state, 6, -1)).toBe(2);
  });
});
