import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { EventRecord } from "../../../format/event.ts";
import { validateEvent } from "../../../format/event.ts";
import { DATA, HAS_DATA } from "./data.ts";
import { importAll, importOne, openBytes, openReal, openText, payloadOf } from "./support.ts";

const FOLDER = "otlp-openinference/agent-prism/demo-app/src/data";
const FIXTURES = "otlp-openinference/openinference/js/packages/openinference-genai/test/__fixtures__";

/** The first event each kind of span becomes. */
const OPENS: Readonly<Record<string, string>> = {
  LLM: "llm_request",
  TOOL: "tool_call",
  AGENT: "agent_turn",
  CHAIN: "chain",
  RETRIEVER: "retrieval",
  UNKNOWN: "span",
  "": "span",
};

interface RawSpan {
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly startTimeUnixNano: string;
  readonly attributes: readonly { readonly key: string; readonly value: { readonly stringValue?: string } }[];
}

function rawSpans(path: string): RawSpan[] {
  const documents = JSON.parse(readFileSync(join(DATA, path), "utf8")) as { resourceSpans: { scopeSpans: { spans: RawSpan[] }[] }[] }[];
  return documents.flatMap((document) => document.resourceSpans.flatMap((resource) => resource.scopeSpans.flatMap((scope) => scope.spans)));
}

const hex = (id: string): string => Buffer.from(id, "base64").toString("hex");

describe.skipIf(!HAS_DATA)("55 real spans with OpenInference attributes", () => {
  test.each([
    ["quo_tav_agent.json", 29],
    ["rag_earnings_agent.json", 18],
    ["smol_deep_research_agent.json", 8],
  ])("%s: %i spans, parents, kinds and times exact", async (name, count) => {
    const path = `${FOLDER}/${name}`;
    const spans = rawSpans(path);
    expect(spans).toHaveLength(count);
    const { events, report } = await importOne(await openReal(path));
    expect([report.became, report.merged, report.skipped]).toEqual([count, 0, 0]);
    const byId = new Map(events.map((event) => [event.id, event]));
    const roots = spans.filter((span) => span.parentSpanId === undefined);
    for (const span of spans) {
      const event = byId.get(hex(span.spanId));
      const kind = span.attributes.find(({ key }) => key === "openinference.span.kind")?.value.stringValue ?? "";
      const isRun = roots.length === 1 && roots[0] === span;
      expect(event?.kind).toBe(isRun ? "agent_start" : OPENS[kind]);
      expect(event?.parent).toBe(span.parentSpanId === undefined ? undefined : hex(span.parentSpanId));
      expect(event?.time_unix_us).toBe(Number(BigInt(span.startTimeUnixNano) / 1000n));
    }
  });

  test("every event is valid, and every result answers a call", async () => {
    for (const name of ["quo_tav_agent.json", "rag_earnings_agent.json", "smol_deep_research_agent.json"]) {
      const { events } = await importOne(await openReal(`${FOLDER}/${name}`));
      expect(events.flatMap(validateEvent)).toEqual([]);
      const ids = new Set(events.map(({ id }) => id));
      const answers = events.filter(({ kind }) => kind === "tool_result" || kind === "llm_response");
      expect(answers.every(({ reply_to: call }) => call !== undefined && ids.has(call))).toBe(true);
      expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index));
    }
  });

  test("tokens are counted once: the sum of the events is the sum of the model spans", async () => {
    const spans = rawSpans(`${FOLDER}/smol_deep_research_agent.json`);
    const prompt = spans.flatMap(({ attributes }) => attributes.filter(({ key }) => key === "llm.token_count.prompt").map(({ value }) => Number((value as { intValue?: string }).intValue)));
    const { events } = await importOne(await openReal(`${FOLDER}/smol_deep_research_agent.json`));
    expect(events.reduce((sum, event) => sum + (event.tokens_in ?? 0), 0)).toBe(prompt.reduce((sum, each) => sum + each, 0));
  });
});

describe.skipIf(!HAS_DATA)("the same call in two conventions is the same event", () => {
  const load = async (name: string): Promise<readonly EventRecord[]> => (await importOne(await openReal(`${FIXTURES}/${name}.json`))).events;
  const essence = (events: readonly EventRecord[]): unknown =>
    events.map((event) => {
      const { extra: _extra, ...payload } = payloadOf(event);
      const { source: _source, payload: _payload, ...envelope } = event;
      return { envelope, payload: { ...payload, settings: tidySettings(payload["settings"]) } };
    });
  /** OpenAI's newer word for the same bound. */
  const tidySettings = (value: unknown): unknown => {
    const { max_completion_tokens: most, ...others } = (value ?? {}) as Record<string, unknown>;
    return most === undefined ? others : { ...others, max_tokens: most };
  };

  test.each(["openinference_client_span_tool_calls", "otel_genai_deprecated_client_span_tool_calls", "openinference_client_span_input_output_only"])("gen_ai and %s", async (other) => {
    const genAi = await load("otel_genai_client_span_tool_calls");
    expect(essence(await load(other))).toEqual(essence(genAi));
    const [, request, response] = genAi;
    expect(request).toMatchObject({ kind: "llm_request", model: "gpt-4-0613", provider: "openai" });
    expect(payloadOf(request)["messages"]).toEqual([
      { role: "user", content: "Weather in Paris?" },
      { role: "assistant", content: "Absolutely! Let me check the weather for you.", tool_calls: [{ id: "1234", name: "get_weather", arguments: { location: "Paris" } }] },
      { role: "tool", content: "rainy, 57°F", tool_call_id: "1234" },
    ]);
    expect(response).toMatchObject({ kind: "llm_response", tokens_in: 97, tokens_out: 52 });
    expect(payloadOf(response)).toMatchObject({ content: "The weather in Paris is currently rainy with a temperature of 57°F.", stop_reason: "stop" });
  });

  test("a tool execution span", async () => {
    const [, call, result] = await load("otel_genai_tool_execution_span");
    expect(call).toMatchObject({ kind: "tool_call", tool: "get_weather", payload: { arguments: { city: "New York" }, call_id: "1234" } });
    expect(payloadOf(result)["result"]).toMatchObject({ status: "success" });
  });

  test("the AI SDK's outer call does not count the inner one's tokens again", async () => {
    const path = "otlp-openinference/openinference/js/packages/openinference-vercel/test/__fixtures__/v6-spans/all-spans.json";
    const { events, report } = await importOne(await openReal(path));
    expect(report.became).toBe(10);
    expect(events.filter(({ kind }) => kind === "llm_response").map(({ model }) => model)).toEqual(Array(4).fill("gpt-4o-mini-2024-07-18"));
  });
});

/** A span of OTLP JSON; the rest of the document around it is added by `otlp`. */
function span(id: string, more: Record<string, unknown> = {}): Record<string, unknown> {
  return { traceId: "0".repeat(31) + "1", spanId: id.padStart(16, "0"), name: `span ${id}`, startTimeUnixNano: "1700000000000000000", endTimeUnixNano: "1700000001500000000", ...more };
}
const otlp = (...spans: readonly unknown[]): Record<string, unknown> => ({ resourceSpans: [{ resource: { attributes: [] }, scopeSpans: [{ scope: { name: "test" }, spans }] }] });
const attributes = (values: Record<string, unknown>): unknown[] => Object.entries(values).map(([key, value]) => ({ key, value: typeof value === "number" ? { intValue: String(value) } : { stringValue: value } }));
const one = async (document: unknown): Promise<Awaited<ReturnType<typeof importOne>>> => importOne([await openText("t.json", typeof document === "string" ? document : JSON.stringify(document))]);
const find = (events: readonly EventRecord[], id: string): EventRecord | undefined => events.find((event) => event.id === id.padStart(16, "0"));

describe("OTLP forms", () => {
  test("an object, a list, a line each and snake case are the same", async () => {
    const spans = [span("a"), span("b", { parentSpanId: "a".padStart(16, "0") })];
    const snake = {
      resource_spans: [{ scope_spans: [{ spans: spans.map((each) => ({ trace_id: each["traceId"], span_id: each["spanId"], parent_span_id: each["parentSpanId"], name: each["name"], start_time_unix_nano: 1.7e18, end_time_unix_nano: "1700000001500000000" })) }] }],
    };
    const lines = spans.map((each) => JSON.stringify(otlp(each))).join("\n");
    for (const form of [otlp(...spans), spans.map((each) => otlp(each)), lines, snake]) {
      const { events, report } = await one(form);
      expect(report.became).toBe(2);
      expect(events.map(({ kind, id, parent, time_unix_us: time }) => [kind, id, parent, time])).toEqual([
        ["agent_start", "000000000000000a", undefined, 1.7e15],
        ["span", "000000000000000b", "000000000000000a", 1.7e15],
        ["agent_end", "000000000000000a.end", undefined, 1.7e15 + 1.5e6],
      ]);
    }
  });

  test("a parent may come later, and in another file", async () => {
    const files = await Promise.all([
      openText("1.json", JSON.stringify(otlp(span("b", { parentSpanId: "a".padStart(16, "0") })))),
      openText("2.json", JSON.stringify(otlp(span("a")))),
    ]);
    const { events, report } = await importOne(files);
    expect(find(events, "b")?.parent).toBe("a".padStart(16, "0"));
    expect(report.counts).toEqual([]);
  });

  test("a parent that never comes is said, and the span hangs below the run", async () => {
    const { events, report } = await one(otlp(span("b", { parentSpanId: "f".repeat(16) })));
    expect(report.counts).toMatchObject([{ code: "missing_parent", count: 1 }]);
    expect(find(events, "b")).toMatchObject({ derived: ["parent"], payload: { extra: { parent_span: "f".repeat(16) } } });
  });

  test("spans that name each other as parents are opened up, whatever their depth", async () => {
    const circle = [span("a", { parentSpanId: "b".padStart(16, "0") }), span("b", { parentSpanId: "a".padStart(16, "0") })];
    const { report } = await one(otlp(...circle));
    expect(report).toMatchObject({ became: 2, counts: [{ code: "parent_cycle" }] });
    const chain = Array.from({ length: 20_000 }, (_, index) => span((index + 1).toString(16), index === 0 ? {} : { parentSpanId: index.toString(16).padStart(16, "0") }));
    expect((await one(otlp(...chain))).report.became).toBe(20_000);
  });

  test("the same span twice counts once, in its fullest form", async () => {
    const early = span("a", { endTimeUnixNano: undefined });
    const { events, report } = await one([otlp(early), otlp(span("a", { attributes: attributes({ "gen_ai.operation.name": "invoke_agent" }) }))]);
    expect([report.became, report.merged]).toEqual([1, 1]);
    expect(events.map(({ kind }) => kind)).toEqual(["agent_start", "agent_end"]);
  });

  test("errors: status, exception event, class and stack", async () => {
    const failing = span("a", {
      attributes: attributes({ "gen_ai.operation.name": "execute_tool", "gen_ai.tool.name": "search" }),
      status: { code: "STATUS_CODE_ERROR", message: "gave up" },
      events: [{ name: "exception", timeUnixNano: "1700000001000000000", attributes: attributes({ "exception.type": "TimeoutError", "exception.message": "30 s passed", "exception.stacktrace": "at x" }) }],
    });
    const { events } = await one(otlp(failing));
    expect(events.find(({ kind }) => kind === "tool_result")).toMatchObject({
      outcome: "error",
      error_class: "TimeoutError",
      tool: "search",
      duration_ms: 1500,
      payload: { error: { type: "TimeoutError", message: "30 s passed", stack: "at x" } },
    });
  });

  test("per-message events of the first generation become the conversation, other events logs, links upstream", async () => {
    const chat = span("a", {
      attributes: attributes({ "gen_ai.operation.name": "chat", "gen_ai.system": "openai", "gen_ai.request.model": "m", "gen_ai.usage.prompt_tokens": 3, "gen_ai.usage.completion_tokens": 4 }),
      events: [
        { name: "gen_ai.user.message", attributes: attributes({ content: "hi" }) },
        { name: "gen_ai.choice", attributes: attributes({ "gen_ai.event.content": '{"index":0,"message":{"content":"hello"},"finish_reason":"stop"}' }) },
        { name: "first token", timeUnixNano: "1700000000500000000", attributes: [] },
      ],
      links: [{ traceId: "2".repeat(32), spanId: "3".repeat(16) }],
    });
    const { events } = await one(otlp(chat));
    const [, request, log, response] = events;
    expect(request).toMatchObject({ kind: "llm_request", provider: "openai", upstream: ["3".repeat(16)], payload: { messages: [{ role: "user", content: "hi" }] } });
    expect(log).toMatchObject({ kind: "log", name: "first token", parent: request?.id, time_unix_us: 1.7e15 + 500_000 });
    expect(response).toMatchObject({ tokens_in: 3, tokens_out: 4, payload: { content: "hello", stop_reason: "stop" } });
  });

  test("messages in log records are joined into their span; stray ones are listed", async () => {
    const record = { traceId: "0".repeat(31) + "1", spanId: "a".padStart(16, "0"), eventName: "gen_ai.user.message", body: { kvlistValue: { values: [{ key: "content", value: { stringValue: "from a log" } }] } } };
    const logs = { resourceLogs: [{ scopeLogs: [{ logRecords: [record, { ...record, spanId: "e".repeat(16) }] }] }] };
    const { events, report } = await one([otlp(span("a", { attributes: attributes({ "gen_ai.operation.name": "chat" }) }))].map((each) => JSON.stringify(each)).concat(JSON.stringify(logs)).join("\n"));
    expect([report.became, report.merged, report.skipped]).toEqual([1, 1, 1]);
    expect(payloadOf(find(events, "a"))["messages"]).toEqual([{ role: "user", content: "from a log" }]);
  });

  test("sums on an agent span are not counted beside the calls they are the sum of", async () => {
    const agent = span("a", { attributes: attributes({ "gen_ai.operation.name": "invoke_agent", "gen_ai.agent.name": "helper", "gen_ai.aggregated_usage.input_tokens": 10 }) });
    const call = span("b", { parentSpanId: "a".padStart(16, "0"), attributes: attributes({ "gen_ai.operation.name": "chat", "gen_ai.usage.input_tokens": 10 }) });
    const { events } = await one(otlp(agent, call));
    expect(events.reduce((sum, event) => sum + (event.tokens_in ?? 0), 0)).toBe(10);
    expect(payloadOf(find(events, "a"))).toMatchObject({ extra: { usage_of_children: { tokens_in: 10 } } });
    expect(events.every(({ agent: name }) => name === "helper")).toBe(true);
  });

  test("attributes of every type arrive; what no convention knows stays in the extra members", async () => {
    const values = [
      { key: "list", value: { arrayValue: { values: [{ intValue: "1" }, { stringValue: "x" }] } } },
      { key: "map", value: { kvlistValue: { values: [{ key: "k", value: { boolValue: true } }] } } },
      { key: "bytes", value: { bytesValue: "AQI=" } },
      { key: "big", value: { intValue: "9007199254740993" } },
      { key: "double", value: { doubleValue: 0.5 } },
      { key: "none", value: {} },
    ];
    const { events } = await one(otlp(span("a", { attributes: values })));
    expect(payloadOf(find(events, "a"))["extra"]).toMatchObject({ list: [1, "x"], map: { k: true }, bytes: { $bytes: "AQI=" }, big: "9007199254740993", double: 0.5 });
  });

  test("a half-written export gives what is whole", async () => {
    const text = JSON.stringify(otlp(span("a"), span("b"), span("c")));
    const { report } = await one(text.slice(0, -60));
    expect(report.became).toBeGreaterThanOrEqual(2);
    expect(report.counts.map(({ code }) => code)).toContain("cut_off");
  });

  test("gzip", async () => {
    const { gzipSync } = await import("fflate");
    const files = await openBytes("t.json.gz", gzipSync(new TextEncoder().encode(JSON.stringify(otlp(span("a"))))));
    expect((await importAll(files))[0]?.importer).toBe("otlp");
  });
});

test("Phoenix's spans in lists by name, with what they are beside their attributes, and its table a line each", async () => {
  const span = (id: string, kind: string, parent: string | null): object => ({ name: id, context: { trace_id: "0".repeat(31) + "1", span_id: id.repeat(16) }, span_kind: kind, parent_id: parent, start_time: "2026-01-01T00:00:00Z", end_time: "2026-01-01T00:00:01Z", attributes: { "input.value": "x" } });
  const named = await importOne([await openText("a.json", JSON.stringify({ turn: [span("a", "AGENT", null), span("b", "TOOL", "a".repeat(16))] }))]);
  expect([named.importer, named.events.map(({ kind }) => kind)]).toEqual(["otlp", ["agent_start", "tool_call", "tool_result", "agent_end"]]);
  const row = { name: "q", span_kind: "LLM", parent_id: null, start_time: "2026-01-01T00:00:00Z", end_time: "2026-01-01T00:00:02Z", "context.span_id": "c".repeat(16), "context.trace_id": "0".repeat(31) + "2", "attributes.llm.token_count.prompt": 7 };
  const rows = await importOne([await openText("b.jsonl", `${JSON.stringify(row)}\n${JSON.stringify({ ...row, "context.span_id": "d".repeat(16) })}\n`)]);
  expect([rows.importer, rows.events.filter(({ kind }) => kind === "llm_response").map(({ tokens_in: input }) => input)]).toEqual(["otlp", [7, 7]]);
});
