import { context, ROOT_CONTEXT, SpanStatusCode, trace, type Attributes, type Context, type Span } from "@opentelemetry/api";
import { BasicTracerProvider } from "@opentelemetry/sdk-trace-base";
import { expect, test } from "vitest";
import { PeakyPeekSpanProcessor } from "../../../sdk/adapters/opentelemetry.ts";
import { init, MemorySink } from "../../../sdk/index.ts";
import { parseLines } from "../support.ts";
import { OPENTELEMETRY } from "./expected/opentelemetry.ts";
import { testCaptures } from "./support/scenario.ts";

const tracer = new BasicTracerProvider({ spanProcessors: [new PeakyPeekSpanProcessor()] }).getTracer("test");

/** A span around the body, which gets the context of its children. */
async function span(name: string, attributes: Attributes, within: Context, body: (inner: Context, span: Span) => Promise<void> | void = () => undefined): Promise<void> {
  const begun = tracer.startSpan(name, { attributes }, within);
  await Promise.resolve();
  await body(trace.setSpan(within, begun), begun);
  begun.end();
}

const CHAT = { "gen_ai.operation.name": "chat", "gen_ai.provider.name": "openai", "gen_ai.request.model": "gpt-4o" };
const MESSAGES = JSON.stringify([{ role: "user", parts: [{ type: "text", content: "Weather in Oslo?" }] }]);
const ANSWER = {
  "gen_ai.output.messages": JSON.stringify([{ role: "assistant", parts: [{ type: "text", content: "It rains." }] }]),
  "gen_ai.response.model": "gpt-4o-2024-08-06",
  "gen_ai.response.finish_reasons": ["stop"],
  "gen_ai.usage.input_tokens": 20,
  "gen_ai.usage.output_tokens": 9,
  "gen_ai.usage.cache_read.input_tokens": 8,
  "gen_ai.usage.reasoning.output_tokens": 4,
};

testCaptures(OPENTELEMETRY, "OpenTelemetry", {
  "model calls": () => span("chat gpt-4o", { ...CHAT, "gen_ai.input.messages": MESSAGES }, ROOT_CONTEXT, (_, chat) => void chat.setAttributes(ANSWER)),
  "sub-agents": () =>
    span("invoke_agent forecaster", { "gen_ai.operation.name": "invoke_agent", "gen_ai.agent.name": "forecaster" }, ROOT_CONTEXT, async (agent) => {
      await span("chat gpt-4o", CHAT, agent, (_, chat) => void chat.setAttributes(ANSWER));
    }),
  "tool calls": () =>
    span("execute_tool weather", { "gen_ai.operation.name": "execute_tool", "gen_ai.tool.name": "weather", "gen_ai.tool.call.id": "call_1", "gen_ai.tool.call.arguments": `{"city":"Oslo"}` }, ROOT_CONTEXT, (_, tool) => void tool.setAttribute("gen_ai.tool.call.result", "rain")),
  "tool errors": () =>
    span("execute_tool broken", { "gen_ai.operation.name": "execute_tool", "gen_ai.tool.name": "broken" }, ROOT_CONTEXT, (_, tool) => {
      tool.recordException(new RangeError("out of order"));
      tool.setStatus({ code: SpanStatusCode.ERROR });
    }),
  "model errors": () => span("chat gpt-4o", CHAT, ROOT_CONTEXT, (_, chat) => void chat.setAttribute("error.type", "rate_limit").setStatus({ code: SpanStatusCode.ERROR, message: "slow down" })),
  retrieval: () => span("search", { "openinference.span.kind": "RETRIEVER", "input.value": "weather" }, ROOT_CONTEXT, (_, found) => void found.setAttribute("retrieval.documents.0.document.content", "rain")),
  guardrails: () => span("no poems", { "openinference.span.kind": "GUARDRAIL" }, ROOT_CONTEXT),
  "parallel runs": async () => {
    await Promise.all(["a", "b"].map((name) => span(`invoke_agent ${name}`, { "gen_ai.operation.name": "invoke_agent", "gen_ai.agent.name": name }, ROOT_CONTEXT, (agent) => span("chat gpt-4o", CHAT, agent))));
  },
});

test("outside of any scope the outermost span that says something is a run; spans of other things leave no trace", async () => {
  const sink = new MemorySink();
  init({ sink });
  await span("GET /chat", { "http.request.method": "GET" }, context.active(), async (http) => {
    await span("SELECT", { "db.system": "postgresql" }, http);
    await span("invoke_agent forecaster", { "gen_ai.operation.name": "invoke_agent", "gen_ai.agent.name": "forecaster" }, http, (agent) => span("chat gpt-4o", CHAT, agent));
  });
  const events = parseLines(sink.text()).filter((line) => !("peek" in line));
  expect(events.map(({ kind, name }) => `${kind} ${name}`)).toEqual(["agent_start forecaster", "llm_request gpt-4o", "llm_response gpt-4o", "agent_end forecaster"]);
});
