import type { Json } from "../../event.ts";
import { elapsedMs, type LooseEnvelope, type Step } from "../agent-run/agent-run.ts";
import { writeAnswer } from "../agent-run/answer.ts";
import { apiErrorClass, toolErrorClass } from "../agent-run/error-class.ts";
import { RunTelling, type ImportContext } from "../agent-run/telling.ts";
import { asCount, asList, asNumber, asObject, asText, lookUp, present, textOf, type JsonObject } from "../kit/read.ts";
import { unixMicros } from "../kit/time.ts";
import type { SourcePlace } from "../types.ts";
import type { Conversation, Entry } from "./conversations.ts";

/** What conversations of one import share. */
export interface WriterContext extends ImportContext {
  /** Conversations of sub-agents that wait for the call that started them. */
  readonly waiting: Map<string, Conversation>;
}

/** Writes the messages of a conversation below a start; sub-agents inside with writers of their own. */
export class ConversationWriter extends RunTelling {
  readonly #context: WriterContext;
  readonly #events = new Map<string, string>();
  #number = 0;

  /** `above` is what a sub-agent is a part of. */
  constructor(context: WriterContext, session: string, agent: string, above?: RunTelling) {
    super(context, session, { agent, run: above?.run, depth: above === undefined ? 0 : above.depth + 1 });
    this.#context = context;
  }

  write(conversation: Conversation): void {
    for (const entry of conversation.entries) {
      const event = entry.rewindTo === undefined ? this.#message(entry) : this.#rewind(entry, entry.rewindTo);
      this.sink.became(entry.source);
      const id = asText(entry.value["id"]);
      if (id !== undefined) this.#events.set(id, event);
      this.ending.lastTimeUs = unixMicros(entry.value["timestamp"]) ?? this.ending.lastTimeUs;
    }
  }

  #step({ value, source }: Entry): Step {
    return { source, timeUs: unixMicros(value["timestamp"]), agent: this.agent, parent: this.start, id: asText(value["id"]) };
  }

  #rewind(entry: Entry, to: string): string {
    const event = this.#events.get(to);
    return this.run.add("checkpoint", this.#step(entry), { name: "taken back", upstream: event === undefined ? undefined : [event] }, { checkpoint: to });
  }

  readonly #writers: Readonly<Record<string, (entry: Entry) => string>> = {
    user: (entry) => this.#user(entry),
    gemini: (entry) => this.#answer(entry),
    model: (entry) => this.#answer(entry),
    assistant: (entry) => this.#answer(entry),
    error: (entry) => this.#error(entry),
    warning: (entry) => this.run.add("log", this.#step(entry), { name: "warning", outcome: "warn" }, { message: textOfParts(contentOf(entry)), level: "warning" }),
    info: (entry) => this.#info(entry),
    result: (entry) => this.#outcome(entry),
  };

  #message(entry: Entry): string {
    const type = asText(entry.value["type"]) ?? asText(entry.value["role"]) ?? "unknown";
    const writer = lookUp(this.#writers, type);
    if (writer !== undefined) return writer(entry);
    this.sink.notice("unknown_type", `messages of type ${type.slice(0, 60)} are not known to this reader; they are kept as logs`, entry.source);
    return this.run.add("log", this.#step(entry), { name: type.slice(0, 200) }, { data: restOf(entry.value) });
  }

  #info(entry: Entry): string {
    const message = textOfParts(contentOf(entry));
    if (/cancell?ed/i.test(message.slice(0, 200))) this.ending.set("cancelled");
    const name = asText(entry.value["subtype"])?.replaceAll("_", " ") ?? "info";
    return this.run.add("log", this.#step(entry), { name }, { message: asText(message), data: restOf(entry.value) });
  }

  /** The last line of a stream: how the run ended, and what it used in all. */
  #outcome(entry: Entry): string {
    const stats = asObject(entry.value["stats"]) ?? {};
    const message = asText(asObject(entry.value["error"])?.["message"]);
    const failed = entry.value["status"] === "error";
    if (failed) this.ending.set("error", apiErrorClass(message ?? ""));
    else this.ending.set("ok");
    const used = { tokens_in: asCount(stats["input_tokens"]), tokens_out: asCount(stats["output_tokens"]), tokens_cache_read: asCount(stats["cached"]), duration_ms: asNumber(stats["duration_ms"]) || undefined };
    return this.run.add(failed ? "error" : "log", this.#step(entry), { name: "result", ...used, outcome: this.ending.outcome, error_class: this.ending.errorClass }, { message, data: stats as Json });
  }

  #error(entry: Entry): string {
    const message = textOfParts(contentOf(entry));
    this.ending.set("error", apiErrorClass(message));
    return this.run.add("error", this.#step(entry), { name: "error", outcome: "error", error_class: this.ending.errorClass }, { message });
  }

  /** What a person said; in saved chats also what tools gave back. */
  #user(entry: Entry): string {
    const content = contentOf(entry);
    const responses = asList(content).map((part) => asObject(asObject(part)?.["functionResponse"])).filter((part) => part !== undefined);
    if (responses.length > 0) return this.#responses(entry, responses);
    this.ending.set(undefined);
    const text = textOfParts(content);
    const isPlain = typeof content === "string" || asList(content).every((part) => typeof part === "string" || asText(asObject(part)?.["text"]) !== undefined);
    if (isInserted(text)) return this.heard(this.run.add("log", this.#step(entry), { name: "context" }, { message: text }));
    return this.heard(this.run.add("human_input", { ...this.#step(entry), agent: "user" }, { name: "prompt" }, { content: isPlain ? text : content, extra: restOf(entry.value) }));
  }

  #responses(entry: Entry, responses: readonly JsonObject[]): string {
    const events = responses.map((response, index) => {
      // Saved chats name no ids: the oldest call of that tool without a result is the one.
      const callId = asText(response["id"]) ?? this.run.openCallOf(asText(response["name"]));
      const result = asObject(response["response"]) ?? {};
      const error = asText(result["error"]);
      const content = error ?? result["output"] ?? (result as Json);
      const step = index === 0 ? this.#step(entry) : { ...this.#step(entry), id: undefined };
      if (callId !== undefined && this.run.isAnswered(callId)) return this.run.add("log", step, { name: "response given back" }, { data: response });
      return this.heard(this.run.result(step, { callId, tool: asText(response["name"]), content, errorClass: error === undefined ? undefined : toolErrorClass(error) }));
    });
    return events[0] as string;
  }

  #answer(entry: Entry): string {
    const { value } = entry;
    const content = contentOf(entry);
    const parts = asList(content).map(asObject).filter((part) => part !== undefined);
    const thoughts = [...asList(value["thoughts"]).map((thought) => thoughtText(asObject(thought) ?? {})), ...parts.filter((part) => part["thought"] === true).map((part) => asText(part["text"]) ?? "")];
    const text = typeof content === "string" ? content : parts.filter((part) => part["thought"] !== true).map((part) => asText(part["text"]) ?? "").join("");
    const step = this.#step(entry);
    const calls = asList(value["toolCalls"]).map(asObject).filter((call) => call !== undefined);
    const asked = parts.map((part) => asObject(part["functionCall"])).filter((call) => call !== undefined);
    const logged = [...calls, ...asked].map((call) => ({ callId: asText(call["id"]) ?? `call ${this.#number++}`, tool: asText(call["name"]) ?? "tool", args: call["args"], isOwnId: asText(call["id"]) === undefined }));
    const counted = elapsedMs(this.ending.lastTimeUs, step.timeUs);
    const envelope = { model: asText(value["model"]), provider: "google", ...tokensOf(value["tokens"]), duration_ms: counted, derived: counted === undefined ? undefined : ["duration_ms"] };
    const event = writeAnswer(this.run, step, { of: this.agent, text, reasoning: thoughts.filter((thought) => thought !== "").join("\n\n"), calls: logged, envelope, payload: { extra: restOf(value) } });
    this.ending.set(logged.length > 0 ? undefined : "ok");
    if (text !== "") this.ending.output = text;
    for (const [index, call] of calls.entries()) this.#result(call, logged[index]?.callId ?? "", { source: entry.source, parent: event, askedUs: step.timeUs });
    return event;
  }

  /** A call as the session has it, with its result inside. */
  #result(call: JsonObject, callId: string, { source, parent, askedUs }: { source: SourcePlace; parent: string; askedUs: number | undefined }): void {
    const event = this.run.eventOfCall(callId);
    const inner = this.#context.waiting.get(asText(call["agentId"]) ?? "");
    if (inner !== undefined && event !== undefined && this.isShallow) this.#subAgent(inner, event);
    const status = asText(call["status"]) ?? "pending";
    if (PENDING.has(status)) return;
    const timeUs = unixMicros(call["timestamp"]);
    // What came back before it was asked for has no time that could be believed.
    const step = { source, timeUs: timeUs !== undefined && timeUs < (askedUs ?? 0) ? undefined : timeUs, agent: this.agent, parent };
    const content = resultOf(call);
    const errorClass = status === "success" ? undefined : status === "cancelled" ? "UserRejected" : toolErrorClass(content);
    const made = this.heard(this.run.result(step, { callId, content, errorClass, more: { detail: detailOf(call, content) } }));
    if (status === "cancelled") this.#rejected(call, step, { content, related: event === undefined ? [made] : [event, made] });
    this.ending.lastTimeUs = step.timeUs ?? this.ending.lastTimeUs;
  }

  #rejected(call: JsonObject, step: Step, { content, related }: { content: string; related: readonly string[] }): void {
    const envelope = { name: "user approval", policy: "user approval", outcome: "denied" as const, severity: "low" as const, tool: asText(call["name"]), related };
    this.run.add("safety_check", step, envelope, { rationale: content, blocked_action: asText(call["description"]) ?? asText(call["name"]) });
  }

  #subAgent(conversation: Conversation, call: string): void {
    this.#context.waiting.delete(conversation.id);
    const timeUs = unixMicros(conversation.meta["startTime"]);
    const name = `agent ${conversation.id.slice(0, 40)}`;
    const writer = new ConversationWriter(this.#context, conversation.id, name, this);
    writer.start = this.run.add("agent_start", { source: conversation.source, timeUs, agent: name, parent: call }, { name, framework: "gemini-cli" }, { title: name, config: conversation.meta as Json });
    if (conversation.source !== undefined) this.sink.became(conversation.source);
    writer.write(conversation);
    writer.close(writer.start);
  }
}

/** States of a call that has not come back. */
const PENDING: ReadonlySet<string> = new Set(["pending", "executing", "scheduled", "awaiting_approval", "validating"]);

/** What a call's record says beside the text that came back. */
function detailOf(call: JsonObject, content: string): JsonObject | undefined {
  const display = call["resultDisplay"] === content ? undefined : call["resultDisplay"];
  return present({ status: call["status"], display, description: call["description"], result: typeof call["result"] === "string" ? undefined : call["result"] });
}

function contentOf({ value }: Entry): Json | undefined {
  return value["content"] ?? value["parts"] ?? value["message"] ?? value["text"];
}

/** The text of a content: itself, or its parts' texts. */
export function textOfParts(content: Json | undefined): string {
  if (typeof content === "string") return content;
  const parts = Array.isArray(content) ? (content as readonly Json[]) : [content ?? null];
  return parts.map((part) => (typeof part === "string" ? part : (asText(asObject(part)?.["text"]) ?? ""))).join("");
}

/** What the program tells the model before the first prompt. */
export function isInserted(text: string): boolean {
  return /^\s*(?:This is the Gemini CLI\.|<session_context>|Got it\. Thanks for the context|My setup is complete)/.test(text);
}

function thoughtText(thought: JsonObject): string {
  return [asText(thought["subject"]), asText(thought["description"])].filter((text) => text !== undefined).join(": ");
}

const SAID: ReadonlySet<string> = new Set(["id", "timestamp", "type", "role", "content", "parts", "message", "text", "model", "tokens", "toolCalls", "thoughts", "sessionId", "messageId"]);

function restOf(value: JsonObject): JsonObject | undefined {
  return present(Object.fromEntries(Object.entries(value).filter(([key]) => !SAID.has(key))));
}

/** Prompt tokens include cached ones; what tools' own prompts and thoughts use is counted beside them. */
function tokensOf(value: Json | undefined): LooseEnvelope {
  const tokens = asObject(value);
  if (tokens === undefined) return {};
  const [input, output, thoughts] = [asCount(tokens["input"]), asCount(tokens["output"]), asCount(tokens["thoughts"])];
  return {
    tokens_in: input === undefined ? undefined : input + (asCount(tokens["tool"]) ?? 0),
    tokens_out: output === undefined ? undefined : output + (thoughts ?? 0),
    tokens_cache_read: asCount(tokens["cached"]),
    tokens_reasoning: thoughts,
  };
}

/** The text a tool gave back: what the model was told, else what was shown. */
function resultOf(call: JsonObject): string {
  const texts = asList(call["result"]).map((part) => {
    const response = asObject(asObject(asObject(part)?.["functionResponse"])?.["response"]);
    return response === undefined ? (asText(asObject(part)?.["text"]) ?? "") : textOf(response["error"] ?? response["output"] ?? (response as Json));
  });
  return texts.filter((text) => text !== "").join("\n") || textOf(call["result"]) || textOf(call["resultDisplay"]);
}
