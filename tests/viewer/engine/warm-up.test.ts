import { describe, expect, it } from "vitest";
import type { EngineAssets } from "../../../viewer/engine/api.ts";
import type { Database } from "../../../viewer/engine/database.ts";
import { startDuckDbInNode } from "../../../viewer/engine/duckdb-node.ts";
import { Engine } from "../../../viewer/engine/engine.ts";
import { openAll, startEngine, textFile, traceText, unwrap } from "../../support/engine.ts";

describe("warming up", () => {
  const trace = traceText([{ agent: "a" }, { agent: "b", outcome: "error" }]);

  it("leaves nothing behind", async () => {
    const engine = await startEngine();
    await engine.warmUp();
    const state = await engine.state(-1);
    expect([state.files.length, state.events, state.runs]).toEqual([0, 0, 0]);
    const tables = unwrap(await engine.analyse("sql", { text: "SELECT table_name FROM information_schema.tables WHERE table_name LIKE 'warm%'" }));
    expect(tables.rows).toEqual([]);
  });

  it("gives way to a file at any moment, and that file is read as always", async () => {
    for (const waitMs of [0, 5, 40, 150, 400]) {
      const engine = await startEngine();
      const warmed = engine.warmUp();
      await new Promise((resolve) => setTimeout(resolve, waitMs));
      await openAll(engine, [textFile("a.jsonl", trace)]);
      await warmed;
      const runs = unwrap(await engine.runs());
      expect(runs.map(({ events, errors }) => [events, errors])).toEqual([[2, 1]]);
    }
  });

  it("that fails keeps no file waiting", async () => {
    const database = await startDuckDbInNode();
    const insert: Database["insert"] = async (table, ipc, create) => {
      if (table.startsWith("warm_up")) throw new Error("no memory");
      await database.insert(table, ipc, create);
    };
    const engine = new Engine(async () => ({ title: "failing", insert, query: (sql) => database.query(sql), queryWithin: (sql, ms) => database.queryWithin(sql, ms), close: () => database.close() }));
    unwrap(await engine.start({} as EngineAssets));
    await engine.warmUp();
    await openAll(engine, [textFile("a.jsonl", trace)]);
    expect(unwrap(await engine.runs()).map(({ events }) => events)).toEqual([2]);
    expect((await database.query("SELECT table_name FROM information_schema.tables WHERE table_name LIKE 'warm%'")).numRows).toBe(0);
  });

  it("does nothing once something is open", async () => {
    const engine = await startEngine();
    await openAll(engine, [textFile("a.jsonl", trace)]);
    await engine.warmUp();
    expect(unwrap(await engine.runs())).toHaveLength(1);
  });
});
