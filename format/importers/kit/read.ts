import type { Json } from "../../event.ts";

/** A JSON object whose members are not yet known. */
export type JsonObject = { readonly [key: string]: Json | undefined };

/** The value as an object; undefined for lists, null and anything else. */
export function asObject(value: unknown): JsonObject | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as JsonObject) : undefined;
}

/** The value as a list; empty for anything else. */
export function asList(value: unknown): readonly Json[] {
  return Array.isArray(value) ? (value as Json[]) : [];
}

/** A text that says something; undefined for empty and for other types. */
export function asText(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** A finite number, also from its decimal text. */
export function asNumber(value: unknown): number | undefined {
  if (typeof value === "number") return Number.isFinite(value) ? value : undefined;
  if (typeof value !== "string" || value.trim() === "" || value.length > 40) return undefined;
  const number = Number(value);
  return Number.isFinite(number) ? number : undefined;
}

/** A count that fits the envelope. */
export function asCount(value: unknown): number | undefined {
  const number = asNumber(value);
  return number !== undefined && Number.isInteger(number) && number >= 0 && number < 2 ** 31 ? number : undefined;
}

/** The entry of a table under a word from a file; undefined for words like `constructor` that every object knows. */
export function lookUp<T>(table: Readonly<Record<string, T>>, word: string | undefined): T | undefined {
  return word !== undefined && Object.hasOwn(table, word) ? table[word] : undefined;
}

/** JSON inside a text, if it holds an object or a list; else the value as it is. */
export function unpackJson(value: Json | undefined): Json | undefined {
  if (typeof value !== "string") return value;
  const first = value.trimStart()[0];
  if (first !== "{" && first !== "[") return value;
  try {
    return JSON.parse(value) as Json;
  } catch {
    return value;
  }
}

/** An object without the members that are undefined; undefined if none is left. */
export function present(members: JsonObject): JsonObject | undefined {
  const kept = Object.entries(members).filter(([, value]) => value !== undefined && value !== null);
  return kept.length > 0 ? Object.fromEntries(kept) : undefined;
}

/** A text for a value: itself, or its JSON; empty for null and for what is nested too deeply to be written. */
export function textOf(value: Json | undefined): string {
  if (value === undefined || value === null) return "";
  if (typeof value === "string") return value;
  try {
    return JSON.stringify(value);
  } catch {
    return "";
  }
}
