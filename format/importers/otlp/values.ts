import type { Json } from "../../event.ts";
import { asList, asObject, asText, type JsonObject } from "../kit/read.ts";

/** Attributes by name, values as plain JSON. */
export type Attributes = { readonly [key: string]: Json };

const DEEPEST = 32;

/**
 * Attributes out of OTLP's list of key and AnyValue (camel or snake case), or out of a plain object as SDK exporters
 * print them. 64-bit integers too large for a number stay decimal text; bytes become `$bytes`.
 */
export function readAttributes(value: Json | undefined): Attributes {
  const plain = asObject(value);
  if (plain !== undefined) return plain as Attributes;
  const attributes: Record<string, Json> = {};
  for (const item of asList(value)) {
    const pair = asObject(item);
    const key = asText(pair?.["key"]);
    if (key !== undefined) attributes[key] = readAnyValue(pair?.["value"], 0);
  }
  return attributes;
}

type Reader = (value: Json, depth: number) => Json;

const READERS: readonly { readonly keys: readonly string[]; readonly read: Reader }[] = [
  { keys: ["stringValue", "string_value"], read: (value) => value },
  { keys: ["boolValue", "bool_value"], read: (value) => value },
  { keys: ["intValue", "int_value"], read: readInteger },
  { keys: ["doubleValue", "double_value"], read: (value) => value },
  { keys: ["arrayValue", "array_value"], read: (value, depth) => asList(asObject(value)?.["values"]).map((item) => readAnyValue(item, depth + 1)) },
  { keys: ["kvlistValue", "kvlist_value"], read: (value, depth) => readPairs(asObject(value) ?? {}, depth) },
  { keys: ["bytesValue", "bytes_value"], read: (value) => ({ $bytes: value, media_type: "application/octet-stream" }) },
];

function readAnyValue(value: Json | undefined, depth: number): Json {
  const any = asObject(value);
  if (any === undefined) return value ?? null;
  // Deeper than any real attribute: the rest stays as it stands.
  if (depth > DEEPEST) return any as Json;
  for (const { keys, read } of READERS) {
    const key = keys.find((each) => any[each] !== undefined);
    if (key !== undefined) return read(any[key] as Json, depth);
  }
  return Object.keys(any).length === 0 ? null : (any as Json);
}

function readPairs(list: JsonObject, depth: number): Json {
  const members: Record<string, Json> = {};
  for (const item of asList(list["values"])) {
    const pair = asObject(item);
    const key = asText(pair?.["key"]);
    if (key !== undefined) members[key] = readAnyValue(pair?.["value"], depth + 1);
  }
  return members;
}

function readInteger(value: Json): Json {
  const number = Number(value);
  return Number.isSafeInteger(number) && value !== "" ? number : value;
}

const HEX_ID = /^(?:[0-9a-f]{16}|[0-9a-f]{32})$/i;
const BASE64_ID = /^(?:[A-Za-z0-9+/]{11}=|[A-Za-z0-9+/]{22}==)$/;

/** A trace or span id as lower-case hex; ids in base64 are converted, others stay. Undefined for none, and for all zeros. */
export function readId(value: Json | undefined): string | undefined {
  const id = asText(value);
  if (id === undefined || /^0+$/.test(id)) return undefined;
  if (HEX_ID.test(id)) return id.toLowerCase();
  if (!BASE64_ID.test(id)) return id;
  return Array.from(atob(id), (character) => character.charCodeAt(0).toString(16).padStart(2, "0")).join("");
}
