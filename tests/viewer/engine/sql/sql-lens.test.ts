import { describe, expect, it } from "vitest";
import { whyNotReadOnly } from "../../../../viewer/engine/sql/read-only.ts";
import { openAll, startEngine, textFile, traceText, unwrap } from "../../../support/engine.ts";

describe("a statement of a person's", () => {
  it.each([
    "SELECT 1",
    "  -- a comment\nselect kind from events;",
    "WITH a AS (SELECT 1) FROM a",
    "FROM events LIMIT 3",
    "SELECT 'insert; delete' AS text",
    "SELECT \"update\" FROM (SELECT 1 AS \"update\")".replaceAll("update", "updated"),
    "(SELECT 1) UNION ALL (SELECT 2)",
    "DESCRIBE events",
  ])("may be %s", (text) => {
    expect(whyNotReadOnly(text)).toBe("");
  });

  it.each([
    ["", "nothing to ask"],
    ["DELETE FROM events", "only reads"],
    ["SELECT 1; SELECT 2", "one statement"],
    ["SELECT * FROM read_csv('https://example.org/x')", "read_csv"],
    ["SELECT * FROM \"read_text\"('/etc/passwd')", "read_text"],
    ["WITH a AS (INSERT INTO events VALUES (1)) SELECT 1", "insert"],
    ["SELECT payload->'x' FROM payloads", "JSON operators"],
    ["SELECT json_extract(payload, '$.x') FROM payloads", "json_extract"],
    ["SELECT CAST(1 AS TIMESTAMP WITH TIME ZONE)", "zone"],
    ["SELECT $$text$$", "dollar"],
    ["INSTALL httpfs", "only reads"],
    ["select now()", "now"],
  ])("may not be %s", (text, word) => {
    expect(whyNotReadOnly(text)).toContain(word);
  });
});

describe("the SQL lens", () => {
  const open = async () => {
    const engine = await startEngine();
    await openAll(engine, [textFile("a.peek.jsonl", traceText([{ kind: "agent_start" }, { kind: "tool_call", tool: "look", payload: { arguments: { q: "ünïcode" } } }, { kind: "tool_result", tool: "look", reply_to: "e1", outcome: "error", error_class: "E", duration_ms: 5 }]))]);
    return engine;
  };

  it("answers with plain values and their types", async () => {
    const engine = await open();
    const result = unwrap(await engine.analyse("sql", { text: "SELECT kind, count(*) AS n, [1, 2] AS list FROM events GROUP BY kind ORDER BY kind;" }));
    expect(result.columns.map(({ name }) => name)).toEqual(["kind", "n", "list"]);
    expect(result.rows).toEqual([["agent_start", 1, "[1, 2]"], ["tool_call", 1, "[1, 2]"], ["tool_result", 1, "[1, 2]"]]);
    expect(result.cut).toBe(false);
  });

  it("gives a bounded number of rows and says so", async () => {
    const engine = await open();
    const result = unwrap(await engine.analyse("sql", { text: "SELECT a.range FROM range(5000) a" }));
    expect(result.rows).toHaveLength(1000);
    expect(result.cut).toBe(true);
  });

  it("copies payloads in when they are first asked for, and anew when more is open", async () => {
    const engine = await open();
    const find = "SELECT row FROM payloads WHERE contains(payload, 'ünïcode')";
    expect(unwrap(await engine.analyse("sql", { text: find })).rows).toEqual([[1]]);
    await openAll(engine, [textFile("b.peek.jsonl", traceText([{ session: "t", payload: { message: "ünïcode" } }]))]);
    expect(unwrap(await engine.analyse("sql", { text: `${find} ORDER BY row` })).rows).toEqual([[1], [3]]);
  });

  it("takes no file and no address for a table", async () => {
    const engine = await open();
    const asked = ["SELECT * FROM 'https://example.com/a.csv'", "SELECT * FROM events, '/etc/passwd.csv'", 'SELECT * FROM main."a.csv"'];
    for (const text of asked) expect(await engine.analyse("sql", { text })).toMatchObject({ ok: false, error: { cause: expect.stringMatching(/disabled by configuration/) } });
    expect(await engine.analyse("sql", { text: "SELECT * FROM 'https://example.com/a.parquet'" })).toMatchObject({ ok: false, error: { cause: expect.stringMatching(/does not exist/) } });
  });

  it("says what the database says of a wrong statement, and answers the next one", async () => {
    const engine = await open();
    const wrong = await engine.analyse("sql", { text: "SELECT nothing FROM events" });
    expect(wrong.ok ? "" : wrong.error.cause).toContain("nothing");
    expect((await engine.analyse("sql", { text: "SELECT 1" })).ok).toBe(true);
  });

  it("can ask every question it offers", async () => {
    const engine = await open();
    const { ready, tables } = unwrap(await engine.analyse("sql-schema", { run: 0 }));
    expect(ready.length).toBeGreaterThan(5);
    for (const { title, text } of ready) expect([title, unwrap(await engine.analyse("sql", { text })).columns.length > 1]).toEqual([title, true]);
    for (const { name, columns } of tables) {
      const described = unwrap(await engine.analyse("sql", { text: `DESCRIBE ${name}` }));
      if (name !== "payloads") expect(described.rows.map(([column]) => column)).toEqual(columns.map((column) => column.name));
    }
  });
});
