import type { EventRecord, Json } from "../../format/event.ts";

/** Payload members worth a line, most telling first. */
const TELLING = ["error", "message", "arguments", "result", "content", "reasoning", "chosen_action", "signal", "rationale", "reason", "query", "input", "output", "text", "state", "messages", "title"];
const MOST_UNITS = 400;

/** What happened, in one line of text. */
export function previewOf({ payload }: EventRecord): string {
  if (typeof payload !== "object" || payload === null || Array.isArray(payload)) return payload === undefined ? "" : shown(payload);
  const members = payload as Readonly<Record<string, Json | undefined>>;
  const told = TELLING.find((name) => members[name] !== undefined && members[name] !== null && members[name] !== "");
  return told === undefined ? (Object.keys(members).length === 0 ? "" : shown(members as Json)) : shown(members[told] as Json);
}

function shown(value: Json): string {
  const said = typeof value === "object" && value !== null && !Array.isArray(value) ? (value as { readonly message?: Json }).message : undefined;
  const text = typeof value === "string" ? value : typeof said === "string" ? said : JSON.stringify(value);
  return text.slice(0, MOST_UNITS).replaceAll(/\s+/g, " ");
}
