import type { Json } from "../../event.ts";
import type { ImportContext } from "../agent-run/telling.ts";
import { stemOf, titleOf } from "../agent-run/title.ts";
import { asObject, asText, textOf as jsonOf, type JsonObject } from "../kit/read.ts";
import type { DetectionInput, ImportFile, ImportSink, Importer } from "../types.ts";
import { writeEvent } from "./events.ts";
import { typedIn, writeItem } from "./items.ts";
import { linkRollout, textOf } from "./links.ts";
import { ITEM_TYPES, LINE_TYPES, readRollout, type RolloutRecord } from "./records.ts";
import { AGENT, restOf, Rollout } from "./rollout.ts";
import { isStream, streamRecords } from "./stream.ts";

/** Rollouts of Codex: the present layout, the ones before it, and what `codex exec --json` prints. */
export const codex: Importer = { id: "codex", title: "Codex rollout", grouping: "each", detect, read };

function detect({ jsonLines, document, paths }: DetectionInput): number {
  if (paths.has("session") && paths.has("items.*.type") && (paths.has("session.id") || paths.has("items.*.role"))) return 0.85;
  const values = jsonLines.length > 0 ? jsonLines : Array.isArray(document) ? (document as unknown[]) : [document];
  const lines = values.map(asObject).filter((line) => line !== undefined);
  if (lines.length === 0) return paths.has("payload.base_instructions") || paths.has("payload.cli_version") ? 0.9 : 0;
  if (lines.some((line) => LINE_TYPES.has(asText(line["type"]) ?? "") && asObject(line["payload"]) !== undefined)) return 0.95;
  if (isStream(lines)) return 0.9;
  if (lines.some((line) => asText(asObject(line["msg"])?.["type"]) !== undefined && "id" in line)) return 0.8;
  return oldCertainty(lines);
}

/** How sure lines of the layout without `payload` are: a first line that names the session, then items. */
function oldCertainty(lines: readonly JsonObject[]): number {
  const items = lines.filter((line) => ITEM_TYPES.has(asText(line["type"]) ?? "") && !("sessionId" in line) && !("sessionID" in line));
  const isMeta = (line: JsonObject): boolean => line["record_type"] === "state" || (line["type"] === undefined && asText(line["id"]) !== undefined && ("instructions" in line || "git" in line));
  if (lines.some(isMeta) && (items.length > 0 || lines.length < 3)) return 0.85;
  const isOwn = items.some((line) => "call_id" in line || "encrypted_content" in line || "summary" in line);
  return isOwn && items.length === lines.length ? 0.7 : 0;
}

async function read(files: readonly ImportFile[], sink: ImportSink): Promise<void> {
  const context = { sink, taken: new Set<string>() };
  for (const file of files) {
    const records = streamRecords(await readRollout(file, sink), sink);
    if (records.length > 0) writeRollout(records, file, context);
  }
}

type Writer = (rollout: Rollout, record: RolloutRecord) => void;

const WRITERS: ReadonlyMap<string, Writer> = new Map<string, Writer>([
  ["response_item", writeItem],
  ["event_msg", writeEvent],
  ["turn_context", writeContext],
  ["compacted", (rollout, record) => void rollout.heard(rollout.become("checkpoint", record, { name: "context compacted" }, { memory: record.payload["message"], state: restOf(record.payload, "message") }))],
  ["inter_agent_communication", (rollout, record) => void rollout.heard(rollout.become("agent_turn", record, { name: "message between agents" }, { content: record.payload["content"] ?? (record.payload as Json) }))],
  ["session_meta", (rollout, record) => void rollout.become("log", record, { name: "session taken up" }, { data: record.payload })],
]);

function writeRollout(records: readonly RolloutRecord[], file: ImportFile, context: ImportContext): void {
  const head = records.find(({ type }) => type === "session_meta");
  const rollout = openRollout(records, head, file, context);
  for (const record of records) {
    if (record !== head) writeRecord(rollout, record);
    rollout.ending.lastTimeUs = record.timeUs ?? rollout.ending.lastTimeUs;
  }
  rollout.close();
}

function writeRecord(rollout: Rollout, record: RolloutRecord): void {
  const writer = WRITERS.get(record.type);
  if (writer !== undefined) return writer(rollout, record);
  if (!LINE_TYPES.has(record.type) && record.type !== "state") rollout.sink.notice("unknown_type", `lines of type ${record.type.slice(0, 60)} are not known to this reader; they are kept as logs`, record.source);
  rollout.become("log", record, { name: record.type.replaceAll("_", " ").slice(0, 200) }, { data: restOf(record.payload) });
}

function openRollout(records: readonly RolloutRecord[], head: RolloutRecord | undefined, file: ImportFile, context: ImportContext): Rollout {
  const meta = head?.payload ?? {};
  const id = asText(meta["id"]) ?? asText(meta["session_id"]) ?? stemOf(file.name);
  const rollout = new Rollout(context, id, linkRollout(records));
  const title = titleOf(firstPrompt(records)) ?? id;
  const timeUs = head?.timeUs ?? records.find((record) => record.timeUs !== undefined)?.timeUs;
  const model = asText(records.find(({ type }) => type === "turn_context")?.payload["model"]);
  const provider = asText(meta["model_provider"]);
  const envelope = { name: title, framework: "codex", model, provider, derived: head === undefined && timeUs !== undefined ? ["time_unix_us"] : undefined };
  rollout.start = rollout.run.add("agent_start", { source: (head ?? records[0])?.source, timeUs, agent: AGENT }, envelope, { title, ...startPayload(meta) });
  if (head !== undefined) rollout.sink.became(head.source);
  rollout.provider = provider;
  return rollout;
}

function startPayload(meta: JsonObject): JsonObject {
  const { id: _id, timestamp: _timestamp, type: _type, instructions, base_instructions: base, ...config } = meta;
  const before = asText(meta["forked_from_id"]) ?? parentThread(meta);
  return { config: config as Json, instructions: asText(instructions) ?? asText(asObject(base)?.["text"]), resumed_from: before === undefined ? undefined : { session: before } };
}

/** The thread that started this one as its sub-agent. */
function parentThread(meta: JsonObject): string | undefined {
  const subagent = asObject(asObject(meta["source"])?.["subagent"]);
  return asText(asObject(subagent?.["thread_spawn"])?.["parent_thread_id"]) ?? asText(meta["parent_thread_id"]);
}

function firstPrompt(records: readonly RolloutRecord[]): string | undefined {
  for (const { type, payload } of records) {
    const kind = asText(payload["type"]);
    const text = type === "event_msg" && kind === "user_message" ? asText(payload["message"]) : type === "response_item" && kind === "message" && payload["role"] === "user" ? textOf(payload["content"]) : undefined;
    const typed = text === undefined ? undefined : typedIn(text);
    if (typed !== undefined) return typed;
  }
  return undefined;
}

/** Settings of a turn: told when they change. */
function writeContext(rollout: Rollout, record: RolloutRecord): void {
  rollout.model = asText(record.payload["model"]) ?? rollout.model;
  const changed: Record<string, Json | undefined> = {};
  for (const [key, value] of Object.entries(record.payload)) {
    if (key === "turn_id") continue;
    const said = jsonOf(value);
    if (rollout.settings.get(key) !== said) changed[key] = value;
    rollout.settings.set(key, said);
  }
  const names = Object.keys(changed);
  rollout.become("log", record, { name: rollout.turn++ < 0 ? "settings" : names.length === 0 ? "settings unchanged" : "settings changed", model: rollout.model }, { message: names.length > 0 ? names.join(", ") : undefined, data: names.length > 0 ? changed : undefined });
}
