import { describe, expect, it } from "vitest";
import type { SqlResult, SqlSchema } from "../../../viewer/engine/contracts/sql.ts";
import { chartOf, complete, completionsAt, toTsv } from "../../../viewer/model/sql.ts";

const schema: SqlSchema = { tables: [{ name: "events", doc: "all", columns: [{ name: "tool", type: "text", doc: "Tool name" }, { name: "tokens_in", type: "int", doc: "Tokens" }] }], ready: [] };
const result = (columns: readonly string[], ...rows: SqlResult["rows"]): SqlResult => ({ columns: columns.map((name) => ({ name, type: "" })), rows, cut: false, elapsedMs: 1 });

describe("completion", () => {
  it("offers what begins as the word before the cursor does, columns first", () => {
    expect(completionsAt("SELECT to", 9, schema).map(({ text }) => text)).toEqual(["tool", "tokens_in"]);
    expect(completionsAt("SELECT * FROM ev", 16, schema).map(({ text }) => text)).toEqual(["events"]);
    expect(completionsAt("SELECT ", 7, schema)).toEqual([]);
  });

  it("puts the word in where the cursor stands", () => {
    expect(complete("SELECT to FROM events", 9, "tool")).toEqual({ text: "SELECT tool FROM events", cursor: 11 });
  });
});

describe("a result", () => {
  it("with names and numbers makes a chart", () => {
    expect(chartOf(result(["tool", "calls"], ["look", 2], ["book", 5]))).toEqual({ label: 0, value: 1, most: 5 });
  });

  it("of numbers alone, of nothing, or of zeros makes none", () => {
    expect(chartOf(result(["a", "b"], [1, 2]))).toBeNull();
    expect(chartOf(result(["tool", "calls"]))).toBeNull();
    expect(chartOf(result(["tool", "calls"], ["look", 0]))).toBeNull();
  });

  it("is copied as tab-separated text, one line a row", () => {
    expect(toTsv(result(["a", "b"], ["x\ny", null], [1, true]))).toBe("a\tb\nx y\t\n1\ttrue");
  });
});
