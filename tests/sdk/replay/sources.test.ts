import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { traceAgent, TraceContext, traceTool } from "../../../sdk/index.ts";
import { parseTrace, record, replay } from "../../../sdk/replay/index.ts";
import { inMemory } from "../support.ts";

/** An agent whose requests hold what it draws, in parallel branches and in sub-agents. */
function drawingAgent(recorder: ReturnType<typeof inMemory>["recorder"]): () => Promise<string> {
  const note = traceTool(async function note(text: string) {
    await sleep(Math.random() * 3);
    return text.length;
  });
  const branch = traceAgent(async function branch(name: string) {
    const drawn = [name, Date.now(), new Date().toISOString(), performance.now(), Math.random(), randomUUID(), crypto.randomUUID()].join(" ");
    await note(drawn);
    await note(`${Math.random()}`);
    return drawn;
  });
  return traceAgent(async () => (await Promise.all(["a", "b", "c"].map((name) => branch(name)))).join("\n"), { name: "drawer", recorder });
}

test("clock, random numbers and ids that were recorded are served, branch by branch", async () => {
  const { recorder, text, events } = inMemory();
  const value = await record({}, drawingAgent(recorder));
  const drawn = events().filter(({ name }) => name === "drawn");
  expect(drawn.length).toBeGreaterThanOrEqual(3);
  for (let repetition = 0; repetition < 20; repetition++) {
    const again = inMemory();
    const result = await replay(parseTrace(text()), { serve: ["clock", "random", "ids"], mode: "replay" }, drawingAgent(again.recorder));
    expect(result.value).toBe(value);
    expect(result.report).toMatchObject({ served: { tools: 6 }, liveBeforeCut: 0, divergences: [] });
  }
});

test("a trace recorded without them serves the recorded time, and the same made-up numbers and ids every time", async () => {
  const { recorder, text, events } = inMemory();
  const agent = (to: typeof recorder) =>
    traceAgent(
      async () => {
        const note = traceTool(async (said: string) => said, { name: "note" });
        await note("begin");
        const drawn = [Date.now(), Math.random(), randomUUID()];
        await note("end");
        return drawn;
      },
      { name: "plain", recorder: to },
    );
  await agent(recorder)();
  const values = new Set<string>();
  for (let repetition = 0; repetition < 5; repetition++) {
    const { value } = await replay(parseTrace(text()), { serve: ["clock", "random", "ids"] }, agent(inMemory().recorder));
    values.add(JSON.stringify(value));
    const times = events().map(({ time_unix_us: us }) => Math.floor((us ?? 0) / 1000));
    expect(times).toContain(value[0]);
    expect(value[2]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/);
  }
  expect(values.size).toBe(1);
});

test("outside of the replay, and after it, the globals are the real ones, and the recorder's times are real throughout", async () => {
  const before = [Date, Date.now, Math.random, crypto.randomUUID, performance.now];
  const { recorder, events } = inMemory();
  const outside = sleep(1).then(() => Date.now());
  await record({ sources: ["random"] }, () =>
    TraceContext.run({ recorder }, (ctx) => {
      expect(new Date()).toBeInstanceOf(Date);
      expect(Object.prototype.toString.call(new Date(0))).toBe("[object Date]");
      ctx.log("x");
    }),
  );
  expect(Math.abs((await outside) - Date.now())).toBeLessThan(60_000);
  expect([Date, Date.now, Math.random, crypto.randomUUID, performance.now]).toEqual(before);
  expect(Math.abs((events()[0]?.time_unix_us ?? 0) / 1000 - Date.now())).toBeLessThan(60_000);
});
