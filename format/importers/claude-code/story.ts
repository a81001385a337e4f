import type { Outcome } from "../../kinds.ts";
import type { Json } from "../../event.ts";
import { AgentRun, type LooseEnvelope, type Step } from "../agent-run/agent-run.ts";
import { asObject, asText, present, type JsonObject } from "../kit/read.ts";
import type { ImportSink } from "../types.ts";
import type { SessionLinks } from "./links.ts";
import type { AgentMeta, LogRecord } from "./records.ts";

/** One agent of a session while its records are written: the main one, or a sub-agent. */
export interface Cast {
  readonly key: string;
  readonly name: string;
  /** Its `agent_start`. */
  readonly start: string;
  /** Records still to come. */
  left: number;
  /** The record before, for telling when a conversation was taken up at an earlier point. */
  lastUuid: string | undefined;
  lastTimeUs: number | undefined;
  /** How it would have ended after the last record; undefined if in the middle of something. */
  ending: Outcome | undefined;
  errorClass: string | undefined;
  output: Json | undefined;
  readonly models: Set<string>;
}

/** Members every record repeats: they stand once, in the start of the run, and again where they change. */
const SETTINGS = ["cwd", "gitBranch", "version", "permissionMode", "entrypoint", "userType", "slug", "teamName"] as const;

/** Members that are said in another way, or only join records. */
const JOINING: ReadonlySet<string> = new Set(["type", "uuid", "parentUuid", "sessionId", "session_id", "timestamp", "isSidechain", "agentId", "message", "requestId", "toolUseResult", "tool_use_result", "sourceToolAssistantUUID", "sourceToolUseID", "promptId", "parent_tool_use_id", "isMeta", "subtype", "level", "content", "snapshot", "messageId", "compactMetadata", ...SETTINGS]);

/** What a story is told with. */
interface StoryContext {
  readonly sink: ImportSink;
  readonly links: SessionLinks;
  readonly metas: Map<string, AgentMeta>;
  /** The session of every record read so far, by uuid. */
  readonly home: ReadonlyMap<string, string>;
}

/** The state of one session while it is written, and the few ways its handlers have to add to it. */
export class Story {
  readonly run: AgentRun;
  readonly sink: ImportSink;
  readonly links: SessionLinks;
  readonly metas: Map<string, AgentMeta>;
  readonly home: ReadonlyMap<string, string>;
  readonly cast = new Map<string, Cast>();
  /** The event each record became. */
  readonly events = new Map<string, string>();
  /** The response each answer's first record became. */
  readonly responses = new Map<LogRecord, string>();
  readonly #settings: Record<string, Json | undefined> = {};

  constructor(run: AgentRun, { sink, links, metas, home }: StoryContext) {
    this.run = run;
    this.sink = sink;
    this.links = links;
    this.metas = metas;
    this.home = home;
  }

  /** Adds the event that stands for a record, and counts the record. */
  become(kind: string, record: LogRecord, envelope: LooseEnvelope, payload: JsonObject): string {
    const event = this.run.add(kind, { ...this.step(record), id: record.uuid }, envelope, { ...payload, extra: this.extraOf(record) });
    this.became(record, event);
    return event;
  }

  /** Counts a record as the event that stands for it. */
  became(record: LogRecord, event: string): void {
    this.sink.became(record.source);
    if (record.uuid !== undefined && !this.events.has(record.uuid)) this.events.set(record.uuid, event);
  }

  /** Counts a record as joined into an event. */
  joined(record: LogRecord, event: string, why: string): void {
    this.sink.merged(record.source, why);
    if (record.uuid !== undefined && !this.events.has(record.uuid)) this.events.set(record.uuid, event);
  }

  /** Counts the description of a sub-agent as used. */
  useMeta(agent: string, { source }: AgentMeta): void {
    this.metas.delete(agent);
    this.sink.merged(source, "what it says of a sub-agent stands in its start");
  }

  /** Where and when a record happened. */
  step(record: LogRecord): Step {
    const actor = this.castOf(record);
    return { source: record.source, timeUs: record.timeUs, agent: actor.name, parent: actor.start };
  }

  castOf(record: LogRecord): Cast {
    return this.cast.get(record.agent) as Cast;
  }

  /** What of a record is nowhere else: unknown members, and settings that changed here. */
  extraOf(record: LogRecord): JsonObject | undefined {
    const extra: Record<string, Json | undefined> = {};
    for (const key in record.value) if (!JOINING.has(key)) extra[key] = record.value[key];
    for (const key of SETTINGS) {
      const value = record.value[key];
      if (value === undefined || value === null || value === this.#settings[key]) continue;
      if (this.#settings[key] !== undefined && record.agent === "") extra[key] = value;
      if (this.#settings[key] === undefined || record.agent === "") this.#settings[key] = value;
    }
    return present(extra);
  }

  /** Settings of a session as its first records have them. */
  settingsOf(records: readonly LogRecord[]): JsonObject | undefined {
    for (const { value } of records) for (const key of SETTINGS) this.#settings[key] ??= value[key] ?? undefined;
    return present({ ...this.#settings });
  }

  /** Notes a parent that is not in these files. */
  checkParent(record: LogRecord): void {
    const above = asText(record.value["parentUuid"]);
    if (above !== undefined && !this.links.uuids.has(above) && !this.home.has(above)) this.sink.notice("missing_parent", "a record's parent is in none of these files", record.source);
  }

  /** The event a record was taken up at, if it does not follow the record before. */
  branchOf(record: LogRecord): string | undefined {
    const above = asText(record.value["parentUuid"]);
    const { lastUuid } = this.castOf(record);
    return above === undefined || lastUuid === undefined || above === lastUuid ? undefined : this.events.get(above);
  }

  /** Sets how an agent would have ended here. */
  ending(record: LogRecord, outcome: Outcome | undefined, errorClass?: string): void {
    const actor = this.castOf(record);
    actor.ending = outcome;
    actor.errorClass = errorClass;
  }
}

/** The message of a record; empty if it has none. */
export function messageOf(record: LogRecord): JsonObject {
  return asObject(record.value["message"]) ?? {};
}
