import type { Envelope } from "../../format/arrow/columns.ts";
import type { Json } from "../../format/event.ts";
import { lookUp } from "../../format/importers/kit/read.ts";
import { resultText } from "./result-text.ts";
import { brief, isObject, LOOKED_AT, pairs, text, type JsonObject } from "./spoken.ts";

const LONGEST = 200;

/** What an event of a kind says in one line. Empty if the payload says nothing. */
const PREVIEWS: Readonly<Record<string, (payload: JsonObject, envelope: Envelope, isCut: boolean) => string>> = {
  agent_start: (payload) => text(payload["title"]) || text(payload["input"]),
  agent_end: (payload) => said(payload["output"]),
  agent_turn: (payload) => text(payload["content"]) || text(payload["goal"]),
  human_input: (payload) => text(payload["content"]),
  handoff: (payload, envelope) => arrow(envelope.to, text(payload["reason"])),
  decision: (payload) => [text(payload["chosen_action"]), text(payload["reasoning"])].filter(Boolean).join(" · "),
  llm_request: (payload, _, isCut) => messageCount(payload["messages"], isCut),
  llm_response: (payload) => text(payload["content"]) || calls(payload["tool_calls"]) || text(payload["reasoning"]) || errorText(payload["error"]),
  tool_call: (payload, envelope) => `${envelope.tool ?? envelope.name ?? "call"}(${callArguments(payload["arguments"])})`,
  tool_result: (payload, _, isCut) => errorText(payload["error"]) || resultText(payload["result"], isCut),
  retrieval: (payload) => text(payload["query"]),
  safety_check: (payload, envelope) => arrow(text(payload["blocked_action"]), text(payload["rationale"]) || (envelope.policy ?? "")),
  refusal: (payload) => text(payload["reason"]),
  policy_violation: (payload, envelope) => text(payload["violation_type"]) || (envelope.policy ?? "") || text(payload["details"]),
  prompt_policy: (payload) => text(payload["goal"]) || text(payload["parameters"]),
  behavior_alert: (payload) => text(payload["signal"]) || text(payload["alert_type"]),
  error: (payload, envelope) => [envelope.error_class, text(payload["message"])].filter(Boolean).join(": "),
  repair_attempt: (payload) => text(payload["attempted_fix"]),
  drift: (payload) => text(payload["description"]),
  checkpoint: (payload, _, isCut) => stateKeys(payload["state"], isCut),
  annotation: (payload) => text(payload["text"]),
  log: (payload) => text(payload["message"]) || text(payload["data"]),
  chain: (payload) => said(payload["output"]) || said(payload["input"]),
  span: (payload) => said(payload["output"]) || said(payload["input"]),
};

/** One line of at most 200 characters that says what an event holds. `payload` is undefined where it is broken; `isCut` says that it is only the beginning of one. */
export function preview(kind: string, envelope: Envelope, payload: Json | undefined, isCut = false): string {
  if (!isObject(payload)) return shorten(typeof payload === "string" ? payload : "");
  const made = lookUp(PREVIEWS, kind)?.(payload, envelope, isCut) ?? "";
  return shorten(made || text(withoutExtra(payload)));
}

/** The beginning of a payload that could not be parsed, as text. */
export function rawPreview(payload: string): string {
  return shorten(payload.slice(0, LONGEST * 2));
}

function shorten(value: string): string {
  const line = value.slice(0, LOOKED_AT).replaceAll(/\s+/g, " ").trim();
  return line.length > LONGEST ? `${line.slice(0, LONGEST - 1)}…` : line;
}

/** What an error says: its message, where it is an object that has one. */
function errorText(error: Json | undefined): string {
  return (isObject(error) ? text(error["message"]) : "") || text(error);
}

/** LangChain writes objects with the path of their class. */
function className(value: Json | undefined): string {
  const path = isObject(value) ? value["id"] : undefined;
  return Array.isArray(path) ? text(path.at(-1) as Json | undefined) : "";
}

/** What an importer kept beside the payload is for the details. */
function withoutExtra({ extra: _extra, ...payload }: JsonObject): JsonObject {
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

function callArguments(value: Json | undefined): string {
  if (isObject(value)) return pairs(value);
  return brief(value);
}

function calls(value: Json | undefined): string {
  if (!Array.isArray(value) || value.length === 0) return "";
  return value.map((call: Json) => `${isObject(call) ? callName(call) : ""}(…)`).join(", ");
}

function callName(call: JsonObject): string {
  const inner = call["function"];
  return text(call["name"] ?? (isObject(inner) ? inner["name"] : undefined)) || "call";
}

/** How many messages, and the last of them; of a request known in part, the first that is not the system's. */
function messageCount(value: Json | undefined, isCut: boolean): string {
  if (!Array.isArray(value) || value.length === 0) return "";
  const messages = value as readonly Json[];
  const told = isCut ? messages.find((message) => isObject(message) && message["role"] !== "system") : messages.at(-1);
  const count = countOf(messages.length, "message", isCut);
  return isObject(told) ? `${count} · ${text(told["role"])}: ${text(told["content"])}` : count;
}

function countOf(count: number, noun: string, isCut: boolean): string {
  return `${count}${isCut ? "+" : ""} ${noun}${count === 1 && !isCut ? "" : "s"}`;
}

function stateKeys(value: Json | undefined, isCut: boolean): string {
  if (!isObject(value)) return text(value);
  const keys = Object.keys(value);
  return `${countOf(keys.length, "key", isCut)}: ${keys.slice(0, 8).join(", ")}`;
}

function arrow(target: string | undefined, rest: string): string {
  return [target === undefined || target === "" ? "" : `→ ${target}`, rest].filter(Boolean).join(" · ");
}
