import type { Json } from "../../event.ts";
import { asList, asObject, asText, lookUp, present, unpackJson, type JsonObject } from "../kit/read.ts";
import { unixMicros } from "../kit/time.ts";
import { normaliseMessages } from "../messages/normalise.ts";
import type { Span, SpanEvent, SpanFacts } from "../spans/span.ts";
import type { SourcePlace } from "../types.ts";
import { interpret } from "./facts.ts";
import { flattenNested } from "./flat.ts";
import { readAttributes, readId, type Attributes } from "./values.ts";

/** A span as written, with what its surroundings say. */
export interface RawSpan {
  readonly span: JsonObject;
  readonly resource: JsonObject | undefined;
  readonly scope: JsonObject | undefined;
  readonly source: SourcePlace;
}

/** The first member of several spellings that is there. */
function pick(object: JsonObject, ...keys: readonly string[]): Json | undefined {
  for (const key of keys) if (object[key] !== undefined && object[key] !== null) return object[key];
  return undefined;
}

const MAPPED: ReadonlySet<string> = new Set([
  "traceId", "trace_id", "spanId", "span_id", "parentSpanId", "parent_span_id", "parent_id", "name", "kind", "attributes", "events", "links", "status",
  "startTimeUnixNano", "start_time_unix_nano", "endTimeUnixNano", "end_time_unix_nano", "startTime", "start_time", "endTime", "end_time",
  "spanContext", "context", "parentSpanContext", "resource", "scope", "instrumentationScope", "instrumentationLibrary",
]);

/** Reads a span of OTLP JSON, or as the SDKs' console and in-memory exporters print it. Undefined if it has no id. */
export function readSpan(raw: RawSpan): Span | undefined {
  const { span } = raw;
  const context = asObject(pick(span, "spanContext", "context"));
  const id = readId(hex(pick(span, "spanId", "span_id") ?? pick(context ?? {}, "spanId", "span_id")));
  if (id === undefined) return undefined;
  const trace = readId(hex(pick(span, "traceId", "trace_id") ?? pick(context ?? {}, "traceId", "trace_id"))) ?? id;
  const attributes = withKind(flattenNested(readAttributes(span["attributes"])), span["span_kind"]);
  const name = asText(span["name"]) ?? "span";
  const { facts, rest } = interpret(attributes, name);
  const events = readEvents(span, facts);
  readStatus(span, facts);
  const resource = readAttributes(asObject(raw.resource)?.["attributes"] ?? asObject(span["resource"])?.["attributes"]);
  const framework = frameworkOf(raw, resource);
  if (framework !== undefined) facts.framework ??= framework;
  return {
    id,
    parent: readId(hex(pick(span, "parentSpanId", "parent_span_id", "parent_id") ?? pick(asObject(span["parentSpanContext"]) ?? {}, "spanId"))),
    run: trace,
    name,
    startUs: readTime(pick(span, "startTimeUnixNano", "start_time_unix_nano", "startTime", "start_time")),
    endUs: readTime(pick(span, "endTimeUnixNano", "end_time_unix_nano", "endTime", "end_time")),
    facts,
    events,
    links: readLinks(span),
    extra: extraOf(raw, rest, resource),
    source: raw.source,
  };
}

/** Phoenix writes what a span is beside its attributes, too, or only there. */
function withKind(attributes: Attributes, kind: Json | undefined): Attributes {
  return typeof kind !== "string" || attributes[KIND] !== undefined ? attributes : { ...attributes, [KIND]: kind };
}

const KIND = "openinference.span.kind";

/** Python's console exporter writes ids as 0x…. */
function hex(value: Json | undefined): Json | undefined {
  return typeof value === "string" && value.startsWith("0x") ? value.slice(2) : value;
}

/** Nanoseconds, a date, or the SDK's pair of seconds and nanoseconds. */
function readTime(value: Json | undefined): number | undefined {
  if (!Array.isArray(value)) return unixMicros(value);
  const [seconds, nanos] = value as readonly Json[];
  return typeof seconds === "number" && typeof nanos === "number" && seconds > 0 ? seconds * 1e6 + Math.round(nanos / 1000) : undefined;
}

function readStatus(span: JsonObject, facts: SpanFacts): void {
  const status = asObject(span["status"]);
  // Phoenix writes the code beside the span's other members.
  const code = pick(status ?? {}, "code", "status_code") ?? span["status_code"];
  if (code !== 2 && code !== "STATUS_CODE_ERROR" && code !== "ERROR" && code !== "2") return;
  facts.failed = true;
  const message = asText(pick(status ?? {}, "message", "description")) ?? asText(span["status_message"]);
  if (message !== undefined) facts.error_message ??= message;
}

type EventReader = (attributes: Attributes, facts: SpanFacts) => void;

/** Span events that say something of the span itself. */
const EVENT_READERS: Readonly<Record<string, EventReader>> = {
  exception: (attributes, facts) => {
    facts.failed ??= true;
    facts.error_class = asText(attributes["exception.type"]) ?? facts.error_class ?? "Exception";
    const message = asText(attributes["exception.message"]);
    const stack = asText(attributes["exception.stacktrace"]);
    if (message !== undefined) facts.error_message = message;
    if (stack !== undefined) facts.stack = stack;
  },
  "gen_ai.system.message": chatIn("system"),
  "gen_ai.user.message": chatIn("user"),
  "gen_ai.assistant.message": chatIn("assistant"),
  "gen_ai.tool.message": chatIn("tool"),
  "gen_ai.choice": chatOut,
  "gen_ai.content.prompt": (attributes, facts) => addChat(facts, "messages_in", attributes["gen_ai.prompt"] ?? null, "user"),
  "gen_ai.content.completion": (attributes, facts) => addChat(facts, "messages_out", attributes["gen_ai.completion"] ?? null, "assistant"),
  "gen_ai.client.inference.operation.details": fromDetails,
};

function chatIn(role: string): EventReader {
  return (attributes, facts) => addChat(facts, "messages_in", { ...spread(attributes), role }, role);
}

function chatOut(attributes: Attributes, facts: SpanFacts): void {
  addChat(facts, "messages_out", { ...spread(attributes), role: "assistant" }, "assistant");
}

/** Content is under its own name, or all in `body`, or JSON text. */
function spread(attributes: Attributes): JsonObject {
  const body = asObject(attributes["body"]) ?? asObject(unpackJson(attributes["gen_ai.event.content"]));
  const { message, ...others } = { ...attributes, ...body };
  return { ...others, ...asObject(message) };
}

function addChat(facts: SpanFacts, side: "messages_in" | "messages_out", value: Json, role: string): void {
  const found = normaliseMessages(value, role);
  if (found === undefined) return;
  facts[side] = [...(facts[side] ?? []), ...found.messages];
  if (found.stopReason !== undefined) facts.stop_reason ??= found.stopReason;
}

function fromDetails(attributes: Attributes, facts: SpanFacts): void {
  const { facts: more } = interpret(attributes, "");
  for (const [key, value] of Object.entries(more)) if (key !== "role") (facts as Record<string, unknown>)[key] ??= value;
}

function readEvents(span: JsonObject, facts: SpanFacts): SpanEvent[] {
  const others: SpanEvent[] = [];
  for (const item of asList(span["events"])) {
    const event = asObject(item);
    if (event === undefined) continue;
    const attributes = readAttributes(event["attributes"]);
    const name = asText(event["name"]) ?? asText(attributes["event.name"]) ?? "event";
    const reader = lookUp(EVENT_READERS, name);
    if (reader !== undefined) reader(attributes, facts);
    else if (name === EVALUATION) others.push(readEvaluation(event, attributes));
    else others.push({ name, timeUs: eventTime(event), data: attributes });
  }
  return others;
}

/** A judgement on the span, as the conventions write it. */
const EVALUATION = "gen_ai.evaluation.result";

function readEvaluation(event: JsonObject, attributes: Attributes): SpanEvent {
  const { facts, rest } = interpret(attributes, "");
  const name = asText(attributes["gen_ai.evaluation.name"]) ?? "evaluation";
  return { name, timeUs: eventTime(event), data: rest as Json, facts: { ...facts, role: "evaluator" } };
}

function eventTime(event: JsonObject): number | undefined {
  return readTime(pick(event, "timeUnixNano", "time_unix_nano", "time", "timestamp"));
}

function readLinks(span: JsonObject): string[] {
  const ids = asList(span["links"]).map((item) => {
    const link = asObject(item) ?? {};
    return readId(hex(pick(link, "spanId", "span_id") ?? pick(asObject(link["context"]) ?? {}, "spanId", "span_id")));
  });
  return ids.filter((id) => id !== undefined);
}

function frameworkOf(raw: RawSpan, resource: Attributes): string | undefined {
  const scope = asText(raw.scope?.["name"]) ?? asText(asObject(raw.span["instrumentationScope"])?.["name"]);
  const service = asText(resource["service.name"]);
  return scope ?? (service?.startsWith("unknown_service") === true ? undefined : service);
}

function extraOf(raw: RawSpan, rest: JsonObject, resource: Attributes): JsonObject {
  const others = Object.fromEntries(Object.entries(raw.span).filter(([key]) => !MAPPED.has(key)));
  const links = asList(raw.span["links"]);
  return {
    ...rest,
    span_kind: raw.span["kind"],
    status: statusRest(raw.span["status"]),
    links: links.length > 0 ? links : undefined,
    resource: present(resource),
    scope: raw.scope,
    ...present(others),
  };
}

function statusRest(status: Json | undefined): Json | undefined {
  const object = asObject(status);
  return object === undefined || Object.keys(object).length === 0 ? undefined : (object as Json);
}
