import { asObject, asText, type JsonObject } from "../kit/read.ts";
import { unixMicros } from "../kit/time.ts";
import type { DetectionInput, ImportFile, ImportSink, Importer } from "../types.ts";
import { Gatherer, sessionsOfHead } from "./records.ts";
import { writeSession } from "./session.ts";

/** Sessions of Claude Code: a file each, a sub-agent's file each; also what `claude -p` streams out. Read together, so that sub-agents find their call. */
export const claudeCode: Importer = { id: "claude-code", title: "Claude Code session", grouping: "together", detect, read };

function detect({ document, jsonLines, head, paths }: DetectionInput): number {
  if (isAgentMeta(document)) return 0.7;
  if (paths.has("workflowName") && paths.has("workflowProgress") && paths.has("runId")) return 0.8;
  const records = document !== undefined && jsonLines.length < 2 ? [Array.isArray(document) ? (document as unknown[])[0] : document] : jsonLines;
  let best = 0;
  for (const value of records) best = Math.max(best, certaintyOf(asObject(value)));
  if (best > 0 || records.length > 0) return best;
  return CUT.every((key) => paths.has(key)) || LONG_LINE.test(head.slice(0, 4000)) ? 0.9 : 0;
}

/** Keys near the top of a first line that is too long to be seen whole. */
const CUT: readonly string[] = ["parentUuid", "sessionId", "isSidechain"];
const LONG_LINE = /^\s*\{(?:"parentUuid":|"type":"file-history-snapshot")/;

const TURNS: ReadonlySet<string> = new Set(["user", "assistant", "system", "attachment", "progress"]);

/** Records without a uuid, by a member that no other format's record of that type has. */
const ASIDES: Readonly<Record<string, string>> = {
  summary: "leafUuid",
  "file-history-snapshot": "snapshot",
  "queue-operation": "operation",
  "permission-mode": "permissionMode",
  "last-prompt": "lastPrompt",
  "custom-title": "customTitle",
  "ai-title": "aiTitle",
  "agent-name": "agentName",
  started: "agentId",
};

function certaintyOf(record: JsonObject | undefined): number {
  const type = asText(record?.["type"]);
  if (record === undefined || type === undefined) return 0;
  const message = asObject(record["message"]);
  // Qwen Code's records have the same envelope around Gemini's messages.
  if (Array.isArray(message?.["parts"])) return 0;
  if (isTurn(record, type)) return "sessionId" in record ? 0.95 : asText(message?.["role"]) === undefined ? 0 : 0.85;
  if (Object.hasOwn(ASIDES, type) && (ASIDES[type] as string) in record) return 0.9;
  return type === "file-history-snapshot" ? 0.8 : isStreamed(record, type) ? 0.9 : 0;
}

function isTurn(record: JsonObject, type: string): boolean {
  return TURNS.has(type) && ("uuid" in record || ("parentUuid" in record && "sessionId" in record));
}

/** What `claude -p --output-format stream-json` prints. */
function isStreamed(record: JsonObject, type: string): boolean {
  if (!("session_id" in record)) return false;
  return type === "assistant" || type === "user" ? "message" in record : (type === "system" || type === "result") && "subtype" in record;
}

function isAgentMeta(document: unknown): boolean {
  const meta = asObject(document);
  return meta !== undefined && asText(meta["agentType"]) !== undefined && Object.keys(meta).length < 12 && meta["type"] === undefined;
}

async function read(files: readonly ImportFile[], sink: ImportSink): Promise<void> {
  const taken = new Set<string>();
  const written = new Set<string>();
  const gatherer = new Gatherer(sink);
  const { metas, home } = gatherer;
  const [descriptions, logs] = [files.filter(isDescription), files.filter((file) => !isDescription(file))];
  for (const file of descriptions) await gatherer.read(file);
  const write = (): void => {
    for (const [session, records] of gatherer.take()) writeSession(freeSession(session, written), records, { sink, taken, metas, home });
  };
  for (const group of bySession(logs)) {
    for (const file of group) await gatherer.read(file);
    write();
  }
  // A description in a file that does not say whose it is, with no logs beside it, is a record like any other.
  write();
  for (const { source } of metas.values()) sink.skipped(source, "agent_without_records", "describes a sub-agent whose own records are not in these files");
}

/** A small file that only says what kind of sub-agent another file is of: read first, wherever it lies. */
function isDescription({ head, headIsAll }: ImportFile): boolean {
  return headIsAll && head.includes('"agentType"') && !head.includes('"uuid"') && head.length < 4000;
}

/** A session that goes on in a file read later is a run of its own, so that what is written stays in order. */
function freeSession(session: string, written: Set<string>): string {
  let name = session;
  for (let part = 2; written.has(name); part++) name = `${session} (${part})`;
  written.add(name);
  return name;
}

/** Files that share a session are held in memory together, others are not; the oldest first, so that what was resumed comes before what resumed it. */
function bySession(files: readonly ImportFile[]): Iterable<readonly ImportFile[]> {
  const groups = new Map<string, ImportFile[]>();
  for (const file of files) {
    const sessions = sessionsOfHead(file);
    const known = new Set(sessions.map((session) => groups.get(session)).filter((group) => group !== undefined));
    const [first = [], ...others] = known;
    for (const other of others) first.push(...other);
    first.push(file);
    if (others.length > 0) for (const [session, group] of groups) if (known.has(group)) groups.set(session, first);
    for (const session of sessions) groups.set(session, first);
  }
  const began = new Map(Array.from(new Set(groups.values()), (group) => [group, Math.min(...group.map(headTime))]));
  return [...began.keys()].sort((a, b) => (began.get(a) as number) - (began.get(b) as number));
}

const TIMESTAMP = /"timestamp"\s*:\s*"([^"\\]{10,40})"/;

/** The first time the head of a file names; files without one come last. */
function headTime({ head }: ImportFile): number {
  return unixMicros(TIMESTAMP.exec(head)?.[1]) ?? Number.MAX_SAFE_INTEGER;
}
