import type { Json } from "../../event.ts";
import { asObject, type JsonObject } from "../kit/read.ts";

const DEEPEST = 40;
const REFERENCE = /^(?:attachment|tc):\/\/([0-9a-zA-Z]{16,64})$/;

/** Puts the texts back that Inspect moved out of events into a table of attachments. Recursion is bounded; deeper values stay. */
export function resolveAttachments(value: Json, table: JsonObject, depth = 0): Json {
  if (typeof value === "string") return lookUp(value, table);
  if (typeof value !== "object" || value === null || depth > DEEPEST) return value;
  if (Array.isArray(value)) return value.map((item: Json) => resolveAttachments(item, table, depth + 1));
  const resolved: Record<string, Json | undefined> = {};
  for (const [key, member] of Object.entries(value)) resolved[key] = member === undefined ? undefined : resolveAttachments(member as Json, table, depth + 1);
  return resolved;
}

function lookUp(value: string, table: JsonObject): Json {
  if (value.length > 100) return value;
  const key = REFERENCE.exec(value)?.[1];
  return key !== undefined && Object.hasOwn(table, key) ? (table[key] as Json) : value;
}

/** The table of a sample: under `attachments`, in older logs under `transcript.content`. */
export function attachmentsOf(sample: JsonObject): JsonObject {
  return { ...asObject(asObject(sample["transcript"])?.["content"]), ...asObject(sample["attachments"]) };
}
