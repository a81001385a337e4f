import type { Json } from "../../event.ts";
import { asObject, type JsonObject } from "../kit/read.ts";
import { normaliseMessages } from "../messages/normalise.ts";
import type { SpanFacts } from "./span.ts";

/**
 * A model call whose chat stands only in the raw request and answer: read it from there. What of the raw form is not
 * chat is returned, to be kept beside it.
 */
export function settleChat(facts: SpanFacts): JsonObject {
  if (facts.role !== "llm") return {};
  return { ...openSide(facts, "input", "messages_in"), ...openSide(facts, "output", "messages_out") };
}

const CHAT_KEYS: ReadonlySet<string> = new Set(["messages", "contents", "choices", "candidates", "generations"]);

function openSide(facts: SpanFacts, raw: "input" | "output", chat: "messages_in" | "messages_out"): JsonObject {
  const value = facts[raw];
  if (value === undefined) return {};
  const found = normaliseMessages(value, raw === "input" ? "user" : "assistant");
  if (found === undefined) return facts[chat] === undefined ? {} : moveAside(facts, raw, value);
  if (raw === "output" && found.stopReason !== undefined) facts.stop_reason ??= found.stopReason;
  if (facts[chat] !== undefined) return moveAside(facts, raw, value);
  facts[chat] = found.messages;
  if (found.tools.length > 0) facts.tools ??= found.tools;
  const wrapper = asObject(value);
  const isWrapper = wrapper !== undefined && Object.keys(wrapper).some((key) => CHAT_KEYS.has(key));
  const others = isWrapper ? Object.fromEntries(Object.entries(wrapper).filter(([key]) => !CHAT_KEYS.has(key))) : {};
  return moveAside(facts, raw, Object.keys(others).length > 0 ? others : undefined);
}

function moveAside(facts: SpanFacts, raw: "input" | "output", rest: Json | undefined): JsonObject {
  delete facts[raw];
  return rest === undefined ? {} : { [`raw_${raw}`]: rest };
}
