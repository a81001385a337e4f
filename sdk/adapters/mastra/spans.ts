import type { Json } from "../../../format/event.ts";
import type { Message } from "../../../format/importers/messages/message.ts";
import { asList, asObject, asText, textOf, type JsonObject } from "../../../format/importers/kit/read.ts";
import type { EventRef, RecordedEvent } from "../../event.ts";
import type { LlmResponseInput, TokenUsage } from "../../kinds/llm.ts";
import type { TraceContext } from "../../trace-context.ts";
import { ModelCall } from "../kit/model-call.ts";
import { messagesOf, saidIn } from "../kit/said.ts";
import { AgentScope, openUnder } from "../kit/scopes.ts";

/** A span that goes on: where its children stand, and how it ends. */
interface Open {
  readonly ctx: TraceContext;
  readonly event: EventRef;
  /** The chat of the generation it belongs to, as it grows. */
  readonly chat: Message[] | undefined;
  /** How the agent's last model call went. */
  readonly work: Work;
  readonly end?: ((span: JsonObject) => void) | undefined;
}

interface Work {
  failure: Error | undefined;
  /** The last answer. */
  answer: RecordedEvent | undefined;
}

type Start = (span: JsonObject, above: Open) => Open;

const AGENTS: ReadonlySet<string> = new Set(["agent_run", "workflow_run"]);
/** Spans that say nothing their children, or the calls around them, do not. */
const PASSED_OVER: ReadonlySet<string> = new Set(["model_step", "model_chunk"]);

const STARTS: Readonly<Record<string, Start>> = {
  model_generation: (span, above) => ({ ...above, end: undefined, chat: [...(messagesOf(asObject(span["input"])?.["messages"] ?? span["input"]) ?? [])] }),
  model_inference: startModel,
  tool_call: startTool,
  mcp_tool_call: startTool,
  client_tool_call: startTool,
  provider_tool_call: startTool,
  processor_run: (_, above) => ({ ...above, end: (span) => endProcessor(span, above) }),
  scorer_run: (_, above) => ({ ...above, end: (span) => endScorer(span, above) }),
};

/** Turns Mastra's spans into events as they come. */
export class MastraSpans {
  readonly #open = new Map<string, Open>();

  take(type: string, span: JsonObject): void {
    if (type === "span_started" || (type === "span_ended" && !this.#open.has(idOf(span)))) this.#start(span);
    if (type === "span_ended") this.#end(span);
  }

  #start(span: JsonObject): void {
    const kind = asText(span["type"]) ?? "generic";
    const above = this.#open.get(asText(span["parentSpanId"]) ?? "");
    if (kind === "model_chunk") return;
    if (AGENTS.has(kind) || above === undefined) this.#open.set(idOf(span), startAgent(span, above));
    else if (PASSED_OVER.has(kind)) this.#open.set(idOf(span), { ...above, end: undefined });
    else this.#open.set(idOf(span), (Object.hasOwn(STARTS, kind) ? (STARTS[kind] as Start) : startStep)(span, above));
  }

  #end(span: JsonObject): void {
    this.#open.get(idOf(span))?.end?.(span);
    this.#open.delete(idOf(span));
  }
}

function idOf(span: JsonObject): string {
  return asText(span["id"]) ?? "";
}

/** Names come as `agent run: 'name'`. */
function nameIn(span: JsonObject): string {
  const name = asText(span["entityName"]) ?? asText(span["name"]) ?? "span";
  return /'([^']+)'/.exec(name)?.[1] ?? name;
}

function startAgent(span: JsonObject, above: Open | undefined): Open {
  const attributes = asObject(span["attributes"]);
  const options = { agentName: nameIn(span), framework: "mastra", input: span["input"], config: { instructions: attributes?.["instructions"], tools: attributes?.["availableTools"] } };
  const scope = above === undefined ? new AgentScope(options) : openUnder(above.ctx, above.event, options);
  const work: Work = { failure: undefined, answer: undefined };
  return { ctx: scope, event: scope.start, chat: undefined, work, end: (ended) => endAgent(scope, work, ended) };
}

function endAgent(scope: AgentScope, work: Work, span: JsonObject): void {
  const abort = asObject(asObject(span["attributes"])?.["tripwireAbort"]);
  const error = errorOf(span) ?? work.failure;
  const output = asObject(span["output"])?.["text"] ?? span["output"];
  if (abort !== undefined) scope.close({ outcome: "blocked", output });
  else if (error === undefined) scope.close({ outcome: "ok", output });
  else scope.fail(error);
}

function errorOf(span: JsonObject): Error | undefined {
  const info = asObject(span["errorInfo"]);
  if (info === undefined) return undefined;
  const error = new Error(asText(info["message"]) ?? "failed");
  error.name = asText(info["name"]) ?? asText(info["id"]) ?? "MastraError";
  const stack = asText(info["stack"]);
  if (stack === undefined) delete error.stack;
  else error.stack = stack;
  return error;
}

function startModel(span: JsonObject, above: Open): Open {
  const attributes = asObject(span["attributes"]) ?? {};
  const { work } = above;
  // Tools begin before the span ends: the answer is known when it has come over the network.
  const answered = (input: LlmResponseInput): void => void (work.answer = call.end(input) ?? work.answer);
  const question = {
    parent: above.event,
    model: asText(attributes["model"]),
    provider: asText(attributes["provider"])?.split(".")[0],
    messages: above.chat === undefined ? [] : [...above.chat],
    tools: Array.isArray(attributes["availableTools"]) ? attributes["availableTools"].map((name: Json) => ({ name })) : undefined,
    settings: attributes["parameters"],
  };
  const call = new ModelCall(above.ctx, question, { answered });
  return { ...above, event: call.request, end: (ended) => endModel(call, ended, above) };
}

function endModel(call: ModelCall, span: JsonObject, above: Open): void {
  const attributes = asObject(span["attributes"]) ?? {};
  const content = contentOf(asObject(span["output"]) ?? {});
  const error = errorOf(span) ?? (attributes["finishReason"] === "error" ? new Error("the model call failed") : undefined);
  above.work.failure = error;
  const firstMs = between(span["startTime"], attributes["completionStartTime"]);
  const { work } = above;
  work.answer = call.end({
    ...(error === undefined ? saidIn({ role: "assistant", content }) : { error }),
    ...(asText(attributes["responseModel"]) !== undefined && { model: asText(attributes["responseModel"]) }),
    stopReason: asText(attributes["finishReason"]),
    usage: usageIn(attributes["usage"]),
    ...(firstMs !== undefined && error === undefined && { timeToFirstTokenMs: firstMs }),
  }) ?? work.answer;
  addToChat(above.chat, content);
  const refusal = call.refusal ?? (attributes["finishReason"] === "content-filter" ? "content-filter" : undefined);
  if (refusal !== undefined) above.ctx.recordRefusal({ reason: refusal, parent: above.event, upstream: answersOf(work) });
}

function answersOf({ answer }: Work): readonly RecordedEvent[] {
  return answer === undefined ? [] : [answer];
}

function contentOf(output: JsonObject): readonly Json[] {
  const text = asText(output["text"]);
  const reasoning = asText(output["reasoning"]);
  return [
    ...(reasoning === undefined ? [] : [{ type: "reasoning", text: reasoning }]),
    ...(text === undefined ? [] : [{ type: "text", text }]),
    ...asList(output["toolCalls"]).map((call) => ({ type: "tool-call", ...asObject(call) })),
  ];
}

/** Results of tools that were quicker than the end of the answer come after it. */
function addToChat(chat: Message[] | undefined, content: readonly Json[]): void {
  const assistant = messagesOf([{ role: "assistant", content }])?.[0];
  if (chat === undefined || assistant === undefined) return;
  const results = chat.splice(chat.findLastIndex(({ role }) => role !== "tool") + 1);
  chat.push(assistant, ...results);
}

function usageIn(value: Json | undefined): TokenUsage | undefined {
  const usage = asObject(value);
  if (usage === undefined) return undefined;
  const input = asObject(usage["inputDetails"]);
  const output = asObject(usage["outputDetails"]);
  const count = (number: unknown): number | undefined => (typeof number === "number" ? number : undefined);
  return {
    inputTokens: count(usage["inputTokens"]),
    outputTokens: count(usage["outputTokens"]),
    cacheReadTokens: count(input?.["cacheRead"]),
    cacheWriteTokens: count(input?.["cacheWrite"]),
    reasoningTokens: count(output?.["reasoning"]),
  };
}

/** Milliseconds between two moments, each a date or its text. */
function between(start: unknown, end: unknown): number | undefined {
  const ms = new Date(end as string).getTime() - new Date(start as string).getTime();
  return end === undefined || Number.isNaN(ms) || ms < 0 ? undefined : ms;
}

function startTool(span: JsonObject, above: Open): Open {
  const attributes = asObject(span["attributes"]);
  const callId = asText(attributes?.["toolCallId"]);
  const call = above.ctx.recordToolCall(nameIn(span), span["input"], { parent: above.event, callId, upstream: answersOf(above.work), extra: { mcp_server: attributes?.["mcpServer"] } });
  return { ...above, event: call, end: (ended) => endTool(call, ended, above) };
}

function endTool(call: RecordedEvent, span: JsonObject, above: Open): void {
  const error = errorOf(span);
  const failed = asObject(span["attributes"])?.["success"] === false;
  above.ctx.recordToolResult(call, { parent: above.event, result: span["output"], error: error ?? (failed ? textOf(span["output"]) : undefined) });
  const callId = asText(asObject(span["attributes"])?.["toolCallId"]);
  above.chat?.push({ role: "tool", content: textOf(span["output"]), ...(callId !== undefined && { tool_call_id: callId }) });
}

/** A processor that stops the run is a guard that tripped. */
function endProcessor(span: JsonObject, { ctx, event }: Open): void {
  const abort = asObject(asObject(span["attributes"])?.["tripwireAbort"]);
  const error = errorOf(span);
  const isTrip = abort !== undefined || error?.name === "TripWire";
  const rationale = asText(abort?.["reason"]) ?? error?.message;
  ctx.recordSafetyCheck({ policy: nameIn(span), outcome: isTrip ? "blocked" : error === undefined ? "passed" : "error", rationale, parent: event });
}

function endScorer(span: JsonObject, { ctx, event }: Open): void {
  const output = asObject(span["output"]);
  const score = output?.["score"];
  ctx.annotate(asText(output?.["reason"]) ?? nameIn(span), { name: nameIn(span), parent: event, score: typeof score === "number" ? score : undefined, extra: { output: span["output"] } });
}

function startStep(span: JsonObject, above: Open): Open {
  const event = above.ctx.record("chain", { input: span["input"] }, { name: nameIn(span), parent: above.event });
  const end = (ended: JsonObject): void => {
    const error = errorOf(ended);
    const durationMs = between(ended["startTime"], ended["endTime"]);
    above.ctx.record("chain_end", { output: ended["output"], error: error?.message }, { name: nameIn(span), parent: above.event, replyTo: event, outcome: error === undefined ? "ok" : "error", errorClass: error?.name, durationMs });
  };
  return { ...above, event, end };
}
