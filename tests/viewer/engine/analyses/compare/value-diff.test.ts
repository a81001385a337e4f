import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { diffValues } from "../../../../../viewer/engine/analyses/compare/value-diff.ts";
import { diffWords } from "../../../../../viewer/engine/analyses/compare/words.ts";

const draw = (left: string, right: string): string =>
  diffWords(left, right)
    .map(({ side, text }) => (side === "both" ? text : side === "left" ? `[-${text}-]` : `{+${text}+}`))
    .join("");

describe("two texts word by word", () => {
  it.each([
    ["pay by credit card", "pay by gift card", "pay by [-credit-]{+gift+} card"],
    ["UA 523", "B6 615", "[-UA 523-]{+B6 615+}"],
    ["one two", "one two three", "one two{+ three+}"],
    ["", "new", "{+new+}"],
    ["same", "same", "same"],
  ])("%s and %s", (left, right, expected) => {
    expect(draw(left, right)).toBe(expected);
  });

  it("give back both texts, whatever they are", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 60 }), fc.string({ unit: "grapheme", maxLength: 60 }), (left, right) => {
        const parts = diffWords(left, right);
        const of = (side: string): string => parts.filter((part) => part.side === "both" || part.side === side).map(({ text }) => text).join("");
        expect(of("left")).toBe(left);
        expect(of("right")).toBe(right);
      }),
      { seed: 5, numRuns: 300 },
    );
  });
});

describe("two values", () => {
  it("differ where they differ, by pointer", () => {
    const left = { a: 1, b: { "x/y": [1, 2, 3] }, same: true };
    const right = { a: 2, b: { "x/y": [1, 3] }, same: true, more: null };
    expect(diffValues(left, right).changes.map(({ pointer, left: a, right: b }) => [pointer, a, b])).toEqual([
      ["/a", "1", "2"],
      ["/b/x~1y/1", "2", null],
      ["/more", null, "null"],
    ]);
  });

  it("of great depth or width are held apart in bounded time", () => {
    const nest = (leaf: number): unknown => Array.from({ length: 5000 }).reduce((inner) => ({ in: inner }), leaf);
    expect(diffValues(nest(1) as never, nest(2) as never).total).toBe(1);
    const wide = (from: number): number[] => Array.from({ length: 20_000 }, (_, at) => at * 7 + from);
    expect(diffValues(wide(0), wide(1)).changes).toHaveLength(300);
  });
});
