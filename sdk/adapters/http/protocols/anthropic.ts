import type { Json } from "../../../../format/event.ts";
import { asList, asObject, asText, lookUp, unpackJson, type JsonObject } from "../../../../format/importers/kit/read.ts";
import { messagesOf, others, saidIn } from "../../kit/said.ts";
import { usageOf } from "../../../shapes/usage.ts";
import type { Gatherer, Piece, Protocol, WireEvent } from "../protocol.ts";
import { listOrNone } from "./openai-chat.ts";

/** Anthropic's messages. */
export const anthropicMessages: Protocol = {
  id: "anthropic-messages",
  provider: "anthropic",
  path: /\/messages$/,
  accepts: (body) => Array.isArray(body["messages"]) && typeof body["max_tokens"] === "number",
  request: (body) => ({
    model: asText(body["model"]),
    messages: messagesOf(body["messages"]) ?? [],
    system: body["system"] ?? undefined,
    tools: listOrNone(body["tools"]),
    settings: others(body, "model", "messages", "system", "tools"),
  }),
  answer: (response) => {
    const stopReason = asText(response["stop_reason"]);
    const details = asObject(response["stop_details"]);
    return {
      ...saidIn({ role: "assistant", content: response["content"] }),
      model: asText(response["model"]),
      stopReason,
      usage: usageOf(response),
      refusal: stopReason === "refusal" ? (asText(details?.["explanation"]) ?? asText(details?.["category"]) ?? "refusal") : undefined,
      error: asObject(response["error"]) ?? undefined,
    };
  },
  gatherer: () => new MessageGatherer(),
  stream: streamOf,
};

/** A block of an answer so far; JSON text of its input comes in pieces. */
interface Block {
  readonly members: Record<string, Json>;
  input: string;
}

class MessageGatherer implements Gatherer {
  #message: JsonObject = {};
  #usage: JsonObject = {};
  readonly #blocks: Block[] = [];
  isWhole = false;

  add(event: JsonObject): Piece | undefined {
    return lookUp(EVENTS, asText(event["type"]))?.(this, event) ?? undefined;
  }

  start(event: JsonObject): void {
    this.#message = asObject(event["message"]) ?? {};
    this.#usage = { ...asObject(this.#message["usage"]) };
  }

  block(event: JsonObject): Piece | undefined {
    const members = asObject(event["content_block"]) as Record<string, Json> | undefined;
    this.#blocks[indexOf(event)] = { members: { ...members }, input: "" };
    return members?.["type"] === "tool_use" ? { isCall: true } : undefined;
  }

  update(event: JsonObject): void {
    this.#message = { ...this.#message, ...asObject(event["delta"]) };
    this.#usage = { ...this.#usage, ...others(asObject(event["usage"]) ?? {}) } as JsonObject;
  }

  finish(error: Json | undefined): void {
    this.isWhole = true;
    if (error !== undefined) this.#message = { ...this.#message, error };
  }

  extend(index: number, delta: JsonObject): Piece | undefined {
    const block = (this.#blocks[index] ??= { members: {}, input: "" });
    const add = (member: string, text: string): string => {
      const before = block.members[member];
      block.members[member] = (typeof before === "string" ? before : "") + text;
      return text;
    };
    if (typeof delta["text"] === "string") return { content: add("text", delta["text"]) };
    if (typeof delta["thinking"] === "string") return { reasoning: add("thinking", delta["thinking"]) };
    if (typeof delta["signature"] === "string") add("signature", delta["signature"]);
    if (typeof delta["partial_json"] !== "string") return undefined;
    block.input += delta["partial_json"];
    return { isCall: true };
  }

  whole(): JsonObject {
    const content = this.#blocks.filter((block) => block !== undefined).map(({ members, input }) => (input === "" ? members : { ...members, input: unpackJson(input) ?? input }));
    return { ...this.#message, content, usage: this.#usage };
  }
}

const EVENTS: Readonly<Record<string, (message: MessageGatherer, event: JsonObject) => Piece | undefined | void>> = {
  message_start: (message, event) => message.start(event),
  content_block_start: (message, event) => message.block(event),
  content_block_delta: (message, event) => message.extend(indexOf(event), asObject(event["delta"]) ?? {}),
  message_delta: (message, event) => message.update(event),
  message_stop: (message) => message.finish(undefined),
  error: (message, event) => message.finish(event["error"]),
};

function indexOf(event: JsonObject): number {
  const index = event["index"];
  return typeof index === "number" && index >= 0 && index < 10_000 ? index : 0;
}

function streamOf(response: JsonObject): readonly WireEvent[] {
  const event = (type: string, members: object): WireEvent => ({ name: type, data: { type, ...members } });
  const blocks = asList(response["content"]).flatMap((value, index) => {
    const block = asObject(value) ?? {};
    return [
      event("content_block_start", { index, content_block: emptied(block) }),
      ...deltas(block).map((delta) => event("content_block_delta", { index, delta })),
      event("content_block_stop", { index }),
    ];
  });
  const end = { stop_reason: response["stop_reason"] ?? null, stop_sequence: response["stop_sequence"] ?? null };
  return [
    event("message_start", { message: { ...response, content: [], stop_reason: null, stop_sequence: null } }),
    ...blocks,
    event("message_delta", { delta: end, usage: response["usage"] }),
    event("message_stop", {}),
  ];
}

function emptied(block: JsonObject): JsonObject {
  const empty: Record<string, Json> = {};
  for (const key of ["text", "thinking", "signature"]) if (typeof block[key] === "string") empty[key] = "";
  return { ...block, ...empty, ...(block["type"] === "tool_use" && { input: {} }) };
}

function deltas(block: JsonObject): readonly object[] {
  if (block["type"] === "tool_use") return [{ type: "input_json_delta", partial_json: JSON.stringify(block["input"] ?? {}) }];
  if (block["type"] === "text") return [{ type: "text_delta", text: block["text"] }];
  if (block["type"] !== "thinking") return [];
  return [{ type: "thinking_delta", thinking: block["thinking"] }, ...(block["signature"] === undefined ? [] : [{ type: "signature_delta", signature: block["signature"] }])];
}
