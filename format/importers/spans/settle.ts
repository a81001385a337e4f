import type { Json } from "../../event.ts";
import { asList, asObject, asText, textOf, type JsonObject } from "../kit/read.ts";
import { messageText } from "../messages/message.ts";
import { normaliseMessages } from "../messages/normalise.ts";
import { settleChat } from "./chat.ts";
import type { SpanFacts } from "./span.ts";

/**
 * Opens what frameworks wrap around the input and output of a call: the chat of a model, the message or the object a
 * tool's result is packed in. What of the raw form is not told otherwise is returned, to be kept beside it.
 */
export function settle(facts: SpanFacts): JsonObject {
  return facts.role === "tool" ? settleTool(facts) : settleChat(facts);
}

function settleTool(facts: SpanFacts): JsonObject {
  const input = asObject(facts.input);
  const named = input === undefined ? undefined : namedArguments(input);
  if (named !== undefined) facts.input = named;
  const output = asObject(facts.output);
  const wrapped = output === undefined ? undefined : WRAPPERS.find(({ matches }) => matches(output));
  if (output === undefined || wrapped === undefined) return {};
  const { result, failed } = wrapped.read(output);
  if (failed && facts.failed === undefined) {
    facts.failed = true;
    facts.error_class ??= "ToolError";
    facts.error_message ??= textOf(result);
  }
  if (result === undefined || result === facts.output) return {};
  facts.output = result;
  return { raw_output: output as Json };
}

/** LlamaIndex calls with `{args, kwargs}`. */
function namedArguments(input: JsonObject): Json | undefined {
  const isPair = Object.keys(input).every((key) => key === "args" || key === "kwargs");
  const kwargs = asObject(input["kwargs"]);
  return isPair && kwargs !== undefined && asList(input["args"]).length === 0 ? (kwargs as Json) : undefined;
}

interface Opened {
  readonly result: Json | undefined;
  readonly failed: boolean;
}

interface Wrapper {
  readonly matches: (output: JsonObject) => boolean;
  readonly read: (output: JsonObject) => Opened;
}

const WRAPPERS: readonly Wrapper[] = [
  // LangChain's message, plain or serialised.
  { matches: (o) => o["type"] === "tool" && asObject(o["data"]) !== undefined, read: (o) => ofMessage(asObject(o["data"]) as JsonObject) },
  { matches: (o) => o["type"] === "tool" && o["tool_call_id"] !== undefined, read: ofMessage },
  { matches: (o) => o["lc"] !== undefined && asObject(o["kwargs"])?.["tool_call_id"] !== undefined, read: (o) => ofMessage(asObject(o["kwargs"]) as JsonObject) },
  // LlamaIndex's tool output.
  { matches: (o) => o["raw_input"] !== undefined && typeof o["is_error"] === "boolean", read: (o) => ({ result: o["raw_output"] ?? o["content"], failed: o["is_error"] === true }) },
  // The Model Context Protocol's result.
  { matches: (o) => Array.isArray(o["content"]) && typeof o["isError"] === "boolean", read: (o) => ({ result: o["isError"] === true ? textsOf(o["content"]) : undefined, failed: o["isError"] === true }) },
];

function ofMessage(message: JsonObject): Opened {
  return { result: message["content"], failed: message["status"] === "error" };
}

function textsOf(content: Json | undefined): string | undefined {
  const texts = asList(content).map((part) => asText(asObject(part)?.["text"]) ?? "");
  return asText(texts.filter((text) => text !== "").join("\n"));
}

/** Members that hold a question in inputs of frameworks. */
const QUESTIONS = ["question", "query", "input", "task", "user_msg", "topic"] as const;
const LONGEST = 120;

/** One line a person recognises a run by: what the user asked; undefined if the span does not say. */
export function titleOf(facts: SpanFacts): string | undefined {
  const asked = firstAsked(facts);
  const line = asked?.slice(0, LONGEST * 10).replaceAll(/\s+/g, " ").trim() ?? "";
  if (line === "") return undefined;
  return line.length > LONGEST ? `${line.slice(0, LONGEST - 1)}…` : line;
}

function firstAsked({ messages_in: messages, input }: SpanFacts): string | undefined {
  if (typeof input === "string" && messages === undefined) return input;
  const chat = messages ?? normaliseMessages(input)?.messages ?? [];
  const user = chat.find((message) => message.role === "user" && messageText(message) !== "");
  if (user !== undefined) return messageText(user);
  const object = asObject(input);
  return QUESTIONS.map((key) => asText(object?.[key])).find((text) => text !== undefined);
}
