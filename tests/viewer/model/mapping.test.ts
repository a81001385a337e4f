import { describe, expect, it } from "vitest";
import { mappingFrom, mappingText, readMappingText, rememberMapping, usableMappings, withField } from "../../../viewer/model/mapping.ts";

describe("a mapping of fields", () => {
  it("is passed on as text and read again", () => {
    const mapping = { time: "ts", text: "a.b" };
    expect(readMappingText(mappingText(mapping))).toEqual(mapping);
    expect(readMappingText('{"time":"ts"}')).toEqual({ time: "ts" });
  });

  it.each(["", "[]", "7", "null", "{}", '{"mapping":{}}', '{"time":7}', '{"mapping":null}', '{"shoe":"size"}', "not json"])("%j holds none", (text) => expect(readMappingText(text)).toBeNull());

  it("takes only meanings there are and paths that are text", () => {
    expect(mappingFrom({ time: "ts", kind: 5, shoe: "x", text: "x".repeat(501), actor: "" })).toEqual({ time: "ts" });
    expect(usableMappings({ a: { time: "ts" }, b: "?", c: null })).toEqual({ a: { time: "ts" } });
  });

  it("changes one field at a time", () => {
    expect(withField({ time: "a" }, "text", "b")).toEqual({ time: "a", text: "b" });
    expect(withField({ time: "a", text: "b" }, "text", "")).toEqual({ time: "a" });
  });

  it("the last fifty shapes are remembered", () => {
    let known = {};
    for (let index = 0; index < 60; index++) known = rememberMapping(known, `s${index}`, { time: "t" });
    expect(Object.keys(known)).toHaveLength(50);
    expect(Object.keys(rememberMapping(known, "s20", { time: "u" })).at(-1)).toBe("s20");
  });
});
