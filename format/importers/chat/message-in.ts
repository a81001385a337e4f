import type { Json } from "../../event.ts";
import { asList, asObject, asText, lookUp, present, type JsonObject } from "../kit/read.ts";

/** Roles by the names of types: LangChain's, and those of logs that have a type where others have a role. */
const TYPES: Readonly<Record<string, string>> = {
  human: "user",
  user: "user",
  HumanMessage: "user",
  HumanMessageChunk: "user",
  ai: "assistant",
  assistant: "assistant",
  AIMessage: "assistant",
  AIMessageChunk: "assistant",
  system: "system",
  SystemMessage: "system",
  tool: "tool",
  tool_result: "tool",
  ToolMessage: "tool",
  FunctionMessage: "tool",
};

/** The chat message a value is, or has inside; undefined if there is none. */
export function messageIn(value: unknown): Json | undefined {
  const object = asObject(value);
  if (object === undefined) return undefined;
  if (asText(object["role"]) !== undefined && says(object)) return object as Json;
  return wrapped(object) ?? serialised(object) ?? typed(object);
}

function says(object: JsonObject): boolean {
  return "content" in object || "tool_calls" in object || "parts" in object;
}

/** `{message: {role, content}}`, with the role in it or beside it; what else stands beside it is kept apart, as it is no part of the message. */
function wrapped(outer: JsonObject): Json | undefined {
  const { message: inner, timestamp, ...others } = outer;
  const message = asObject(inner);
  const role = asText(message?.["role"]) ?? asText(outer["role"]);
  return message === undefined || role === undefined || !says(message) ? undefined : ({ timestamp: timestamp ?? null, ...message, role, beside: present({ ...others, role: undefined }) } as Json);
}

/** LangChain's serialised form. */
function serialised(object: JsonObject): Json | undefined {
  const kwargs = object["lc"] === undefined ? undefined : asObject(object["kwargs"]);
  const role = lookUp(TYPES, asText(asList(object["id"]).at(-1)));
  return kwargs === undefined || role === undefined || !says(kwargs) ? undefined : ({ ...kwargs, role } as Json);
}

function typed(object: JsonObject): Json | undefined {
  const role = lookUp(TYPES, asText(object["type"]));
  return role === undefined || !says(object) || "uuid" in object ? undefined : ({ ...object, role } as Json);
}
