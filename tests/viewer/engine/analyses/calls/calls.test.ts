import { describe, expect, it } from "vitest";
import { openAll, startEngine, textFile, traceText, unwrap } from "../../../../support/engine.ts";

const START_US = 1_763_884_800_000_000;
const at = (ms: number): number => START_US + ms * 1000;

/** An agent that asks a model, calls a tool that fails, calls another twice alike, and ends badly. */
const EVENTS = [
  { id: "run", kind: "agent_start", name: "run", time_unix_us: at(0) },
  { id: "q", kind: "llm_request", parent: "run", agent: "a", model: "gpt-4o", time_unix_us: at(0), payload: { messages: [{ role: "user", content: "hi" }], tools: [{}, {}] } },
  { id: "r", kind: "llm_response", parent: "run", agent: "a", model: "gpt-4o", reply_to: "q", duration_ms: 100, tokens_in: 1000, tokens_out: 100, time_unix_us: at(100), payload: { stop_reason: "tool_calls", time_to_first_token_ms: 40, tool_calls: [{ name: "look" }, { function: { name: "book" } }] } },
  { id: "c1", kind: "tool_call", parent: "run", agent: "a", tool: "book", time_unix_us: at(100), payload: { arguments: { city: "Rome" } } },
  { id: "t1", kind: "tool_result", parent: "run", agent: "a", tool: "book", reply_to: "c1", outcome: "error", error_class: "E", duration_ms: 50, time_unix_us: at(150), payload: { error: "full" } },
  { id: "c2", kind: "tool_call", parent: "run", agent: "a", tool: "look", time_unix_us: at(150), payload: { arguments: { city: "Rome" } } },
  { id: "t2", kind: "tool_result", parent: "run", agent: "a", tool: "look", reply_to: "c2", outcome: "ok", duration_ms: 10, time_unix_us: at(160), payload: { result: "sun" } },
  { id: "c3", kind: "tool_call", parent: "run", agent: "a", tool: "look", time_unix_us: at(160), payload: { arguments: { city: "Rome" } } },
  { id: "t3", kind: "tool_result", parent: "run", agent: "a", tool: "look", reply_to: "c3", outcome: "ok", duration_ms: 30, time_unix_us: at(190), payload: { result: "sun" } },
  { id: "q2", kind: "llm_request", parent: "run", agent: "a", model: "nobody/knows", time_unix_us: at(190) },
  { id: "end", kind: "agent_end", outcome: "failed", reply_to: "run", time_unix_us: at(200) },
];

const open = async (events: readonly Record<string, unknown>[]) => {
  const engine = await startEngine();
  await openAll(engine, [textFile("a.peek.jsonl", traceText(events))]);
  return engine;
};

describe("the calls of a run", () => {
  it("pair each request with its answer, and price what has no price of its own", async () => {
    const { llm, llmTotal } = unwrap(await (await open(EVENTS)).analyse("calls", { run: 0 }));
    expect(llmTotal).toBe(2);
    expect(llm[0]).toMatchObject({ request: 1, response: 2, durationMs: 100, firstTokenMs: 40, tokensIn: 1000, stop: "tool_calls", messages: 1, tools: 2, asks: ["look", "book"], isEstimated: true });
    // 1,000 tokens in at 2.50 and 100 out at 10 US dollars a million.
    expect(llm[0]?.costUsd).toBeCloseTo(0.0035, 6);
    expect(llm[1]).toMatchObject({ response: -1, outcome: "no answer", costUsd: null });
  });

  it("tell of each tool how often, how long, how often it failed and with which arguments", async () => {
    const { tools } = unwrap(await (await open(EVENTS)).analyse("calls", { run: 0 }));
    const look = tools.find(({ tool }) => tool === "look");
    expect(look).toMatchObject({ calls: 2, failures: 0, repeats: 1, totalMs: 40, p50Ms: 10, p95Ms: 30, arguments: [{ name: "city", calls: 2, values: 1 }] });
    expect(look?.histogram.reduce((sum, count) => sum + count, 0)).toBe(2);
    expect(tools.find(({ tool }) => tool === "book")).toMatchObject({ failures: 1, failed: [{ row: 4, says: "full" }] });
  });
});

describe("what a run spent", () => {
  it("is summed by model, tool and agent", async () => {
    const { byModel, byTool, byAgent, total, isEstimated } = unwrap(await (await open(EVENTS)).analyse("spend", { run: 0 }));
    expect(byModel.map(({ name, ms, tokensIn }) => [name, ms, tokensIn])).toEqual([["gpt-4o", 100, 1000], ["nobody/knows", 0, 0]]);
    expect(byTool.map(({ name, ms }) => [name, ms])).toEqual([["book", 50], ["look", 40]]);
    expect(byAgent).toHaveLength(1);
    expect(total).toMatchObject({ calls: 5, ms: 190 });
    expect(isEstimated).toBe(true);
  });

  it("was wasted on failures, repeats, answers that never came", async () => {
    const { waste } = unwrap(await (await open(EVENTS)).analyse("spend", { run: 0 }));
    expect(Object.fromEntries(waste.map(({ what, events, ms }) => [what, [events, ms]]))).toEqual({ "failed tool calls": [1, 50], "repeated tool calls": [1, 30], "failed model calls": [1, 0] });
  });

  it("is drawn as bars below what encloses them, calls and answers as one", async () => {
    const { flame } = unwrap(await (await open(EVENTS)).analyse("spend", { run: 0 }));
    expect(flame.names).toEqual(["run", "gpt-4o", "book", "look", "look"]);
    expect([...flame.depth]).toEqual([0, 1, 1, 1, 1]);
    expect([...flame.startMs]).toEqual([0, 0, 100, 150, 160]);
    expect([...flame.endMs]).toEqual([200, 100, 150, 160, 190]);
    expect([...flame.failing]).toEqual([1, 0, 1, 0, 0]);
    expect(flame.costUsd[0]).toBeCloseTo(0.0035, 6);
  });

  it("of a run with one event, a chain of ten thousand and a circle is told without an end", async () => {
    const chain = Array.from({ length: 10_000 }, (_, n) => ({ id: `n${n}`, kind: "tool_call", tool: "t", ...(n > 0 && { parent: `n${n - 1}` }), time_unix_us: at(n), duration_ms: 1 }));
    expect(unwrap(await (await open(chain)).analyse("spend", { run: 0 })).flame.leftOut).toBeGreaterThan(0);
    const circle = [{ id: "x", kind: "log", parent: "y", time_unix_us: at(0) }, { id: "y", kind: "log", parent: "x", time_unix_us: at(1) }];
    expect(unwrap(await (await open(circle)).analyse("spend", { run: 0 })).total.calls).toBe(0);
    expect(unwrap(await (await open([{ kind: "log" }])).analyse("calls", { run: 0 }))).toEqual({ events: 1, read: 1, llm: [], llmTotal: 0, tools: [] });
  });
});
