import { placeWithin, type JsonRecord } from "../kit/documents.ts";
import { asList, asObject, asText, type JsonObject } from "../kit/read.ts";
import type { Json } from "../../event.ts";
import type { Span } from "../spans/span.ts";
import type { ImportSink, SourcePlace } from "../types.ts";
import { readSpan } from "./spans.ts";
import { readAttributes, readId } from "./values.ts";

/** A log record that belongs to a span: the GenAI conventions up to 1.36 write messages so. */
export interface SpanLog {
  readonly trace: string;
  readonly span: string;
  /** As a span event. */
  readonly event: JsonObject;
  readonly source: SourcePlace;
}

/** The log records of an OTLP document that name a span; others are listed as left out. */
export function readLogs(record: JsonRecord, sink: ImportSink): SpanLog[] {
  const logs: SpanLog[] = [];
  const document = asObject(record.value);
  for (const [resource, item] of asList(document?.["resourceLogs"] ?? document?.["resource_logs"]).entries()) {
    const scopes = asList(asObject(item)?.["scopeLogs"] ?? asObject(item)?.["scope_logs"]);
    for (const [scope, scoped] of scopes.entries()) {
      const records = asList(asObject(scoped)?.["logRecords"] ?? asObject(scoped)?.["log_records"]);
      for (const [at, each] of records.entries()) {
        const place = placeWithin(record.source, "resourceLogs", resource, "scopeLogs", scope, "logRecords", at);
        const log = readLog(asObject(each) ?? {}, place);
        if (log === undefined) sink.skipped(place, "log_without_span", "a log record that belongs to no span");
        else logs.push(log);
      }
    }
  }
  return logs;
}

function readLog(log: JsonObject, source: SourcePlace): SpanLog | undefined {
  const trace = readId(log["traceId"] ?? log["trace_id"]);
  const span = readId(log["spanId"] ?? log["span_id"]);
  if (trace === undefined || span === undefined) return undefined;
  const wrapped = readAttributes([{ key: "body", value: log["body"] ?? null }]);
  const attributes = { ...readAttributes(log["attributes"]), ...wrapped };
  const name = asText(log["eventName"]) ?? asText(log["event_name"]) ?? asText(attributes["event.name"]) ?? "log";
  const time = log["timeUnixNano"] ?? log["time_unix_nano"] ?? log["observedTimeUnixNano"] ?? null;
  return { trace, span, event: { name, timeUnixNano: time, attributes: attributes as Json }, source };
}

/** Adds log records to the spans they belong to. */
export function attachLogs(spans: readonly Span[], logs: readonly SpanLog[], sink: ImportSink): readonly Span[] {
  if (logs.length === 0) return spans;
  const bySpan = new Map<string, SpanLog[]>();
  for (const log of logs) {
    const key = `${log.trace}/${log.span}`;
    const group = bySpan.get(key);
    if (group === undefined) bySpan.set(key, [log]);
    else group.push(log);
  }
  const joined = spans.map((span) => {
    const found = bySpan.get(`${span.run}/${span.id}`);
    if (found === undefined) return span;
    bySpan.delete(`${span.run}/${span.id}`);
    for (const log of found) sink.merged(log.source, "joined into its span");
    return withEvents(span, found.map(({ event }) => event as Json));
  });
  for (const left of bySpan.values()) for (const log of left) sink.skipped(log.source, "log_without_span", "the span of a log record is in no file");
  return joined;
}

/** A span of nothing but these events says what they add. */
function withEvents(span: Span, events: readonly Json[]): Span {
  const added = readSpan({ span: { spanId: span.id, traceId: span.run, events }, resource: undefined, scope: undefined, source: span.source });
  if (added === undefined) return span;
  const { role: _role, ...facts } = added.facts;
  return { ...span, facts: { ...facts, ...span.facts }, events: [...span.events, ...added.events] };
}
