import type { Json } from "../../event.ts";
import { asList, asObject, asText, unpackJson, type JsonObject } from "../kit/read.ts";
import { roleOf, type Message, type ToolCall } from "./message.ts";
import { gatherParts, tidyContent, toolCall, toolMessage } from "./parts.ts";

/** A conversation as a model saw or said it. */
export interface Conversation {
  readonly messages: readonly Message[];
  /** Definitions of tools that stood among the messages. */
  readonly tools: readonly Json[];
  readonly stopReason: string | undefined;
}

/** Wrappers around wrappers are opened at most this often. */
const DEEPEST = 6;
const MOST_MESSAGES = 200_000;

/**
 * Chat messages out of whatever a framework records: OpenAI (chat and responses), Anthropic, Gemini, LangChain (plain
 * and serialised), GenAI conventions of all generations, OpenInference, AI SDK, PydanticAI and friends, also as JSON
 * text. Undefined if there is no message in it. `speaker` is the role of what names none.
 */
export function normaliseMessages(value: Json | undefined, speaker = "user"): Conversation | undefined {
  const reading: Reading = { messages: [], tools: [], stopReason: undefined, speaker };
  const todo: { value: Json; depth: number }[] = [{ value: unpackJson(value) ?? null, depth: 0 }];
  while (todo.length > 0 && reading.messages.length < MOST_MESSAGES) {
    const { value: next, depth } = todo.pop() as { value: Json; depth: number };
    const inner = readOne(next, reading);
    for (let index = depth < DEEPEST ? inner.length - 1 : -1; index >= 0; index--) todo.push({ value: inner[index] as Json, depth: depth + 1 });
  }
  return reading.messages.length > 0 ? reading : undefined;
}

interface Reading {
  readonly messages: Message[];
  readonly tools: Json[];
  stopReason: string | undefined;
  readonly speaker: string;
}

/** Reads one value; returns what is inside of it and still to be read, in order. */
function readOne(value: Json, reading: Reading): readonly Json[] {
  if (Array.isArray(value)) return readList(value as readonly Json[], reading);
  const object = asObject(value);
  if (object === undefined) return [];
  reading.stopReason = asText(object["finish_reason"]) ?? asText(object["stop_reason"]) ?? asText(object["finishReason"]) ?? reading.stopReason;
  const form = FORMS.find(({ matches }) => matches(object));
  return form?.read(object, reading) ?? [];
}

function readList(list: readonly Json[], reading: Reading): readonly Json[] {
  const calls = list.map((item) => (isBareCall(item) ? toolCall(item) : undefined));
  if (list.length > 0 && calls.every((each) => each !== undefined)) {
    reading.messages.push({ role: "assistant", tool_calls: calls as ToolCall[] });
    return [];
  }
  return list;
}

/** AI SDK lists the calls of an answer without a message around them. */
function isBareCall(value: Json): boolean {
  const object = asObject(value);
  return object !== undefined && typeof object["toolCallId"] === "string" && typeof object["toolName"] === "string" && !("role" in object) && !("output" in object);
}

interface Form {
  readonly matches: (object: JsonObject) => boolean;
  readonly read: (object: JsonObject, reading: Reading) => readonly Json[];
}

const has = (object: JsonObject, key: string): boolean => object[key] !== undefined && object[key] !== null;
const isListOrObject = (value: Json | undefined): value is Json => typeof value === "object" && value !== null;

/** In this order: the first that matches reads. */
const FORMS: readonly Form[] = [
  { matches: (o) => has(o, "lc") && asObject(o["kwargs"]) !== undefined, read: readSerialised },
  { matches: (o) => o["type"] === "function_call" || o["type"] === "custom_tool_call", read: readCallItem },
  { matches: (o) => o["type"] === "function_call_output" || o["type"] === "custom_tool_call_output", read: readResultItem },
  { matches: (o) => o["type"] === "reasoning" && !has(o, "role"), read: readReasoningItem },
  { matches: (o) => asObject(o["message"]) !== undefined, read: (o) => [o["message"] as Json] },
  { matches: (o) => keysStartWith(o, "message."), read: (o) => [withoutPrefix(o, "message.")] },
  { matches: isToolDefinition, read: readToolDefinition },
  { matches: (o) => typeof o["role"] === "string" || isLangChainType(o), read: readMessage },
  // ShareGPT's way.
  { matches: (o) => typeof o["from"] === "string" && typeof o["value"] === "string", read: (o, reading) => readMessage({ role: o["from"], content: o["value"] }, reading) },
  { matches: (o) => asList(o["choices"]).length > 0, read: (o) => asList(o["choices"]).slice(0, 1) },
  { matches: (o) => asList(o["candidates"]).length > 0, read: (o) => asList(o["candidates"]).slice(0, 1) },
  { matches: (o) => isListOrObject(o["messages"]), read: readWithSystem("messages") },
  { matches: (o) => has(o, "contents"), read: readContents },
  { matches: (o) => asList(o["generations"]).length > 0, read: (o) => [asList(o["generations"])[0] as Json] },
  { matches: (o) => o["object"] === "response" && Array.isArray(o["output"]), read: (o) => asList(o["output"]) },
  { matches: (o) => asObject(o["new_message"]) !== undefined, read: (o) => [o["new_message"] as Json] },
  { matches: (o) => asObject(o["content"])?.["parts"] !== undefined, read: readGeminiContent },
  { matches: (o) => Array.isArray(o["parts"]), read: readMessage },
  { matches: (o) => has(o, "finish_reason") && typeof o["text"] === "string", read: readMessage },
];

const LANGCHAIN_TYPES: ReadonlySet<string> = new Set(["human", "ai", "tool", "system", "function", "AIMessageChunk", "HumanMessageChunk"]);

function isLangChainType(object: JsonObject): boolean {
  return typeof object["type"] === "string" && LANGCHAIN_TYPES.has(object["type"]) && "content" in object;
}

/** LangChain lists the tools an LLM was given as messages of role tool whose content is a definition. */
function isToolDefinition(object: JsonObject): boolean {
  const content = asObject(object["content"]);
  return object["role"] === "tool" && content?.["type"] === "function" && asObject(content["function"]) !== undefined;
}

function readToolDefinition(object: JsonObject, reading: Reading): readonly Json[] {
  reading.tools.push(object["content"] as Json);
  return [];
}

function keysStartWith(object: JsonObject, prefix: string): boolean {
  for (const key in object) if (key.startsWith(prefix)) return true;
  return false;
}

function withoutPrefix(object: JsonObject, prefix: string): Json {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key.startsWith(prefix) ? key.slice(prefix.length) : key, value]));
}

function readWithSystem(key: string): Form["read"] {
  return (object, reading) => {
    const system = object["system"] ?? object["system_instruction"] ?? asObject(object["config"])?.["system_instruction"];
    const said = systemText(system);
    if (said !== undefined) reading.messages.push({ role: "system", content: said });
    return [object[key] as Json];
  };
}

function systemText(value: Json | undefined): Json | undefined {
  if (typeof value === "string") return value === "" ? undefined : value;
  const parts = Array.isArray(value) ? (value as readonly Json[]) : asList(asObject(value)?.["parts"]);
  return parts.length > 0 ? tidyContent(gatherParts(parts).content) : undefined;
}

function readContents(object: JsonObject, reading: Reading): readonly Json[] {
  const inner = readWithSystem("contents")(object, reading);
  const contents = object["contents"];
  if (typeof contents !== "string") return inner;
  reading.messages.push({ role: "user", content: contents });
  return [];
}

function readGeminiContent(object: JsonObject, reading: Reading): readonly Json[] {
  const content = asObject(object["content"]) as JsonObject;
  return readMessage({ role: asText(content["role"]) ?? "model", parts: content["parts"] }, reading);
}

function readSerialised(object: JsonObject): readonly Json[] {
  const name = asText(asList(object["id"]).at(-1)) ?? "";
  return [{ type: undefined, ...asObject(object["kwargs"]), role: name } as Json];
}

function readCallItem(object: JsonObject, reading: Reading): readonly Json[] {
  const call = toolCall(object as Json);
  if (call !== undefined) reading.messages.push({ role: "assistant", tool_calls: [call] });
  return [];
}

function readResultItem(object: JsonObject, reading: Reading): readonly Json[] {
  reading.messages.push(toolMessage(object["output"], asText(object["call_id"]), asText(object["name"])));
  return [];
}

function readReasoningItem(object: JsonObject, reading: Reading): readonly Json[] {
  const said = asList(object["summary"] ?? object["content"]).map((part) => asText(asObject(part)?.["text"]) ?? "");
  const text = said.filter((each) => each !== "").join("\n");
  if (text !== "") reading.messages.push({ role: "assistant", reasoning: text });
  return [];
}

function readMessage(object: JsonObject, reading: Reading): readonly Json[] {
  const role = roleOf(asText(object["role"]) ?? asText(object["type"]) ?? reading.speaker);
  const gathered = gatherParts(partsOf(object));
  const calls = [...gathered.calls, ...callsOf(object)];
  const content = tidyContent(gathered.content);
  const said = gathered.reasoning.concat(asText(object["reasoning_content"]) ?? asText(object["reasoning"]) ?? []);
  const name = asText(object["name"]);
  const answered = asText(object["tool_call_id"]) ?? asText(object["toolCallId"]);
  const empty = content === undefined && calls.length === 0 && said.length === 0;
  if (!(empty && gathered.results.length > 0)) {
    reading.messages.push({
      role,
      ...(content !== undefined && { content }),
      ...(said.length > 0 && { reasoning: said.join("\n") }),
      ...(name !== undefined && { name }),
      ...(calls.length > 0 && { tool_calls: calls }),
      ...(answered !== undefined && { tool_call_id: answered }),
    });
  }
  reading.messages.push(...gathered.results);
  return [];
}

function partsOf(object: JsonObject): readonly Json[] {
  const content = object["parts"] ?? object["contents"] ?? object["content"] ?? object["text"];
  if (Array.isArray(content)) return content as readonly Json[];
  if (typeof content === "string") return [{ type: "text", text: content }];
  const inner = asObject(content);
  if (inner === undefined) return [];
  return Array.isArray(inner["parts"]) ? asList(inner["parts"]) : [content as Json];
}

function callsOf(object: JsonObject): ToolCall[] {
  const own = asList(object["tool_calls"]);
  const listed = own.length > 0 ? own : asList(asObject(object["additional_kwargs"])?.["tool_calls"]);
  const legacy = asObject(object["function_call"]) ?? asObject(object["message.function_call"]);
  return [...listed, ...(legacy === undefined ? [] : [legacy as Json])].map(toolCall).filter((call) => call !== undefined);
}
