import type { Json } from "../../event.ts";
import { asObject, asText, lookUp, textOf, unpackJson, type JsonObject } from "../kit/read.ts";
import type { Message, ToolCall } from "./message.ts";

/** What the parts of one message come to. */
export interface Gathered {
  readonly content: Json[];
  readonly calls: ToolCall[];
  readonly reasoning: string[];
  /** Tool results are messages of their own. */
  readonly results: Message[];
}

type PartReader = (part: JsonObject, into: Gathered) => void;

const text: PartReader = (part, into) => {
  const value = part["text"] ?? part["content"];
  if (typeof value === "string") into.content.push({ type: "text", text: value });
  else if (value !== undefined) into.content.push(part as Json);
};
const reasoning: PartReader = (part, into) => {
  const value = part["thinking"] ?? part["reasoning"] ?? part["text"] ?? part["content"] ?? part["summary"];
  const said = textOf(value ?? "");
  if (said !== "" && said !== "[]") into.reasoning.push(said);
};
const call: PartReader = (part, into) => {
  const made = toolCall(part);
  if (made === undefined) into.content.push(part as Json);
  else into.calls.push(made);
};
const result: PartReader = (part, into) => {
  const id = asText(part["id"]) ?? asText(part["tool_call_id"]) ?? asText(part["tool_use_id"]) ?? asText(part["toolCallId"]) ?? asText(part["call_id"]);
  const name = asText(part["name"]) ?? asText(part["toolName"]);
  const value = part["response"] ?? part["result"] ?? part["output"] ?? part["content"];
  const failed = part["is_error"] ?? part["isError"];
  into.results.push({ ...toolMessage(value, id, name), ...(typeof failed === "boolean" && { is_error: failed }) });
};

const READERS: Readonly<Record<string, PartReader>> = {
  text,
  input_text: text,
  output_text: text,
  reasoning,
  thinking: reasoning,
  tool_call: call,
  tool_use: call,
  server_tool_call: call,
  server_tool_use: call,
  "tool-call": call,
  function_call: call,
  tool_call_response: result,
  server_tool_call_response: result,
  tool_result: result,
  "tool-result": result,
  function_call_output: result,
};

/** Keys of parts that have no `type`: Gemini's, and OpenInference's wrapper. */
const KEYED: readonly { readonly key: string; readonly read: (inner: JsonObject, part: JsonObject, into: Gathered) => void }[] = [
  { key: "function_call", read: (inner, _, into) => call(inner, into) },
  { key: "functionCall", read: (inner, _, into) => call(inner, into) },
  { key: "function_response", read: (inner, _, into) => result(inner, into) },
  { key: "functionResponse", read: (inner, _, into) => result(inner, into) },
  { key: "message_content", read: (inner, _, into) => readPart(inner as Json, into) },
];

/** Reads the parts of a message, of any provider. Parts of unknown kind are kept as content. */
export function gatherParts(parts: readonly Json[]): Gathered {
  const into: Gathered = { content: [], calls: [], reasoning: [], results: [] };
  for (const part of parts) readPart(part, into);
  return into;
}

function readPart(value: Json, into: Gathered): void {
  const part = asObject(value);
  if (part === undefined) {
    if (value !== null) into.content.push(typeof value === "string" ? { type: "text", text: value } : value);
    return;
  }
  const type = asText(part["type"]) ?? "";
  const reader = lookUp(READERS, type);
  if (reader !== undefined) return reader(part, into);
  const keyed = KEYED.find(({ key }) => asObject(part[key]) !== undefined);
  if (keyed !== undefined) return keyed.read(asObject(part[keyed.key]) as JsonObject, part, into);
  if (part["thought"] === true) return reasoning(part, into);
  if (type === "" && typeof part["text"] === "string") return text(part, into);
  if (type.endsWith("ReasoningContent")) return reasoning(asObject(part["content"]) ?? part, into);
  into.content.push(value);
}

/** A tool call written in any provider's way; undefined if it names no tool. */
export function toolCall(value: Json): ToolCall | undefined {
  const outer = asObject(value);
  const call = asObject(outer?.["tool_call"]) ?? outer;
  const inner = asObject(call?.["function"]) ?? call;
  if (call === undefined || inner === undefined) return undefined;
  const name = firstText(inner, "name", "toolName");
  if (name === undefined) return undefined;
  const id = firstText(call, "call_id", "toolCallId", "id");
  const args = unpackJson(inner["arguments"] ?? inner["args"] ?? inner["input"] ?? inner["parameters"]);
  return { ...(id !== undefined && { id }), name, ...(args !== undefined && { arguments: args }) };
}

function firstText(object: JsonObject, ...keys: readonly string[]): string | undefined {
  for (const key of keys) {
    const text = asText(object[key]);
    if (text !== undefined) return text;
  }
  return undefined;
}

/** The message of a tool that answers a call. */
export function toolMessage(value: Json | undefined, id: string | undefined, name: string | undefined): Message {
  return { role: "tool", content: resultContent(value), ...(name !== undefined && { name }), ...(id !== undefined && { tool_call_id: id }) };
}

function resultContent(value: Json | undefined): Json {
  const typed = asObject(value);
  if (typed !== undefined && typeof typed["type"] === "string" && "value" in typed) return textOf(typed["value"]);
  return typeof value === "string" ? value : value === undefined || value === null ? "" : Array.isArray(value) ? tidyContent(gatherParts(value).content) ?? "" : textOf(value);
}

/** Content as payloads carry it: one text as text, anything more as parts; undefined if there is none. */
export function tidyContent(parts: readonly Json[]): Json | undefined {
  if (parts.length === 0) return undefined;
  const only = parts.length === 1 ? asObject(parts[0]) : undefined;
  return only?.["type"] === "text" && typeof only["text"] === "string" ? only["text"] : parts;
}
