import { describe, expect, it } from "vitest";
import { shortNames } from "../../../viewer/model/short-names.ts";

describe("names side by side", () => {
  it.each([
    [["run-gpt-4o.json", "run-gpt-5.json"], ["4o", "5"]],
    [["a.json", "a.json"], ["a.json", "a.json"]],
    [["only.json"], ["only.json"]],
    [["base.json", "base-new.json"], ["base", "base-new"]],
    [["tool-calling", "assertions"], ["tool-calling", "assertions"]],
  ])("%j are called %j", (names, expected) => {
    expect(shortNames(names)).toEqual(expected);
  });
});
