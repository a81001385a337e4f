import type { Json } from "../../../format/event.ts";
import { messageText, type Message, type ToolCall } from "../../../format/importers/messages/message.ts";
import { normaliseMessages } from "../../../format/importers/messages/normalise.ts";
import type { LlmResponseInput } from "../../kinds/llm.ts";

/** Messages of any provider or framework in the shape payloads carry; what is none is kept as one message. */
export function messagesOf(value: unknown, speaker = "user"): readonly Message[] | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === "string") return [{ role: speaker, content: value }];
  return normaliseMessages(value as Json, speaker)?.messages;
}

/** What a model said, out of its message or messages. */
export function saidIn(value: unknown): Pick<LlmResponseInput, "content" | "reasoning" | "toolCalls"> {
  const said = messagesOf(value, "assistant")?.filter(({ role }) => role === "assistant") ?? [];
  const reasoning = said.map((message) => message.reasoning ?? "").filter((text) => text !== "");
  const calls: readonly ToolCall[] = said.flatMap((message) => message.tool_calls ?? []);
  const texts = said.map(messageText).filter((text) => text !== "");
  return {
    content: texts.length > 0 ? texts.join("\n") : said.find(({ content }) => content !== undefined && typeof content !== "string")?.content,
    reasoning: reasoning.length > 0 ? reasoning.join("\n") : undefined,
    toolCalls: calls.length > 0 ? calls : undefined,
  };
}

/** The text of the last message. */
export function lastSaid(messages: readonly Message[] | undefined): string {
  const last = messages?.at(-1);
  return last === undefined ? "" : messageText(last);
}

/** The members of an object apart from those named; undefined if none is left. */
export function others(object: Readonly<Record<string, unknown>>, ...named: readonly string[]): Readonly<Record<string, unknown>> | undefined {
  const kept = Object.entries(object).filter(([key, value]) => value !== undefined && !named.includes(key));
  return kept.length > 0 ? Object.fromEntries(kept) : undefined;
}
