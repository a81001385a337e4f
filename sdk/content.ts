import type { Draft } from "./event.ts";

/** Members of payloads that say how something went, and nothing of what was said. */
const KEPT: ReadonlySet<string> = new Set(
  "title tags resumed_from totals scores stop_reason time_to_first_token_ms call_id checkpoint alert_type violation_type drift_type level sequence endpoint attempt step".split(" "),
);

/** The same event without what was said: no prompts, answers, arguments, results, states, messages of errors or logs. */
export function withoutContent(kind: string, draft: Draft): Draft {
  const { name, ...members } = draft.members;
  return { ...draft, members: kind === "log" ? members : { name, ...members }, payload: contentless(kind, draft.payload) };
}

/** A payload, or further members of one, without what was said. */
export function contentless(kind: string, payload: object | undefined): object | undefined {
  if (payload === undefined) return undefined;
  const kept: Record<string, unknown> = kind === "agent_start" ? { content: "off" } : {};
  for (const [member, value] of Object.entries(payload)) {
    if (KEPT.has(member)) kept[member] = value;
    else if (member === "settings") kept[member] = numbersIn(value);
    else if (member === "tool_calls") kept[member] = callsIn(value);
  }
  return kept;
}

/** Temperatures and limits; texts may be anything. */
function numbersIn(settings: unknown): object | undefined {
  if (typeof settings !== "object" || settings === null) return undefined;
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => typeof value === "number" || typeof value === "boolean"));
}

function callsIn(calls: unknown): unknown {
  if (!Array.isArray(calls)) return undefined;
  return calls.map((call: unknown) => {
    const { id, name } = (typeof call === "object" && call !== null ? call : {}) as { readonly id?: unknown; readonly name?: unknown };
    return { id, name };
  });
}
