import type { Json } from "../../../../format/event.ts";
import { asList, asObject, asText, unpackJson } from "../../../../format/importers/kit/read.ts";
import type { StoryEvent } from "../story/event.ts";

/** Something an agent did with a tool, or that its model asked for and a guard kept from being done. */
export interface Act {
  /** Index of its event: the call, or the answer that asks for it. */
  readonly event: number;
  readonly kind: "call" | "wanted";
  readonly tool: string;
  readonly agent: string;
  readonly arguments: Json | undefined;
  /** Index of the result; -1 if none came. */
  readonly result: number;
}

/** Kinds in which guards, people and models speak about acts. */
export const SPEAKING: ReadonlySet<string> = new Set(["safety_check", "policy_violation", "refusal"]);

/** Every act of a run in order. What was asked for and never called counts only if a guard spoke about it. */
export function actsOf(events: readonly StoryEvent[]): Act[] {
  const results = new Map<string, number>();
  const called = new Set<string>();
  const spokenOf = new Set<string>();
  for (const { kind, envelope, index, payload } of events) {
    if (kind === "tool_result" && envelope.reply_to !== undefined) results.set(envelope.reply_to, index);
    if (kind === "tool_call") called.add(asText(asObject(payload())?.["call_id"]) ?? "");
    if (SPEAKING.has(kind)) for (const id of listOf(envelope.upstream)) spokenOf.add(id);
  }
  return events.flatMap((event): Act[] => {
    const { kind, envelope, index } = event;
    const agent = envelope.agent ?? "";
    if (kind === "tool_call") return [{ event: index, kind: "call", tool: envelope.tool ?? envelope.name ?? "", agent, arguments: asObject(event.payload())?.["arguments"], result: results.get(envelope.id ?? "") ?? -1 }];
    if (kind !== "llm_response" || !spokenOf.has(envelope.id ?? "")) return [];
    return askedCalls(event).filter(({ id, tool }) => (id !== "" ? !called.has(id) : !isCalledNext(events, index, tool))).map(({ tool, arguments: args }) => ({ event: index, kind: "wanted", tool, agent, arguments: args, result: -1 }));
  });
}

/** The calls a model's answer asks for. */
function askedCalls(event: StoryEvent): { readonly id: string; readonly tool: string; readonly arguments: Json | undefined }[] {
  return asList(asObject(event.payload())?.["tool_calls"]).map((call) => {
    const outer = asObject(call);
    const inner = asObject(outer?.["function"]) ?? outer;
    return { id: asText(outer?.["id"]) ?? "", tool: asText(inner?.["name"]) ?? "", arguments: unpackJson(inner?.["arguments"] ?? inner?.["input"]) };
  });
}

/** True if the tool is called before the model is asked again. */
function isCalledNext(events: readonly StoryEvent[], from: number, tool: string): boolean {
  for (let index = from + 1; index < events.length && events[index]?.kind !== "llm_request"; index++) {
    const { kind, envelope } = events[index] as StoryEvent;
    if (kind === "tool_call" && (envelope.tool ?? envelope.name) === tool) return true;
  }
  return false;
}

/** A list member of an envelope. */
export function listOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? (value as string[]) : [];
}
