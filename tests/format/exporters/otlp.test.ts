import { readdirSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { EventRecord } from "../../../format/event.ts";
import { KIND_NAMES } from "../../../format/kinds.ts";
import { HAS_DATA } from "../importers/data.ts";
import { importAll, importOne, openReal, openText } from "../importers/support.ts";
import { eventsOf, exported, withoutSource } from "./support.ts";

const SCENARIOS = new URL("../../../samples/scenarios/", import.meta.url);
const scenarios = readdirSync(SCENARIOS).filter((name) => name.endsWith(".peek.jsonl"));

async function thereAndBack(events: readonly EventRecord[]): Promise<readonly EventRecord[]> {
  const { events: back, importer, report } = await importOne([await openText("t.jsonl", await exported("otlp", events))]);
  expect(importer).toBe("otlp");
  expect(report.skipped).toBe(0);
  return back;
}

const OUTSIDE: readonly string[] = ["langfuse-framework-traces/langgraph-js-2025-10-30.trace.json", "who-and-when/algorithm-generated/17.json", "langsmith/python/tests/integration_tests/test_data/langsmith_py_wrap_openai_.json"];

describe("OpenTelemetry out and in again gives the same events", () => {
  test.each(scenarios)("of %s", async (name) => {
    const events = eventsOf(new URL(name, SCENARIOS));
    expect(events.length).toBeGreaterThan(0);
    expect(withoutSource(await thereAndBack(events))).toEqual(withoutSource(events));
  });

  test.skipIf(!HAS_DATA).each(OUTSIDE)("of the import of %s", async (path) => {
    const [first] = await importAll(await openReal(path));
    const events = first?.events ?? [];
    expect(events.length).toBeGreaterThan(2);
    expect(withoutSource(await thereAndBack(events))).toEqual(withoutSource(events));
  });

  const json = fc.jsonValue({ maxDepth: 3 }).map((value) => JSON.parse(JSON.stringify(value).replaceAll("-0", "0")) as unknown);
  const payload = fc.dictionary(fc.constantFrom("messages", "content", "reasoning", "tool_calls", "arguments", "result", "error", "input", "output", "system", "tools", "query", "documents", "settings", "text", "call_id"), json);
  const event = fc.record({ kind: fc.constantFrom(...KIND_NAMES, "custom_kind"), session: fc.constantFrom("a", "b"), of: fc.option(fc.nat(20)), payload: fc.option(payload), tokens: fc.option(fc.nat(1000)), outcome: fc.constantFrom("ok", "error", undefined) });

  test("of any events, linked at random", async () => {
    const run = fc.array(event, { minLength: 1, maxLength: 30 });
    await fc.assert(fc.asyncProperty(run, async (drawn) => {
      const counts = { a: 0, b: 0 };
      const events = drawn.map(({ kind, session, of, payload: inner, tokens, outcome }, index) => {
        const seq = counts[session]++;
        const linked = of === null ? {} : { parent: `${session}${of % (seq + 1)}`, reply_to: `${session}${of % (seq + 1)}` };
        return { seq, id: `${session}${seq}`, kind, session, time_unix_us: 1.7e15 + index, ...linked, ...(outcome && { outcome }), ...(tokens !== null && { tokens_in: tokens }), ...(inner !== null && { payload: inner }) } as EventRecord;
      });
      expect(withoutSource(await thereAndBack(events))).toEqual(withoutSource(events));
    }), { numRuns: 200, seed: 7 });
  });
});

describe("what other tools see", () => {
  test("without our own attributes, calls, tools, agents, tokens and messages are still what they were", async () => {
    for (const name of ["multi_agent_dialogue", "looping_behavior", "cost_blowup", "parallel_tools"]) {
      const events = eventsOf(new URL(`${name}.peek.jsonl`, SCENARIOS));
      const text = await exported("otlp", events);
      const stripped = text.replaceAll(/\{"key":"peaky_peek\.[a-z.]+","value":\{"stringValue":"(?:[^"\\]|\\.)*"\}\},?/g, "").replaceAll(",]", "]");
      expect(stripped).not.toContain("peaky_peek.");
      const back = (await importAll([await openText("t.jsonl", stripped)]))[0]?.events ?? [];
      for (const kind of ["llm_request", "llm_response", "tool_call", "tool_result"]) expect([name, kind, of(back, kind).length]).toEqual([name, kind, of(events, kind).length]);
      const tools = (list: readonly EventRecord[]): string[] => of(list, "tool_call").map(({ tool }) => tool ?? "").sort((a, b) => a.localeCompare(b));
      expect(tools(back)).toEqual(tools(events));
      expect(sum(back, "tokens_in")).toBe(sum(events, "tokens_in"));
      expect(sum(back, "tokens_out")).toBe(sum(events, "tokens_out"));
      const texts = (list: readonly EventRecord[]): unknown[] => of(list, "llm_response").map(({ payload: inner }) => (inner as { readonly content?: unknown } | undefined)?.content);
      expect(texts(back)).toEqual(texts(events));
    }
  });

  test("parents, ids and times are OpenTelemetry's, also where ours are not", async () => {
    const events: EventRecord[] = [
      { seq: 0, id: "one", kind: "agent_start", session: "run", time_unix_us: 1_700_000_000_123_456, agent: "a", payload: { title: "t" } },
      { seq: 1, id: "two", kind: "llm_request", session: "run", time_unix_us: 1_700_000_000_123_457, parent: "one", model: "m", payload: { messages: [{ role: "user", content: "hi" }] } },
      { seq: 2, id: "three", kind: "llm_response", session: "run", time_unix_us: 1_700_000_000_223_457, parent: "one", reply_to: "two", model: "m", outcome: "ok", payload: { content: "yo" } },
      { seq: 3, id: "four", kind: "tool_call", session: "run", time_unix_us: 1_700_000_000_223_458, parent: "three", tool: "t", upstream: ["three"] },
    ];
    const document = JSON.parse(await exported("otlp", events)) as { resourceSpans: { scopeSpans: { spans: Record<string, unknown>[] }[] }[] };
    const spans = document.resourceSpans[0]?.scopeSpans[0]?.spans ?? [];
    const byName = new Map(spans.map((span) => [span["name"], span]));
    const chat = byName.get("chat m");
    expect(chat).toMatchObject({ kind: 3, startTimeUnixNano: "1700000000123457000", endTimeUnixNano: "1700000000223457000", status: { code: 1 }, parentSpanId: byName.get("invoke_agent a")?.["spanId"] });
    expect(byName.get("execute_tool t")).toMatchObject({ parentSpanId: chat?.["spanId"], links: [{ spanId: chat?.["spanId"] }] });
    for (const span of spans) expect(span).toMatchObject({ spanId: expect.stringMatching(/^[0-9a-f]{16}$/) as string, traceId: expect.stringMatching(/^[0-9a-f]{32}$/) as string });
  });

  test("a payload nested too deeply does not stop the export", async () => {
    const deep = JSON.parse(`${"[".repeat(100_000)}${"]".repeat(100_000)}`) as never;
    const events: EventRecord[] = [{ seq: 0, id: "x", kind: "log", session: "s", time_unix_us: 1, payload: { data: deep } }];
    for (const id of ["otlp", "chat", "markdown", "csv"]) expect(typeof (await exported(id, events))).toBe("string");
  });
});

const of = (events: readonly EventRecord[], kind: string): EventRecord[] => events.filter((event) => event.kind === kind);
const sum = (events: readonly EventRecord[], key: "tokens_in" | "tokens_out"): number => events.reduce((all, event) => all + (event[key] ?? 0), 0);

