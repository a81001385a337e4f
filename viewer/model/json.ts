import type { Json } from "../../format/event.ts";

/** A JSON object. */
export type JsonObject = { readonly [key: string]: Json | undefined };

/** True for objects; false for lists, null and all else. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** True for lists. */
export function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

/** Parses JSON text; undefined if it is not JSON. */
export function parseJson(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

/** The member as text; empty if it is absent or something else. */
export function textMember(object: JsonObject, key: string): string {
  const value = object[key];
  return typeof value === "string" ? value : "";
}

/** The member as a list; empty if it is absent or something else. */
export function listMember(object: JsonObject, key: string): readonly Json[] {
  const value = object[key];
  return isList(value) ? value : [];
}

/** What `toJsonText` still has to write: a text as it is, or a value at a depth. */
type Pending = { readonly text: string } | { readonly value: Json; readonly depth: number };

/**
 * JSON text of a value, two spaces a level. Walks with its own stack, so any depth is safe. Stops after about `limit`
 * characters and then ends in "…". Beyond 40 levels it no longer indents, so that depth does not multiply the length.
 */
export function toJsonText(value: Json, limit: number): string {
  const out: string[] = [];
  let length = 0;
  const stack: Pending[] = [{ value, depth: 0 }];
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    const text = "text" in next ? next.text : writeOrExpand(next.value, next.depth, stack);
    out.push(text);
    length += text.length;
    if (length > limit) return `${out.join("").slice(0, limit)}…`;
  }
  return out.join("");
}

function writeOrExpand(value: Json, depth: number, stack: Pending[]): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const list = isList(value);
  const entries = list ? value.map((item) => ["", item] as const) : Object.entries(value);
  if (entries.length === 0) return list ? "[]" : "{}";
  const inner = `\n${"  ".repeat(Math.min(depth + 1, 40))}`;
  const outer = `\n${"  ".repeat(Math.min(depth, 40))}`;
  stack.push({ text: `${outer}${list ? "]" : "}"}` });
  for (let index = entries.length - 1; index >= 0; index--) {
    const [key, item] = entries[index] ?? ["", null];
    stack.push({ value: item ?? null, depth: depth + 1 });
    stack.push({ text: `${index === 0 ? "" : ","}${inner}${list ? "" : `${JSON.stringify(key)}: `}` });
  }
  return list ? "[" : "{";
}

/** One line that says what a value holds, at most about `limit` characters. */
export function previewOf(value: Json | undefined, limit: number): string {
  if (value === undefined) return "";
  if (typeof value === "string") return oneLine(value, limit);
  if (typeof value !== "object" || value === null) return String(value);
  const list = isList(value);
  const parts: string[] = [];
  let length = 0;
  for (const [key, item] of list ? value.entries() : Object.entries(value)) {
    const text = shallowText(item ?? null);
    parts.push(list ? text : `${key} ${text}`);
    length += text.length + String(key).length + 2;
    if (length > limit) break;
  }
  const joined = oneLine(parts.join(", "), limit);
  return list ? `[${joined}]` : `{${joined}}`;
}

function shallowText(value: Json): string {
  if (typeof value === "string") return `"${oneLine(value, 60)}"`;
  if (typeof value !== "object" || value === null) return String(value);
  return isList(value) ? (value.length === 0 ? "[]" : "[…]") : "{…}";
}

function oneLine(text: string, limit: number): string {
  const head = text.slice(0, limit + 1).replace(/\s+/g, " ");
  return text.length > limit ? `${head.slice(0, limit)}…` : head;
}
