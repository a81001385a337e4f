import { setTimeout as sleep } from "node:timers/promises";
import fc from "fast-check";
import { expect, test } from "vitest";
import { validateEvent } from "../../format/event.ts";
import { KIND_NAMES } from "../../format/kinds.ts";
import { createRecorder, MemorySink, TraceContext, type EventOptions } from "../../sdk/index.ts";
import { inMemory, readEvents, temporaryFolder, type ReadEvent } from "./support.ts";

/** Every recording method once, as programs call it. */
function recordAll(ctx: TraceContext): void {
  const decision = ctx.recordDecision({
    reasoning: "asked for the weather",
    confidence: 0.85,
    chosenAction: "call_weather_tool",
    alternatives: [{ action: "guess", reasonRejected: "no grounds" }],
    evidence: [{ source: "user_input", content: "What's the weather?" }],
  });
  const request = ctx.recordLlmRequest({ model: "m-1", provider: "p", messages: [{ role: "user", content: "hi" }], settings: { temperature: 0 } });
  ctx.recordLlmResponse(request, { content: "hello", usage: { inputTokens: 10, outputTokens: 5, reasoningTokens: 2 }, costUsd: 0.25, stopReason: "stop" });
  const call = ctx.recordToolCall("weather_api", { location: "Seattle" }, { upstream: [decision], callId: "c1" });
  const result = ctx.recordToolResult(call, { result: { forecast: "rain" }, durationMs: 100 });
  ctx.recordToolResult(ctx.recordToolCall("weather_api", {}), { error: new RangeError("off the map") });
  ctx.recordDecision({ chosenAction: "answer", evidence: [result, { source: "tool", content: "rain", event: result }] });
  ctx.recordRetrieval({ query: "rain", documents: [{ id: "d1" }] });
  ctx.recordAgentTurn({ agent: "critic", to: "planner", content: "too vague", turn: 3, goal: "check" });
  ctx.recordHandoff({ to: "planner", reason: "not mine" });
  ctx.recordHumanInput({ content: "yes", outcome: "ok" });
  ctx.recordSafetyCheck({ policy: "pii", outcome: "blocked", severity: "high", rationale: "an address", blockedAction: "send" });
  ctx.recordPolicyViolation({ policy: "pii", severity: "critical", violationType: "leak", details: { field: "address" } });
  ctx.recordRefusal({ reason: "unsafe", policy: "pii", blockedAction: "send", safeAlternative: "ask" });
  ctx.recordPromptPolicy({ policy: "router-v2", parameters: { tone: "dry" }, stateSummary: "start", goal: "route" });
  ctx.recordBehaviorAlert({ alertType: "tool_loop", severity: "high", signal: "three times", related: [call] });
  ctx.recordError(new TypeError("bad"));
  ctx.recordRepairAttempt({ attemptedFix: "retry", validationResult: "still bad", outcome: "failed", sequence: "s1", diff: "-a" });
  ctx.recordDrift({ description: "other tool", original: "a", restored: "b", driftType: "tool", severity: "warn" as never });
  ctx.checkpoint({ messages: ["…"] }, { memory: { k: 1 }, importance: 0.9 });
  ctx.annotate("look here", { author: "me", related: [call] });
  ctx.log("done", { level: "info", data: { n: 1 } });
  ctx.record("my_kind", { a: 1 }, { name: "mine" });
}

test("every kind has a method, and what it writes is valid by the format's schema", () => {
  const { recorder, events } = inMemory();
  TraceContext.run({ agentName: "all", recorder, framework: "custom", task: "t", attempt: 1 }, recordAll);
  const kinds = new Set(events().map(({ kind }) => kind));
  expect(KIND_NAMES.filter((kind) => !kinds.has(kind))).toEqual([]);
  const problems = events().flatMap((event) => validateEvent(event).map((problem) => `${event.kind} ${problem}`));
  expect(problems).toEqual([`drift severity: Invalid option: expected one of "low"|"medium"|"high"|"critical"`]);
});

test("what was said stands where readers look for it", () => {
  const { recorder, events } = inMemory();
  TraceContext.run({ agentName: "all", recorder, framework: "custom" }, recordAll);
  const of = (kind: string): ReadEvent[] => events().filter((event) => event.kind === kind);
  const [start] = of("agent_start");
  const [end] = of("agent_end");
  const [decision, grounded] = of("decision");
  const [call] = of("tool_call");
  const [result, failed] = of("tool_result");
  expect(start).toMatchObject({ seq: 0, name: "all", agent: "all", framework: "custom" });
  expect(decision).toMatchObject({ name: "call_weather_tool", confidence: 0.85, importance: 0.7, parent: start?.id });
  expect(decision?.payload).toMatchObject({ chosen_action: "call_weather_tool", alternatives: [{ action: "guess", reason_rejected: "no grounds" }] });
  expect(call).toMatchObject({ tool: "weather_api", upstream: [decision?.id], payload: { arguments: { location: "Seattle" }, call_id: "c1" } });
  expect(result).toMatchObject({ reply_to: call?.id, tool: "weather_api", duration_ms: 100, outcome: "ok", payload: { result: { forecast: "rain" } } });
  expect(failed).toMatchObject({ outcome: "error", error_class: "RangeError", importance: 0.9, payload: { error: { message: "off the map" } } });
  expect(failed?.["duration_ms"]).toBeGreaterThanOrEqual(0);
  expect(grounded).toMatchObject({ evidence: [result?.id, result?.id], payload: { evidence: [{ source: "tool", content: "rain", event: result?.id }] } });
  expect(of("llm_response")[0]).toMatchObject({ model: "m-1", tokens_in: 10, tokens_out: 5, tokens_reasoning: 2, cost_usd: 0.25 });
  expect(of("behavior_alert")[0]).toMatchObject({ related: [call?.id], severity: "high" });
  expect(of("checkpoint")[0]).toMatchObject({ upstream: [of("drift")[0]?.id], importance: 0.9, payload: { state: { messages: ["…"] }, memory: { k: 1 } } });
  expect(of("my_kind")[0]).toMatchObject({ name: "mine", payload: { a: 1 } });
  expect(end).toMatchObject({ outcome: "ok", reply_to: start?.id });
  expect(end).not.toHaveProperty("parent");
  expect(end?.payload["totals"]).toEqual({ events: events().length - 1, llm_calls: 1, tool_calls: 2, errors: 2, tokens_in: 10, tokens_out: 5, cost_usd: 0.25 });
});

test("handles are frozen, and sequence and ids are the line's", () => {
  const { recorder, events } = inMemory();
  const handles = TraceContext.run({ recorder }, (ctx) => [ctx.start, ctx.log("a"), ctx.recordToolCall("t")]);
  expect(handles.every(Object.isFrozen)).toBe(true);
  const lines = events();
  expect(handles.map(({ id, seq, kind }) => ({ id, seq, kind }))).toEqual(lines.slice(0, 3).map(({ id, seq, kind }) => ({ id, seq, kind })));
});

test("parallel branches nest under their own events, and sub-agents under the branch they began in", async () => {
  const { recorder, events } = inMemory();
  await TraceContext.run({ agentName: "main", recorder }, async (ctx) => {
    const branch = async (name: string, waits: number): Promise<void> => {
      const call = ctx.recordToolCall(name);
      await ctx.within(call, async () => {
        await sleep(waits);
        ctx.log(`in ${name}`);
        await TraceContext.run({ agentName: `sub-${name}` }, async (sub) => {
          await sleep(waits);
          sub.log(`sub in ${name}`);
          ctx.log(`main, from inside sub of ${name}`);
          expect(TraceContext.current()).toBe(sub);
        });
      });
      ctx.recordToolResult(call);
    };
    await Promise.all([branch("slow", 6), branch("fast", 1), branch("middle", 3)]);
    expect(TraceContext.current()).toBe(ctx);
  });
  const all = events();
  const named = (name: string): ReadEvent | undefined => all.find((event) => event.name === name);
  for (const name of ["slow", "fast", "middle"]) {
    const call = named(name);
    const start = all.find((event) => event.kind === "agent_start" && event.agent === `sub-${name}`);
    const end = all.find((event) => event.kind === "agent_end" && event.agent === `sub-${name}`);
    expect(named(`in ${name}`)?.parent).toBe(call?.id);
    expect(start?.parent).toBe(call?.id);
    expect(end).toMatchObject({ parent: start?.id, reply_to: start?.id });
    expect(named(`sub in ${name}`)).toMatchObject({ parent: start?.id, agent: `sub-${name}` });
    expect(named(`main, from inside sub of ${name}`)).toMatchObject({ parent: call?.id, agent: "main" });
  }
  expect(new Set(all.map(({ session }) => session)).size).toBe(1);
  expect(all.map(({ seq }) => seq)).toEqual(all.map((_, index) => index));
});

test("runs side by side do not mix, whether opened or run", async () => {
  const { recorder, events } = inMemory();
  const opened = async (name: string): Promise<void> => {
    const ctx = TraceContext.open({ agentName: name, recorder });
    await sleep(1);
    ctx.log(`by ${name}`);
    ctx.close();
  };
  await Promise.all([opened("a"), opened("b"), TraceContext.run({ agentName: "c", recorder, isolated: true }, async (ctx) => ctx.log("by c"))]);
  for (const name of ["a", "b", "c"]) {
    const start = events().find((event) => event.kind === "agent_start" && event.agent === name);
    expect(events().find((event) => event.name === `by ${name}`)).toMatchObject({ parent: start?.id, session: start?.session });
    expect(start).not.toHaveProperty("parent");
  }
});

test("an isolated run inside another has its own session, the same trace and a link", () => {
  const { recorder, events } = inMemory();
  TraceContext.run({ agentName: "outer", recorder }, (ctx) => {
    const call = ctx.recordToolCall("spawn");
    ctx.within(call, () => TraceContext.run({ agentName: "inner", isolated: true }, (inner) => inner.log("x")));
  });
  const start = events().find((event) => event.kind === "agent_start" && event.agent === "inner");
  const call = events().find(({ kind }) => kind === "tool_call");
  expect(start).toMatchObject({ seq: 0, trace: call?.trace, upstream: [call?.id] });
  expect(start?.session).not.toBe(call?.session);
});

test("an exception is recorded and thrown on unchanged, from sync and async code", async () => {
  for (const isAsync of [false, true]) {
    const { recorder, events } = inMemory();
    const thrown = new TypeError("out");
    const body = (): unknown => {
      if (isAsync) return Promise.reject(thrown);
      throw thrown;
    };
    const caught = await (async () => TraceContext.run({ recorder }, body))().catch((error: unknown) => error);
    expect(caught).toBe(thrown);
    expect(events().slice(-2)).toMatchObject([
      { kind: "error", error_class: "TypeError", payload: { message: "out" } },
      { kind: "agent_end", outcome: "error", error_class: "TypeError" },
    ]);
  }
});

test("what is recorded after the end is kept and marked late", () => {
  const folder = temporaryFolder();
  let kept: TraceContext | undefined;
  TraceContext.run({ recorder: createRecorder({ dir: folder }) }, (ctx) => {
    kept = ctx;
  });
  kept?.log("afterwards");
  kept?.close();
  const events = readEvents(kept?.file ?? "");
  expect(events.at(-1)).toMatchObject({ name: "afterwards", late: true });
  expect(events.filter(({ kind }) => kind === "agent_end")).toHaveLength(1);
});

test("a stream becomes one response with the time to its first token; one never ended is cancelled", () => {
  const { recorder, events } = inMemory();
  TraceContext.run({ recorder }, (ctx) => {
    const request = ctx.recordLlmRequest({ model: "m" });
    const stream = ctx.streamLlmResponse(request);
    stream.chunk("Hel");
    stream.chunk({ content: "lo", reasoning: "greet", toolCall: { id: "1", name: "t" } });
    const event = stream.end({ usage: { outputTokens: 2 } });
    expect(stream.end()).toBe(event);
    const broken = ctx.streamLlmResponse(request);
    broken.chunk("par");
    broken.fail(new Error("reset"));
    ctx.streamLlmResponse(request).chunk("never ended");
  });
  const [whole, broken, open] = events().filter(({ kind }) => kind === "llm_response");
  expect(whole).toMatchObject({ model: "m", tokens_out: 2, outcome: "ok", payload: { content: "Hello", reasoning: "greet", tool_calls: [{ id: "1" }] } });
  expect(whole?.payload["time_to_first_token_ms"]).toBeGreaterThanOrEqual(0);
  expect(broken).toMatchObject({ outcome: "error", error_class: "Error", payload: { content: "par" } });
  expect(open).toMatchObject({ outcome: "cancelled", payload: { content: "never ended" } });
});

test("await using ends the run at the end of its block", async () => {
  const { recorder, events } = inMemory();
  {
    await using ctx = TraceContext.open({ agentName: "block", recorder });
    ctx.setResult({ outcome: "passed", score: 1, output: "42" });
    expect(TraceContext.current()).toBe(ctx);
  }
  expect(TraceContext.current()).toBeUndefined();
  expect(events().at(-1)).toMatchObject({ kind: "agent_end", outcome: "passed", score: 1, payload: { output: "42" } });
});

test("switched off, calls return handles and nothing is written", () => {
  const folder = temporaryFolder();
  const sink = new MemorySink();
  TraceContext.run({ recorder: createRecorder({ enabled: false, sink, dir: folder }) }, (ctx) => {
    expect(ctx.recordToolCall("t")).toMatchObject({ kind: "tool_call", seq: 1 });
    expect(ctx.file).toBeUndefined();
  });
  expect(sink.text()).toBe("");
});

/** A value that misbehaves however it is touched. */
const TRAP: unknown = new Proxy(() => 0, {
  get: () => { throw new Error("get"); }, // prettier-ignore
  ownKeys: () => { throw new Error("ownKeys"); }, // prettier-ignore
  getPrototypeOf: () => { throw new Error("getPrototypeOf"); }, // prettier-ignore
});

test("no call throws, whatever it is given, and every line stays JSON", () => {
  const { recorder, events } = inMemory();
  TraceContext.run({ recorder }, (ctx) => {
    const methods = Object.getOwnPropertyNames(TraceContext.prototype).filter((name) => /^(record|checkpoint|annotate|log|streamLlm)/.test(name));
    expect(methods.length).toBeGreaterThan(20);
    const hostile = [undefined, null, 5, "text", Symbol("s"), TRAP, { evidence: TRAP, alternatives: 7, usage: TRAP }, [TRAP], { upstream: 5, name: TRAP, turn: NaN }];
    for (const method of methods) {
      const call = (ctx as unknown as Record<string, (...given: unknown[]) => unknown>)[method];
      for (const first of hostile) for (const second of hostile) expect(() => call?.call(ctx, first, second, second), method).not.toThrow();
    }
  });
  const lines = events();
  expect(lines.length).toBeGreaterThan(1000);
  expect(lines.map(({ seq }) => seq)).toEqual(lines.map((_, index) => index));
});

test("options that cannot be read do not keep a run from starting", () => {
  const { recorder } = inMemory();
  for (const options of [null, undefined, 7, { recorder, agentName: TRAP, tags: TRAP, upstream: TRAP, session: 5 }]) {
    expect(TraceContext.run({ recorder, ...(options as object) }, () => "result")).toBe("result");
  }
});

test("JSON payloads and envelope texts come back equal", () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.string({ maxLength: 200, unit: "binary" }), fc.float({ noNaN: true, min: 0, max: 1 }), (payload, name, importance) => {
      const { recorder, events } = inMemory({ redact: false });
      const options: EventOptions = { name, importance };
      TraceContext.run({ recorder }, (ctx) => ctx.record("mine", payload, options));
      const event = events()[1];
      expect(event?.payload).toEqual(JSON.parse(JSON.stringify(payload)));
      expect(event).toMatchObject({ kind: "mine", name, importance: importance === 0 ? 0 : importance });
    }),
    { numRuns: 300 },
  );
});

test("a result belongs to its call's tool and an answer to its model, whatever the events are named", () => {
  const { recorder, events } = inMemory();
  TraceContext.run({ recorder }, (ctx) => {
    ctx.recordToolResult(ctx.recordToolCall("search", {}, { name: "look it up" }), { result: 1 });
    ctx.recordLlmResponse(ctx.recordLlmRequest({ model: "m-1", name: "plan" }), { content: "x" });
  });
  expect(events().map(({ tool, model }) => tool ?? model)).toEqual([undefined, "search", "search", "m-1", "m-1", undefined]);
});
