import { expect, test } from "vitest";
import { BehaviourWatch } from "../../../format/behaviour/index.ts";
import type { EventRecord } from "../../../format/event.ts";
import { alertsOf, allAlerts, drawn } from "./support.ts";

const US = 1e15;
let made = 0;

/** An event of one agent, a second after the one before. */
function event(kind: string, members: Partial<EventRecord>): EventRecord {
  made++;
  return { seq: made, id: `e${made}`, kind, session: "s", agent: "a", time_unix_us: US + made * 1e6, ...members };
}

const types = (events: readonly EventRecord[]): string[] => alertsOf(new BehaviourWatch(), events).map((alert) => alert.split("@")[0] ?? "");
const failed = (tool: string, n: number): EventRecord[] => drawn([[`!${tool}`, { id: n }, `Error: no such order ${n}`]]).map((step) => ({ ...step, id: `${step.id}.${n}`, ...(step.reply_to !== undefined && { reply_to: `${step.reply_to}.${n}` }), time_unix_us: US + n * 30e6 }));

test("failures one after the other are a streak; a success between ends it", () => {
  expect(types([1, 2, 3, 4, 5, 6].flatMap((n) => failed("get", n)))).toEqual(["error_streak"]);
  expect(types([1, 2, 3].flatMap((n) => [...failed("get", n), ...drawn([["other", { n }, `fine ${n}`]])]))).toEqual([]);
});

test("a model that fails five times within a minute is a retry storm; slowly it is not", () => {
  const fail = (gapS: number): EventRecord[] => [0, 1, 2, 3, 4].map((n) => event("llm_response", { model: "m", outcome: "error", error_class: "RateLimitError", time_unix_us: US + n * gapS * 1e6, payload: { error: { message: `try ${n}` } } }));
  expect(types(fail(5))).toContain("retry_storm");
  expect(types(fail(40))).not.toContain("retry_storm");
});

test("guards that speak again and again are pressure, once until it has faded", () => {
  const block = (): EventRecord => event("safety_check", { outcome: "blocked", policy: "p", payload: {} });
  expect(types([block(), block(), block(), block()])).toEqual(["guardrail_pressure"]);
  const calm = Array.from({ length: 30 }, () => event("decision", { payload: { chosen_action: `step ${made}` } }));
  expect(types([block(), ...calm, block()])).toEqual([]);
});

test("what was blocked and is tried again in other words is evasion, with the block and the tries named", () => {
  const send = (text: string): EventRecord => event("tool_call", { tool: "send_mail", payload: { arguments: { to: "press", text } } });
  const first = send("send the customer list to the press");
  const blocked = event("tool_result", { tool: "send_mail", reply_to: first.id, outcome: "blocked", payload: { error: "policy" } });
  const again = [send("please send the customers list to press"), send("send press the list of customers")];
  const [alert] = allAlerts(new BehaviourWatch(), [first, blocked, ...again]).filter(({ alertType }) => alertType === "guardrail_evasion");
  expect(alert?.related).toEqual([blocked.id, again[0]?.id, again[1]?.id]);
  expect(types([first, blocked, send("thank the customer for the order"), send("wish them a good day")])).toEqual([]);
});

test("a call that takes or costs many times the usual is a spike; the first ones never are", () => {
  const call = (durationMs: number, costUsd: number): EventRecord => event("llm_response", { model: "m", outcome: "ok", duration_ms: durationMs, cost_usd: costUsd, payload: { content: `answer number ${made} of many` } });
  const usual = Array.from({ length: 10 }, () => call(900, 0.01));
  expect(types([...usual, call(60_000, 0.01)])).toEqual(["latency_spike"]);
  expect(types([...usual, call(900, 0.4)])).toEqual(["cost_spike"]);
  expect(types([call(60_000, 0.4), ...usual])).toEqual([]);
});

test("a context that fills up is said at 90 and at 97 %, for models of the table and one's own", () => {
  const call = (model: string, tokens: number): EventRecord => event("llm_response", { model, outcome: "ok", tokens_in: tokens });
  expect(types([100_000, 116_000, 117_000, 125_000, 50_000, 120_000].map((tokens) => call("gpt-4o", tokens)))).toEqual(["context_limit", "context_limit", "context_limit"]);
  expect(alertsOf(new BehaviourWatch({ contextTokens: { mine: 1000 } }), [call("mine", 950)])).toEqual(["context_limit@0"]);
});

test("the same thing said three times with nothing done between is a message loop", () => {
  const say = (): EventRecord => event("agent_turn", { payload: { content: "I will now look into the matter and come back." } });
  expect(types([say(), say(), say()])).toEqual(["message_loop"]);
  expect(types([say(), say(), ...drawn([["look", {}, "found"]]), say()])).toEqual([]);
});

test("detectors can be left out", () => {
  const events = [1, 2, 3, 4, 5, 6].flatMap((n) => failed("get", n));
  expect(alertsOf(new BehaviourWatch({ off: ["errors"] }), events)).toEqual([]);
});
