import type { Json } from "../../event.ts";
import { placeWithin, type JsonRecord } from "../kit/documents.ts";
import { asList, asObject, type JsonObject } from "../kit/read.ts";
import { readRows } from "../kit/records.ts";
import { emitSpans } from "../spans/emit.ts";
import type { Span } from "../spans/span.ts";
import type { DetectionInput, ImportFile, ImportSink, Importer, SourcePlace } from "../types.ts";
import { emitOwn } from "./own.ts";
import { settlePending } from "./pending.ts";
import { attachLogs, readLogs, type SpanLog } from "./logs.ts";
import { readSpan, type RawSpan } from "./spans.ts";

/** OpenTelemetry traces as JSON: OTLP (a document, a list, or a line each) and spans as SDK exporters print them. */
export const otlp: Importer = {
  id: "otlp",
  title: "OpenTelemetry traces (OTLP JSON)",
  grouping: "together",
  detect,
  read,
};

const SURE: readonly (readonly string[])[] = [
  ["resourceSpans"],
  ["resource_spans"],
  ["*.resourceSpans"],
  ["*.resource_spans"],
  ["batches.*.resource", "batches.*.scopeSpans"],
  ["batches.*.resource", "batches.*.instrumentationLibrarySpans"],
  ["trace.resourceSpans"],
  ["data.*.context.span_id", "data.*.attributes"],
  ["resourceLogs"],
  ["resource_logs"],
  ["scopeSpans"],
  ["*.scopeSpans"],
  ["*.spanContext.traceId", "*.attributes"],
  ["spanContext.traceId", "attributes"],
  ["context.trace_id", "context.span_id", "attributes"],
  ["*.context.trace_id", "*.attributes"],
  ["context.trace_id", "context.span_id", "start_time"],
  ["*.context.trace_id", "*.context.span_id", "*.start_time"],
  ["trace_id", "span_id", "start_time", "attributes"],
  ["*.trace_id", "*.span_id", "*.start_time", "*.attributes"],
  ["traceId", "spanId", "startTimeUnixNano"],
  ["*.traceId", "*.spanId", "*.startTimeUnixNano"],
  ["traceId", "id", "parentId", "attributes", "instrumentationScope"],
];
/** Attributes of one span without the span around them. */
const ATTRIBUTES_ONLY: readonly (readonly string[])[] = [["gen_ai.operation.name"], ["openinference.span.kind"]];

/** Phoenix's table of spans. */
const COLUMNS: readonly string[] = ["context.span_id", "context.trace_id", "start_time"];

function detect({ paths, columns }: DetectionInput): number {
  if (COLUMNS.every((name) => columns.has(name))) return 0.95;
  const all = (keys: readonly string[]): boolean => keys.every((key) => paths.has(key));
  if (SURE.some(all)) return 0.95;
  if (ATTRIBUTES_ONLY.some(all)) return 0.7;
  return groupedSpans(paths) ? 0.8 : 0;
}

/** Spans in lists under the name of their operation. */
function groupedSpans(paths: ReadonlySet<string>): boolean {
  for (const path of paths) if (path.endsWith(".*.spanContext.traceId") || path.endsWith(".*.context.span_id")) return true;
  return false;
}

async function read(files: readonly ImportFile[], sink: ImportSink): Promise<void> {
  const spans: Span[] = [];
  const logs: SpanLog[] = [];
  for (const file of files) {
    for await (const record of readRows(file, sink)) collect(record, { spans, logs, sink });
  }
  emitSpans(emitOwn(attachLogs(settlePending(spans, sink), logs, sink), sink), sink);
}

interface Gathering {
  readonly spans: Span[];
  readonly logs: SpanLog[];
  readonly sink: ImportSink;
}

function collect({ value, source }: JsonRecord, into: Gathering): void {
  const wrapped = wrappedList(value);
  if (wrapped !== undefined) return collect({ value: wrapped.value, source: placeWithin(source, wrapped.key) }, into);
  if (!Array.isArray(value)) return collectOne({ value, source }, into);
  for (const [index, item] of (value as readonly Json[]).entries()) collectOne({ value: item, source: placeWithin(source, index) }, into);
}

/** Phoenix's API wraps its lists in `data`, Tempo's its documents in `trace`. */
function wrappedList(value: Json): { readonly key: string; readonly value: Json } | undefined {
  const document = asObject(value);
  const key = Array.isArray(document?.["data"]) ? "data" : asObject(document?.["trace"])?.["resourceSpans"] === undefined ? undefined : "trace";
  return key === undefined ? undefined : { key, value: document?.[key] as Json };
}

function collectOne(record: JsonRecord, { spans, logs, sink }: Gathering): void {
  let found = 0;
  for (const raw of documentSpans(asObject(record.value), record.source)) {
    found++;
    const span = readSpan(raw);
    if (span === undefined) sink.skipped(raw.source, "no_span_id", "not a span, or a span without an id");
    else spans.push(span);
  }
  const read = readLogs(record, sink);
  for (const log of read) logs.push(log);
  if (found + read.length === 0) sink.skipped(record.source, "no_spans", "no span is in this record");
}

function* documentSpans(document: JsonObject | undefined, source: SourcePlace): Generator<RawSpan> {
  if (document === undefined) return;
  const key = ["resourceSpans", "resource_spans", "batches"].find((name) => Array.isArray(document[name]));
  if (key !== undefined) {
    for (const [index, item] of asList(document[key]).entries()) yield* resourceSpans(asObject(item), placeWithin(source, key, index));
  } else if (Array.isArray(document["scopeSpans"]) || Array.isArray(document["scope_spans"])) {
    yield* resourceSpans(document, source);
  } else if (COLUMNS.every((name) => document[name] !== undefined)) {
    yield { span: fromTable(document), resource: undefined, scope: undefined, source };
  } else if (isSpan(document)) {
    yield { span: document, resource: undefined, scope: undefined, source };
  } else if (isAttributes(document)) {
    yield { span: { spanId: "attributes", name: "span", attributes: document as Json }, resource: undefined, scope: undefined, source };
  } else {
    yield* groupSpans(document, source);
  }
}

/** A row of Phoenix's table: `attributes.…` and `context.…` are columns of their own. */
function fromTable(row: JsonObject): JsonObject {
  const attributes: Record<string, Json | undefined> = {};
  const span: Record<string, Json | undefined> = { context: { span_id: row["context.span_id"] ?? null, trace_id: row["context.trace_id"] ?? null }, attributes: attributes as Json };
  for (const [key, value] of Object.entries(row)) {
    if (key.startsWith("attributes.")) attributes[key.slice("attributes.".length)] = value;
    else if (!key.startsWith("context.")) span[key] = value;
  }
  return span;
}

function isSpan(value: JsonObject): boolean {
  const context = asObject(value["spanContext"]) ?? asObject(value["context"]) ?? value;
  return ["spanId", "span_id"].some((key) => typeof context[key] === "string");
}

function isAttributes(value: JsonObject): boolean {
  return typeof value["gen_ai.operation.name"] === "string" || typeof value["openinference.span.kind"] === "string";
}

function* groupSpans(document: JsonObject, source: SourcePlace): Generator<RawSpan> {
  for (const [name, group] of Object.entries(document)) {
    if (!asList(group).some((item) => isSpan(asObject(item) ?? {}))) continue;
    for (const [index, item] of asList(group).entries()) {
      yield { span: asObject(item) ?? {}, resource: undefined, scope: undefined, source: placeWithin(source, name, index) };
    }
  }
}

/** An entry that is no entry yields one span without an id: so it is listed. */
function* resourceSpans(entry: JsonObject | undefined, source: SourcePlace): Generator<RawSpan> {
  if (entry === undefined) return yield { span: {}, resource: undefined, scope: undefined, source };
  const resource = asObject(entry["resource"]);
  const key = ["scopeSpans", "scope_spans", "instrumentationLibrarySpans"].find((name) => Array.isArray(entry[name])) ?? "scopeSpans";
  if (!Array.isArray(entry[key])) yield { span: {}, resource, scope: undefined, source };
  for (const [index, item] of asList(entry[key]).entries()) {
    const scoped = asObject(item);
    if (!Array.isArray(scoped?.["spans"])) yield { span: {}, resource, scope: undefined, source: placeWithin(source, key, index) };
    const scope = asObject(scoped?.["scope"] ?? scoped?.["instrumentationLibrary"]);
    for (const [at, each] of asList(scoped?.["spans"]).entries()) {
      const place = placeWithin(source, key, index, "spans", at);
      yield { span: asObject(each) ?? {}, resource, scope, source: place };
    }
  }
}
