import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { headOf, shortened } from "../../../format/shorten.ts";
import { formatBytes, formatCost, formatDuration, formatOffset, formatRange, formatWallTime, splitHits, wordsOf } from "../../../viewer/model/text.ts";

describe("figures as text", () => {
  it.each([
    [0, "0 ms"],
    [0.04, "0.04 ms"],
    [0.4, "0.4 ms"],
    [312, "312 ms"],
    [999.6, "1.0 s"],
    [1900, "1.9 s"],
    [125_000, "2 m 05 s"],
    [3_720_000, "1 h 02 m"],
    [277_200_000, "3 d 05 h"],
    [-5, "−5.0 ms"],
  ])("a duration of %d ms", (ms, text) => expect(formatDuration(ms)).toBe(text));

  it.each([
    [52_612, 100, "52.6 s"],
    [754_500, 100, "12:34.5"],
    [3_754_000, 1000, "1:02:34"],
    [412.5, 0.5, "412.5 ms"],
    [719_960, 100, "12:00.0"],
  ])("an offset of %d ms in steps of %d", (ms, step, text) => expect(formatOffset(ms, step)).toBe(text));

  it("bytes, cost and wall time", () => {
    expect([312, 4200, 999_600, 5_000_000].map(formatBytes)).toEqual(["312 B", "4.2 KB", "1.0 MB", "5.0 MB"]);
    expect([0, 0.0012, 0.19, 12.4].map(formatCost)).toEqual(["$0", "$0.0012", "$0.19", "$12.40"]);
    expect(formatWallTime(1_770_000_000_123_456)).toBe("2026-02-02 02:40:00.123456");
    expect(formatWallTime(1e30)).toBe("1e+30");
  });

  it("never cuts a character in two", () => {
    expect(headOf("ab👋c", 3)).toBe("ab");
    expect(headOf("ab👋c", 4)).toBe("ab👋");
    expect([shortened("ab👋c", 3), shortened("ab👋c", 5)]).toEqual(["ab…", "ab👋c"]);
  });

  it("gives ranges one precision, and names as words", () => {
    expect(formatRange(0, 61_000, 1000)).toBe("0 s – 61 s");
    expect(wordsOf("error_streak_long")).toBe("error streak long");
  });
});

describe("hits in a text", () => {
  it("keeps every character of the text, whatever it is", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.string({ unit: "grapheme", maxLength: 3 }), fc.boolean(), (text, needle, sensitive) => {
        return splitHits(text, needle, sensitive).map((piece) => piece.text).join("") === text;
      }),
    );
  });

  it("finds without regard to case unless told otherwise, and takes signs literally", () => {
    expect(splitHits("A nonstop NonStop", "nonstop", false).filter((piece) => piece.hit)).toHaveLength(2);
    expect(splitHits("A nonstop NonStop", "nonstop", true).filter((piece) => piece.hit)).toHaveLength(1);
    expect(splitHits("f(a.b) fab", "(a.b)", false).filter((piece) => piece.hit).map((piece) => piece.text)).toEqual(["(a.b)"]);
  });
});
