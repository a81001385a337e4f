import type { Json } from "../event.ts";
import { placeWithin, readJson } from "./kit/documents.ts";
import { asCount, asList, asNumber, asObject, asText, lookUp, present, type JsonObject } from "./kit/read.ts";
import { unixMicros } from "./kit/time.ts";
import { RunBuilder, type ImportedEnvelope } from "./run-builder.ts";
import type { DetectionInput, ImportFile, ImportSink, Importer, SourcePlace } from "./types.ts";

/** JSON of the Peaky Peek server: an exported session with its events and checkpoints, or events alone. */
export const peakyPeekServer: Importer = { id: "peaky-peek-server", title: "Peaky Peek server export", grouping: "each", detect, read };

const SURE: readonly (readonly string[])[] = [
  ["events.*.event_type", "events.*.session_id"],
  ["traces.*.event_type", "traces.*.session_id"],
  ["event_type", "session_id", "upstream_event_ids"],
  ["*.event_type", "*.session_id", "*.upstream_event_ids"],
  ["session.agent_name", "events"],
];

function detect({ paths }: DetectionInput): number {
  return SURE.some((keys) => keys.every((key) => paths.has(key))) ? 0.9 : 0;
}

interface Placed {
  readonly value: JsonObject;
  readonly source: SourcePlace;
}

interface Session {
  session: Placed | undefined;
  readonly events: Placed[];
  readonly checkpoints: Placed[];
}

async function read(files: readonly ImportFile[], sink: ImportSink): Promise<void> {
  const sessions = new Map<string, Session>();
  for (const file of files) for await (const { value, source } of readJson(file, sink)) gather(value, source, sessions, sink);
  for (const [id, session] of sessions) if (!isEmpty(session)) new SessionWriter(id, session, sink).write();
}

/** All its records were of no use, and are listed. */
function isEmpty({ session, events, checkpoints }: Session): boolean {
  return session === undefined && events.length + checkpoints.length === 0;
}

function gather(value: Json, source: SourcePlace, sessions: Map<string, Session>, sink: ImportSink): void {
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) gatherOne(item, placeWithin(source, index), sessions, sink);
    return;
  }
  const document = asObject(value);
  const session = asObject(document?.["session"]);
  const key = ["events", "traces"].find((name) => Array.isArray(document?.[name]));
  if (document === undefined || key === undefined) return gatherOne(value, source, sessions, sink);
  if (session !== undefined) sessionOf(sessions, asText(session["id"])).session = { value: session, source: placeWithin(source, "session") };
  for (const [index, item] of asList(document[key]).entries()) gatherOne(item, placeWithin(source, key, index), sessions, sink);
  for (const [index, item] of asList(document["checkpoints"]).entries()) gatherOne(item, placeWithin(source, "checkpoints", index), sessions, sink);
}

function gatherOne(value: Json, source: SourcePlace, sessions: Map<string, Session>, sink: ImportSink): void {
  const record = asObject(value);
  if (record === undefined) return sink.skipped(source, "not_an_object", "a record that is no object");
  const session = sessionOf(sessions, asText(record["session_id"]));
  if (typeof record["event_type"] === "string") session.events.push({ value: record, source });
  else if (record["state"] !== undefined) session.checkpoints.push({ value: record, source });
  else sink.skipped(source, "unknown_record", "neither an event nor a checkpoint");
}

function sessionOf(sessions: Map<string, Session>, id: string | undefined): Session {
  const key = id ?? [...sessions.keys()].at(-1) ?? "session";
  const known = sessions.get(key) ?? { session: undefined, events: [], checkpoints: [] };
  sessions.set(key, known);
  return known;
}

type EnvelopeReader = (value: Json) => ImportedEnvelope;
const text =
  (key: keyof ImportedEnvelope): EnvelopeReader =>
  (value) => {
    const said = asText(value);
    return said === undefined ? {} : { [key]: said };
  };
const number =
  (key: keyof ImportedEnvelope): EnvelopeReader =>
  (value) => {
    const found = asNumber(value);
    return found === undefined ? {} : { [key]: found };
  };
const ids =
  (key: keyof ImportedEnvelope): EnvelopeReader =>
  (value) => ({ [key]: asList(value).filter((id) => typeof id === "string") });
const word =
  (key: keyof ImportedEnvelope, words: Readonly<Record<string, string>>): EnvelopeReader =>
  (value) => {
    const found = lookUp(words, asText(value));
    return found === undefined ? {} : { [key]: found };
  };

const SEVERITIES = { low: "low", medium: "medium", high: "high", critical: "critical", warning: "medium" };
const OUTCOMES = { pass: "passed", fail: "failed", warn: "warn", block: "blocked", success: "ok", failure: "failed", partial: "warn", completed: "ok", error: "error" };

/** Fields of the server's events that stand in the envelope here. What does not fit stays in the payload. */
const ENVELOPE: Readonly<Record<string, EnvelopeReader>> = {
  tool_name: text("tool"),
  model: text("model"),
  confidence: number("confidence"),
  duration_ms: number("duration_ms"),
  cost_usd: number("cost_usd"),
  policy_name: text("policy"),
  template_id: text("policy"),
  risk_level: word("severity", SEVERITIES),
  severity: word("severity", SEVERITIES),
  outcome: word("outcome", OUTCOMES),
  repair_outcome: word("outcome", OUTCOMES),
  status: word("outcome", OUTCOMES),
  error_type: text("error_class"),
  agent_name: text("agent"),
  speaker: text("agent"),
  agent_id: text("agent"),
  framework: text("framework"),
  evidence_event_ids: ids("evidence"),
  related_event_ids: ids("related"),
  upstream_event_ids: ids("upstream"),
  importance: number("importance"),
  turn_index: (value) => (asCount(value) === undefined ? {} : { turn: asCount(value) as number }),
};

const RENAMED: Readonly<Record<string, string>> = {
  error_message: "message",
  stack_trace: "stack",
  policy_parameters: "parameters",
  repair_sequence_id: "sequence",
  repair_diff: "diff",
  original_value: "original",
  restored_value: "restored",
  drift_event_type: "drift_type",
  checkpoint_id: "checkpoint",
};

const BASE: ReadonlySet<string> = new Set(["id", "session_id", "parent_id", "event_type", "timestamp", "name", "data", "metadata", "usage"]);

class SessionWriter {
  readonly #builder: RunBuilder;
  readonly #session: Session;
  readonly #sink: ImportSink;
  /** Calls still without a result, by tool. */
  readonly #open = new Map<string, string[]>();
  /** The model call that waits for its answer, if any. */
  #requests: string[] = [];

  constructor(id: string, session: Session, sink: ImportSink) {
    this.#builder = new RunBuilder(sink, id);
    this.#session = session;
    this.#sink = sink;
  }

  write(): void {
    const { session, events } = this.#session;
    const started = events.some(({ value }) => value["event_type"] === "agent_start");
    if (!started) this.#start(session);
    else if (session !== undefined) this.#sink.merged(session.source, "what it says of the session stands in its start");
    const sorted = events.map((event, index) => ({ event, index, at: unixMicros(event.value["timestamp"]) ?? 0, seq: sequenceOf(event.value) }));
    sorted.sort((a, b) => a.at - b.at || a.seq - b.seq || a.index - b.index);
    for (const { event } of sorted) this.#add(event, started ? session : undefined);
    for (const checkpoint of this.#session.checkpoints) this.#checkpoint(checkpoint);
  }

  #start(session: Placed | undefined): void {
    const value: JsonObject = session?.value ?? {};
    const source = session?.source;
    const envelope = { ...readEnvelope(value), ...timeOf(value["started_at"]), derived: ["id"] };
    const { status: _status, ...others } = value;
    this.#builder.add({ kind: "agent_start", envelope: withoutOutcome(envelope), payload: present({ ...others, status: value["status"] }) ?? {}, ...(source && { source }) });
    if (source !== undefined) this.#sink.became(source);
  }

  #add({ value, source }: Placed, session: Placed | undefined): void {
    const kind = asText(value["event_type"]) ?? "log";
    const fields = { ...asObject(value["data"]), ...withoutBase(value) };
    const usage = asObject(value["usage"] ?? asObject(value["data"])?.["usage"]);
    const id = asText(value["id"]);
    const envelope: ImportedEnvelope = {
      ...readEnvelope(fields),
      ...(id !== undefined && { id }),
      ...named(value),
      ...timeOf(value["timestamp"]),
      ...(usage && { tokens_in: asCount(usage["input_tokens"]) ?? 0, tokens_out: asCount(usage["output_tokens"]) ?? 0 }),
      ...(isFailure(kind, fields) && { outcome: "error" }),
    };
    const extra = present({ ...asObject(value["metadata"]), session: kind === "agent_start" ? (session?.value as Json | undefined) : undefined });
    const payload = present({ ...payloadOf(fields), extra }) ?? {};
    const made = this.#builder.add({ kind, envelope: { ...envelope, ...this.#pair(kind, envelope) }, payload, source });
    this.#sink.became(source);
    if (kind === "tool_call") this.#await(envelope.tool ?? "", made);
    if (kind === "llm_request") this.#requests = [made];
  }

  #await(tool: string, call: string): void {
    const queue = this.#open.get(tool);
    if (queue === undefined) this.#open.set(tool, [call]);
    else queue.push(call);
  }

  /** The server keeps no link from a result to its call: the oldest call of that tool without a result is the one. */
  #pair(kind: string, envelope: ImportedEnvelope): ImportedEnvelope {
    const queue = kind === "tool_result" ? this.#open.get(envelope.tool ?? "") : kind === "llm_response" ? this.#requests : undefined;
    const call = queue?.shift();
    return call === undefined ? {} : { reply_to: call, derived: ["reply_to"] };
  }

  #checkpoint({ value, source }: Placed): void {
    const { id, state, memory, event_id: parent, timestamp, ...extra } = value;
    const importance = asNumber(value["importance"]);
    const envelope: ImportedEnvelope = { ...timeOf(timestamp), ...(typeof parent === "string" && { parent }), ...(typeof id === "string" && { id }), ...(importance !== undefined && importance >= 0 && importance <= 1 && { importance }) };
    this.#builder.add({ kind: "checkpoint", envelope, payload: present({ checkpoint: id, state, memory, extra: present(extra) }) ?? {}, source });
    this.#sink.became(source);
  }
}

function sequenceOf(value: JsonObject): number {
  return asNumber(asObject(value["metadata"])?.["sequence"]) ?? 0;
}

function withoutBase(value: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(value).filter(([key]) => !BASE.has(key)));
}

function readEnvelope(fields: JsonObject): ImportedEnvelope {
  let envelope: ImportedEnvelope = {};
  for (const key in ENVELOPE) {
    const value = fields[key];
    if (value !== undefined && value !== null) envelope = { ...envelope, ...(ENVELOPE[key] as EnvelopeReader)(value) };
  }
  return envelope;
}

/** Every field that is not fully in the envelope. */
function payloadOf(fields: JsonObject): JsonObject {
  const payload: Record<string, Json | undefined> = {};
  for (const [key, value] of Object.entries(fields)) {
    const taken = value !== undefined && value !== null && Object.hasOwn(ENVELOPE, key) && Object.keys((ENVELOPE[key] as EnvelopeReader)(value)).length > 0;
    if (!taken) payload[lookUp(RENAMED, key) ?? key] = value;
  }
  return payload;
}

function withoutOutcome({ outcome: _outcome, ...envelope }: ImportedEnvelope): ImportedEnvelope {
  return envelope;
}

function named(value: JsonObject): ImportedEnvelope {
  const name = asText(value["name"]);
  const parent = asText(value["parent_id"]);
  return { ...(name !== undefined && { name }), ...(parent !== undefined && { parent }) };
}

function timeOf(value: Json | undefined): ImportedEnvelope {
  const timeUs = unixMicros(value);
  return timeUs === undefined ? {} : { time_unix_us: timeUs };
}

function isFailure(kind: string, fields: JsonObject): boolean {
  return kind === "error" || (kind === "tool_result" && asText(fields["error"]) !== undefined);
}
