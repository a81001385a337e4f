import type { Json } from "../event.ts";
import { placeWithin, type JsonRecord } from "./kit/documents.ts";
import { readRows } from "./kit/records.ts";
import { asCount, asList, asNumber, asObject, asText, lookUp, present, unpackJson, type JsonObject } from "./kit/read.ts";
import { unixMicros } from "./kit/time.ts";
import { interpret } from "./otlp/facts.ts";
import { readAttributes } from "./otlp/values.ts";
import { settle } from "./spans/settle.ts";
import { emitSpans } from "./spans/emit.ts";
import type { Span, SpanFacts, SpanRole, Usage } from "./spans/span.ts";
import type { DetectionInput, ImportFile, ImportSink, Importer, SourcePlace } from "./types.ts";

/** Langfuse exports: a trace with its observations and scores, lists of them, or observations alone. */
export const langfuse: Importer = { id: "langfuse", title: "Langfuse export", grouping: "together", detect, read };

const SURE: readonly (readonly string[])[] = [
  ["trace.projectId", "trace.timestamp"],
  ["trace", "observations", "observations.*.traceId"],
  ["projectId", "observations", "timestamp"],
  ["*.projectId", "*.observations"],
  ["parentObservationId", "traceId"],
  ["*.parentObservationId", "*.traceId"],
  ["data.*.parentObservationId", "data.*.traceId"],
  // What goes to blob storage is in snake case.
  ["parent_observation_id", "trace_id"],
  ["*.parent_observation_id", "*.trace_id"],
  ["project_id", "trace_id", "observation_id", "data_type"],
  ["project_id", "session_id", "user_id", "public", "bookmarked"],
];
const TABLES: readonly (readonly string[])[] = [["parentObservationId", "traceId"], ["parent_observation_id", "trace_id"], ["traceId", "startTime", "level", "usageDetails"]];

function detect({ paths, columns }: DetectionInput): number {
  const isTable = TABLES.some((names) => names.every((name) => columns.has(name)));
  return isTable || SURE.some((keys) => keys.every((key) => paths.has(key))) ? 0.95 : 0;
}

async function read(files: readonly ImportFile[], sink: ImportSink): Promise<void> {
  const spans: Span[] = [];
  for (const file of files) {
    for await (const record of readRows(file, sink)) {
      const before = spans.length;
      for (const { value, source } of parts(record)) readPart(value, source, { spans, sink });
      if (spans.length === before) sink.skipped(record.source, "no_observations", "neither a trace nor an observation is in this record");
    }
  }
  emitSpans(withTraceTimes(spans), sink);
}

/** A list holds records; the API wraps its lists in `data`. */
function parts({ value, source }: JsonRecord): readonly { value: JsonObject; source: SourcePlace }[] {
  const wrapped = asObject(value)?.["data"];
  const one = (item: Json): JsonObject => camelCase(asObject(item) ?? {});
  const list = Array.isArray(value) ? value : Array.isArray(wrapped) ? wrapped : undefined;
  if (list === undefined) return [{ value: one(value), source }];
  const within = Array.isArray(value) ? source : placeWithin(source, "data");
  return (list as readonly Json[]).map((item, index) => ({ value: one(item), source: placeWithin(within, index) }));
}

/** Members that are called otherwise in blob storage. */
const RENAMED: Readonly<Record<string, string>> = { provided_model_name: "model", model_name: "model", total_cost: "totalCost" };

/** A record in snake case as the API would write it; others as they are. */
function camelCase(value: JsonObject): JsonObject {
  if (value["trace_id"] === undefined && value["project_id"] === undefined && value["start_time"] === undefined) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [lookUp(RENAMED, key) ?? key.replaceAll(/_([a-z])/g, (_whole, letter: string) => letter.toUpperCase()), member]));
}

interface Gathering {
  readonly spans: Span[];
  readonly sink: ImportSink;
}

function readPart(value: JsonObject, source: SourcePlace, into: Gathering): void {
  const nested = asObject(value["trace"]);
  if (nested === undefined && isScore(value)) return addScore(value as Json, source, into);
  if (nested === undefined && isObservation(value)) return addObservation(value as Json, source, into);
  const trace = nested ?? value;
  const tracePlace = nested === undefined ? source : placeWithin(source, "trace");
  const traceId = asText(trace["id"]);
  if (traceId === undefined) into.sink.skipped(tracePlace, "no_id", "a trace without an id");
  else {
    // The copies inside the trace have no input and output: the fuller form counts, the other is merged into it.
    into.spans.push(readTrace(trace, traceId, tracePlace));
  }
  for (const [index, item] of asList(trace["observations"]).entries()) addObservation(item, placeWithin(tracePlace, "observations", index), into);
  for (const [index, item] of asList(trace["scores"]).entries()) addScore(item, placeWithin(tracePlace, "scores", index), into);
  if (nested !== undefined) for (const [index, item] of asList(value["observations"]).entries()) addObservation(item, placeWithin(source, "observations", index), into);
}

function isObservation(value: JsonObject): boolean {
  return typeof value["traceId"] === "string" && !Array.isArray(value["observations"]);
}

/** A score that comes without its trace around it. */
function isScore(value: JsonObject): boolean {
  return typeof value["traceId"] === "string" && typeof value["dataType"] === "string" && value["startTime"] === undefined && "value" in value;
}

const TRACE_MAPPED: ReadonlySet<string> = new Set(["id", "name", "timestamp", "input", "output", "metadata", "tags", "sessionId", "observations", "scores"]);

function readTrace(trace: JsonObject, id: string, source: SourcePlace): Span {
  const name = asText(trace["name"]) ?? "trace";
  const facts: SpanFacts = { role: "agent", agent: name, ...inputOutput(trace) };
  const conversation = asText(trace["sessionId"]);
  if (conversation !== undefined) facts.conversation = conversation;
  const tags = asList(trace["tags"]).filter((tag) => typeof tag === "string");
  if (tags.length > 0) facts.tags = tags;
  const metadata = unpackJson(trace["metadata"]);
  const scope = asText(asObject(asObject(metadata)?.["scope"])?.["name"]);
  if (scope !== undefined) facts.framework = scope;
  const extra = present({ ...without(trace, TRACE_MAPPED), metadata }) ?? {};
  return { id, parent: undefined, run: id, name, startUs: unixMicros(trace["timestamp"]), endUs: undefined, facts, events: [], links: [], extra, source };
}

const ROLES: Readonly<Record<string, SpanRole>> = {
  GENERATION: "llm",
  SPAN: "span",
  EVENT: "event",
  AGENT: "agent",
  TOOL: "tool",
  CHAIN: "chain",
  RETRIEVER: "retrieval",
  EVALUATOR: "evaluator",
  EMBEDDING: "embedding",
  GUARDRAIL: "guardrail",
};

const MAPPED: ReadonlySet<string> = new Set([
  "id", "traceId", "parentObservationId", "type", "name", "startTime", "endTime", "input", "output", "model", "modelParameters",
  "level", "statusMessage", "metadata", "timeToFirstToken", "totalCost",
]);

function addObservation(item: Json, source: SourcePlace, { spans, sink }: Gathering): void {
  const value = asObject(item);
  const id = asText(value?.["id"]);
  const run = asText(value?.["traceId"]);
  if (value === undefined || id === undefined || run === undefined) return sink.skipped(source, "no_id", "an observation without an id or a trace");
  const metadata = unpackJson(value["metadata"]);
  const facts: SpanFacts = { role: lookUp(ROLES, asText(value["type"])) ?? "span", ...inputOutput(value), ...usageOf(value), ...callOf(value), ...roleOfSpan(value, metadata) };
  const moved = settle(facts);
  spans.push({
    id,
    parent: asText(value["parentObservationId"]) ?? run,
    run,
    name: asText(value["name"]) ?? asText(value["type"]) ?? "observation",
    startUs: unixMicros(value["startTime"]),
    endUs: unixMicros(value["endTime"]),
    facts,
    events: [],
    links: [],
    extra: present({ ...without(value, MAPPED), metadata: isEmpty(metadata) ? undefined : metadata, ...moved, level: value["level"] === "DEFAULT" ? undefined : value["level"] }) ?? {},
    source,
  });
}

function inputOutput(value: JsonObject): SpanFacts {
  const input = unwrapText(value["input"]) ?? undefined;
  const output = unwrapText(value["output"]) ?? undefined;
  return { ...(input !== undefined && { input }), ...(output !== undefined && { output }) };
}

const MOST_WRAPS = 3;

/** Langfuse keeps JSON text as JSON text: `"\"hello\""` is hello, and objects may be wrapped the same way. */
function unwrapText(value: Json | undefined): Json | undefined {
  let inner = unpackJson(value);
  for (let depth = 0; depth < MOST_WRAPS && typeof inner === "string" && QUOTED.test(inner); depth++) {
    try {
      inner = unpackJson(JSON.parse(inner) as Json);
    } catch {
      return inner;
    }
  }
  return inner;
}

const QUOTED = /^"[^]*"$/;

const TELLING: ReadonlySet<SpanRole> = new Set<SpanRole>(["tool", "agent", "retrieval", "embedding", "reranker", "guardrail", "evaluator"]);

/** What the OpenTelemetry attributes of an observation say it was, where Langfuse itself only says that it was a span. */
function roleOfSpan(value: JsonObject, metadata: Json | undefined): SpanFacts {
  if (value["type"] !== "SPAN") return {};
  const { role, tool, agent, call_id: callId } = interpret(readAttributes(asObject(metadata)?.["attributes"]), asText(value["name"]) ?? "").facts;
  if (role === undefined || !TELLING.has(role)) return {};
  return { role, ...(tool !== undefined && { tool }), ...(agent !== undefined && { agent }), ...(callId !== undefined && { call_id: callId }) };
}

function callOf(value: JsonObject): SpanFacts {
  const model = asText(value["model"]);
  const settings = unpackJson(value["modelParameters"]);
  const seconds = asNumber(value["timeToFirstToken"]);
  const message = asText(value["statusMessage"]);
  return {
    ...(model !== undefined && { model }),
    ...(!isEmpty(settings) && { settings: settings as Json }),
    ...(seconds !== undefined && { time_to_first_token_ms: seconds * 1000 }),
    ...(value["level"] === "ERROR" && { failed: true }),
    ...(message !== undefined && { error_message: message }),
  };
}

/** Where each count stands, the first that is there. Langfuse keeps parts of a sum under names of their own; the sums stand beside them. */
const USAGE: readonly { readonly fact: keyof Usage; readonly own: readonly string[]; readonly details: readonly string[] }[] = [
  { fact: "tokens_in", own: ["inputUsage", "promptTokens", "inputTokens"], details: ["input"] },
  { fact: "tokens_out", own: ["outputUsage", "completionTokens", "outputTokens"], details: ["output"] },
  { fact: "tokens_cache_read", own: [], details: ["input_cache_read", "prompt_details.cache_read", "input_cached_tokens", "cache_read_input_tokens"] },
  { fact: "tokens_cache_write", own: [], details: ["input_cache_creation", "prompt_details.cache_write", "cache_creation_input_tokens"] },
  { fact: "tokens_reasoning", own: [], details: ["output_reasoning", "completion_details.reasoning", "output_reasoning_tokens"] },
];

function usageOf(value: JsonObject): SpanFacts {
  const details = asObject(value["usageDetails"]) ?? asObject(value["usage"]) ?? {};
  const facts: SpanFacts = {};
  for (const { fact, own, details: inside } of USAGE) {
    const count = [...own.map((key) => value[key]), ...inside.map((key) => details[key])].map(asCount).find((each) => each !== undefined);
    if (count !== undefined) facts[fact] = count;
  }
  if (!facts.tokens_in && !facts.tokens_out) return {};
  const costs = [value["totalCost"], value["calculatedTotalCost"], asObject(value["costDetails"])?.["total"]].map(asNumber);
  const cost = costs.find((each) => each !== undefined);
  return cost === undefined ? facts : { ...facts, cost_usd: cost };
}

const SCORE_MAPPED: ReadonlySet<string> = new Set(["id", "traceId", "observationId", "name", "value", "comment", "timestamp"]);

function addScore(item: Json, source: SourcePlace, { spans, sink }: Gathering): void {
  const value = asObject(item);
  const id = asText(value?.["id"]);
  const run = asText(value?.["traceId"]);
  if (value === undefined || id === undefined || run === undefined) return sink.skipped(source, "no_id", "a score without an id or a trace");
  const score = asNumber(value["value"]);
  const text = asText(value["comment"]);
  const isYesNo = value["dataType"] === "BOOLEAN" && score !== undefined;
  const facts: SpanFacts = { role: "evaluator", ...(score !== undefined && { score }), ...(text !== undefined && { text }), ...(isYesNo && { passed: score === 1 }) };
  const parent = asText(value["observationId"]) ?? run;
  const name = asText(value["name"]) ?? "score";
  const startUs = unixMicros(value["timestamp"]);
  spans.push({ id, parent, run, name, startUs, endUs: undefined, facts, events: [], links: [], extra: present(without(value, SCORE_MAPPED)) ?? {}, source });
}

/** A trace starts and ends with its observations; scores given later are no part of its time. */
function withTraceTimes(spans: readonly Span[]): Span[] {
  const starts = new Map<string, number>();
  const ends = new Map<string, number>();
  const known = new Set(spans.map(({ id }) => id));
  for (const { run, startUs, endUs } of spans) {
    if (endUs !== undefined) ends.set(run, Math.max(ends.get(run) ?? 0, endUs));
    if (startUs !== undefined) starts.set(run, Math.min(starts.get(run) ?? startUs, startUs));
  }
  const verdicts = new Map<string, SpanFacts>();
  for (const span of spans) if (isVerdict(span)) verdicts.set(span.run, { ...verdictOf(span), ...verdicts.get(span.run) });
  return spans.map((span) => {
    if (span.id === span.run) return { ...span, facts: { ...span.facts, ...verdicts.get(span.run) }, startUs: starts.get(span.run), endUs: ends.get(span.run) };
    // Observations exported without their trace are roots, not orphans.
    return span.parent === span.run && !known.has(span.run) ? { ...span, parent: undefined } : span;
  });
}

/** A score of the whole trace. */
function isVerdict({ facts, parent, run }: Span): boolean {
  return facts.role === "evaluator" && parent === run && facts.score !== undefined;
}

function verdictOf({ facts }: Span): SpanFacts {
  return { ...(facts.score !== undefined && { score: facts.score }), ...(facts.passed !== undefined && { passed: facts.passed }) };
}

function without(value: JsonObject, keys: ReadonlySet<string>): JsonObject {
  return Object.fromEntries(Object.entries(value).filter(([key, member]) => !keys.has(key) && !isEmpty(member)));
}

function isEmpty(value: Json | undefined): boolean {
  if (value === undefined || value === null || value === "") return true;
  return typeof value === "object" && Object.keys(value).length === 0;
}
