import type { Outcome } from "../kinds.ts";
import type { Json } from "../event.ts";
import { elapsedMs, type LooseEnvelope, type Step } from "./agent-run/agent-run.ts";
import { writeAnswer } from "./agent-run/answer.ts";
import { apiErrorClass, toolErrorClass } from "./agent-run/error-class.ts";
import { stemOf, titleOf } from "./agent-run/title.ts";
import { RunTelling, type ImportContext } from "./agent-run/telling.ts";
import { tokensApart } from "./agent-run/usage.ts";
import { itemsOf, readJson } from "./kit/documents.ts";
import { asList, asNumber, asObject, asText, lookUp, present, textOf, type JsonObject } from "./kit/read.ts";
import { unixMicros } from "./kit/time.ts";
import type { DetectionInput, ImportFile, ImportSink, Importer, SourcePlace } from "./types.ts";

/** Sessions of the pi coding agent: a header, then entries that form a tree, of all versions; also what its JSON mode prints. */
export const pi: Importer = { id: "pi", title: "pi session", grouping: "each", detect, read };

const ENTRIES: ReadonlySet<string> = new Set(["message", "model_change", "thinking_level_change", "compaction", "branch_summary", "custom", "custom_message", "label", "session_info", "context_transform", "ephemeral"]);

function detect({ jsonLines, document }: DetectionInput): number {
  const lines = (jsonLines.length > 0 ? jsonLines : [document]).map(asObject);
  const first = lines[0];
  if (first?.["type"] === "session" && asText(first["id"]) !== undefined && ("cwd" in first || "timestamp" in first)) return 0.95;
  const entries = lines.filter((line) => ENTRIES.has(asText(line?.["type"]) ?? "") && line !== undefined && "timestamp" in line);
  const messages = entries.some((line) => asText(asObject(line?.["message"])?.["role"]) !== undefined);
  return entries.length > 0 && entries.length === lines.length && (messages || entries.some((line) => line !== undefined && "parentId" in line)) ? 0.85 : 0;
}

interface Entry {
  readonly value: JsonObject;
  readonly source: SourcePlace;
}

async function read(files: readonly ImportFile[], sink: ImportSink): Promise<void> {
  const context = { sink, taken: new Set<string>() };
  for (const file of files) {
    const entries: Entry[] = [];
    for await (const record of readJson(file, sink)) {
      for (const { value, source } of itemsOf(record)) {
        const entry = asObject(value);
        if (entry === undefined) sink.skipped(source, "not_an_object", "a line that is no entry of a session");
        else entries.push({ value: entry, source });
      }
    }
    if (entries.length > 0) new SessionWriter(entries, file, context).write();
  }
}

const AGENT = "pi";

/** Writes the entries of one session file. */
class SessionWriter extends RunTelling {
  readonly #entries: readonly Entry[];
  readonly #file: ImportFile;
  readonly #header: Entry | undefined;
  readonly #events = new Map<string, string>();
  #lastEntry: string | undefined;

  constructor(entries: readonly Entry[], file: ImportFile, context: ImportContext) {
    const header = entries.find(({ value }) => value["type"] === "session");
    super(context, asText(header?.value["id"]) ?? stemOf(file.name), { agent: AGENT });
    this.#entries = entries;
    this.#file = file;
    this.#header = header;
  }

  write(): void {
    this.#open();
    for (const entry of this.#entries) if (entry !== this.#header) this.#write(entry);
    this.close();
  }

  #open(): void {
    const header = this.#header?.value ?? {};
    const named = this.#entries.findLast(({ value }) => value["type"] === "session_info")?.value["name"];
    const prompts = this.#entries.map(({ value }) => asObject(value["message"])).filter((message) => message?.["role"] === "user").map((message) => contentText(message?.["content"]));
    const typed = prompts.find((text) => text.trim() !== "" && !text.startsWith("/")) ?? prompts[0];
    const title = titleOf(asText(named)) ?? titleOf(typed) ?? stemOf(this.#file.name);
    const timeUs = earliest(this.#entries.map(({ value }) => timeOf(value)));
    const before = asText(header["branchedFrom"]) ?? asText(header["parentSession"]);
    const { type: _type, id: _id, timestamp: _timestamp, ...config } = header;
    const source = this.#header?.source ?? this.#entries[0]?.source;
    const envelope = { name: title, framework: "pi", model: asText(header["modelId"]), provider: asText(header["provider"]), derived: this.#header === undefined ? ["time_unix_us"] : undefined };
    this.start = this.run.add("agent_start", { source, timeUs, agent: AGENT }, envelope, { title, config: present(config), resumed_from: before === undefined ? undefined : { session: stemOf(before) } });
    if (this.#header !== undefined) this.sink.became(this.#header.source);
    const id = asText(header["id"]);
    if (id !== undefined) this.#events.set(id, this.start);
  }

  #write(entry: Entry): void {
    const { value, source } = entry;
    const type = asText(value["type"]) ?? "unknown";
    if (STREAMED.has(type)) return this.sink.merged(source, "the finished message says the same");
    const writer = lookUp(this.#writers, type);
    if (writer === undefined) this.sink.notice("unknown_type", `entries of type ${type.slice(0, 60)} are not known to this reader; they are kept as logs`, source);
    const event = (writer ?? this.#log(type.replaceAll("_", " ").slice(0, 200)))(entry);
    this.sink.became(source);
    const id = asText(value["id"]);
    if (id !== undefined) this.#events.set(id, event);
    this.#lastEntry = id ?? this.#lastEntry;
    this.ending.lastTimeUs = timeOf(value) ?? this.ending.lastTimeUs;
    const above = asText(value["parentId"]);
    if (above !== undefined && !this.#events.has(above)) this.sink.notice("missing_parent", "an entry's parent is not in this file", source);
  }

  readonly #writers: Readonly<Record<string, (entry: Entry) => string>> = {
    message: (entry) => this.#message(entry),
    message_end: (entry) => this.#message(entry),
    compaction: (entry) => this.#compaction(entry),
    branch_summary: ({ value, source }) => this.run.add("checkpoint", this.#step(value, source), { name: "summary of the branch left", upstream: this.#eventOf(value["fromId"]) }, { memory: value["summary"], extra: extraOf(value, ["summary", "fromId"]) }),
    model_change: ({ value, source }) => this.run.add("log", this.#step(value, source), { name: "model changed", model: asText(value["modelId"]), provider: asText(value["provider"]) }, { message: `${asText(value["provider"]) ?? "?"}/${asText(value["modelId"]) ?? "?"}` }),
    thinking_level_change: ({ value, source }) => this.run.add("log", this.#step(value, source), { name: "thinking level changed" }, { message: asText(value["thinkingLevel"]) }),
    label: ({ value, source }) => this.run.add("annotation", this.#step(value, source), { name: "label", related: this.#eventOf(value["targetId"]) }, { text: asText(value["label"]) }),
    session_info: ({ value, source }) => this.run.add("log", this.#step(value, source), { name: "session named" }, { message: asText(value["name"]) }),
    custom_message: ({ value, source }) => this.heard(this.run.add("log", this.#step(value, source), { name: asText(value["customType"]) ?? "custom message" }, { message: contentText(value["content"]), extra: extraOf(value, ["content", "customType"]) })),
    custom: this.#log("custom"),
    context_transform: this.#log("context transform"),
    ephemeral: this.#log("ephemeral context"),
  };

  #log(name: string): (entry: Entry) => string {
    return ({ value, source }) => this.run.add("log", this.#step(value, source), { name }, { data: extraOf(value, []) as Json | undefined });
  }

  #step(value: JsonObject, source: SourcePlace): Step {
    return { source, timeUs: timeOf(value), agent: AGENT, parent: this.start, id: asText(value["id"]) };
  }

  #eventOf(id: Json | undefined): readonly string[] | undefined {
    const event = this.#events.get(asText(id) ?? "");
    return event === undefined ? undefined : [event];
  }

  #message(entry: Entry): string {
    const message = asObject(entry.value["message"]) ?? {};
    const role = asText(message["role"]) ?? "user";
    if (role === "assistant") return this.#answer(entry, message);
    if (role === "toolResult") return this.#result(entry, message);
    if (role === "bashExecution") return this.#shell(entry, message);
    const step = this.#step(entry.value, entry.source);
    if (role !== "user") return this.heard(this.run.add("log", step, { name: asText(message["customType"]) ?? role }, { message: contentText(message["content"]) || asText(message["summary"]), extra: extraOf(message, ["role", "content", "summary", "customType", "timestamp"]) }));
    const above = asText(entry.value["parentId"]);
    const branch = above === undefined || above === this.#lastEntry ? undefined : this.#eventOf(above);
    this.ending.set(undefined);
    return this.heard(this.run.add("human_input", { ...step, agent: "user" }, { name: "prompt", upstream: branch }, { content: contentOf(message["content"]), taken_up_at: branch?.[0], extra: extraOf(message, ["role", "content", "timestamp"]) }));
  }

  #answer({ value, source }: Entry, message: JsonObject): string {
    const step = this.#step(value, source);
    const parts = asList(message["content"]).map((part) => asObject(part) ?? { type: "text", text: textOf(part) });
    const text = typeof message["content"] === "string" ? message["content"] : joined(parts, "text", "text");
    const calls = parts.filter((part) => part["type"] === "toolCall").map((call) => ({ callId: asText(call["id"]), tool: asText(call["name"]) ?? "tool", args: call["arguments"] }));
    const stop = asText(message["stopReason"]);
    const outcome: Outcome = stop === "error" ? "error" : stop === "aborted" ? "cancelled" : "ok";
    const error = outcome === "ok" ? undefined : (asText(message["errorMessage"]) ?? stop);
    const errorClass = outcome === "error" ? apiErrorClass(error ?? "") : undefined;
    const extra = extraOf(message, ["role", "content", "usage", "model", "provider", "stopReason", "timestamp", "errorMessage"]);
    const envelope = { ...answerEnvelope(message, elapsedMs(this.ending.lastTimeUs, step.timeUs)), outcome, error_class: errorClass };
    this.ending.set(calls.length > 0 && outcome === "ok" ? undefined : outcome, errorClass);
    if (text !== "") this.ending.output = text;
    return writeAnswer(this.run, step, { of: AGENT, text, reasoning: joined(parts, "thinking", "thinking"), calls, envelope, payload: { stop_reason: stop, error, extra } });
  }

  #result({ value, source }: Entry, message: JsonObject): string {
    const content = contentOf(message["content"]);
    const failed = message["isError"] === true;
    this.ending.set(undefined);
    const details = asObject(message["details"]);
    const more = { detail: details === undefined ? message["details"] : present(details), extra: extraOf(message, ["role", "content", "toolCallId", "toolName", "isError", "details", "timestamp"]) };
    return this.heard(
      this.run.result(this.#step(value, source), { callId: asText(message["toolCallId"]), tool: asText(message["toolName"]), content, errorClass: failed ? toolErrorClass(contentText(message["content"])) : undefined, more }),
    );
  }

  /** A command the person ran, whose output the model sees. */
  #shell({ value, source }: Entry, message: JsonObject): string {
    const exitCode = asNumber(message["exitCode"]);
    const outcome: Outcome = message["cancelled"] === true ? "cancelled" : exitCode === undefined || exitCode === 0 ? "ok" : "warn";
    const payload = { content: `! ${asText(message["command"]) ?? ""}`, output: message["output"], exit_code: exitCode, extra: extraOf(message, ["role", "command", "output", "exitCode", "cancelled", "timestamp"]) };
    return this.heard(this.run.add("human_input", { ...this.#step(value, source), agent: "user" }, { name: "shell command", outcome }, payload));
  }

  #compaction({ value, source }: Entry): string {
    const state = present({ tokens_before: value["tokensBefore"], first_kept: value["firstKeptEntryId"] ?? value["firstKeptEntryIndex"], details: value["details"] });
    const payload = { checkpoint: asText(value["id"]), state, memory: value["summary"], extra: extraOf(value, ["summary", "tokensBefore", "firstKeptEntryId", "firstKeptEntryIndex", "details"]) };
    return this.heard(this.run.add("checkpoint", this.#step(value, source), { name: "context compacted", related: this.#eventOf(value["firstKeptEntryId"]) }, payload));
  }
}

function answerEnvelope(message: JsonObject, countedMs: number | undefined): LooseEnvelope {
  const usage = asObject(message["usage"]) ?? {};
  return {
    model: asText(message["model"]),
    provider: asText(message["provider"]),
    ...tokensApart({ fresh: usage["input"], read: usage["cacheRead"], write: usage["cacheWrite"], output: usage["output"] }),
    cost_usd: asNumber(asObject(usage["cost"])?.["total"]) ?? asNumber(usage["cost"]),
    duration_ms: countedMs,
    derived: countedMs === undefined ? undefined : ["duration_ms"],
  };
}

function joined(parts: readonly JsonObject[], type: string, member: string): string {
  return parts.filter((part) => part["type"] === type).map((part) => asText(part[member]) ?? "").filter((text) => text !== "").join("\n\n");
}

/** Lines of the JSON mode that a finished message repeats. */
const STREAMED: ReadonlySet<string> = new Set(["message_start", "message_update", "turn_start", "turn_end", "agent_start", "agent_end", "tool_execution_start", "tool_execution_update", "tool_execution_end"]);

/** A branched session begins with what it copied, before its own header was written. */
function earliest(times: readonly (number | undefined)[]): number | undefined {
  let first: number | undefined;
  for (const time of times) if (time !== undefined && (first === undefined || time < first)) first = time;
  return first;
}

function timeOf(value: JsonObject): number | undefined {
  return unixMicros(value["timestamp"]) ?? unixMicros(asObject(value["message"])?.["timestamp"]);
}

function contentText(content: Json | undefined): string {
  if (typeof content === "string") return content;
  return asList(content).map((part) => asText(asObject(part)?.["text"]) ?? "").filter((text) => text !== "").join("\n");
}

/** One text as text; anything more as its parts. */
function contentOf(content: Json | undefined): Json | undefined {
  const parts = asList(content);
  const only = parts.length === 1 ? asObject(parts[0]) : undefined;
  return only?.["type"] === "text" && typeof only["text"] === "string" ? only["text"] : content;
}

const ENTRY_MEMBERS: readonly string[] = ["type", "id", "parentId", "timestamp"];

/** Members of an entry or a message that are said nowhere else. */
function extraOf(value: JsonObject, said: readonly string[]): JsonObject | undefined {
  return present(Object.fromEntries(Object.entries(value).filter(([key]) => !said.includes(key) && !ENTRY_MEMBERS.includes(key))));
}
