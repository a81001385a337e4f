import type { Json } from "../../event.ts";
import { lookUp } from "../kit/read.ts";

/** A tool call as an assistant asks for it. */
export interface ToolCall {
  readonly id?: string;
  readonly name: string;
  /** Parsed where the source has JSON text. */
  readonly arguments?: Json;
}

/** A chat message in the one shape payloads carry. */
export interface Message {
  readonly role: string;
  /** Text; or parts where there is more than one, or something else than text. */
  readonly content?: Json;
  readonly reasoning?: string;
  readonly name?: string;
  readonly tool_calls?: readonly ToolCall[];
  readonly tool_call_id?: string;
  /** True, or false, where the source says whether the tool failed. */
  readonly is_error?: boolean;
}

const ROLES: Readonly<Record<string, string>> = {
  human: "user",
  HumanMessage: "user",
  HumanMessageChunk: "user",
  ai: "assistant",
  AIMessage: "assistant",
  AIMessageChunk: "assistant",
  model: "assistant",
  bot: "assistant",
  gpt: "assistant",
  chatgpt: "assistant",
  observation: "tool",
  SystemMessage: "system",
  developer: "system",
  function: "tool",
  ToolMessage: "tool",
  FunctionMessage: "tool",
};

/** The usual name of a role; roles of no known kind stay as they are. */
export function roleOf(name: string): string {
  return lookUp(ROLES, name) ?? name;
}

/** The message as plain JSON for a payload. */
export function messageJson(messages: readonly Message[]): Json {
  return messages as unknown as Json;
}

/** The text of a message: its text parts joined. */
export function messageText(message: Message): string {
  const { content } = message;
  if (typeof content === "string") return content;
  if (!Array.isArray(content)) return "";
  return content.map((part: Json) => (isTextPart(part) ? part.text : "")).join("");
}

function isTextPart(part: Json): part is { readonly text: string } {
  return typeof part === "object" && part !== null && "text" in part && typeof part["text"] === "string";
}
