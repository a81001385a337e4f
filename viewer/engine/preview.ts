import type { Envelope } from "../../format/arrow/columns.ts";
import type { Json } from "../../format/event.ts";

const LONGEST = 200;
/** Characters of one argument shown inside a call. */
const ARGUMENT = 40;

type Payload = { readonly [key: string]: Json | undefined };

/** What an event of a kind says in one line. Empty if the payload says nothing. */
const PREVIEWS: Readonly<Record<string, (payload: Payload, envelope: Envelope) => string>> = {
  agent_start: (payload) => text(payload["title"]) || text(payload["input"]),
  agent_end: (payload) => said(payload["output"]),
  agent_turn: (payload) => text(payload["content"]) || text(payload["goal"]),
  human_input: (payload) => text(payload["content"]),
  handoff: (payload, envelope) => arrow(envelope.to, text(payload["reason"])),
  decision: (payload) => [text(payload["chosen_action"]), text(payload["reasoning"])].filter(Boolean).join(" · "),
  llm_request: (payload) => messageCount(payload["messages"]),
  llm_response: (payload) => text(payload["content"]) || calls(payload["tool_calls"]) || text(payload["reasoning"]) || errorText(payload["error"]),
  tool_call: (payload, envelope) => `${envelope.tool ?? envelope.name ?? "call"}(${callArguments(payload["arguments"])})`,
  tool_result: (payload) => errorText(payload["error"]) || text(payload["result"]),
  retrieval: (payload) => text(payload["query"]),
  safety_check: (payload, envelope) => arrow(text(payload["blocked_action"]), text(payload["rationale"]) || (envelope.policy ?? "")),
  refusal: (payload) => text(payload["reason"]),
  policy_violation: (payload, envelope) => text(payload["violation_type"]) || (envelope.policy ?? "") || text(payload["details"]),
  prompt_policy: (payload) => text(payload["goal"]) || text(payload["parameters"]),
  behavior_alert: (payload) => text(payload["signal"]) || text(payload["alert_type"]),
  error: (payload, envelope) => [envelope.error_class, text(payload["message"])].filter(Boolean).join(": "),
  repair_attempt: (payload) => text(payload["attempted_fix"]),
  drift: (payload) => text(payload["description"]),
  checkpoint: (payload) => stateKeys(payload["state"]),
  annotation: (payload) => text(payload["text"]),
  log: (payload) => text(payload["message"]) || text(payload["data"]),
  chain: (payload) => said(payload["output"]) || said(payload["input"]),
  span: (payload) => said(payload["output"]) || said(payload["input"]),
};

/** One line of at most 200 characters that says what an event holds. `payload` is undefined where it is too large or broken. */
export function preview(kind: string, envelope: Envelope, payload: Json | undefined): string {
  if (!isObject(payload)) return shorten(typeof payload === "string" ? payload : "");
  const made = PREVIEWS[kind]?.(payload, envelope) ?? "";
  return shorten(made || text(withoutExtra(payload)));
}

/** The beginning of a payload that could not be parsed, as text. */
export function rawPreview(payload: string): string {
  return shorten(payload.slice(0, LONGEST * 2));
}

function shorten(value: string): string {
  const line = value.slice(0, LONGEST * 4).replaceAll(/\s+/g, " ").trim();
  return line.length > LONGEST ? `${line.slice(0, LONGEST - 1)}…` : line;
}

/** What an error says: its message, where it is an object that has one. */
function errorText(error: Json | undefined): string {
  return (isObject(error) ? text(error["message"]) : "") || text(error);
}

/** Readable text of any JSON value: strings as they are, content parts joined, all else as JSON. Looks only as far as needed. */
function text(value: Json | undefined): string {
  if (value === undefined || value === null || value === "") return "";
  if (typeof value === "string") return value.length > LONGEST * 4 ? value.slice(0, LONGEST * 4) : value;
  if (Array.isArray(value)) return partsText(value);
  if (isObject(value)) {
    if (Object.keys(value).length === 0) return "";
    for (const key of ["text", "content", "message"]) if (typeof value[key] === "string" && value[key] !== "") return text(value[key]);
    return pairs(value, ", ");
  }
  return JSON.stringify(value);
}

/** LangChain writes objects with the path of their class. */
function className(value: Json | undefined): string {
  const path = isObject(value) ? value["id"] : undefined;
  return Array.isArray(path) ? text(path.at(-1) as Json | undefined) : "";
}

/** What an importer kept beside the payload is for the details. */
function withoutExtra({ extra: _extra, ...payload }: Payload): Payload {
  return payload;
}

/** What came in or went out of a step; of a conversation, its last message. */
function said(value: Json | undefined): string {
  const kwargs = isObject(value) && value["lc"] !== undefined ? value["kwargs"] : undefined;
  if (isObject(kwargs)) return text(kwargs["content"]) || calls(kwargs["tool_calls"]) || calls(isObject(kwargs["additional_kwargs"]) ? kwargs["additional_kwargs"]["tool_calls"] : undefined) || className(value);
  const messages = isObject(value) ? value["messages"] : undefined;
  const last = Array.isArray(messages) ? (messages.at(-1) as Json | undefined) : undefined;
  return isObject(last) ? text(isObject(last["data"]) ? last["data"] : last) : text(value);
}

function partsText(parts: readonly Json[]): string {
  const texts: string[] = [];
  for (const part of parts.slice(0, 20)) {
    const piece = isObject(part) ? partText(part) : typeof part === "object" ? brief(part) : text(part);
    if (piece !== "") texts.push(piece);
  }
  return texts.join(" · ");
}

function partText(part: Payload): string {
  for (const key of ["text", "content", "thinking", "message"]) if (typeof part[key] === "string") return text(part[key]);
  return pairs(part, ", ");
}

function pairs(value: Payload, separator: string): string {
  const shown = Object.entries(value).slice(0, 8);
  return shown.map(([key, item]) => `${key} ${brief(item)}`).join(separator);
}

function callArguments(value: Json | undefined): string {
  if (isObject(value)) return pairs(value, ", ");
  return brief(value);
}

/** A short form of one value: strings quoted and cut, containers by size. */
function brief(value: Json | undefined): string {
  if (typeof value === "string") return `"${value.length > ARGUMENT ? `${value.slice(0, ARGUMENT)}…` : value}"`;
  if (Array.isArray(value)) return value.length === 0 ? "[]" : value.length === 1 ? `[${brief(value[0])}]` : `[${value.length}]`;
  if (isObject(value)) return `{${Object.keys(value).slice(0, 3).join(", ")}${Object.keys(value).length > 3 ? ", …" : ""}}`;
  return value === undefined ? "" : JSON.stringify(value);
}

function calls(value: Json | undefined): string {
  if (!Array.isArray(value) || value.length === 0) return "";
  return value.map((call: Json) => `${isObject(call) ? callName(call) : ""}(…)`).join(", ");
}

function callName(call: Payload): string {
  const inner = call["function"];
  return text(call["name"] ?? (isObject(inner) ? inner["name"] : undefined)) || "call";
}

function messageCount(value: Json | undefined): string {
  if (!Array.isArray(value) || value.length === 0) return "";
  const last = value.at(-1) as Json;
  const count = `${value.length} ${value.length === 1 ? "message" : "messages"}`;
  return isObject(last) ? `${count} · ${text(last["role"])}: ${text(last["content"])}` : count;
}

function stateKeys(value: Json | undefined): string {
  if (!isObject(value)) return text(value);
  const keys = Object.keys(value);
  return `${keys.length} ${keys.length === 1 ? "key" : "keys"}: ${keys.slice(0, 8).join(", ")}`;
}

function arrow(target: string | undefined, rest: string): string {
  return [target === undefined || target === "" ? "" : `→ ${target}`, rest].filter(Boolean).join(" · ");
}

function isObject(value: Json | undefined): value is Payload {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
