import type { Json } from "../../../../format/event.ts";

type JsonObject = { readonly [key: string]: Json | undefined };

/** A message and the event it stands in; row -1 if it stood in the request itself. */
export interface Said {
  readonly message: JsonObject;
  readonly row: number;
}

/** True for objects; false for lists, null and all else. */
export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A message as an object; what is none becomes the content of one. */
export function messageOf(value: Json): JsonObject {
  return isObject(value) ? value : { role: "", content: value };
}

/** Who speaks, in lower case. */
export function roleOf(message: JsonObject): string {
  const role = message["role"] ?? message["type"];
  return typeof role === "string" ? role.toLowerCase() : "";
}

/** Characters a model reads of a message: its text, and structure as JSON. */
export function charactersOf(message: JsonObject): number {
  const { role: _role, content, ...rest } = message as { readonly role?: Json; readonly content?: Json };
  const said = content === undefined || content === null ? 0 : typeof content === "string" ? content.length : JSON.stringify(content).length;
  const more = Object.keys(rest).length === 0 ? 0 : JSON.stringify(rest).length;
  return said + more;
}

/** The name of a tool as offered, whichever provider's shape. */
export function toolName(tool: Json): string {
  if (typeof tool === "string") return tool;
  if (!isObject(tool)) return "tool";
  const inner = isObject(tool["function"]) ? tool["function"] : tool;
  const name = inner["name"] ?? inner["type"];
  return typeof name === "string" ? name : "tool";
}
