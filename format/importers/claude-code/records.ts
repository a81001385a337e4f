import type { Json } from "../../event.ts";
import { readJson } from "../kit/documents.ts";
import { asList, asObject, asText, type JsonObject } from "../kit/read.ts";
import { unixMicros } from "../kit/time.ts";
import type { ImportFile, ImportSink, SourcePlace } from "../types.ts";

/** One record of a session file. */
export interface LogRecord {
  readonly value: JsonObject;
  readonly source: SourcePlace;
  readonly type: string;
  readonly session: string;
  /** The sub-agent it belongs to; empty for the main one. */
  readonly agent: string;
  readonly uuid: string | undefined;
  readonly timeUs: number | undefined;
  /** The latest time in its file up to here, repeated records included: where it belongs among those of other files. */
  readonly orderUs: number;
}

/** What is known of a sub-agent beside its own records (`agent-….meta.json`). */
export interface AgentMeta {
  readonly value: JsonObject;
  readonly source: SourcePlace;
}

const AGENT_FILE = /(?:^|\/)agent-([\w-]{1,80})(?:\.meta)?\.jsonl?$/;

/** The id of a sub-agent in the name of its file, as Claude Code writes it. */
function agentOfFile(name: string): string | undefined {
  return AGENT_FILE.exec(name)?.[1];
}

/** Reads files record by record; a record that another file has already is counted as joined. */
export class Gatherer {
  readonly #sink: ImportSink;
  #sessions = new Map<string, LogRecord[]>();
  /** What is known of sub-agents beside their records; taken out once used. */
  readonly metas = new Map<string, AgentMeta>();
  /** The session of every record read so far, by uuid. */
  readonly home = new Map<string, string>();
  /** The file each uuid, or each text of a record without one, was first seen in. */
  readonly #seen = new Map<string, string>();
  /** The sub-agent of each record of a side chain, by uuid. */
  readonly #chains = new Map<string, string>();

  constructor(sink: ImportSink) {
    this.#sink = sink;
  }

  /** Hands over the sessions read since the last time. */
  take(): ReadonlyMap<string, readonly LogRecord[]> {
    const sessions = this.#sessions;
    this.#sessions = new Map();
    return sessions;
  }

  async read(file: ImportFile): Promise<void> {
    const context = { file: file.name, session: sessionsOfHead(file)[0] ?? file.name, agentOfFile: agentOfFile(file.name), latestUs: Number.NEGATIVE_INFINITY };
    for await (const { value, source } of readJson(file, this.#sink)) {
      if (source.line === undefined && Array.isArray(value)) {
        for (const [index, item] of value.entries()) this.#add(item as Json, { ...source, pointer: `/${index}` }, context);
      } else this.#add(value, source, context);
    }
  }

  #add(value: Json, source: SourcePlace, context: FileContext): void {
    const record = asObject(value);
    if (record === undefined) return this.#sink.skipped(source, "not_an_object", "a line that is no record of a session");
    const type = asText(record["type"]);
    if (type === undefined && asText(record["agentType"]) !== undefined && context.agentOfFile !== undefined) {
      this.metas.set(context.agentOfFile, { value: record, source });
      return;
    }
    const uuid = asText(record["uuid"]);
    const timeUs = unixMicros(record["timestamp"]);
    context.latestUs = Math.max(context.latestUs, timeUs ?? context.latestUs);
    if (this.#isRepeated(record, uuid, context.file)) return this.#sink.merged(source, "another file of the drop has this record too");
    const session = asText(record["sessionId"]) ?? asText(record["session_id"]) ?? context.session;
    const agent = this.#agentOf(record, uuid, context);
    const made: LogRecord = { value: record, source, type: type ?? ("workflowName" in record ? "workflow" : "unknown"), session, agent, uuid, timeUs, orderUs: context.latestUs };
    const list = this.#sessions.get(session);
    if (uuid !== undefined && !this.home.has(uuid)) this.home.set(uuid, session);
    if (list === undefined) this.#sessions.set(session, [made]);
    else list.push(made);
    context.session = session;
  }

  /** A record is the same if uuid and time agree; one without a uuid (summary, snapshot, …) if another file has it word for word. */
  #isRepeated(record: JsonObject, uuid: string | undefined, file: string): boolean {
    const key = uuid === undefined ? digest(record) : `${uuid} ${asText(record["timestamp"]) ?? ""}`;
    if (key === undefined) return false;
    const first = this.#seen.get(key);
    if (first === undefined) {
      this.#seen.set(key, file);
      return false;
    }
    return first !== file || uuid !== undefined;
  }

  #agentOf(record: JsonObject, uuid: string | undefined, context: FileContext): string {
    const inSideChain = record["isSidechain"] === true;
    const call = asText(record["parent_tool_use_id"]);
    if (!inSideChain && call !== undefined) return `call ${call}`;
    if (!inSideChain && context.agentOfFile === undefined) return "";
    const named = asText(record["agentId"]) ?? context.agentOfFile;
    if (named !== undefined) return named;
    const above = asText(record["parentUuid"]);
    const agent = (above === undefined ? undefined : this.#chains.get(above)) ?? uuid ?? "side chain";
    if (uuid !== undefined) this.#chains.set(uuid, agent);
    return agent;
  }
}

interface FileContext {
  readonly file: string;
  /** Session of the record before, for those that name none. */
  session: string;
  readonly agentOfFile: string | undefined;
  latestUs: number;
}

const SESSION_ID = /"session(?:Id|_id)"\s*:\s*"([^"\\]{1,100})"/g;
const MOST_SESSIONS = 50;

/** The sessions the head of a file names; for files that name none, the name of the file. */
export function sessionsOfHead(file: ImportFile): readonly string[] {
  const named = new Set<string>();
  for (const match of file.head.matchAll(SESSION_ID)) {
    named.add(match[1] as string);
    if (named.size === MOST_SESSIONS) break;
  }
  if (named.size > 0) return [...named];
  const folder = /([^/]+)\/(?:subagents|workflows)\//.exec(file.name)?.[1];
  return [folder ?? (file.name.split("/").at(-1) ?? file.name).replace(/\.jsonl?$/, "")];
}

/** The text of a small record without a message; undefined for others, which are never taken for the same. */
function digest(record: JsonObject): string | undefined {
  if (record["message"] !== undefined) return undefined;
  try {
    const text = JSON.stringify(record);
    return text.length <= LONGEST_DIGEST ? text : undefined;
  } catch {
    return undefined;
  }
}

const LONGEST_DIGEST = 100_000;

/** The blocks of a message; text alone counts as one block. */
export function blocksOf(record: LogRecord): readonly JsonObject[] {
  const message = record.value["message"];
  const content = typeof message === "string" ? message : asObject(message)?.["content"];
  if (typeof content === "string") return content === "" ? [] : [{ type: "text", text: content }];
  return asList(content).map((block) => (typeof block === "string" ? { type: "text", text: block } : asObject(block))).filter((block) => block !== undefined);
}

/** The text blocks of a message, joined. */
export function textOfRecord(record: LogRecord): string {
  return blocksOf(record).map((block) => (block["type"] === "text" ? (asText(block["text"]) ?? "") : "")).filter((text) => text !== "").join("\n");
}
