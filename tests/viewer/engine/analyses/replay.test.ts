import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { createRecorder, MemorySink, TraceContext } from "../../../../sdk/index.ts";
import type { EngineApi } from "../../../../viewer/engine/api.ts";
import type { ReplaySteps } from "../../../../viewer/engine/contracts/replay.ts";
import { latestOf } from "../../../../viewer/model/replay.ts";
import { openAll, startEngine, textFile, traceText, unwrap } from "../../../support/engine.ts";

let engine: EngineApi;
beforeAll(async () => (engine = await startEngine()));

async function stepsOf(name: string, text: string): Promise<ReplaySteps> {
  const files = await openAll(engine, [textFile(`${name}.peek.jsonl`, text)]);
  const file = files.at(-1)?.file;
  const run = unwrap(await engine.runs()).find((candidate) => candidate.file === file)?.run ?? -1;
  return unwrap(await engine.analyse("replay-steps", { run }));
}

/** What an agent of the property test may do. */
type Act = { readonly do: "checkpoint"; readonly state: unknown; readonly memory: unknown } | { readonly do: "ask"; readonly forget: number } | { readonly do: "say" } | { readonly do: "inside"; readonly acts: readonly Act[] };

const json = fc.jsonValue({ maxDepth: 3 }).filter((value) => JSON.stringify(value).length < 2000 && !JSON.stringify(value).includes("__proto__"));
const { act } = fc.letrec<{ act: Act }>((tie) => ({
  act: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.record({ do: fc.constant("checkpoint" as const), state: fc.dictionary(fc.string({ maxLength: 8 }), json, { maxKeys: 5 }), memory: fc.option(json, { nil: undefined }) }),
    fc.record({ do: fc.constant("ask" as const), forget: fc.nat({ max: 3 }) }),
    fc.record({ do: fc.constant("say" as const) }),
    fc.record({ do: fc.constant("inside" as const), acts: fc.array(tie("act"), { maxLength: 4 }) }),
  ),
}));

/** What the recorder held after each event it wrote, as JSON text. */
interface Held {
  readonly id: string;
  readonly state: string | undefined;
  readonly memory: string | undefined;
  readonly messages: string | undefined;
}

function record(acts: readonly Act[]): { readonly text: string; readonly held: readonly Held[] } {
  const sink = new MemorySink();
  const held: Held[] = [];
  let now: Omit<Held, "id"> = { state: undefined, memory: undefined, messages: undefined };
  let messages: object[] = [{ role: "system", content: "be brief" }];
  const recorder = createRecorder({ sink, enabled: true });
  TraceContext.run({ recorder, agentName: "a", session: "s" }, (ctx) => {
    const perform = (each: Act): void => {
      if (each.do === "checkpoint") {
        const { id } = ctx.checkpoint(each.state, { memory: each.memory });
        now = { ...now, state: JSON.stringify(each.state), memory: each.memory === undefined ? "" : JSON.stringify(each.memory) };
        held.push({ id, ...now });
      } else if (each.do === "ask") {
        messages = [messages[0] as object, ...messages.slice(1 + each.forget), { role: "user", content: `question ${held.length}` }];
        const request = ctx.recordLlmRequest({ model: "m", messages });
        now = { ...now, messages: JSON.stringify(messages) };
        held.push({ id: request.id, ...now });
        held.push({ id: ctx.recordLlmResponse(request, { content: "answer" }).id, ...now });
        messages = [...messages, { role: "assistant", content: `answer ${held.length}` }];
      } else if (each.do === "say") held.push({ id: ctx.log("a line").id, ...now });
      else {
        const turn = ctx.recordAgentTurn({ agent: "a", content: "turn" });
        held.push({ id: turn.id, ...now });
        ctx.within(turn, () => each.acts.forEach(perform));
      }
    };
    acts.forEach(perform);
  });
  return { text: sink.text(), held };
}

describe("state and context at a step", () => {
  it("are what the recorder held, at every step of random runs", async () => {
    let runs = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(act, { minLength: 1, maxLength: 12 }), async (acts) => {
        const { text, held } = record(acts);
        const steps = await stepsOf(`random-${runs++}`, text);
        const files = (await engine.state(-1)).files;
        for (const { id, ...expected } of held) {
          const row = unwrap(await engine.find("", id));
          const step = steps.rows.indexOf(row);
          const checkpoint = latestOf(steps, step, "checkpoint");
          const request = latestOf(steps, step, "llm_request");
          if (expected.state === undefined) expect(checkpoint).toBe(-1);
          else {
            const state = unwrap(await engine.analyse("replay-state", { row: steps.rows[checkpoint] ?? -1, against: -1 }));
            expect(JSON.parse(state.state)).toEqual(JSON.parse(expected.state));
            expect(state.memory === "" ? "" : JSON.parse(state.memory)).toEqual(expected.memory === "" ? "" : JSON.parse(expected.memory ?? ""));
          }
          if (expected.messages === undefined) expect(request).toBe(-1);
          else {
            const context = unwrap(await engine.analyse("replay-context", { row, request: steps.rows[request] ?? -1, before: -1 }));
            expect(context.messages.map((message) => JSON.parse(message.json) as unknown)).toEqual(JSON.parse(expected.messages));
          }
        }
        for (const file of files) await engine.close(file.file);
      }),
      { numRuns: 40, seed: 7 },
    );
  });

  it("a checkpoint of 10 MB is shown by its beginning, and said to be cut", async () => {
    const steps = await stepsOf("large", traceText([{ kind: "checkpoint", payload: { state: { blob: "x".repeat(10_000_000) } } }]));
    const state = unwrap(await engine.analyse("replay-state", { row: steps.rows[0] ?? -1, against: steps.rows[0] ?? -1 }));
    expect(state.cut).toBe(true);
    expect(state.bytes).toBeGreaterThan(10_000_000);
    expect(state.changes).toBeNull();
    expect(state.state.length).toBeLessThan(600_000);
  });

  it("what differs between two checkpoints is named by its path", async () => {
    const steps = await stepsOf("diff", traceText([{ kind: "checkpoint", payload: { state: { cabin: "basic", flights: ["HAT069"], asked: true } } }, { kind: "checkpoint", payload: { state: { cabin: "economy", flights: ["HAT069", "HAT170"] }, memory: { paid: 1 } } }]));
    const { changes } = unwrap(await engine.analyse("replay-state", { row: steps.rows[1] ?? -1, against: steps.rows[0] ?? -1 }));
    expect(changes?.map(({ type, path, before, after }) => `${type} ${path}: ${before} → ${after}`)).toEqual(['changed state.cabin: "basic" → "economy"', 'added state.flights[1]:  → "HAT170"', "removed state.asked: true → ", 'added memory:  → {"paid":1}']);
  });
});

describe("the context of a call", () => {
  const request = (messages: readonly object[], more: object = {}) => ({ kind: "llm_request", payload: { messages, ...more } });
  const system = { role: "system", content: "s".repeat(400) };
  const user = (content: string) => ({ role: "user", content });

  it("says what is new and what was dropped since the call before", async () => {
    const steps = await stepsOf("dropped", traceText([request([system, user("one"), user("two")]), request([system, user("summary"), user("two"), user("three")])]));
    const context = unwrap(await engine.analyse("replay-context", { row: steps.rows[1] ?? -1, request: steps.rows[1] ?? -1, before: steps.rows[0] ?? -1 }));
    expect(context.messages.map((message) => message.isNew)).toEqual([false, true, false, true]);
    expect(context.dropped.map((message) => message.json)).toEqual([JSON.stringify(user("one"))]);
    expect(context.droppedTotal).toBe(1);
  });

  it("is put together from what was said before, where no request was recorded", async () => {
    const steps = await stepsOf(
      "chat",
      traceText([
        { kind: "prompt_policy", payload: { content: "be kind" } },
        { kind: "human_input", agent: "user", payload: { content: "hello" } },
        { kind: "llm_response", payload: { content: "hi", tool_calls: [{ id: "1", name: "look", arguments: {} }] } },
        { kind: "tool_result", tool: "look", payload: { result: "seen" } },
        { kind: "llm_response", tokens_in: 77, payload: { content: "done" } },
      ]),
    );
    const context = unwrap(await engine.analyse("replay-context", { row: steps.rows[4] ?? -1, request: -1, before: -1 }));
    expect(context.messages.map(({ role, isNew }) => `${role} ${isNew ? "new" : "known"}`)).toEqual(["system known", "user known", "assistant new", "tool new"]);
    expect(context.messages[3]?.row).toBe(steps.rows[3]);
    expect(context.tokensIn).toBe(77);
  });

  it("is weighed by category; a user's message of tool results counts as tool results", async () => {
    const messages = [system, user("u".repeat(40)), { role: "assistant", content: "a".repeat(80) }, { role: "user", content: [{ type: "tool_result", tool_use_id: "1", content: "r" }] }];
    const steps = await stepsOf("weights", traceText([request(messages, { system: "t".repeat(100), tools: [{ name: "look", description: "d" }, { type: "function", function: { name: "find" } }] }), { kind: "llm_response", reply_to: "e0", tokens_in: 900 }]));
    const context = unwrap(await engine.analyse("replay-context", { row: steps.rows[1] ?? -1, request: steps.rows[0] ?? -1, before: -1 }));
    expect(context.occupancy.map(({ category }) => category)).toEqual(["system", "tools", "user", "assistant", "tool results"]);
    expect(context.occupancy[0]).toEqual({ category: "system", characters: 500, tokens: 125 });
    expect(context.tools).toEqual(["look", "find"]);
    expect(context.tokensIn).toBe(900);
    expect(context.charactersBefore).toBeNull();
  });
});

describe("where a run is to stop", () => {
  const events = [
    { kind: "decision", agent: "planner", confidence: 0.3, payload: { reasoning: "the fork is bent" } },
    { kind: "tool_call", agent: "worker", tool: "update_order", payload: {} },
    { kind: "tool_result", agent: "worker", tool: "update_order", outcome: "error", cost_usd: 0.2, payload: {} },
    { kind: "safety_check", agent: "guard", outcome: "blocked", payload: {} },
    { kind: "tool_call", agent: "worker", tool: "100%_sure", payload: {} },
  ];

  async function stopsAt(...conditions: readonly string[]): Promise<readonly number[]> {
    const steps = await stepsOf("stops", traceText(events));
    const stops = unwrap(await engine.analyse("replay-stops", { run: steps.run, conditions }));
    return [...stops.rows].map((row) => steps.rows.indexOf(row));
  }

  it.each([
    ["failing", [2]],
    ["stopped", [3]],
    ["confidence < 0.5", [0]],
    ["tool = update_*", [1, 2]],
    ['tool = "100%_sure"', [4]],
    ['tool = "*%*"', [4]],
    ["kind = TOOL_CALL and not tool ~ order", [4]],
    ["cost > $0.05 or agent = guard", [2, 3]],
    ["has confidence", [0]],
    ['"fork is bent"', [0]],
    ["text ~ 'fork' and (kind = decision or kind = error)", [0]],
    ["not failing", [0, 1, 3, 4]],
    ["outcome != error", [3]],
  ] as const)("%s", async (condition, expected) => {
    expect(await stopsAt(condition)).toEqual(expected);
  });

  it("names the place and cause of a fault and goes on with the other conditions", async () => {
    const steps = await stepsOf("faults", traceText(events));
    const { rows, conditions } = unwrap(await engine.analyse("replay-stops", { run: steps.run, conditions: ["tool = ", "colour = red", "(failing", "confidence < high", "failing stopped", "failing", "tool > 3", "'; drop table events"] }));
    expect(conditions.map(({ fault }) => fault?.at ?? -1)).toEqual([7, 0, 0, 13, 8, -1, 5, 0]);
    expect(rows.length).toBe(1);
  });

  it("any text at all is read or refused in little time, never run", async () => {
    const steps = await stepsOf("any", traceText(events));
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.string(), fc.string().map((text) => `tool = "${text}"`), fc.constant("(".repeat(500)), fc.constant("not ".repeat(400))), async (text) => {
        const result = await engine.analyse("replay-stops", { run: steps.run, conditions: [text] });
        expect(result.ok).toBe(true);
      }),
      { numRuns: 150, seed: 3 },
    );
    expect(unwrap(await engine.runs()).length).toBeGreaterThan(0);
  });
});

describe("stretches that say little", () => {
  it("are the rounds of a pattern after its first, up to whatever is out of the ordinary", async () => {
    const round = [{ kind: "tool_call" }, { kind: "tool_result" }, { kind: "decision" }];
    const steps = await stepsOf("rounds", traceText([{ kind: "agent_start" }, ...Array.from({ length: 10 }, () => round).flat(), { kind: "error" }, ...Array.from({ length: 5 }, () => round).flat()]));
    expect(steps.stretches).toEqual([
      { from: 4, to: 30, period: 3 },
      { from: 35, to: 47, period: 3 },
    ]);
  });
});
