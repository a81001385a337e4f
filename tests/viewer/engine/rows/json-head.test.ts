import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseHead } from "../../../../viewer/engine/json-head.ts";

describe("the head of a JSON text", () => {
  it.each([
    ['{"a":[1,{"b":"hel', { a: [1, { b: "hel" }] }],
    ['{"a":1,"lo', { a: 1 }],
    ['{"a":1,"long":', { a: 1 }],
    ['{"a":"x\\', { a: "x" }],
    ['{"a":"x\\u00e', { a: "x" }],
    ['{"a":"x\\"y', { a: 'x"y' }],
    ['["a","b",tr', ["a", "b"]],
    ["[1,2,34", [1, 2]],
    ['"only a te', "only a te"],
  ])("%s", (text, value) => {
    expect(parseHead(text)).toEqual(value);
  });

  it.each(["", "tru", "12", "]", "no JSON", '{"a":1}}'])("%s is none", (text) => {
    expect(parseHead(text)).toBeUndefined();
  });

  it("of any value, cut anywhere, has only what the value has", () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.double({ min: 0, max: 1, noNaN: true }), (value, share) => {
        const text = JSON.stringify({ value });
        const head = parseHead(text.slice(0, Math.floor(text.length * share)));
        expect(isHeadOf(head, JSON.parse(text))).toBe(true);
      }),
    );
    const text = JSON.stringify({ a: [{ b: "c" }] });
    expect(parseHead(text)).toEqual(JSON.parse(text));
  });

  it("is found however deep it lies", () => {
    expect(Array.isArray(parseHead("[".repeat(60_000)))).toBe(true);
  });
});

/** True if every member, item and text of `head` begins one of `whole`. */
function isHeadOf(head: unknown, whole: unknown): boolean {
  if (head === undefined) return true;
  if (typeof head === "string") return typeof whole === "string" && whole.startsWith(head);
  if (typeof head !== "object" || head === null || typeof whole !== "object" || whole === null) return Object.is(head, whole);
  return Array.isArray(head) === Array.isArray(whole) && Object.entries(head).every(([key, item]) => isHeadOf(item, (whole as Record<string, unknown>)[key]));
}
