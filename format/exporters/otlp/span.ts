import { COLUMNS } from "../../arrow/columns.ts";
import type { EventRecord, Json } from "../../event.ts";
import { asObject, asText, type JsonObject } from "../../importers/kit/read.ts";
import { interpret } from "../../importers/otlp/facts.ts";
import { conventionPayload, OWN_ATTRIBUTES, type OwnEvent } from "../../importers/otlp/own.ts";
import type { SpanFacts } from "../../importers/spans/span.ts";
import { ENDS_AT_ITS_TIME } from "../../kinds.ts";
import { jsonText } from "../json-text.ts";
import type { Pair } from "../pairs.ts";
import { attributeList, type AnyValue, type AttributeMap } from "./any-value.ts";
import { attributesOf, nameOf } from "./attributes.ts";
import type { SpanIds } from "./ids.ts";

type AttributeList = readonly { readonly key: string; readonly value: AnyValue }[];

/** A span of OTLP JSON. */
export interface OtlpSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly kind: number;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly attributes: AttributeList;
  readonly events?: readonly { readonly name: string; readonly timeUnixNano: string; readonly attributes: AttributeList }[];
  readonly links?: readonly { readonly traceId: string; readonly spanId: string; readonly attributes: AttributeList }[];
  readonly status: { readonly code: number; readonly message?: string };
}

const INTERNAL = 1;
const CLIENT = 3;

/** The span of an event, or of a pair of them. */
export function spanOf(pair: Pair, ids: SpanIds): OtlpSpan {
  const { open, close } = pair;
  const name = nameOf(pair);
  const attributes = attributesOf(pair);
  const { facts } = interpret(attributes as { readonly [name: string]: Json }, name);
  const own: AttributeMap = {
    "peaky_peek.kind": open.kind,
    [OWN_ATTRIBUTES.open]: jsonText(ownEvent(open, facts)),
    [OWN_ATTRIBUTES.close]: close === undefined ? undefined : jsonText(ownEvent(close, facts)),
  };
  const [startUs, endUs] = extent(pair);
  const events = exceptions(close ?? open, nanos(endUs));
  const links = linksOf(pair, ids);
  return {
    traceId: ids.trace(open.session),
    spanId: ids.span(open.session, open.id),
    ...(open.parent !== undefined && { parentSpanId: ids.span(open.session, open.parent) }),
    name,
    kind: open.kind.startsWith("llm_") ? CLIENT : INTERNAL,
    startTimeUnixNano: nanos(startUs),
    endTimeUnixNano: nanos(endUs),
    attributes: attributeList({ ...attributes, ...own }),
    ...(events.length > 0 && { events }),
    ...(links.length > 0 && { links }),
    status: statusOf(close ?? open),
  };
}

/** What of an event the conventions do not say. */
function ownEvent(event: EventRecord, facts: SpanFacts): OwnEvent {
  const { payload, ...envelope } = event;
  const told = conventionPayload(event.kind, facts);
  const object = asObject(payload);
  if (object === undefined) return payload === undefined ? { envelope: envelope as JsonObject } : { envelope: event as JsonObject };
  const carried = Object.keys(object).filter((key) => told[key] !== undefined && jsonText(told[key]) === jsonText(object[key]));
  const rest = Object.fromEntries(Object.entries(object).filter(([key]) => !carried.includes(key)));
  const hasRest = carried.length === 0 || Object.keys(rest).length > 0;
  return { envelope: envelope as JsonObject, ...(hasRest && { payload: rest }), ...(carried.length > 0 && { carried }) };
}

function extent({ open, close }: Pair): readonly [startUs: number, endUs: number] {
  const at = open.time_unix_us ?? 0;
  if (close !== undefined) return [at, Math.max(at, close.time_unix_us ?? at)];
  const lengthUs = Math.max(0, (open.duration_ms ?? 0) * 1000);
  return ENDS_AT_ITS_TIME.has(open.kind) ? [Math.max(0, at - lengthUs), at] : [at, at + lengthUs];
}

/** Whole nanoseconds have more digits than a number holds. */
function nanos(us: number): string {
  return us > 0 ? `${Math.round(us)}000` : "0";
}

const BROKEN: ReadonlySet<string> = new Set(["error", "failed"]);
const FINE: ReadonlySet<string> = new Set(["ok", "passed"]);

function statusOf(event: EventRecord): OtlpSpan["status"] {
  const outcome = event.outcome ?? (event.kind === "error" ? "error" : "");
  if (FINE.has(outcome)) return { code: 1 };
  if (!BROKEN.has(outcome)) return { code: 0 };
  const message = errorText(event);
  return { code: 2, ...(message !== undefined && { message }) };
}

function errorText(event: EventRecord): string | undefined {
  const payload = asObject(event.payload) ?? {};
  return asText(payload["message"]) ?? asText(payload["error"]) ?? asText(asObject(payload["error"])?.["message"]) ?? event.error_class;
}

function exceptions(event: EventRecord, timeUnixNano: string): NonNullable<OtlpSpan["events"]> {
  if (event.error_class === undefined) return [];
  const payload = asObject(event.payload) ?? {};
  const stack = asText(payload["stack"]) ?? asText(asObject(payload["error"])?.["stack"]);
  const attributes = { "exception.type": event.error_class, "exception.message": errorText(event), "exception.stacktrace": stack };
  return [{ name: "exception", timeUnixNano, attributes: attributeList(attributes) }];
}

const LINKS = COLUMNS.map(({ key }) => key).filter((key) => key === "upstream" || key === "evidence" || key === "related");

function linksOf({ open, close }: Pair, ids: SpanIds): NonNullable<OtlpSpan["links"]> {
  const traceId = ids.trace(open.session);
  return [open, ...(close === undefined ? [] : [close])].flatMap((event) =>
    LINKS.flatMap((type) => (event[type] ?? []).map((id) => ({ traceId, spanId: ids.span(event.session, id), attributes: attributeList({ "peaky_peek.link": type }) }))),
  );
}
