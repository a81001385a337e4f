import { isList, isObject, listMember, parseJson, textMember, type JsonObject } from "./json.ts";
import type { Json } from "../../format/event.ts";

/** A piece of what a message says. */
export type MessagePart =
  | { readonly type: "text"; readonly text: string }
  | { readonly type: "reasoning"; readonly text: string }
  | { readonly type: "tool_call"; readonly id: string; readonly name: string; readonly arguments: Json }
  | { readonly type: "tool_result"; readonly id: string; readonly failed: boolean; readonly value: Json }
  | { readonly type: "media"; readonly mediaType: string; readonly bytes: number; readonly place: string; readonly data: string }
  | { readonly type: "other"; readonly value: Json };

/** A message of a conversation, whichever provider wrote it. */
export interface Message {
  readonly role: string;
  readonly name: string;
  readonly parts: readonly MessagePart[];
}

type ReadPart = (part: JsonObject) => MessagePart;

const text: ReadPart = (part) => ({ type: "text", text: textMember(part, "text") || textMember(part, "content") || textMember(part, "refusal") });
const reasoning: ReadPart = (part) => ({
  type: "reasoning",
  text: textMember(part, "thinking") || textMember(part, "text") || textMember(part, "reasoning") || textMember(part, "content"),
});
const toolCall: ReadPart = (part) => readToolCall(part);
const toolResult: ReadPart = (part) => ({
  type: "tool_result",
  id: textMember(part, "tool_use_id") || textMember(part, "toolCallId") || textMember(part, "id") || textMember(part, "call_id"),
  failed: part["is_error"] === true || part["isError"] === true,
  value: part["content"] ?? part["output"] ?? part["result"] ?? part["response"] ?? null,
});

/** How parts are written, by their `type`: OpenAI (chat and responses), Anthropic, the AI SDK, OpenTelemetry GenAI. */
const PARTS: Readonly<Record<string, ReadPart>> = {
  text,
  input_text: text,
  output_text: text,
  refusal: text,
  thinking: reasoning,
  reasoning,
  tool_use: toolCall,
  "tool-call": toolCall,
  tool_call: toolCall,
  function_call: toolCall,
  tool_result: toolResult,
  "tool-result": toolResult,
  tool_call_response: toolResult,
  function_call_output: toolResult,
  image_url: readMedia,
  input_image: readMedia,
  image: readMedia,
  audio: readMedia,
  input_audio: readMedia,
  file: readMedia,
  document: readMedia,
};

/** A message as a person reads it. Takes anything: what is no message becomes one part `other`. */
export function readMessage(value: Json): Message {
  if (!isObject(value)) return { role: "", name: "", parts: readContent(value) };
  const parts: MessagePart[] = [];
  const thought = value["reasoning_content"] ?? value["reasoning"];
  if (typeof thought === "string" && thought !== "") parts.push({ type: "reasoning", text: thought });
  const role = textMember(value, "role") || textMember(value, "type");
  const content = readContent(value["content"] ?? value["parts"] ?? null);
  if (role === "tool" || role === "function") parts.push(toolMessage(value, content));
  else parts.push(...content);
  parts.push(...readToolCalls(value["tool_calls"] ?? null));
  return { role, name: textMember(value, "name"), parts };
}

function toolMessage(message: JsonObject, content: readonly MessagePart[]): MessagePart {
  const only = content.length === 1 ? content[0] : undefined;
  const value = only?.type === "text" ? structured(only.text) : (message["content"] ?? null);
  return { type: "tool_result", id: textMember(message, "tool_call_id"), failed: message["is_error"] === true, value };
}

/** The content of a message: a text, one part, or a list of them. */
export function readContent(content: Json): readonly MessagePart[] {
  if (content === null) return [];
  if (typeof content === "string") return content === "" ? [] : [{ type: "text", text: content }];
  if (isList(content)) return content.map(readPart);
  return [readPart(content)];
}

function readPart(part: Json): MessagePart {
  if (typeof part === "string") return { type: "text", text: part };
  if (!isObject(part)) return { type: "other", value: part };
  if ("$bytes" in part || "$blob" in part) return readMedia(part);
  const type = textMember(part, "type");
  const read = Object.hasOwn(PARTS, type) ? PARTS[type] : undefined;
  if (read !== undefined) return read(part);
  if (isObject(part["functionCall"])) return readToolCall(part["functionCall"]);
  if (isObject(part["functionResponse"])) return toolResult(part["functionResponse"]);
  if (isObject(part["inlineData"])) return readMedia(part["inlineData"]);
  return typeof part["text"] === "string" ? text(part) : { type: "other", value: part };
}

/** The calls an assistant asks for: `{id, name, arguments}` or any provider's shape of it. */
export function readToolCalls(calls: Json): readonly MessagePart[] {
  return isList(calls) ? calls.map((call) => (isObject(call) ? readToolCall(call) : { type: "other", value: call })) : [];
}

function readToolCall(call: JsonObject): MessagePart {
  const inner = isObject(call["function"]) ? call["function"] : call;
  const given = inner["arguments"] ?? inner["input"] ?? inner["args"] ?? null;
  return {
    type: "tool_call",
    id: textMember(call, "id") || textMember(call, "call_id") || textMember(call, "toolCallId"),
    name: textMember(inner, "name") || textMember(inner, "toolName"),
    arguments: typeof given === "string" ? structured(given) : given,
  };
}

/** Text that is itself a JSON object or list, parsed; other text as it is. */
export function structured(value: string): Json {
  const start = value.trimStart().charAt(0);
  if (start !== "{" && start !== "[") return value;
  return parseJson(value) ?? value;
}

/** The first text any of the objects has under any of the keys; empty if there is none. */
function firstText(objects: readonly JsonObject[], ...keys: readonly string[]): string {
  for (const object of objects) for (const key of keys) if (textMember(object, key) !== "") return textMember(object, key);
  return "";
}

function readMedia(part: JsonObject): MessagePart {
  const sources = [part, part["source"], part["image_url"], part["input_audio"], part["file"], part["image"]].filter(isObject);
  let mediaType = firstText(sources, "media_type", "mediaType", "mimeType");
  let data = firstText(sources, "$bytes", "data", "file_data");
  let place = textMember(part, "image_url") || firstText(sources, "url", "$blob");
  const bytes = sources.map((source) => source["bytes"]).findLast((size) => typeof size === "number") ?? 0;
  const inline = /^data:([\w.+-]+\/[\w.+-]+);base64,/.exec(place.slice(0, 200));
  if (inline !== null) {
    mediaType ||= inline[1] ?? "";
    data ||= place.slice(inline[0].length);
    place = "";
  }
  return { type: "media", mediaType: mediaType || textMember(part, "type"), bytes: bytes || Math.floor((data.length * 3) / 4), place, data };
}

/** Members of a request's tool list a person looks for. */
interface ToolOffer {
  readonly name: string;
  readonly description: string;
  readonly schema: Json;
}

/** A tool as offered to a model, whichever provider's shape. */
export function readToolOffer(tool: Json): ToolOffer {
  if (!isObject(tool)) return { name: typeof tool === "string" ? tool : "", description: "", schema: null };
  const inner = isObject(tool["function"]) ? tool["function"] : tool;
  return {
    name: textMember(inner, "name") || textMember(inner, "type"),
    description: textMember(inner, "description"),
    schema: inner["parameters"] ?? inner["input_schema"] ?? inner["inputSchema"] ?? null,
  };
}

/** Text of all text parts, for copying. */
function plainText(parts: readonly MessagePart[]): string {
  return parts.flatMap((part) => (part.type === "text" ? [part.text] : [])).join("\n\n");
}

/** The text of an evidence item or a content value, whatever its shape; undefined if it is structure. */
export function contentText(content: Json | undefined): string | undefined {
  if (typeof content === "string") return content;
  if (content === undefined || content === null) return undefined;
  const parts = readContent(content);
  return parts.every((part) => part.type === "text") ? plainText(parts) : undefined;
}

/** The list under `key`, each read as a message. */
export function messagesOf(payload: JsonObject, key: string): readonly Message[] {
  return listMember(payload, key).map(readMessage);
}
