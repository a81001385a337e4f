import type { Json } from "../../event.ts";
import type { LooseEnvelope } from "../agent-run/agent-run.ts";
import { tokensOfCompletion } from "../agent-run/usage.ts";
import { asNumber, asObject, asText, present, textOf, type JsonObject } from "../kit/read.ts";
import { unixMicros } from "../kit/time.ts";
import { messageText, type Message, type ToolCall } from "../messages/message.ts";
import { normaliseMessages } from "../messages/normalise.ts";
import type { ImportedEnvelope, RunBuilder } from "../run-builder.ts";
import type { SourcePlace } from "../types.ts";
import { OpenCalls } from "./open-calls.ts";

/** Members of a raw message that its event says in another way. */
const MAPPED: ReadonlySet<string> = new Set(
  "role content name tool_calls tool_call_id function_call usage model timestamp created_at time ts stop_reason parts type cost reasoning reasoning_content refusal from value".split(" "),
);

/** How tools that report failures in plain text begin. */
const FAILURE = /^\s*(?:#\s*var_\d+\s*=\s*")?(Error\b|[A-Z]\w*(?:Error|Exception)\b|Traceback \(most recent call last\))/;

/** Reasons to stop that mean the model, or its provider, would not answer. */
const REFUSALS: ReadonlySet<string> = new Set(["refusal", "content_filter", "safety"]);
/** A conversation that floods is no ground for an answer. */
const MOST_HEARD = 64;

/** Writes the messages of one conversation as events of a run: what was said, asked of a tool, and answered; reasoning as a decision. */
export class ConversationWriter {
  readonly #run: RunBuilder;
  readonly #agent: string;
  readonly #open = new OpenCalls();
  /** What was said and found since the last answer: what the next one rests on. */
  #heard: string[] = [];

  constructor(run: RunBuilder, agent: string) {
    this.#run = run;
    this.#agent = agent;
  }

  /** Adds a raw message below `parent`. Returns the id of the last event it became; undefined if it is no message. */
  add(value: Json, parent: string, source: SourcePlace): string | undefined {
    const raw = asObject(value);
    const conversation = raw === undefined ? undefined : normaliseMessages(value);
    if (raw === undefined || (conversation === undefined && asText(raw["role"]) === undefined)) return undefined;
    const messages = conversation?.messages ?? [{ role: asText(raw["role"]) ?? "user" }];
    const extra = present(Object.fromEntries(Object.entries(raw).filter(([key]) => !MAPPED.has(key))));
    let last: string | undefined;
    for (const [index, message] of messages.entries()) last = this.#addMessage(message, index === 0 ? { raw, extra } : { raw: {}, extra: undefined }, parent, source);
    return last;
  }

  #addMessage(message: Message, { raw, extra }: RawParts, parent: string, source: SourcePlace): string {
    const time = unixMicros(raw["timestamp"] ?? raw["created_at"] ?? raw["time"] ?? raw["ts"]);
    const context: Context = { envelope: { parent, ...(time !== undefined && { time_unix_us: time }) }, payload: extra === undefined ? {} : { extra }, source };
    if (message.role === "assistant") return this.#addAssistant(message, raw, context);
    if (message.role === "tool") return this.#hear(this.#addResult(message, raw, context));
    const isSystem = message.role === "system";
    const said = { ...context.payload, ...(message.content !== undefined && { content: message.content }) };
    const agent = isSystem ? this.#agent : (message.name ?? (message.role === "user" ? "user" : message.role));
    const id = this.#run.add({ kind: isSystem ? "prompt_policy" : "human_input", envelope: { ...context.envelope, name: isSystem ? "system prompt" : agent, agent }, payload: said, source });
    return isSystem ? id : this.#hear(id);
  }

  #hear(event: string): string {
    if (this.#heard.length < MOST_HEARD) this.#heard.push(event);
    return event;
  }

  #addAssistant(message: Message, raw: JsonObject, { envelope, payload, source }: Context): string {
    const agent = message.name ?? this.#agent;
    const calls = message.tool_calls ?? [];
    const stop = asText(raw["stop_reason"]);
    const heard = this.#heard;
    this.#heard = [];
    const said: JsonObject = {
      ...(message.content !== undefined && message.content !== "" && { content: message.content }),
      ...(message.reasoning !== undefined && { reasoning: message.reasoning }),
      ...(calls.length > 0 && { tool_calls: calls as unknown as Json }),
      ...(stop !== undefined && { stop_reason: stop }),
      ...payload,
    };
    const upstream = heard.length > 0 ? { upstream: heard } : {};
    const id = this.#run.add({ kind: "llm_response", envelope: { ...envelope, ...usageOf(raw), ...upstream, agent, name: "answer", outcome: "ok" }, payload: said, source });
    this.#addDecision(message, heard, { envelope: { ...envelope, agent, parent: id }, payload: {}, source });
    const refusal = asText(raw["refusal"]) ?? (stop !== undefined && REFUSALS.has(stop) ? messageText(message) : undefined);
    if (refusal !== undefined) this.#run.add({ kind: "refusal", envelope: { ...envelope, agent, parent: id, name: "refusal", outcome: "refused" }, payload: { reason: refusal }, source });
    for (const call of calls) this.#addCall(call, agent, { ...envelope, parent: id }, source);
    return id;
  }

  /** What an answer was reasoned from, and what it came to. */
  #addDecision({ reasoning, content, tool_calls: calls = [] }: Message, heard: readonly string[], { envelope, source }: Context): void {
    if (reasoning === undefined) return;
    const said = content === undefined || content === "" ? undefined : "answer";
    const action = calls.length > 0 ? calls.map(({ name }) => name).join(", ") : said;
    const grounds = heard.length > 0 ? { evidence: heard } : {};
    this.#run.add({ kind: "decision", envelope: { ...envelope, ...grounds, name: action ?? "reasoning" }, payload: { reasoning, ...(action !== undefined && { chosen_action: action }) }, source });
  }

  #addCall(call: ToolCall, agent: string, envelope: ImportedEnvelope, source: SourcePlace): void {
    const event = this.#run.add({
      kind: "tool_call",
      envelope: { ...envelope, agent, name: call.name, tool: call.name },
      payload: { arguments: call.arguments ?? {}, ...(call.id !== undefined && { call_id: call.id }) },
      source,
    });
    this.#open.add({ event, parent: envelope.parent ?? "", callId: call.id, tool: call.name });
  }

  #addResult(message: Message, raw: JsonObject, { envelope, payload, source }: Context): string {
    const call = this.#open.take({ callId: message.tool_call_id, ownId: asText(raw["id"]), tool: message.name });
    const failure = failureOf(message, raw);
    const tool = call?.tool ?? message.name;
    const failed = failure !== undefined;
    return this.#run.add({
      kind: "tool_result",
      envelope: {
        ...envelope,
        agent: this.#agent,
        ...(tool !== undefined && { name: tool, tool }),
        ...(call !== undefined && { parent: call.parent, reply_to: call.event }),
        outcome: failed ? "error" : "ok",
        ...(failed && { error_class: failure, importance: 0.9 }),
      },
      payload: { [failed ? "error" : "result"]: message.content ?? null, ...payload },
      source,
    });
  }
}

interface RawParts {
  readonly raw: JsonObject;
  readonly extra: JsonObject | undefined;
}

interface Context {
  readonly envelope: ImportedEnvelope;
  readonly payload: JsonObject;
  readonly source: SourcePlace;
}

/** Class of the failure a result tells of; undefined if it tells of none. What says so itself is believed, else how the text begins. */
function failureOf(message: Message, raw: JsonObject): string | undefined {
  const found = FAILURE.exec(messageText(message) || textOf(message.content))?.[1];
  const stated = message.is_error ?? (typeof raw["error"] === "boolean" ? raw["error"] : raw["status"] === "error" ? true : undefined);
  if (stated === false || (stated === undefined && found === undefined)) return undefined;
  return found === undefined || found.startsWith("Traceback") ? "Error" : found;
}

function usageOf(raw: JsonObject): ImportedEnvelope {
  const usage = asObject(raw["usage"]) ?? asObject(raw["usage_metadata"]) ?? {};
  const counted = tokensOfCompletion(usage);
  const members = {
    ...counted,
    tokens_in: withCache(usage, counted),
    cost_usd: asNumber(raw["cost"]) ?? asNumber(usage["cost"]),
    model: asText(raw["model"]) ?? asText(asObject(raw["response_metadata"])?.["model_name"]),
  };
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
}

/** Anthropic counts what a cache gave apart from its input tokens; here they are part of them. */
function withCache(usage: JsonObject, { tokens_in: input, tokens_cache_read: read, tokens_cache_write: write }: LooseEnvelope): number | undefined {
  const isApart = usage["cache_read_input_tokens"] !== undefined || usage["cache_creation_input_tokens"] !== undefined;
  return input === undefined || !isApart ? input : input + (read ?? 0) + (write ?? 0);
}
