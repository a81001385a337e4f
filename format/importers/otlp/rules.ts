import type { Json } from "../../event.ts";
import { asCount, asList, asNumber, asText, lookUp, textOf, unpackJson } from "../kit/read.ts";
import { normaliseMessages } from "../messages/normalise.ts";
import type { SpanFacts, SpanRole } from "../spans/span.ts";

/** What an attribute says, as facts; undefined if its value does not fit, so that it stays in the extra members. */
export type Rule = (value: Json) => Partial<SpanFacts> | undefined;

/** One convention: exact attribute names, and prefixes of flattened lists (`a.0.b`) read as the list they are. */
export interface Convention {
  readonly rules: Readonly<Record<string, Rule>>;
  readonly lists?: Readonly<Record<string, Rule>>;
}

type KeysOf<T> = { [K in keyof SpanFacts]-?: NonNullable<SpanFacts[K]> extends T ? K : never }[keyof SpanFacts];

/** A text fact. */
export const text =
  (fact: KeysOf<string>): Rule =>
  (value) => {
    const said = asText(value);
    return said === undefined ? undefined : { [fact]: said };
  };

/** A count of tokens. */
export const count =
  (fact: "tokens_in" | "tokens_out" | "tokens_cache_read" | "tokens_cache_write" | "tokens_reasoning"): Rule =>
  (value) => {
    const number = asCount(value);
    return number === undefined ? undefined : { [fact]: number };
  };

/** A number with a fraction. */
export const number =
  (fact: KeysOf<number>): Rule =>
  (value) => {
    const found = asNumber(value);
    return found === undefined ? undefined : { [fact]: found };
  };

/** A value kept as it is, JSON text opened. */
export const json =
  (fact: "input" | "output" | "query" | "documents" | "system"): Rule =>
  (value) => ({ [fact]: unpackJson(value) ?? null });

/** A role, looked up by the word a convention uses; unknown words stay in the extra members. */
export const role =
  (words: Readonly<Record<string, SpanRole>>): Rule =>
  (value) => {
    const found = lookUp(words, asText(value));
    return found === undefined ? undefined : { role: found };
  };

/** Messages to the model; whatever is not chat stays as plain input. */
export const messagesIn: Rule = (value) => {
  const chat = normaliseMessages(value, "user");
  if (chat === undefined) return { input: unpackJson(value) ?? null };
  return { messages_in: chat.messages, ...(chat.tools.length > 0 && { tools: chat.tools }) };
};

/** Messages of the model; whatever is not chat stays as plain output. */
export const messagesOut: Rule = (value) => {
  const chat = normaliseMessages(value, "assistant");
  if (chat === undefined) return { output: unpackJson(value) ?? null };
  return { messages_out: chat.messages, ...(chat.stopReason !== undefined && { stop_reason: chat.stopReason }) };
};

/** One text the model said. */
export const said: Rule = (value) => {
  const content = asText(value);
  return content === undefined ? undefined : { messages_out: [{ role: "assistant", content }] };
};

/** Definitions of tools. */
export const tools: Rule = (value) => {
  const list = asList(unpackJson(value)).map((item) => unpackJson(item) ?? null);
  return list.length > 0 ? { tools: list } : undefined;
};

/** One setting of a request under its usual name. */
export const setting =
  (name: string): Rule =>
  (value) => ({ settings: { [name]: value } });

/** Settings all in one object. */
export const settings: Rule = (value) => {
  const found = unpackJson(value);
  return typeof found === "object" && found !== null && !Array.isArray(found) ? { settings: found } : undefined;
};

/** The first of a list of reasons. */
export const reasons: Rule = (value) => {
  const first = asText(asList(unpackJson(value))[0]) ?? asText(value);
  return first === undefined ? undefined : { stop_reason: first };
};

/** A yes or no, under any of its spellings. */
export const verdict: Rule = (value) => {
  const word = textOf(value).toLowerCase();
  if (["true", "pass", "passed", "allow", "correct", "yes"].includes(word)) return { passed: true };
  return ["false", "fail", "failed", "deny", "block", "blocked", "incorrect", "no"].includes(word) ? { passed: false } : undefined;
};
