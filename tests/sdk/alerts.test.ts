import { expect, test } from "vitest";
import { TraceContext, type RaisedAlert, type RecorderProblem } from "../../sdk/index.ts";
import { inMemory } from "./support.ts";

/** An agent that asks the same three times. */
function goRound(ctx: TraceContext, times = 3): void {
  for (let n = 0; n < times; n++) ctx.recordToolResult(ctx.recordToolCall("get_order", { id: "W1" }), { result: { status: "pending" } });
}

test("an alert is recorded right after the event that showed it, names its events, and is heard", () => {
  const heard: RaisedAlert[] = [];
  const { recorder, events } = inMemory({ alerts: { onAlert: (alert) => heard.push(alert) } });
  TraceContext.run({ agentName: "a", recorder }, (ctx) => goRound(ctx));
  const all = events();
  const at = all.findIndex(({ kind }) => kind === "behavior_alert");
  expect(all[at]).toMatchObject({ severity: "medium", agent: "a", outcome: "warn", related: all.slice(1, 7).map(({ id }) => id), payload: { alert_type: "tool_loop" } });
  expect(at).toBe(7);
  expect(heard.map(({ alertType, event }) => [alertType, event.id])).toEqual([["tool_loop", all[at]?.id]]);
});

test("the program can stop itself from there", async () => {
  const stop = new AbortController();
  const { recorder, events } = inMemory({ alerts: { onAlert: ({ signal }) => stop.abort(signal) } });
  await TraceContext.run({ recorder }, async (ctx) => {
    for (let n = 0; n < 100 && !stop.signal.aborted; n++) goRound(ctx, 1);
  });
  expect(events().filter(({ kind }) => kind === "tool_call")).toHaveLength(3);
});

test("without the option nothing is watched, and a listener that throws costs nothing but a report", () => {
  const quiet = inMemory();
  TraceContext.run({ recorder: quiet.recorder }, (ctx) => goRound(ctx, 9));
  expect(quiet.events().some(({ kind }) => kind === "behavior_alert")).toBe(false);
  const problems: RecorderProblem[] = [];
  const loud = inMemory({ onError: (problem) => problems.push(problem), alerts: { onAlert: () => { throw new Error("no"); } } });
  TraceContext.run({ recorder: loud.recorder }, (ctx) => goRound(ctx));
  expect(problems.map(({ during }) => during)).toEqual(["onAlert"]);
  expect(loud.events().at(-1)?.kind).toBe("agent_end");
});

test("without content nothing can be compared, so nothing is called a loop", () => {
  const { recorder, events } = inMemory({ alerts: true, content: false });
  TraceContext.run({ recorder }, (ctx) => goRound(ctx, 9));
  expect(events().some(({ kind }) => kind === "behavior_alert")).toBe(false);
});

test("a model call without a cost gets the list price, marked as derived; a given one stays; totals add up", () => {
  const { recorder, events } = inMemory();
  TraceContext.run({ recorder }, (ctx) => {
    const ask = (): ReturnType<TraceContext["recordLlmRequest"]> => ctx.recordLlmRequest({ model: "gpt-4o" });
    ctx.recordLlmResponse(ask(), { usage: { inputTokens: 1000, cacheReadTokens: 400, outputTokens: 100 } });
    ctx.recordLlmResponse(ask(), { usage: { inputTokens: 1000 }, costUsd: 0.5 });
    ctx.recordLlmResponse(ctx.recordLlmRequest({ model: "unheard-of" }), { usage: { inputTokens: 1000 } });
  });
  const [first, second, third] = events().filter(({ kind }) => kind === "llm_response");
  expect(first).toMatchObject({ cost_usd: 0.003, derived: ["cost_usd"] });
  expect(second).toMatchObject({ cost_usd: 0.5 });
  expect(second?.derived).toBeUndefined();
  expect(third?.cost_usd).toBeUndefined();
  expect(events().at(-1)?.payload["totals"]).toMatchObject({ cost_usd: 0.503 });
});

test("own prices go first, and false fills in nothing", () => {
  const cost = (prices: Parameters<typeof inMemory>[0] extends infer O ? (O extends { prices?: infer P } ? P : never) : never): number | undefined => {
    const { recorder, events } = inMemory({ prices });
    TraceContext.run({ recorder }, (ctx) => ctx.recordLlmResponse(ctx.recordLlmRequest({ model: "gpt-4o" }), { usage: { inputTokens: 1e6 } }));
    return events().find(({ kind }) => kind === "llm_response")?.cost_usd;
  };
  expect(cost({ "gpt-4o": { input: 1, output: 1 } })).toBe(1);
  expect(cost(false)).toBeUndefined();
});
