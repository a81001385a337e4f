import type { EventRecord } from "../../event.ts";
import { asList, asObject, lookUp, type JsonObject } from "../kit/read.ts";
import { RUN_SHAPE, SHAPES } from "../spans/shapes.ts";
import type { Span, SpanFacts } from "../spans/span.ts";
import type { ImportSink } from "../types.ts";

/** Attributes that carry, as JSON text, what the conventions have no place for: of the event a span opens with, and of the one it ends with. */
export const OWN_ATTRIBUTES = { open: "peaky_peek.event", close: "peaky_peek.event.end" } as const;

/** Members of the attribute beside the envelope: the rest of the payload, and the names of those members that the conventions carry whole. */
export interface OwnEvent {
  readonly envelope: JsonObject;
  readonly payload?: JsonObject;
  readonly carried?: readonly string[];
}

type PayloadOf = (facts: SpanFacts) => JsonObject;

const PAYLOADS: Readonly<Record<string, PayloadOf | undefined>> = {
  agent_start: RUN_SHAPE.openPayload,
  agent_end: RUN_SHAPE.closePayload,
  llm_request: SHAPES.llm.openPayload,
  llm_response: SHAPES.llm.closePayload,
  tool_call: SHAPES.tool.openPayload,
  tool_result: SHAPES.tool.closePayload,
  retrieval: SHAPES.retrieval.openPayload,
};

/** The payload an event of a kind gets from what the conventions say of its span; kinds they do not know are written whole as its output. */
export function conventionPayload(kind: string, facts: SpanFacts): JsonObject {
  const payload = lookUp(PAYLOADS, kind);
  return payload === undefined ? (asObject(facts.output) ?? {}) : payload(facts);
}

/** The events a span was exported from; empty if it is no span of ours, or one that was changed beyond use. */
function ownEvents(span: Span): EventRecord[] {
  const events: EventRecord[] = [];
  for (const key of Object.values(OWN_ATTRIBUTES)) {
    const text = span.extra[key];
    const event = typeof text === "string" ? restore(text, span.facts) : undefined;
    if (text !== undefined && event === undefined) return [];
    if (event !== undefined) events.push(event);
  }
  return events;
}

function restore(text: string, facts: SpanFacts): EventRecord | undefined {
  const own = parsed(text);
  const envelope = asObject(own?.["envelope"]);
  if (own === undefined || envelope === undefined || !isEvent(envelope)) return undefined;
  const carried = asList(own["carried"]);
  const payload: Record<string, JsonObject[string]> = { ...asObject(own["payload"]) };
  if (carried.length > 0) {
    const told = conventionPayload(envelope.kind, facts);
    for (const member of carried) if (typeof member === "string" && told[member] !== undefined) payload[member] = told[member];
  }
  return own["payload"] === undefined && carried.length === 0 ? envelope : { ...envelope, payload };
}

function parsed(text: string): JsonObject | undefined {
  try {
    return asObject(JSON.parse(text));
  } catch {
    return undefined;
  }
}

function isEvent(envelope: JsonObject): envelope is JsonObject & EventRecord {
  const hasTexts = ["id", "kind", "session"].every((key) => typeof envelope[key] === "string");
  return hasTexts && Number.isInteger(envelope["seq"]) && Number.isFinite(envelope["time_unix_us"]);
}

/** Writes the events of spans that were exported from a trace, as they were, run by run in their own order. Gives back the other spans. */
export function emitOwn(spans: readonly Span[], sink: ImportSink): readonly Span[] {
  const others: Span[] = [];
  const runs = new Map<string, Map<string, Placed>>();
  for (const span of spans) {
    const events = ownEvents(span);
    if (events.length === 0) others.push(span);
    else if (events.every(({ session, id, seq }) => runs.get(session)?.has(`${seq}/${id}`))) sink.merged(span.source, "the same span again");
    else {
      for (const event of events) keep(runs, { event, span });
      sink.became(span.source);
    }
  }
  for (const run of runs.values()) {
    const inOrder = [...run.values()].sort((a, b) => (a.event.seq ?? 0) - (b.event.seq ?? 0));
    for (const { event, span } of inOrder) sink.emit(event, span.source);
  }
  return others;
}

interface Placed {
  readonly event: EventRecord;
  readonly span: Span;
}

function keep(runs: Map<string, Map<string, Placed>>, placed: Placed): void {
  const { session, id, seq } = placed.event;
  const run = runs.get(session) ?? new Map<string, Placed>();
  runs.set(session, run);
  if (!run.has(`${seq}/${id}`)) run.set(`${seq}/${id}`, placed);
}
