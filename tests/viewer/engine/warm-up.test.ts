import { describe, expect, it } from "vitest";
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

  it("does nothing once something is open", async () => {
    const engine = await startEngine();
    await openAll(engine, [textFile("a.jsonl", trace)]);
    await engine.warmUp();
    expect(unwrap(await engine.runs())).toHaveLength(1);
  });
});
