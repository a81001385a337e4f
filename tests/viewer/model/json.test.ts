import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Json } from "../../../format/event.ts";
import { parseJson, previewOf, toJsonText } from "../../../viewer/model/json.ts";
import { jsonLines, jsonTree, pathOf, setOpen, showMore } from "../../../viewer/model/json-lines.ts";

const DEPTH = 20_000;

function nested(depth: number): Json {
  return parseJson("[".repeat(depth) + "]".repeat(depth)) ?? null;
}

describe("JSON text", () => {
  it("reads back as the same value", () => {
    fc.assert(fc.property(fc.jsonValue(), (value) => JSON.stringify(parseJson(toJsonText(value as Json, 1e9))) === JSON.stringify(value)));
  });

  it("writes 20,000 levels and stops at its limit", () => {
    const text = toJsonText(nested(DEPTH), 1e9);
    expect(text.replaceAll(/\s/g, "")).toBe("[".repeat(DEPTH) + "]".repeat(DEPTH));
    expect(toJsonText(nested(DEPTH), 1000)).toHaveLength(1001);
  });

  it("previews in one short line", () => {
    expect(previewOf({ a: "x\ny", b: [1], c: null }, 80)).toBe('{a "x y", b […], c null}');
    expect(previewOf("z".repeat(5000), 20)).toBe(`${"z".repeat(20)}…`);
  });
});

describe("the JSON tree", () => {
  it("opens small values whole and large ones by their first level only", () => {
    expect(jsonLines(jsonTree({ a: { b: { c: 1 } } }))).toHaveLength(4);
    const wide = jsonTree(Array.from({ length: 5000 }, (_, at) => ({ at })));
    const lines = jsonLines(wide);
    expect(lines).toHaveLength(102);
    expect(lines.at(-1)).toMatchObject({ type: "more", left: 4900 });
    showMore(wide);
    expect(jsonLines(wide)).toHaveLength(1102);
  });

  it("goes down level by level, however deep the value is", () => {
    const root = jsonTree(nested(DEPTH));
    let node = root;
    for (let level = 0; level < 300; level++) {
      setOpen(node, true);
      jsonLines(root);
      node = node.children?.[0] ?? node;
    }
    expect(node.depth).toBe(300);
    expect(pathOf(node)).toBe("[0]".repeat(300));
    expect(jsonLines(root)).toHaveLength(301);
  });

  it("keeps members that look like something else", () => {
    const value = parseJson('{"__proto__":1,"constructor":2,"a b":{"c":3}}') ?? null;
    const lines = jsonLines(jsonTree(value));
    expect(lines.map((line) => pathOf(line.node))).toEqual(["", "__proto__", "constructor", '["a b"]', '["a b"].c']);
  });
});
