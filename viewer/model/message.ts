import { isMediaShape, readMedia, readMediaList, type MediaPart } from "./media.ts";
import { isList, isObject, listMember, parseJson, textMember, type JsonObject } from "./json.ts";
import type { Json } from "../../format/event.ts";

/** A piece of what a message says. */
export type MessagePart =
  | { readonly type: "text"; readonly text: string }
  | { readonly type: "reasoning"; readonly text: string }
  | { readonly type: "tool_call"; readonly id: string; readonly name: string; readonly arguments: Json }
  | { readonly type: "tool_result"; readonly id: string; readonly failed: boolean; readonly value: Json }
  | MediaPart
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
  "image-data": readMedia,
  "image-url": readMedia,
  image_generation_call: readMedia,
  computer_screenshot: readMedia,
  media: readMedia,
  blob: readMedia,
  uri: readMedia,
  audio: readMedia,
  input_audio: readMedia,
  file: readMedia,
  input_file: readMedia,
  "file-data": readMedia,
  "file-url": readMedia,
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
  parts.push(...readMediaList(listMember(value, "images")), ...readToolCalls(value["tool_calls"] ?? null));
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
  const type = textMember(part, "type");
  const read = Object.hasOwn(PARTS, type) ? PARTS[type] : undefined;
  if (read !== undefined) return read(part);
  if (isObject(part["functionCall"])) return readToolCall(part["functionCall"]);
  if (isObject(part["functionResponse"])) return toolResult(part["functionResponse"]);
  const media = isMediaShape(part) ? readMedia(part) : undefined;
  if (media !== undefined && (media.data !== "" || media.place !== "" || media.absent !== "")) return media;
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

/**
 * What a tool gave back as parts, if there are pictures, sounds or films among them: a list of parts, one part, or a list
 * in its box (`content`, `value`, `output`), whose other members follow. Undefined for all else.
 */
export function mediaParts(value: Json): readonly MessagePart[] | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const parts = readContent(value);
  if (parts.some(isShown)) return parts;
  if (!isObject(value)) return undefined;
  const key = PART_BOXES.find((candidate) => typeof value[candidate] === "object" && readContent(value[candidate] ?? null).some(isShown));
  if (key === undefined) return undefined;
  const rest = Object.fromEntries(Object.entries(value).filter(([other]) => other !== key && !SAYS_LITTLE.has(other)));
  return [...readContent(value[key] ?? null), ...(Object.keys(rest).length === 0 ? [] : [{ type: "other", value: rest } as const])];
}

const PART_BOXES = ["content", "value", "output", "parts"] as const;
const SAYS_LITTLE: ReadonlySet<string> = new Set(["type", "isError", "is_error"]);

function isShown(part: MessagePart): boolean {
  return part.type === "media" && /^(?:image|audio|video)/.test(part.mediaType) && (part.data !== "" || part.place !== "" || part.absent !== "");
}

/** The list under `key`, each read as a message. */
export function messagesOf(payload: JsonObject, key: string): readonly Message[] {
  return listMember(payload, key).map(readMessage);
}
