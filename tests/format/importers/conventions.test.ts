import { describe, expect, test } from "vitest";
import type { EventRecord } from "../../../format/event.ts";
import { importOne, openText, payloadOf } from "./support.ts";

interface MadeSpan {
  readonly id: string;
  readonly parent?: string;
  readonly name?: string;
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** Spans of one trace, one millisecond apart, as the events they become. */
async function eventsOf(...spans: readonly MadeSpan[]): Promise<readonly EventRecord[]> {
  const id = (short: string | undefined): string | undefined => short?.padStart(16, "0");
  const raw = spans.map((span, index) => ({
    traceId: "1".repeat(32),
    spanId: id(span.id),
    parentSpanId: id(span.parent),
    name: span.name ?? span.id,
    startTimeUnixNano: String(1_700_000_000_000_000_000n + BigInt(index) * 1_000_000n),
    endTimeUnixNano: "1700000009000000000",
    attributes: span.attributes,
  }));
  return (await importOne([await openText("t.json", JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans: raw }] }] }))])).events;
}

const byKind = (events: readonly EventRecord[], kind: string): EventRecord | undefined => events.find((event) => event.kind === kind);
const extraOf = (events: readonly EventRecord[]): unknown[] => events.map((event) => Object.keys((payloadOf(event)["extra"] ?? {}) as object).filter((key) => key !== "span_role"));

describe("the conventions of frameworks", () => {
  test("OpenLLMetry: flattened prompts, entities, workflow and tool", async () => {
    const events = await eventsOf(
      { id: "a", name: "joke.workflow", attributes: { "traceloop.span.kind": "workflow", "traceloop.entity.name": "joke", "traceloop.entity.input": '{"topic":"x"}', "traceloop.entity.output": '"done"' } },
      { id: "b", parent: "a", name: "openai.chat", attributes: { "llm.request.type": "chat", "gen_ai.system": "OpenAI", "gen_ai.request.model": "gpt", "gen_ai.prompt.0.role": "user", "gen_ai.prompt.0.content": "tell", "gen_ai.completion.0.role": "assistant", "gen_ai.completion.0.content": "ha", "gen_ai.completion.0.finish_reason": "stop", "gen_ai.usage.prompt_tokens": 7, "gen_ai.usage.completion_tokens": 2 } },
      { id: "c", parent: "a", name: "search.tool", attributes: { "traceloop.span.kind": "tool", "traceloop.entity.name": "search", "traceloop.entity.input": '{"q":1}', "traceloop.entity.output": '{"r":2}' } },
    );
    expect(events[0]).toMatchObject({ kind: "agent_start", agent: "joke", payload: { input: { topic: "x" } } });
    expect(byKind(events, "llm_request")).toMatchObject({ provider: "OpenAI", model: "gpt", payload: { messages: [{ role: "user", content: "tell" }] } });
    expect(byKind(events, "llm_response")).toMatchObject({ tokens_in: 7, tokens_out: 2, payload: { content: "ha", stop_reason: "stop" } });
    expect(byKind(events, "tool_call")).toMatchObject({ tool: "search", payload: { arguments: { q: 1 } } });
    expect(byKind(events, "tool_result")).toMatchObject({ payload: { result: { r: 2 } } });
    expect(extraOf(events).flat()).toEqual([]);
  });

  test("PydanticAI before version 3: names say what spans are, events hold the chat", async () => {
    const chat = [
      { role: "user", content: "hi", "gen_ai.message.index": 0, "event.name": "gen_ai.user.message" },
      { index: 0, message: { role: "assistant", content: "hello" }, "event.name": "gen_ai.choice" },
    ];
    const events = await eventsOf(
      { id: "a", name: "agent run", attributes: { agent_name: "helper", model_name: "gpt", final_result: "hello", "gen_ai.usage.input_tokens": 5, "logfire.msg": "helper run" } },
      { id: "b", parent: "a", name: "chat gpt", attributes: { "gen_ai.operation.name": "chat", "gen_ai.request.model": "gpt", "gen_ai.usage.input_tokens": 5, events: JSON.stringify(chat) } },
      { id: "c", parent: "a", name: "running tool", attributes: { "gen_ai.tool.name": "dice", "gen_ai.tool.call.id": "c1", tool_arguments: '{"n":6}', tool_response: "4" } },
    );
    expect(events[0]).toMatchObject({ kind: "agent_start", agent: "helper" });
    expect(byKind(events, "agent_end")).toMatchObject({ payload: { output: "hello" } });
    expect(payloadOf(byKind(events, "llm_request"))["messages"]).toMatchObject([{ role: "user", content: "hi" }]);
    expect(byKind(events, "llm_response")).toMatchObject({ payload: { content: "hello" } });
    expect(byKind(events, "tool_call")).toMatchObject({ tool: "dice", payload: { arguments: { n: 6 }, call_id: "c1" } });
    expect(byKind(events, "tool_result")).toMatchObject({ payload: { result: "4" } });
    expect(events.reduce((sum, event) => sum + (event.tokens_in ?? 0), 0)).toBe(5);
  });

  test("PydanticAI since version 3, structured attributes", async () => {
    const events = await eventsOf(
      { id: "a", name: "invoke_agent helper", attributes: { "gen_ai.operation.name": "invoke_agent", "gen_ai.agent.name": "helper", "gen_ai.conversation.id": "talk", "pydantic_ai.all_messages": '[{"role":"user","parts":[{"type":"text","content":"hi"}]}]', "gen_ai.aggregated_usage.input_tokens": 5 } },
      { id: "b", parent: "a", name: "execute_tool dice", attributes: { "gen_ai.operation.name": "execute_tool", "gen_ai.tool.name": "dice", "gen_ai.tool.call.arguments": { n: 6 }, "gen_ai.tool.call.result": [1, 2] } },
    );
    expect(events[0]).toMatchObject({ kind: "agent_start", trace: "talk", payload: { input: [{ role: "user", content: "hi" }] } });
    expect(byKind(events, "tool_result")).toMatchObject({ payload: { result: [1, 2] }, agent: "helper" });
    expect(byKind(events, "agent_end")).toMatchObject({ tokens_in: 5 });
  });

  test("AI SDK: outer call, inner call, tool", async () => {
    const events = await eventsOf(
      { id: "a", name: "ai.generateText", attributes: { "ai.operationId": "ai.generateText", "ai.telemetry.functionId": "weather", "ai.prompt": '{"prompt":"rain?"}', "ai.usage.promptTokens": 9, "ai.response.text": "no" } },
      { id: "b", parent: "a", name: "ai.generateText.doGenerate", attributes: { "ai.operationId": "ai.generateText.doGenerate", "ai.prompt.messages": '[{"role":"user","content":[{"type":"text","text":"rain?"}]}]', "ai.response.toolCalls": '[{"toolCallId":"t1","toolName":"look","input":"{\\"city\\":\\"A\\"}"}]', "ai.usage.promptTokens": 9, "ai.response.finishReason": "tool-calls" } },
      { id: "c", parent: "a", name: "ai.toolCall", attributes: { "ai.operationId": "ai.toolCall", "ai.toolCall.name": "look", "ai.toolCall.id": "t1", "ai.toolCall.args": '{"city":"A"}', "ai.toolCall.result": '"dry"' } },
    );
    expect(events[0]).toMatchObject({ kind: "agent_start", agent: "weather", payload: { input: { prompt: "rain?" } } });
    expect(byKind(events, "llm_response")).toMatchObject({ tokens_in: 9, payload: { tool_calls: [{ id: "t1", name: "look", arguments: { city: "A" } }], stop_reason: "tool-calls" } });
    expect(byKind(events, "tool_call")).toMatchObject({ tool: "look", payload: { arguments: { city: "A" }, call_id: "t1" } });
    expect(events.reduce((sum, event) => sum + (event.tokens_in ?? 0), 0)).toBe(9);
  });

  test("OpenInference: retriever, guardrail, evaluator, embedding, prompt", async () => {
    const kind = (word: string): Record<string, string> => ({ "openinference.span.kind": word });
    const events = await eventsOf(
      { id: "a", attributes: kind("CHAIN") },
      { id: "b", parent: "a", attributes: { ...kind("RETRIEVER"), "input.value": "q", "retrieval.documents.0.document.content": "one", "retrieval.documents.0.document.score": 0.5, "retrieval.documents.1.document.content": "two" } },
      { id: "c", parent: "a", name: "no secrets", attributes: { ...kind("GUARDRAIL"), "input.value": "text" } },
      { id: "d", parent: "a", attributes: { ...kind("EVALUATOR"), "eval.score": 0.75, "eval.label": "pass", "eval.explanation": "good" } },
      { id: "e", parent: "a", attributes: { ...kind("EMBEDDING"), "embedding.model_name": "small", "llm.token_count.prompt": 3 } },
      { id: "f", parent: "a", attributes: { ...kind("PROMPT"), "llm.prompt_template.template": "Hi {name}" } },
    );
    expect(byKind(events, "retrieval")).toMatchObject({ payload: { query: "q", documents: [{ content: "one", score: 0.5 }, { content: "two" }] } });
    expect(byKind(events, "safety_check")).toMatchObject({ policy: "no secrets" });
    expect(byKind(events, "annotation")).toMatchObject({ score: 0.75, outcome: "passed", payload: { text: "good" } });
    expect(byKind(events, "embedding")).toMatchObject({ model: "small", tokens_in: 3 });
    expect(byKind(events, "prompt_policy")).toMatchObject({ payload: { template: "Hi {name}" } });
  });

  test("nothing a span says is lost for want of a place: it stays beside the payload", async () => {
    const events = await eventsOf({ id: "a", name: "x", attributes: { "gen_ai.operation.name": "execute_tool", "gen_ai.tool.name": "t", "gen_ai.input.messages": '[{"role":"user","parts":[{"type":"text","content":"hi"}]}]', "gen_ai.evaluation.score.value": 0.5, "error.type": "none of it failed" } });
    expect(payloadOf(byKind(events, "tool_call"))["extra"]).toMatchObject({ messages_in: [{ role: "user", content: "hi" }], score: 0.5, error_class: "none of it failed" });
  });

  test("a judgement on a call is a note below it", async () => {
    const span = { traceId: "1".repeat(32), spanId: "a".repeat(16), name: "chat", startTimeUnixNano: "1700000000000000000", endTimeUnixNano: "1700000001000000000", attributes: { "gen_ai.operation.name": "chat" }, events: [{ name: "gen_ai.evaluation.result", timeUnixNano: "1700000000500000000", attributes: { "gen_ai.evaluation.name": "relevance", "gen_ai.evaluation.score.value": 0.2, "gen_ai.evaluation.score.label": "fail", "gen_ai.evaluation.explanation": "off topic" } }] };
    const { events } = await importOne([await openText("t.json", JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans: [span] }] }] }))]);
    expect(byKind(events, "annotation")).toMatchObject({ name: "relevance", score: 0.2, outcome: "failed", parent: "a".repeat(16), payload: { text: "off topic" } });
  });

  test("a model call around the same model call counts once; around another one both count", async () => {
    const call = (id: string, parent: string | undefined, tokens: number): MadeSpan => ({ id, ...(parent !== undefined && { parent }), attributes: { "gen_ai.operation.name": "chat", "gen_ai.usage.input_tokens": tokens } });
    const total = (events: readonly EventRecord[]): number => events.reduce((sum, event) => sum + (event.tokens_in ?? 0), 0);
    expect(total(await eventsOf(call("a", undefined, 10), call("b", "a", 10), call("c", "b", 10)))).toBe(10);
    expect(total(await eventsOf(call("a", undefined, 30), call("b", "a", 4)))).toBe(34);
  });
});

test("a model that would not answer is a refusal below its answer; reasoning a decision that rests on the request", async () => {
  const message = [{ role: "assistant", parts: [{ type: "reasoning", content: "Not this." }, { type: "text", content: "I will not." }] }];
  const attributes = [["gen_ai.operation.name", "chat"], ["gen_ai.output.messages", JSON.stringify(message)], ["gen_ai.response.finish_reasons", '["content_filter"]']].map(([key, stringValue]) => ({ key, value: { stringValue } }));
  const document = { resourceSpans: [{ scopeSpans: [{ spans: [{ traceId: "t", spanId: "a", name: "chat m", startTimeUnixNano: "1700000000000000000", endTimeUnixNano: "1700000001000000000", attributes }] }] }] };
  const { events } = await importOne([await openText("t.json", JSON.stringify(document))]);
  expect(events.find(({ kind }) => kind === "refusal")).toMatchObject({ parent: "a.end", outcome: "refused", payload: { reason: "I will not." } });
  expect(events.find(({ kind }) => kind === "decision")).toMatchObject({ parent: "a.end", evidence: ["a"], payload: { reasoning: "Not this.", chosen_action: "answer" } });
});
