import type { Json } from "../../event.ts";
import { AgentRun } from "../agent-run/agent-run.ts";
import { titleOf } from "../agent-run/title.ts";
import { asText } from "../kit/read.ts";
import type { ImportSink } from "../types.ts";
import { writeAnswer } from "./answers.ts";
import { linkRecords } from "./links.ts";
import { firstTime, inOrder } from "./order.ts";
import { writeOther } from "./others.ts";
import { commandIn, promptOf, writeUser } from "./prompts.ts";
import type { AgentMeta, LogRecord } from "./records.ts";
import { textOfRecord } from "./records.ts";
import { Story, type Cast } from "./story.ts";

const MAIN = "main";

/** What sessions of one import share. */
export interface SessionContext {
  readonly sink: ImportSink;
  /** Event ids that are used already. */
  readonly taken: Set<string>;
  readonly metas: Map<string, AgentMeta>;
  /** The session of every record read so far, by uuid. */
  readonly home: ReadonlyMap<string, string>;
}

/** Writes the records of one session, with its sub-agents, as a run. */
export function writeSession(session: string, records: readonly LogRecord[], { sink, taken, metas, home }: SessionContext): void {
  const ordered = inOrder(records);
  const links = linkRecords(ordered);
  const story = new Story(new AgentRun(sink, session, taken), { sink, links, metas, home });
  openRun(story, session, ordered);
  for (const record of ordered) {
    if (!story.cast.has(record.agent)) openAgent(story, record, ordered);
    writeRecord(story, record);
    leave(story, record);
  }
  const main = story.cast.get("") as Cast;
  // A session of which only the sub-agents' files are left ends as they did.
  if (!links.sizes.has("")) main.ending = [...story.cast.values()].every(({ key, ending }) => key === "" || ending === "ok") ? "ok" : undefined;
  closeAgent(story, main, main.lastTimeUs ?? ordered.at(-1)?.timeUs);
}

type Writer = (story: Story, record: LogRecord) => void;
const WRITERS: ReadonlyMap<string, Writer> = new Map([["user", writeUser], ["assistant", writeAnswer]]);

function writeRecord(story: Story, record: LogRecord): void {
  story.checkParent(record);
  (WRITERS.get(record.type) ?? writeOther)(story, record);
}

function openRun(story: Story, session: string, records: readonly LogRecord[]): void {
  const title = titleIn(records) ?? session;
  const startUs = firstTime(records);
  const version = records.map(({ value }) => asText(value["version"])).find((found) => found !== undefined);
  const config = story.settingsOf(records.filter(({ agent }) => agent === ""));
  const summary = records.findLast(({ type }) => type === "summary");
  const before = resumedFrom(story, records);
  const payload = { title, config, summary: asText(summary?.value["summary"]), version, resumed_from: before === undefined ? undefined : { session: before } };
  const step = { id: `${session}.start`, timeUs: startUs, agent: MAIN, ...(records[0] !== undefined && { source: records[0].source }) };
  const start = story.run.add("agent_start", step, { name: title, framework: "claude-code", derived: startUs === undefined ? ["id"] : ["id", "time_unix_us"] }, payload);
  story.cast.set("", newCast(story, { key: "", name: MAIN, start }));
}

/** The session whose last record the first one of this session follows; undefined if it began by itself. */
function resumedFrom(story: Story, records: readonly LogRecord[]): string | undefined {
  const first = records.find(({ agent, value }) => agent === "" && value["parentUuid"] !== undefined);
  const above = asText(first?.value["parentUuid"]);
  return above === undefined || story.links.uuids.has(above) ? undefined : story.home.get(above);
}

/** The name a person gave the session, else the first thing that was asked in it. */
function titleIn(records: readonly LogRecord[]): string | undefined {
  const given = records.findLast(({ type }) => type === "custom-title")?.value["customTitle"];
  if (asText(given) !== undefined) return titleOf(asText(given));
  for (const record of records) {
    const prompt = record.agent === "" ? promptOf(record) : undefined;
    if (prompt !== undefined) return prompt;
  }
  const generated = records.findLast(({ type }) => type === "ai-title" || type === "summary")?.value;
  const aside = records.find((record) => record.agent !== "" && textOfRecord(record) !== "");
  const command = records.map((record) => (record.agent === "" ? commandIn(record) : undefined)).find((found) => found !== undefined);
  return titleOf(asText(generated?.["aiTitle"]) ?? asText(generated?.["summary"])) ?? command ?? (aside === undefined ? undefined : titleOf(textOfRecord(aside)));
}

function newCast(story: Story, { key, name, start }: Pick<Cast, "key" | "name" | "start">): Cast {
  return { key, name, start, left: story.links.sizes.get(key) ?? 0, lastUuid: undefined, lastTimeUs: undefined, ending: undefined, errorClass: undefined, output: undefined, models: new Set() };
}

function openAgent(story: Story, record: LogRecord, records: readonly LogRecord[]): void {
  const key = record.agent;
  const { kind, title, meta } = describeAgent(story, key, records);
  const name = freeName(story, kind);
  const call = story.links.calls.get(key)?.callId;
  const parent = story.run.eventOfCall(call) ?? call;
  if (parent === undefined) story.sink.notice("agent_without_call", "a sub-agent whose call is not in these files; it stands below the start of its session", record.source);
  const step = { id: `${record.session}.${key}.start`, timeUs: record.timeUs, agent: name, parent: parent ?? story.cast.get("")?.start, source: record.source };
  const derived = parent === undefined ? ["id", "time_unix_us", "parent"] : ["id", "time_unix_us"];
  const payload = { title: title ?? name, agent_id: key, agent_type: kind, meta: meta?.value as Json | undefined };
  const start = story.run.add("agent_start", step, { name: title ?? name, framework: "claude-code", derived }, payload);
  if (meta !== undefined) story.useMeta(key, meta);
  story.cast.set(key, newCast(story, { key, name, start }));
}

interface AgentDescription {
  readonly kind: string;
  readonly title: string | undefined;
  readonly meta: AgentMeta | undefined;
}

/** What a sub-agent is called: by its call, by its description file, else by what it was told first. */
function describeAgent(story: Story, key: string, records: readonly LogRecord[]): AgentDescription {
  const input = story.links.calls.get(key)?.input ?? {};
  const meta = story.metas.get(key);
  const about = meta?.value ?? {};
  const first = records.find(({ agent, type }) => agent === key && type === "user");
  const asked = first === undefined ? undefined : textOfRecord(first);
  return {
    kind: asText(input["name"]) ?? asText(input["subagent_type"]) ?? asText(about["agentType"]) ?? "agent",
    title: titleOf(asText(input["description"]) ?? asText(about["description"]) ?? asked),
    meta,
  };
}

/** Two sub-agents of one type are two: the second gets a number. */
function freeName(story: Story, kind: string): string {
  const names = new Set(Array.from(story.cast.values(), ({ name }) => name));
  let name = kind;
  for (let number = 2; names.has(name); number++) name = `${kind} ${number}`;
  return name;
}

function leave(story: Story, record: LogRecord): void {
  const actor = story.castOf(record);
  actor.left--;
  if (record.uuid !== undefined) actor.lastUuid = record.uuid;
  actor.lastTimeUs = record.timeUs ?? actor.lastTimeUs;
  if (actor.left === 0 && actor.key !== "") closeAgent(story, actor, actor.lastTimeUs);
}

/** An agent that stopped in the middle of something has no end: it counts as unfinished. */
function closeAgent(story: Story, actor: Cast, timeUs: number | undefined): void {
  if (actor.ending === undefined) return;
  const parent = actor.key === "" ? undefined : actor.start;
  const models = actor.models.size > 1 ? [...actor.models] : undefined;
  story.run.add(
    "agent_end",
    { id: `${actor.start}.end`, timeUs, agent: actor.name, parent },
    { name: actor.name, reply_to: actor.start, outcome: actor.ending, error_class: actor.errorClass ?? (actor.ending === "error" ? "error" : undefined), derived: ["id", "outcome", "time_unix_us"] },
    { output: actor.output, models },
  );
}
