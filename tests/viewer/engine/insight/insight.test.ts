import { beforeEach, describe, expect, it } from "vitest";
import type { EngineApi } from "../../../../viewer/engine/api.ts";
import type { InsightInfo, Part } from "../../../../viewer/engine/contracts/insight.ts";
import { openAll, startEngine, textFile, traceText, unwrap } from "../../../support/engine.ts";

let engine: EngineApi;
beforeEach(async () => {
  engine = await startEngine();
});

function valueOf<T>(part: Part<T>): T {
  if (part.ok) return part.value;
  throw new Error(part.cause);
}

async function insightOf(events: readonly Record<string, unknown>[], run = 0): Promise<InsightInfo> {
  await openAll(engine, [textFile("a.peek.jsonl", traceText(events))]);
  return unwrap(await engine.analyse("insight", { run }));
}

const FAILED_RUN = [
  { kind: "agent_start", agent: "booker", payload: { input: "Book flight HAT136 to Seattle for customer 4411" } },
  { kind: "decision", agent: "booker", confidence: 0.9, payload: { reasoning: "look first", chosen_action: "search" } },
  { kind: "tool_call", id: "c1", agent: "booker", tool: "search_flights", payload: { arguments: { flight: "HAT136" } } },
  { kind: "tool_result", agent: "booker", tool: "search_flights", reply_to: "c1", outcome: "ok", payload: { result: "HAT136 leaves at 10:40, seat 12A free" } },
  { kind: "checkpoint", agent: "booker", payload: { state: { found: true } } },
  { kind: "tool_call", id: "c2", agent: "booker", tool: "book_flight", payload: { arguments: { flight: "HAT999", customer: "4411" } } },
  { kind: "tool_result", agent: "booker", tool: "book_flight", reply_to: "c2", outcome: "error", error_class: "NotFound", payload: { error: "flight HAT999 not found" } },
  { kind: "llm_response", agent: "booker", payload: { content: "Your flight has been booked." } },
  { kind: "agent_end", agent: "booker", outcome: "failed", score: 0 },
];

describe("why a run failed", () => {
  it("is told in at most five sentences that name their events, the suspect first", async () => {
    const why = valueOf((await insightOf(FAILED_RUN)).why);
    expect(why.sentences.length).toBeLessThanOrEqual(5);
    for (const { events } of why.sentences) expect(events.length).toBeGreaterThan(0);
    expect(why.failed).toBe(true);
    expect(why.suspects[0]?.event).toMatchObject({ kind: "tool_call", number: 5 });
    expect(why.sentences.map(({ text }) => text)).toEqual([
      "The run ended as failed with a score of 0.",
      expect.stringMatching(/^First suspect \(\d+ %\): step #5 by booker: it /),
      "The next step failed: flight HAT999 not found",
      "It passes on a value that no message or result had given.",
      expect.stringMatching(/^If not that one: /),
    ].slice(0, why.sentences.length));
    expect(why.suspects[0]?.path.map(({ event, via }) => [event.number, via])).toEqual([[5, ""], [6, "was answered by"]]);
  });

  it("gives probabilities that sum to one over steps and agents, and reasons with their figures", async () => {
    const why = valueOf((await insightOf(FAILED_RUN)).why);
    expect(why.agents.reduce((sum, { probability }) => sum + probability, 0)).toBeCloseTo(1);
    expect(why.suspects.reduce((sum, { probability }) => sum + probability, 0)).toBeLessThanOrEqual(1.000001);
    expect(why.suspects[0]?.reasons.length).toBeGreaterThan(2);
    expect(why.basis).not.toBe("");
  });

  it("says that nothing failed where nothing did, and still says where to look", async () => {
    const why = valueOf((await insightOf([{ kind: "agent_turn", agent: "a", payload: { content: "done" } }, { kind: "agent_end", outcome: "passed", score: 1 }])).why);
    expect(why.failed).toBe(false);
    expect(why.sentences[0]?.text).toContain("Nothing says that this run failed");
  });

  it("names the act that was expected, where the trace knows it", async () => {
    const events = FAILED_RUN.map((event) => (event.kind === "agent_end" ? { ...event, payload: { expected: [{ name: "book_flight", kwargs: { flight: "HAT136", customer: "4411" } }] } } : event));
    const why = valueOf((await insightOf(events)).why);
    expect(why.sentences.some(({ text }) => text.startsWith("Step #5 is not among the acts that were expected; book_flight("))).toBe(true);
    expect(why.suspects[0]?.reasons[0]?.says).toContain("set by hand");
  });

  it("does not read the labels that people put on a run", async () => {
    const labelled = [...FAILED_RUN, { kind: "annotation", name: "label", related: ["e1"], payload: { text: "Judged mistake: booker at step 1", label: { step: 1 } } }];
    const bare = valueOf((await insightOf(FAILED_RUN)).why).suspects;
    engine = await startEngine();
    expect(valueOf((await insightOf(labelled)).why).suspects.map(({ probability }) => probability)).toEqual(bare.map(({ probability }) => probability));
  });

  it("ranks what failing runs of a task do and passing ones do not", async () => {
    const run = (session: string, tool: string, outcome: string): Record<string, unknown>[] => [
      { id: `${session}0`, session, kind: "agent_start", agent: "a", task: "t7" },
      { id: `${session}1`, session, kind: "tool_call", agent: "a", tool: "look" },
      { id: `${session}2`, session, kind: "tool_call", agent: "a", tool },
      { id: `${session}3`, session, kind: "agent_end", agent: "a", outcome },
    ];
    const why = valueOf((await insightOf([...run("p", "good", "failed"), ...run("q", "fine", "passed"), ...run("r", "good", "failed"), ...run("s", "fine", "passed")])).why);
    expect(why.spectrum.map(({ act, suspicion, failedWith, passedWith }) => [act, suspicion, failedWith, passedWith])).toEqual([["a: calls good", 1, 2, 0]]);
    expect(why.spectrumNote).toBe("4 runs of task t7 are open: 2 failed, 2 passed.");
  });
});

describe("restoring", () => {
  it("offers the recorded checkpoint before the suspect, with what is kept and what would happen twice", async () => {
    const { picks, checkpoints, unit } = valueOf((await insightOf(FAILED_RUN)).restore);
    expect(checkpoints).toBe(1);
    expect(unit).toBe("time");
    expect(picks.map(({ name }) => name)).toEqual(["safest", "balanced", "restart"]);
    expect(picks[2]).toMatchObject({ kept: 0, errorIsLater: 1, checkpoint: null });
    expect(picks[1]?.checkpoint).toMatchObject({ number: 4 });
  });
});

describe("parts", () => {
  it("that cannot say anything say why, and the others stand", async () => {
    const found = await insightOf([{ kind: "log", payload: { message: "hello" } }, { kind: "checkpoint" }]);
    expect(found.why).toMatchObject({ ok: false, cause: expect.stringContaining("no step of this run can be ranked") });
    expect(found.restore.ok).toBe(false);
    expect(found.grounding.ok).toBe(false);
    expect(found.alerts).toEqual({ ok: true, value: [] });
    expect(found.highlights.ok).toBe(true);
  });

  it("are the same every time", async () => {
    const one = await insightOf(FAILED_RUN);
    expect(unwrap(await engine.analyse("insight", { run: 0 }))).toEqual(one);
  });

  it("read payloads of any shape: empty, of a megabyte, nested, not Latin", async () => {
    let nested: unknown = "deep";
    for (let i = 0; i < 500; i++) nested = [nested];
    const odd = [{ kind: "agent_turn", agent: "甲", payload: { content: "订单12345未找到？" } }, { kind: "agent_turn", payload: {} }, { kind: "agent_turn", payload: null }, { kind: "tool_call", payload: { arguments: nested } }, { kind: "tool_result", outcome: "error", payload: { error: "x".repeat(1_000_000) } }, { kind: "agent_turn", payload: { content: `"${"a ".repeat(200_000)}` } }];
    const found = await insightOf(odd);
    for (const part of [found.why, found.highlights, found.restore, found.alerts]) expect(part.ok).toBe(true);
  });
});

describe("highlights", () => {
  it("are at most twenty moments in order, with the suspect and the first failure among them", async () => {
    const many = Array.from({ length: 2000 }, (_, i) => ({ kind: "tool_result", tool: "t", outcome: i % 50 === 7 ? "error" : "ok", payload: { result: `line ${i}` } }));
    const moments = valueOf((await insightOf([...FAILED_RUN.slice(0, 8), ...many])).highlights);
    expect(moments).toHaveLength(20);
    expect(moments.map(({ event }) => event.number)).toEqual(moments.map(({ event }) => event.number).toSorted((a, b) => a - b));
    expect(moments.some(({ why }) => why.includes("first suspect"))).toBe(true);
    expect(moments.some(({ why }) => why.includes("the first failure"))).toBe(true);
  });
});
