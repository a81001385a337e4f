import type { Json } from "../event.ts";
import { placeWithin, readJson } from "./kit/documents.ts";
import { asList, asNumber, asObject, type JsonObject } from "./kit/read.ts";
import { readSpan } from "./otlp/spans.ts";
import { emitSpans } from "./spans/emit.ts";
import type { Span } from "./spans/span.ts";
import type { DetectionInput, ImportFile, ImportSink, Importer, SourcePlace } from "./types.ts";

/** Zipkin's spans (version 2), which many OpenTelemetry exporters can write. Tags mean what they mean there. */
export const zipkin: Importer = { id: "zipkin", title: "Zipkin spans", grouping: "together", detect, read };

const SURE: readonly (readonly string[])[] = ["", "*.", "*.*."].flatMap((above) => [[`${above}traceId`, `${above}id`, `${above}localEndpoint`, `${above}timestamp`], [`${above}traceId`, `${above}id`, `${above}tags`, `${above}duration`, `${above}timestamp`]]);

function detect({ paths }: DetectionInput): number {
  return SURE.some((keys) => keys.every((key) => paths.has(key))) ? 0.9 : 0;
}

async function read(files: readonly ImportFile[], sink: ImportSink): Promise<void> {
  const spans: Span[] = [];
  for (const file of files) {
    for await (const { value, source } of readJson(file, sink)) {
      for (const { item, place } of unfold(value, source)) {
        const span = readSpan({ span: asOtlp(item), resource: serviceOf(item), scope: undefined, source: place });
        if (span === undefined) sink.skipped(place, "no_span_id", "not a span, or a span without an id");
        else spans.push(span);
      }
    }
  }
  emitSpans(spans, sink);
}

interface Placed {
  readonly item: JsonObject;
  readonly place: SourcePlace;
}

/** A span, a list of them, or a list of traces that are lists of them. */
function unfold(value: Json, source: SourcePlace): Placed[] {
  if (!Array.isArray(value)) return [{ item: asObject(value) ?? {}, place: source }];
  return value.flatMap((item: Json, index) => {
    const place = placeWithin(source, index);
    return Array.isArray(item) ? item.map((inner: Json, at) => ({ item: asObject(inner) ?? {}, place: placeWithin(place, at) })) : [{ item: asObject(item) ?? {}, place }];
  });
}

function serviceOf(span: JsonObject): JsonObject {
  return { attributes: { "service.name": asObject(span["localEndpoint"])?.["serviceName"] ?? null } };
}

const MAPPED: ReadonlySet<string> = new Set(["traceId", "id", "parentId", "name", "kind", "timestamp", "duration", "tags", "annotations"]);

function asOtlp(raw: JsonObject): JsonObject {
  const tags = asObject(raw["tags"]) ?? {};
  const start = asNumber(raw["timestamp"]);
  const failed = tags["error"] !== undefined || tags["otel.status_code"] === "ERROR";
  return {
    ...Object.fromEntries(Object.entries(raw).filter(([key]) => !MAPPED.has(key))),
    traceId: raw["traceId"],
    spanId: raw["id"],
    parentSpanId: raw["parentId"],
    name: raw["name"],
    kind: raw["kind"],
    startTimeUnixNano: micros(start),
    endTimeUnixNano: start === undefined ? undefined : micros(start + (asNumber(raw["duration"]) ?? 0)),
    attributes: tags as Json,
    events: asList(raw["annotations"]).map(annotation),
    status: failed ? { code: 2, message: tags["otel.status_description"] ?? tags["error"] ?? null } : undefined,
  };
}

function annotation(item: Json): Json {
  const { value, timestamp } = asObject(item) ?? {};
  return { name: typeof value === "string" ? value.slice(0, 200) : "annotation", timeUnixNano: micros(asNumber(timestamp)), attributes: {} };
}

/** Zipkin counts microseconds. */
function micros(us: number | undefined): string | undefined {
  return us === undefined ? undefined : `${Math.round(us)}000`;
}
