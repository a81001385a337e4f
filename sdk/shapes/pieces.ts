import type { LlmResponseInput, TokenUsage } from "../kinds/llm.ts";
import type { StreamChunk } from "../stream.ts";
import { parsed } from "./answer.ts";
import { list, member, text } from "./member.ts";
import { usageOf } from "./usage.ts";

/** A call the model is asking for, as far as its pieces have come. */
interface Asking {
  id: string | undefined;
  name: string | undefined;
  json: string;
  args: unknown;
}

/** Chunks that say what they are, by their `type` (Anthropic, OpenAI responses, AI SDK). */
const BY_TYPE: ReadonlyMap<string, (reader: PieceReader, piece: object) => StreamChunk | undefined> = new Map([
  ["content_block_start", (reader, piece) => reader.block(piece)],
  ["content_block_delta", (reader, piece) => reader.delta(member(piece, "index"), member(piece, "delta"))],
  ["message_delta", (reader, piece) => reader.stop(text(piece, "delta", "stop_reason"))],
  ["response.output_text.delta", (_, piece) => text(piece, "delta")],
  ["response.reasoning_summary_text.delta", (_, piece) => ({ reasoning: text(piece, "delta") })],
  ["response.output_item.done", (reader, piece) => reader.item(member(piece, "item"))],
  ["response.completed", (reader, piece) => reader.completed(member(piece, "response"))],
  ["text-delta", (_, piece) => text(piece, "text") ?? text(piece, "delta") ?? text(piece, "textDelta")],
  ["reasoning-delta", (_, piece) => ({ reasoning: text(piece, "text") ?? text(piece, "delta") })],
  ["tool-call", (reader, piece) => reader.ask({ id: text(piece, "toolCallId"), name: text(piece, "toolName"), json: "", args: member(piece, "input") ?? member(piece, "args") })],
  ["finish", (reader, piece) => reader.stop(text(piece, "finishReason") ?? text(piece, "finishReason", "unified"))],
]);

/** Puts together what a streamed answer says from its pieces, whichever of the known providers sends them. Never throws. */
export class PieceReader {
  readonly #asking = new Map<unknown, Asking>();
  #usage: TokenUsage | undefined;
  #model: string | undefined;
  #stopReason: string | undefined;

  /** Takes a piece and gives the text or reasoning in it, if any. */
  take(piece: unknown): StreamChunk | undefined {
    if (typeof piece === "string") return piece;
    if (typeof piece !== "object" || piece === null) return undefined;
    try {
      this.#usage = merged(this.#usage, usageOf(piece));
      this.#model ??= text(piece, "model") ?? text(piece, "message", "model") ?? text(piece, "modelVersion");
      const type = text(piece, "type");
      const known = type === undefined ? undefined : BY_TYPE.get(type);
      return known === undefined ? this.#untyped(piece) : known(this, piece);
    } catch {
      return undefined;
    }
  }

  /** What the pieces said beside the text. */
  end(): LlmResponseInput {
    const calls = [...this.#asking.values()].map(({ id, name, json, args }) => ({ id, name, arguments: args ?? parsed(json) }));
    return { usage: this.#usage, stopReason: this.#stopReason, ...(this.#model === undefined ? {} : { model: this.#model }), ...(calls.length === 0 ? {} : { toolCalls: calls }) };
  }

  #untyped(piece: object): StreamChunk | undefined {
    const choice = member(piece, "choices", 0);
    const parts = list(piece, "candidates", 0, "content", "parts");
    this.stop(text(choice, "finish_reason") ?? text(piece, "candidates", 0, "finishReason"));
    for (const call of list(choice, "delta", "tool_calls")) this.#fragment(member(call, "index"), { id: text(call, "id"), name: text(call, "function", "name"), json: text(call, "function", "arguments") ?? "", args: undefined });
    for (const call of parts.map((part) => member(part, "functionCall")).filter(Boolean)) this.ask({ id: text(call, "id"), name: text(call, "name"), json: "", args: member(call, "args") });
    const reasoning = text(choice, "delta", "reasoning_content");
    const content = text(choice, "delta", "content") ?? text(choice, "text") ?? (parts.map((part) => text(part, "text") ?? "").join("") || text(piece, "content") || text(piece, "text"));
    return content === undefined && reasoning === undefined ? undefined : { content, reasoning };
  }

  block(piece: object): undefined {
    const block = member(piece, "content_block");
    if (member(block, "type") === "tool_use") this.#asking.set(member(piece, "index"), { id: text(block, "id"), name: text(block, "name"), json: "", args: undefined });
  }

  delta(index: unknown, delta: unknown): StreamChunk | undefined {
    const json = text(delta, "partial_json");
    if (json !== undefined) this.#fragment(index, { id: undefined, name: undefined, json, args: undefined });
    const [content, reasoning] = [text(delta, "text"), text(delta, "thinking")];
    return content === undefined && reasoning === undefined ? undefined : { content, reasoning };
  }

  item(item: unknown): undefined {
    if (member(item, "type") === "function_call") this.ask({ id: text(item, "call_id"), name: text(item, "name"), json: text(item, "arguments") ?? "", args: undefined });
  }

  completed(response: unknown): undefined {
    this.#usage = merged(this.#usage, usageOf(response));
    this.#model ??= text(response, "model");
    this.stop(text(response, "incomplete_details", "reason") ?? text(response, "status"));
  }

  stop(reason: string | undefined): undefined {
    this.#stopReason = reason ?? this.#stopReason;
  }

  ask(call: Asking): undefined {
    this.#asking.set(this.#asking.size, call);
  }

  #fragment(index: unknown, { id, name, json }: Asking): void {
    const asking = this.#asking.get(index) ?? { id, name, json: "", args: undefined };
    asking.json += json;
    this.#asking.set(index, asking);
  }
}

/** Later counts replace earlier ones: providers repeat or complete them. */
function merged(before: TokenUsage | undefined, after: TokenUsage | undefined): TokenUsage | undefined {
  if (before === undefined || after === undefined) return after ?? before;
  return { ...before, ...Object.fromEntries(Object.entries(after).filter(([, tokens]) => tokens !== undefined)) };
}
