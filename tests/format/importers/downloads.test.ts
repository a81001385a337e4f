import { describe, expect, test } from "vitest";
import { validateEvent, type EventRecord } from "../../../format/event.ts";
import { importOne, openText, payloadOf } from "./support.ts";

const kinds = (events: readonly EventRecord[]): string[] => events.map(({ kind }) => kind);
const json = (value: unknown): string => JSON.stringify(value);

describe("traces as people download them", () => {
  test("Langfuse: observations, traces and scores of blob storage, in snake case, a line each, in files of their own", async () => {
    const observations = [
      { id: "g", trace_id: "t", project_id: "p", type: "GENERATION", parent_observation_id: "s", start_time: "2026-01-01 00:00:01.000", end_time: "2026-01-01 00:00:02.000", name: "ask", provided_model_name: "gpt", input: '[{"role":"user","content":"hi"}]', output: '{"role":"assistant","content":"yo"}', usage_details: { input: 3, output: 4 }, cost_details: { total: 0.5 }, level: "DEFAULT" },
      { id: "s", trace_id: "t", project_id: "p", type: "SPAN", parent_observation_id: null, start_time: "2026-01-01 00:00:00.000", end_time: "2026-01-01 00:00:03.000", name: "work", level: "ERROR", status_message: "gone" },
    ];
    const traces = [{ id: "t", project_id: "p", name: "chat", timestamp: "2026-01-01 00:00:00.000", session_id: "c", user_id: "u", public: false, bookmarked: false, tags: ["x"] }];
    const scores = [{ id: "x", project_id: "p", trace_id: "t", observation_id: null, name: "right", value: 1, data_type: "BOOLEAN", timestamp: "2026-01-02 00:00:00.000" }];
    const files = await Promise.all([observations, traces, scores].map((list, index) => openText(`${index}.jsonl`, list.map(json).join("\n"))));
    const { events, report, importer } = await importOne(files);
    expect([importer, report.became, report.skipped]).toEqual(["langfuse", 4, 0]);
    expect(events.flatMap(validateEvent)).toEqual([]);
    expect(kinds(events)).toEqual(["agent_start", "span", "llm_request", "llm_response", "agent_end", "annotation"]);
    expect(events[3]).toMatchObject({ model: "gpt", tokens_in: 3, tokens_out: 4, cost_usd: 0.5, duration_ms: 1000, payload: { content: "yo" } });
    expect(events[1]).toMatchObject({ outcome: "error", payload: { error: { message: "gone" } } });
    expect(events[0]).toMatchObject({ trace: "c", payload: { tags: ["x"] } });
    expect(events[4]).toMatchObject({ score: 1, outcome: "passed" });
  });

  test("Langfuse: observations as a table", async () => {
    const rows = ["id,traceId,parentObservationId,type,name,startTime,endTime,input,output,model,usageDetails,level", 'a,t,,SPAN,root,2026-01-01T00:00:00Z,2026-01-01T00:00:02Z,hello,,,,DEFAULT', 'b,t,a,GENERATION,ask,2026-01-01T00:00:00.500Z,2026-01-01T00:00:01Z,"[{""role"":""user"",""content"":""hi""}]","{""role"":""assistant"",""content"":""yo""}",gpt,"{""input"":3,""output"":4}",DEFAULT'];
    const { events, importer, report } = await importOne([await openText("o.csv", `${rows.join("\n")}\n`)]);
    expect([importer, report.became, report.skipped]).toEqual(["langfuse", 2, 0]);
    expect(kinds(events)).toEqual(["agent_start", "llm_request", "llm_response", "agent_end"]);
    expect(events[2]).toMatchObject({ model: "gpt", tokens_in: 3, payload: { content: "yo" } });
  });

  test("Phoenix: spans of its API, attributes nested or flat, and its table", async () => {
    const base = { name: "ask", span_kind: "LLM", parent_id: null, start_time: "2026-01-01T00:00:00Z", end_time: "2026-01-01T00:00:01Z", status_code: "ERROR", status_message: "slow", events: [] };
    const nested = { ...base, id: "U3Bhbjox", context: { trace_id: "t1", span_id: "a" }, attributes: { openinference: { span: { kind: "LLM" } }, llm: { model_name: "gpt", token_count: { prompt: 3, completion: 4 }, input_messages: [{ message: { role: "user", content: "hi" } }], output_messages: [{ message: { role: "assistant", tool_calls: [{ tool_call: { id: "c", function: { name: "look", arguments: '{"q":1}' } } }] } }] }, metadata: { mine: 1 } } };
    const flat = { ...base, context: { trace_id: "t2", span_id: "b" }, attributes: { "openinference.span.kind": "LLM", "llm.model_name": "gpt", "llm.token_count.prompt": 3, "llm.token_count.completion": 4, "llm.input_messages": [{ message: { role: "user", content: "hi" } }], "llm.output_messages.0.message.role": "assistant", "llm.output_messages.0.message.tool_calls.0.tool_call.function.name": "look" } };
    const { events, importer, report } = await importOne([await openText("p.json", json({ data: [nested, flat], next_cursor: null }))]);
    expect([importer, report.became, report.skipped]).toEqual(["otlp", 2, 0]);
    for (const event of events.filter(({ kind }) => kind === "llm_response")) expect(event).toMatchObject({ model: "gpt", tokens_in: 3, tokens_out: 4, outcome: "error", payload: { error: { message: "slow" }, tool_calls: [{ name: "look" }] } });
    for (const event of events.filter(({ kind }) => kind === "llm_request")) expect(payloadOf(event)["messages"]).toEqual([{ role: "user", content: "hi" }]);
    const table = ["name,span_kind,parent_id,start_time,end_time,status_code,context.span_id,context.trace_id,attributes.llm.model_name,attributes.openinference.span.kind,attributes.input.value", "ask,LLM,,2026-01-01T00:00:00Z,2026-01-01T00:00:01Z,OK,a,t,gpt,LLM,hello"];
    const rows = await importOne([await openText("p.csv", `${table.join("\n")}\n`)]);
    expect([rows.importer, ...kinds(rows.events)]).toEqual(["otlp", "agent_start", "llm_request", "llm_response", "agent_end"]);
    expect(rows.events[1]).toMatchObject({ model: "gpt", payload: { input: "hello" } });
  });

  test("Jaeger: traces of its page, references as parents, tags as attributes", async () => {
    const tag = (key: string, value: unknown): object => ({ key, type: "string", value });
    const span = (spanID: string, operationName: string, parent: string | undefined, tags: readonly object[]): object => ({ traceID: "t", spanID, operationName, references: parent === undefined ? [] : [{ refType: "CHILD_OF", traceID: "t", spanID: parent }], startTime: 1_767_225_600_000_000, duration: 1500, tags, logs: [{ timestamp: 1_767_225_600_000_100, fields: [tag("event", "exception"), tag("exception.type", "Slow")] }], processID: "p1", warnings: null });
    const document = { data: [{ traceID: "t", spans: [span("b", "chat gpt", "a", [tag("gen_ai.operation.name", "chat"), tag("gen_ai.request.model", "gpt"), tag("gen_ai.usage.input_tokens", 3), tag("error", true)]), span("a", "invoke_agent x", undefined, [tag("gen_ai.operation.name", "invoke_agent"), tag("gen_ai.agent.name", "x")])], processes: { p1: { serviceName: "shop", tags: [] } } }], total: 0, errors: null };
    const { events, importer, report } = await importOne([await openText("j.json", json(document))]);
    expect([importer, report.became, report.skipped]).toEqual(["jaeger", 2, 0]);
    expect(kinds(events)).toEqual(["agent_start", "llm_request", "llm_response", "agent_end"]);
    expect(events[0]).toMatchObject({ agent: "x", framework: "shop", time_unix_us: 1_767_225_600_000_000 });
    expect(events[2]).toMatchObject({ tokens_in: 3, duration_ms: 1.5, outcome: "error", error_class: "Slow", parent: "a" });
  });

  test("Zipkin: a list of spans, or of traces", async () => {
    const span = { traceId: "t", id: "b", parentId: "a", name: "execute_tool look", kind: "CLIENT", timestamp: 1_767_225_600_000_000, duration: 2000, localEndpoint: { serviceName: "shop" }, tags: { "gen_ai.operation.name": "execute_tool", "gen_ai.tool.name": "look", error: "gone" } };
    const root = { traceId: "t", id: "a", name: "work", timestamp: 1_767_225_600_000_000, duration: 3000, localEndpoint: { serviceName: "shop" }, tags: {} };
    for (const document of [[span, root], [[span, root]]]) {
      const { events, importer, report } = await importOne([await openText("z.json", json(document))]);
      expect([importer, report.became, report.skipped]).toEqual(["zipkin", 2, 0]);
      expect(kinds(events)).toEqual(["agent_start", "tool_call", "tool_result", "agent_end"]);
      expect(events[2]).toMatchObject({ tool: "look", outcome: "error", duration_ms: 2, payload: { error: { message: "gone" } } });
    }
  });

  test("Tempo: batches, and a document around them", async () => {
    const spans = [{ traceId: "AAAAAAAAAAAAAAAAAAAAAQ==", spanId: "AAAAAAAAAAE=", name: "x", startTimeUnixNano: "1767225600000000000", endTimeUnixNano: "1767225601000000000" }];
    const batches = { batches: [{ resource: {}, instrumentationLibrarySpans: [{ spans }] }] };
    const wrapped = { trace: { resourceSpans: [{ scopeSpans: [{ spans }] }] } };
    for (const document of [batches, wrapped]) {
      const { events, importer, report } = await importOne([await openText("t.json", json(document))]);
      expect([importer, report.became, report.skipped]).toEqual(["otlp", 1, 0]);
      expect(events.find(({ kind }) => kind === "span")).toMatchObject({ id: "0000000000000001", session: "00000000000000000000000000000001" });
    }
  });

  test("Logfire: announced spans are joined into those that came; one that never came stands open", async () => {
    const attribute = (key: string, value: string): object => ({ key, value: { stringValue: value } });
    const span = (spanId: string, parentSpanId: string | undefined, attributes: readonly object[] = []): object => ({ traceId: "t", spanId, parentSpanId, name: "chat gpt", startTimeUnixNano: "1767225600000000000", endTimeUnixNano: "1767225601000000000", attributes: [attribute("gen_ai.operation.name", "chat"), ...attributes] });
    const pending = (spanId: string, of: string, above: string): object => span(spanId, of, [attribute("logfire.span_type", "pending_span"), attribute("logfire.pending_parent_id", above)]);
    const spans = [pending("p1", "a", "0000000000000000"), span("a", undefined), pending("p2", "b", "a")];
    const { events, report } = await importOne([await openText("l.json", json({ resourceSpans: [{ scopeSpans: [{ spans }] }] }))]);
    expect(report).toMatchObject({ became: 2, merged: 1, skipped: 0 });
    expect(events.filter(({ kind }) => kind === "llm_request").map(({ id, parent }) => [id, parent])).toEqual([["a", "t.start"], ["b", "a"]]);
    expect(events.filter(({ kind }) => kind === "llm_response").map(({ id }) => id)).toEqual(["a.end"]);
  });
});
