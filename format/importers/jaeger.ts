import type { Json } from "../event.ts";
import { placeWithin, readJson } from "./kit/documents.ts";
import { asList, asNumber, asObject, asText, type JsonObject } from "./kit/read.ts";
import { readSpan } from "./otlp/spans.ts";
import { emitSpans } from "./spans/emit.ts";
import type { Span } from "./spans/span.ts";
import type { DetectionInput, ImportFile, ImportSink, Importer, SourcePlace } from "./types.ts";

/** What Jaeger's page and API give: traces with their spans and processes. Attributes mean what they mean in OpenTelemetry. */
export const jaeger: Importer = { id: "jaeger", title: "Jaeger traces", grouping: "together", detect, read };

const SURE: readonly (readonly string[])[] = [["data.*.traceID", "data.*.spans"], ["traceID", "spans.*.spanID"], ["*.traceID", "*.spans.*.spanID"], ["*.traceID", "*.spanID", "*.operationName"], ["traceID", "spanID", "operationName"]];

function detect({ paths }: DetectionInput): number {
  return SURE.some((keys) => keys.every((key) => paths.has(key))) ? 0.95 : 0;
}

async function read(files: readonly ImportFile[], sink: ImportSink): Promise<void> {
  const spans: Span[] = [];
  for (const file of files) for await (const { value, source } of readJson(file, sink)) gather(value, source, spans, sink);
  emitSpans(spans, sink);
}

function gather(value: Json, source: SourcePlace, spans: Span[], sink: ImportSink): void {
  const wrapped = asObject(value)?.["data"];
  const isWrapped = Array.isArray(wrapped);
  const within = isWrapped ? placeWithin(source, "data") : source;
  const list = isWrapped ? wrapped : value;
  if (!Array.isArray(list)) return gatherTrace(asObject(list) ?? {}, within, spans, sink);
  for (const [index, item] of list.entries()) gatherTrace(asObject(item) ?? {}, placeWithin(within, index), spans, sink);
}

/** A trace, or a span that stands alone. */
function gatherTrace(trace: JsonObject, source: SourcePlace, spans: Span[], sink: ImportSink): void {
  if (!Array.isArray(trace["spans"])) return gatherSpan(trace, trace["process"], { source, spans, sink });
  const processes = asObject(trace["processes"]);
  for (const [index, item] of asList(trace["spans"]).entries()) {
    const span = asObject(item) ?? {};
    gatherSpan(span, span["process"] ?? processes?.[asText(span["processID"]) ?? ""], { source: placeWithin(source, "spans", index), spans, sink });
  }
}

interface Gathering {
  readonly source: SourcePlace;
  readonly spans: Span[];
  readonly sink: ImportSink;
}

function gatherSpan(raw: JsonObject, process: Json | undefined, { source, spans, sink }: Gathering): void {
  const owner = asObject(process);
  const resource: JsonObject = { attributes: { "service.name": owner?.["serviceName"] ?? null, ...tags(owner?.["tags"]) } };
  const span = readSpan({ span: asOtlp(raw), resource, scope: undefined, source });
  if (span === undefined) sink.skipped(source, "no_span_id", "not a span, or a span without an id");
  else spans.push(span);
}

const MAPPED: ReadonlySet<string> = new Set(["traceID", "spanID", "parentSpanID", "operationName", "references", "startTime", "duration", "tags", "logs", "processID", "process", "flags", "warnings"]);

function asOtlp(raw: JsonObject): JsonObject {
  const attributes = tags(raw["tags"]);
  const start = asNumber(raw["startTime"]);
  const length = asNumber(raw["duration"]);
  const references = asList(raw["references"]).map((item) => asObject(item) ?? {});
  const parent = asText(raw["parentSpanID"]) ?? references.find((item) => item["refType"] === "CHILD_OF")?.["spanID"];
  const others = Object.fromEntries(Object.entries(raw).filter(([key]) => !MAPPED.has(key)));
  return {
    ...others,
    traceId: raw["traceID"],
    spanId: raw["spanID"],
    parentSpanId: parent,
    name: raw["operationName"],
    kind: attributes["span.kind"],
    startTimeUnixNano: micros(start),
    endTimeUnixNano: start === undefined || length === undefined ? undefined : micros(start + length),
    attributes: attributes as Json,
    events: asList(raw["logs"]).map(logEvent),
    links: references.filter((item) => item["refType"] !== "CHILD_OF").map((item) => ({ spanId: item["spanID"] ?? null })),
    status: attributes["error"] === true || attributes["otel.status_code"] === "ERROR" ? { code: 2, message: attributes["otel.status_description"] ?? null } : undefined,
    warnings: asList(raw["warnings"]).length > 0 ? raw["warnings"] : undefined,
  };
}

/** Jaeger counts microseconds. */
function micros(us: number | undefined): string | undefined {
  return us === undefined ? undefined : `${Math.round(us)}000`;
}

function logEvent(item: Json): Json {
  const log = asObject(item);
  const fields = tags(log?.["fields"]);
  return { name: fields["event"] ?? fields["message"] ?? "log", timeUnixNano: micros(asNumber(log?.["timestamp"])), attributes: fields as Json };
}

function tags(value: Json | undefined): JsonObject {
  const pairs = asList(value).map((item) => asObject(item) ?? {});
  return Object.fromEntries(pairs.flatMap(({ key, value: held }) => (typeof key === "string" ? [[key, held] as const] : [])));
}
