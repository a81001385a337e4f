import { asList, asObject, asText, textOf, type JsonObject } from "../../../format/importers/kit/read.ts";
import type { Message } from "../../../format/importers/messages/message.ts";
import type { RecordedEvent } from "../../event.ts";
import { anthropicMessages } from "../http/protocols/anthropic.ts";
import type { Gatherer, ReadAnswer } from "../http/protocol.ts";
import { ModelCall } from "../kit/model-call.ts";
import { messagesOf } from "../kit/said.ts";
import type { AgentScope } from "../kit/scopes.ts";

/** What the SDK's hooks say of a tool call beside the messages. */
export interface ToolFacts {
  readonly durationMs?: number | undefined;
}

/** One agent's line of work: the main one, or that of a sub-agent. Its messages come in turn. */
export class Line {
  readonly scope: AgentScope;
  readonly #facts: ReadonlyMap<string, ToolFacts>;
  readonly #chat: Message[];
  readonly #tools = new Map<string, RecordedEvent>();
  /** Calls without a result yet. */
  readonly #pending = new Set<string>();
  readonly #denied = new Set<string>();
  #model: string | undefined;
  #call: ModelCall | undefined;
  #gatherer: Gatherer | undefined;
  /** An answer that comes block by block, without stream events; whole when the next message comes. */
  #buffered: { readonly id: string; readonly message: JsonObject; readonly content: unknown[] } | undefined;
  #lastId = "";
  #last: RecordedEvent | undefined;

  constructor(scope: AgentScope, prompt: unknown, facts: ReadonlyMap<string, ToolFacts>) {
    this.scope = scope;
    this.#facts = facts;
    this.#chat = [...(messagesOf(prompt) ?? [])];
  }

  /** The model that will be asked. */
  set model(name: string | undefined) {
    this.#model ??= name;
  }

  /** The event of a tool call, by the id the model gave it. */
  toolEvent(id: string): RecordedEvent | undefined {
    return this.#tools.get(id);
  }

  ask(): ModelCall {
    return (this.#call ??= new ModelCall(this.scope, { parent: this.scope.start, model: this.#model, provider: "anthropic", messages: [...this.#chat], upstream: this.#last === undefined ? [] : [this.#last] }));
  }

  /** A piece of the model's answer, as the API streams it. */
  streamed(event: JsonObject): void {
    this.flush();
    if (event["type"] === "message_start") {
      this.#model ??= asText(asObject(event["message"])?.["model"]);
      this.#gatherer = anthropicMessages.gatherer();
      this.#lastId = asText(asObject(event["message"])?.["id"]) ?? "";
      this.ask();
    }
    const piece = this.#gatherer?.add(event);
    if (piece !== undefined) this.#call?.first();
    if (this.#gatherer?.isWhole !== true) return;
    const whole = this.#gatherer.whole();
    this.#gatherer = undefined;
    this.#answered(whole, anthropicMessages.answer(whole));
  }

  /** A block of an answer. Those that were streamed are known. */
  assistant(message: JsonObject): void {
    const id = asText(message["id"]) ?? "";
    if (id === this.#lastId && this.#buffered?.id !== id) return;
    if (this.#buffered?.id !== id) this.flush();
    this.#lastId = id;
    this.#model ??= asText(message["model"]);
    this.ask();
    this.#buffered ??= { id, message, content: [] };
    this.#buffered.content.push(...asList(message["content"]));
  }

  /** Takes a buffered answer as whole. Its count of output tokens is that of the answer's beginning, and is left out. */
  flush(): void {
    if (this.#buffered === undefined) return;
    const { message, content } = this.#buffered;
    this.#buffered = undefined;
    const whole = { ...message, content } as JsonObject;
    const { usage, ...answer } = anthropicMessages.answer(whole);
    this.#answered(whole, { ...answer, usage: { ...usage, outputTokens: undefined } });
  }

  #answered(whole: JsonObject, { refusal, error, ...answer }: ReadAnswer): void {
    this.#last = this.#call?.end(error === undefined ? answer : { ...answer, error }) ?? this.#last;
    this.#call = undefined;
    const upstream = this.#last === undefined ? [] : [this.#last];
    if (refusal !== undefined) this.scope.recordRefusal({ reason: refusal, upstream });
    this.#chat.push(...(messagesOf([{ role: "assistant", content: whole["content"] }]) ?? []));
    for (const block of asList(whole["content"]).map(asObject)) {
      if (block?.["type"] !== "tool_use") continue;
      const id = asText(block["id"]) ?? "";
      this.#pending.add(id);
      this.#tools.set(id, this.scope.recordToolCall(asText(block["name"]) ?? "tool", block["input"], { parent: this.scope.start, callId: id, upstream }));
    }
  }

  /** What tools gave back, or a person said. */
  user(message: JsonObject): void {
    this.flush();
    this.#chat.push(...(messagesOf([message]) ?? []));
    for (const block of asList(message["content"]).map(asObject)) if (block?.["type"] === "tool_result") this.#result(block);
    if (this.#pending.size === 0 && this.#call === undefined) this.ask();
  }

  #result(block: JsonObject): void {
    const id = asText(block["tool_use_id"]) ?? "";
    const call = this.#tools.get(id);
    if (call === undefined || !this.#pending.delete(id)) return;
    const content = block["content"];
    const how = { parent: this.scope.start, durationMs: this.#facts.get(id)?.durationMs };
    if (this.#denied.has(id)) this.#last = this.scope.recordToolResult(call, { ...how, result: content, outcome: "denied" });
    else if (block["is_error"] === true) this.#last = this.scope.recordToolResult(call, { ...how, error: textOf(content), errorClass: "ToolError" });
    else this.#last = this.scope.recordToolResult(call, { ...how, result: content });
  }

  /** The line broke off. */
  failed(error: unknown): void {
    this.flush();
    this.#call?.end({ error });
    this.#call = undefined;
  }

  /** A permission was not given. Told once for each call. */
  denied(tool: string, id: string, reason: string | undefined): void {
    this.flush();
    if (this.#denied.has(id)) return;
    this.#denied.add(id);
    const call = this.#tools.get(id);
    this.scope.recordSafetyCheck({ policy: "permission", outcome: "denied", blockedAction: tool, rationale: reason, parent: this.scope.start, upstream: call === undefined ? [] : [call] });
  }
}
