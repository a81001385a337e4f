import type { Json } from "../../event.ts";
import { isKind } from "../../kinds.ts";
import type { JsonRecord } from "../kit/documents.ts";
import { asCount, asNumber, asText, lookUp, present, textOf, type JsonObject } from "../kit/read.ts";
import { unixMicros } from "../kit/time.ts";
import { RunBuilder, type ImportedEnvelope } from "../run-builder.ts";
import type { ImportFile, ImportSink } from "../types.ts";
import { valueAt, wordsIn, type Mapping } from "./mapping.ts";
import { recordOf } from "./records.ts";

const ROLE_KINDS: Readonly<Record<string, string>> = {
  user: "human_input",
  human: "human_input",
  assistant: "agent_turn",
  ai: "agent_turn",
  agent: "agent_turn",
  tool: "tool_result",
  "tool.start": "tool_call",
  "tool.end": "tool_result",
  tool_use: "tool_call",
  "tool-call": "tool_call",
  function_call: "tool_call",
  "tool-result": "tool_result",
  function_call_output: "tool_result",
  thinking: "decision",
  reasoning: "decision",
  model: "agent_turn",
  exception: "error",
  fatal: "error",
};
/** Kinds that only say that something was said: who said it tells more. */
const CARRIERS: ReadonlySet<string> = new Set(["message", "msg", "chat", "turn", "say", "text"]);
const FAILED: ReadonlySet<string> = new Set(["error", "failed", "failure"]);
const OWN_KIND = /^[a-z][a-z0-9_.-]{0,39}$/i;
const ERROR_LEVELS: ReadonlySet<string> = new Set(["error", "fatal", "critical"]);

/** The column a mapped member ends up in; without one it is in the payload, or names the run. */
const COLUMN_OF: { readonly [M in keyof Mapping]?: keyof ImportedEnvelope } = {
  time: "time_unix_us",
  kind: "name",
  name: "name",
  actor: "agent",
  parent: "parent",
  id: "id",
  tool: "tool",
  model: "model",
  call: "reply_to",
  duration_ms: "duration_ms",
  tokens_in: "tokens_in",
  tokens_out: "tokens_out",
  cost_usd: "cost_usd",
};

/** Writes records as events; each session is a run. */
export class RecordWriter {
  readonly #runs = new Map<string, RunBuilder>();
  readonly #ids = new Set<string>();
  /** The event of each call, by run and call id. */
  readonly #calls = new Map<string, { readonly event: string; readonly tool: string | undefined }>();
  readonly #file: ImportFile;
  readonly #mapping: Mapping;
  readonly #sink: ImportSink;

  constructor(file: ImportFile, mapping: Mapping, sink: ImportSink) {
    this.#file = file;
    this.#mapping = mapping;
    this.#sink = sink;
  }

  add({ value, source }: JsonRecord): void {
    const record = recordOf(value);
    if (record === undefined) {
      this.#run(undefined).add({ kind: "log", payload: { data: value }, source });
    } else {
      const envelope = this.#envelope(record);
      const text = this.#value(record, "text");
      const payload = present({ text: wordsIn(text) ?? text, level: this.#value(record, "level"), extra: this.#extra(record, envelope) }) ?? {};
      const run = this.#run(this.#text(record, "session"));
      const kind = this.#kindOf(record);
      const callId = this.#text(record, "call");
      const call = kind === "tool_result" ? this.#calls.get(`${run.session} ${callId ?? ""}`) : undefined;
      const joined = call === undefined ? envelope : { ...envelope, reply_to: call.event, ...(call.tool !== undefined && { tool: envelope.tool ?? call.tool }) };
      const event = run.add({ kind, envelope: joined, payload, source });
      // A result may name the call by an id of its own, or by that of the record.
      if (kind === "tool_call") for (const id of [callId, envelope.id]) if (id !== undefined) this.#calls.set(`${run.session} ${id}`, { event, tool: envelope.tool });
    }
    this.#sink.became(source);
  }

  /** What of a record is nowhere else in its event. */
  #extra(record: JsonObject, envelope: ImportedEnvelope): Json | undefined {
    const told = new Set<string>();
    for (const [member, path] of Object.entries(this.#mapping)) {
      const column = COLUMN_OF[member as keyof Mapping];
      const value = this.#text(record, member as keyof Mapping);
      if (column === undefined || (column === "name" ? envelope.name === value || this.#kindOf(record) === value : envelope[column] !== undefined)) told.add(path);
    }
    return present(Object.fromEntries(Object.entries(record).filter(([key, value]) => !told.has(key) || typeof value === "object")));
  }

  #run(session: string | undefined): RunBuilder {
    const id = session ?? this.#file.name;
    const run = this.#runs.get(id) ?? new RunBuilder(this.#sink, id);
    this.#runs.set(id, run);
    return run;
  }

  #kindOf(record: JsonObject): string {
    const kind = this.#text(record, "kind") ?? "";
    const actor = this.#text(record, "actor")?.toLowerCase() ?? "";
    if (isKind(kind)) return kind;
    const said = CARRIERS.has(kind.toLowerCase()) ? lookUp(ROLE_KINDS, actor) : undefined;
    const usual = said ?? lookUp(ROLE_KINDS, kind.toLowerCase());
    if (usual !== undefined) return usual;
    if (ERROR_LEVELS.has(this.#text(record, "level")?.toLowerCase() ?? "")) return "error";
    const byActor = kind === "" ? lookUp(ROLE_KINDS, actor) : undefined;
    if (byActor !== undefined) return byActor;
    return OWN_KIND.test(kind) ? kind : "log";
  }

  #envelope(record: JsonObject): ImportedEnvelope {
    const id = this.#text(record, "id");
    const isNew = id !== undefined && !this.#ids.has(id);
    if (isNew) this.#ids.add(id);
    else if (id !== undefined) this.#sink.notice("duplicate_id", "an id comes more than once; the later events got ids of their own", { file: this.#file.name });
    const level = this.#text(record, "level")?.toLowerCase();
    const envelope = {
      id: isNew ? id : undefined,
      time_unix_us: unixMicros(this.#value(record, "time")),
      name: this.#text(record, "name") ?? this.#text(record, "kind"),
      agent: this.#text(record, "actor"),
      parent: this.#text(record, "parent"),
      tool: this.#text(record, "tool"),
      model: this.#text(record, "model"),
      outcome: ERROR_LEVELS.has(level ?? "") || this.#isFailed(record) ? "error" : undefined,
      duration_ms: asNumber(this.#value(record, "duration_ms")),
      tokens_in: asCount(this.#value(record, "tokens_in")),
      tokens_out: asCount(this.#value(record, "tokens_out")),
      cost_usd: asNumber(this.#value(record, "cost_usd")),
    };
    return Object.fromEntries(Object.entries(envelope).filter(([, value]) => value !== undefined));
  }

  /** Whether a record says that it failed: `success: false`, `is_error: true`, `status: "failed"`. */
  #isFailed(record: JsonObject): boolean {
    const value = this.#value(record, "status");
    if (typeof value === "string") return FAILED.has(value.toLowerCase());
    const isOfFailure = /(?:error|failed)$/i.test(this.#mapping.status ?? "");
    return typeof value === "boolean" && value === isOfFailure;
  }

  #value(record: JsonObject, member: keyof Mapping): Json | undefined {
    const path = this.#mapping[member];
    return path === undefined ? undefined : valueAt(record, path);
  }

  #text(record: JsonObject, member: keyof Mapping): string | undefined {
    const value = this.#value(record, member);
    return typeof value === "string" || typeof value === "number" ? asText(textOf(value)) : undefined;
  }
}
