import { describe, expect, it } from "vitest";
import { openAll, startEngine, textFile, traceText, unwrap } from "../../support/engine.ts";

const events = (count: number): Record<string, unknown>[] => Array.from({ length: count }, (_, index) => ({ kind: "tool_call", tool: `tool${index % 7}`, agent: "a", payload: { arguments: { index } } }));

describe("a question that takes long", () => {
  it("ends as cancelled when nobody waits for its answer, and the next one is answered", async () => {
    const engine = await startEngine();
    await openAll(engine, [textFile("a.peek.jsonl", traceText(events(20_000)))]);
    const asked = engine.analyse("insight", { run: 0 }, 7);
    await engine.leave(7);
    expect(await asked).toMatchObject({ ok: false, error: { code: "cancelled" } });
    expect(unwrap(await engine.analyse("calls", { run: 0, most: 100 }, 7))).toMatchObject({ events: 20_000, read: 100 });
  });

  it("lets an event be looked at while it is worked on", async () => {
    const engine = await startEngine();
    await openAll(engine, [textFile("a.peek.jsonl", traceText(events(20_000)))]);
    const order: string[] = [];
    const asked = engine.analyse("insight", { run: 0 }).then(() => order.push("insight"));
    await new Promise((resolve) => setTimeout(resolve, 0));
    await engine.event(5, 100).then(() => order.push("event"));
    await asked;
    expect(order).toEqual(["event", "insight"]);
  });
});
