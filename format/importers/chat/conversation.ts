import type { Json } from "../../event.ts";
import { asCount, asObject, asText, present, textOf, type JsonObject } from "../kit/read.ts";
import { unixMicros } from "../kit/time.ts";
import { messageText, type Message, type ToolCall } from "../messages/message.ts";
import { normaliseMessages } from "../messages/normalise.ts";
import type { ImportedEnvelope, RunBuilder } from "../run-builder.ts";
import type { SourcePlace } from "../types.ts";

/** A call whose result has not come yet. */
interface OpenCall {
  readonly event: string;
  readonly parent: string;
  readonly callId: string | undefined;
  readonly tool: string;
}

/** Members of a raw message that its event says in another way. */
const MAPPED: ReadonlySet<string> = new Set(["role", "content", "name", "tool_calls", "tool_call_id", "function_call", "usage", "model", "timestamp", "created_at", "time", "stop_reason", "parts", "type"]);

/** How tools that report failures in plain text begin. */
const FAILURE = /^\s*(?:#\s*var_\d+\s*=\s*")?(Error\b|[A-Z]\w*(?:Error|Exception)\b|Traceback \(most recent call last\))/;

/** Writes the messages of one conversation as events of a run: what was said, asked of a tool, and answered. */
export class ConversationWriter {
  readonly #run: RunBuilder;
  readonly #agent: string;
  #open: OpenCall[] = [];

  constructor(run: RunBuilder, agent: string) {
    this.#run = run;
    this.#agent = agent;
  }

  /** Adds a raw message below `parent`; false if it is none. */
  add(value: Json, parent: string, source: SourcePlace): boolean {
    const raw = asObject(value);
    const conversation = raw === undefined ? undefined : normaliseMessages(value);
    if (raw === undefined || (conversation === undefined && asText(raw["role"]) === undefined)) return false;
    const messages = conversation?.messages ?? [{ role: asText(raw["role"]) ?? "user" }];
    const extra = present(Object.fromEntries(Object.entries(raw).filter(([key]) => !MAPPED.has(key))));
    for (const [index, message] of messages.entries()) this.#addMessage(message, index === 0 ? { raw, extra } : { raw: {}, extra: undefined }, parent, source);
    return true;
  }

  #addMessage(message: Message, { raw, extra }: RawParts, parent: string, source: SourcePlace): void {
    const time = unixMicros(raw["timestamp"] ?? raw["created_at"] ?? raw["time"]);
    const context: Context = { envelope: { parent, ...(time !== undefined && { time_unix_us: time }) }, payload: extra === undefined ? {} : { extra }, source };
    if (message.role === "assistant") return this.#addAssistant(message, raw, context);
    if (message.role === "tool") return this.#addResult(message, context);
    const isSystem = message.role === "system";
    const said = { ...context.payload, ...(message.content !== undefined && { content: message.content }) };
    const agent = isSystem ? this.#agent : (message.name ?? (message.role === "user" ? "user" : message.role));
    this.#run.add({ kind: isSystem ? "prompt_policy" : "human_input", envelope: { ...context.envelope, name: isSystem ? "system prompt" : agent, agent }, payload: said, source });
  }

  #addAssistant(message: Message, raw: JsonObject, { envelope, payload, source }: Context): void {
    const agent = message.name ?? this.#agent;
    const calls = message.tool_calls ?? [];
    const stop = asText(raw["stop_reason"]);
    const said: JsonObject = {
      ...(message.content !== undefined && message.content !== "" && { content: message.content }),
      ...(message.reasoning !== undefined && { reasoning: message.reasoning }),
      ...(calls.length > 0 && { tool_calls: calls as unknown as Json }),
      ...(stop !== undefined && { stop_reason: stop }),
      ...payload,
    };
    const id = this.#run.add({ kind: "llm_response", envelope: { ...envelope, ...usageOf(raw), agent, name: "answer", outcome: "ok" }, payload: said, source });
    for (const call of calls) this.#addCall(call, agent, { ...envelope, parent: id }, source);
  }

  #addCall(call: ToolCall, agent: string, envelope: ImportedEnvelope, source: SourcePlace): void {
    const event = this.#run.add({
      kind: "tool_call",
      envelope: { ...envelope, agent, name: call.name, tool: call.name },
      payload: { arguments: call.arguments ?? {}, ...(call.id !== undefined && { call_id: call.id }) },
      source,
    });
    this.#open.push({ event, parent: envelope.parent ?? "", callId: call.id, tool: call.name });
  }

  #addResult(message: Message, { envelope, payload, source }: Context): void {
    const call = this.#callOf(message);
    const failure = FAILURE.exec(messageText(message) || textOf(message.content))?.[1];
    const tool = call?.tool ?? message.name;
    const failed = failure !== undefined;
    this.#run.add({
      kind: "tool_result",
      envelope: {
        ...envelope,
        agent: this.#agent,
        ...(tool !== undefined && { name: tool, tool }),
        ...(call !== undefined && { parent: call.parent, reply_to: call.event }),
        outcome: failed ? "error" : "ok",
        ...(failed && { error_class: failure.startsWith("Traceback") ? "Error" : failure, importance: 0.9 }),
      },
      payload: { [failed ? "error" : "result"]: message.content ?? null, ...payload },
      source,
    });
  }

  /** The call a result answers: by id, else the oldest open one of that tool, else the oldest open one. */
  #callOf(message: Message): OpenCall | undefined {
    const byId = message.tool_call_id === undefined ? undefined : this.#open.find((call) => call.callId === message.tool_call_id);
    const unnamed = this.#open.filter((call) => call.callId === undefined || message.tool_call_id === undefined);
    const found = byId ?? unnamed.find((call) => call.tool === message.name) ?? (message.name === undefined ? unnamed[0] : undefined);
    this.#open = this.#open.filter((call) => call !== found);
    return found;
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

function usageOf(raw: JsonObject): ImportedEnvelope {
  const usage = asObject(raw["usage"]) ?? {};
  const input = asCount(usage["input_tokens"] ?? usage["prompt_tokens"]);
  const output = asCount(usage["output_tokens"] ?? usage["completion_tokens"]);
  const model = asText(raw["model"]);
  return { ...(input !== undefined && { tokens_in: input }), ...(output !== undefined && { tokens_out: output }), ...(model !== undefined && { model }) };
}
