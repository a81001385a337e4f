import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createFinder, type Finder } from "../../../../viewer/engine/search/finder.ts";
import { bytePattern, decodeBytes } from "../../../../viewer/engine/search/pattern.ts";

const finder = createFinder() as Finder;

function byFinder(bytes: Uint8Array, text: string, caseSensitive: boolean): number[] {
  const places: number[] = [];
  finder.each(bytes, { text, caseSensitive }, (at) => places.push(at) > 0);
  return places;
}

function byPattern(bytes: Uint8Array, text: string, caseSensitive: boolean): number[] {
  return [...decodeBytes(bytes).matchAll(bytePattern(text, caseSensitive))].map(({ index }) => index);
}

describe("the finder", () => {
  it("finds what the pattern finds, in any bytes", () => {
    const bytes = fc.oneof(fc.uint8Array({ maxLength: 300 }), fc.stringMatching(/^[abAB @`[{]{0,200}$/).map((text) => new TextEncoder().encode(text)));
    const text = fc.oneof(fc.stringMatching(/^[abAB @`[{]{1,5}$/), fc.stringMatching(/^[ -~]{1,40}$/));
    fc.assert(
      fc.property(bytes, text, fc.boolean(), fc.nat(300), (around, sought, caseSensitive, at) => {
        fc.pre(finder.takes(sought));
        const whole = new TextEncoder().encode(sought.toUpperCase());
        const mixed = new Uint8Array([...around.subarray(0, at), ...whole, ...around.subarray(at), ...new TextEncoder().encode(sought)]);
        expect(byFinder(mixed, sought, caseSensitive)).toEqual(byPattern(mixed, sought, caseSensitive));
      }),
      { numRuns: 2000 },
    );
  });

  it("finds texts across the pieces it looks at, and more of them than it can hold at once", () => {
    const bytes = new TextEncoder().encode(`${"x".repeat(1024 * 1024 - 3)}needle${"ab".repeat(800_000)}needle`);
    expect(byFinder(bytes, "needle", false)).toEqual([1024 * 1024 - 3, bytes.length - 6]);
    expect(byFinder(bytes, "ab", true)).toHaveLength(800_000);
    expect(byFinder(bytes, "aba", true)).toHaveLength(400_000);
  });

  it("stops when it is told to", () => {
    const places: number[] = [];
    finder.each(new TextEncoder().encode("a a a a"), { text: "a", caseSensitive: true }, (at) => places.push(at) < 2);
    expect(places).toEqual([0, 2]);
  });

  it("leaves to the pattern what JSON may write in two ways", () => {
    expect(["naïve", 'a"b', "a\\b", "a/b", "a\nb", "", "a".repeat(257)].map((text) => finder.takes(text))).toEqual(Array.from({ length: 7 }, () => false));
    expect(["a b", "~", "(?:x)", "a".repeat(256)].map((text) => finder.takes(text))).toEqual([true, true, true, true]);
  });

  it("names the part of other texts that is met least", () => {
    expect(finder.partOf('"number":29999')).toBe(":29999");
    expect(finder.partOf("Zürich HB")).toBe("rich HB");
    expect([finder.partOf('a"b"c'), finder.partOf("東京"), finder.partOf("")]).toEqual([undefined, undefined, undefined]);
  });
});
