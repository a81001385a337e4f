import type { Json } from "../../event.ts";
import type { Outcome } from "../../kinds.ts";
import type { LooseEnvelope, Step } from "../agent-run/agent-run.ts";
import { RunTelling, type ImportContext } from "../agent-run/telling.ts";
import { stemOf, titleOf } from "../agent-run/title.ts";
import { asNumber, asObject, asText, present, type JsonObject } from "../kit/read.ts";
import { unixMicros } from "../kit/time.ts";
import type { SourcePlace } from "../types.ts";

/** One event of OpenHands with its place. */
export interface Placed {
  readonly value: JsonObject;
  readonly source: SourcePlace;
}

/** A conversation: its events, and what the record around them says. */
export interface Conversation {
  readonly name: string;
  readonly events: readonly Placed[];
  readonly about: JsonObject;
  /** The record around the events, if there is one. */
  readonly source: SourcePlace | undefined;
}

/** The agent's lane, unless the log names it. */
export const AGENT = "agent";

/** The state of one conversation while it is written. */
export class Telling extends RunTelling {
  /** Event and call of each action, by its id. */
  readonly actions = new Map<string, string>();
  /** The answer each model response became, by the response's id. */
  readonly answers = new Map<string, string>();
  /** Cost so far, as far as the events tell. */
  costSoFar: number | undefined;

  /** Where and when an event happened; its id is free for the event that stands for it. */
  step({ value, source }: Placed): Step {
    return { source, timeUs: unixMicros(value["timestamp"]), agent: AGENT, parent: this.start };
  }

  /** Adds the event that stands for a record. */
  add(kind: string, placed: Placed, envelope: LooseEnvelope, payload: JsonObject): string {
    return this.run.add(kind, this.step(placed), envelope, payload);
  }

  /** What an answer cost, by how the running total grew since the event before. */
  costOf(value: JsonObject): number | undefined {
    const total = asNumber(asObject(value["llm_metrics"])?.["accumulated_cost"]);
    if (total === undefined) return undefined;
    const before = this.costSoFar ?? 0;
    this.costSoFar = Math.max(total, before);
    return total > before ? Number((total - before).toFixed(9)) : undefined;
  }
}

const TASK_KEYS = ["instance_id", "task_id", "id"] as const;

/** Opens the run of a conversation. */
export function openTelling(conversation: Conversation, context: ImportContext): Telling {
  const { about, events, name, source } = conversation;
  const task = TASK_KEYS.map((key) => asText(about[key])).find((id) => id !== undefined);
  const telling = new Telling(context, task === undefined ? name : `${name} ${task}`, { agent: AGENT });
  const metadata = asObject(about["metadata"]) ?? {};
  const asked = asText(about["instruction"]) ?? firstPrompt(events);
  const title = titleOf(asked) ?? task ?? stemOf(name);
  const timeUs = events.map(({ value }) => unixMicros(value["timestamp"])).find((time) => time !== undefined);
  const envelope = { name: title, framework: "openhands", task, model: asText(asObject(metadata["llm_config"])?.["model"]), derived: timeUs === undefined ? undefined : ["time_unix_us"] };
  const { history: _history, trajectory: _trajectory, entries: _entries, events: _events, error: _error, ...rest } = about;
  telling.start = telling.run.add("agent_start", { source: source ?? events[0]?.source, timeUs, agent: AGENT }, envelope, { title, input: asText(about["instruction"]), config: present(rest) });
  return telling;
}

function firstPrompt(events: readonly Placed[]): string | undefined {
  for (const { value } of events) {
    if (value["source"] !== "user") continue;
    const text = asText(asObject(value["args"])?.["content"]) ?? asText(value["message"]) ?? messageText(asObject(value["llm_message"])?.["content"]);
    if (text !== undefined) return text;
  }
  return undefined;
}

/** The text of a list of parts, or the text itself. */
export function messageText(content: Json | undefined): string | undefined {
  if (typeof content === "string") return asText(content);
  if (!Array.isArray(content)) return undefined;
  const texts = content.map((part: Json) => (typeof part === "string" ? part : (asText(asObject(part)?.["text"]) ?? ""))).filter((text) => text !== "");
  return texts.length > 0 ? texts.join("\n") : undefined;
}

/** Closes a run: by the verdict of its record, else by how its last events left it. */
export function closeTelling(telling: Telling, { about, source }: Conversation): void {
  const error = asText(about["error"]);
  const verdict = verdictOf(about);
  if (error !== undefined) telling.run.add("error", { source, timeUs: telling.ending.lastTimeUs, agent: AGENT, parent: telling.start }, { name: "run failed", outcome: "error", error_class: errorClassOf(error) }, { message: error });
  const outcome = verdict ?? (error === undefined ? telling.ending.outcome : "error");
  if (outcome === undefined) return;
  const errorClass = outcome === "error" ? (error === undefined ? (telling.ending.errorClass ?? "error") : errorClassOf(error)) : undefined;
  const total = asNumber(asObject(about["metrics"])?.["accumulated_cost"]);
  const untold = total !== undefined && telling.costSoFar === undefined ? total : undefined;
  const envelope = { name: AGENT, reply_to: telling.start, outcome, error_class: errorClass, cost_usd: untold, derived: verdict === undefined ? ["outcome", "time_unix_us"] : ["time_unix_us"] };
  const patch = asText(asObject(about["test_result"])?.["git_patch"]) ?? asText(about["git_patch"]);
  telling.run.add("agent_end", { source, timeUs: telling.ending.lastTimeUs, agent: AGENT }, envelope, { output: telling.ending.output ?? patch });
}

function verdictOf(about: JsonObject): Outcome | undefined {
  const resolved = asObject(about["report"])?.["resolved"] ?? about["resolved"] ?? about["success"];
  return typeof resolved === "boolean" ? (resolved ? "passed" : "failed") : undefined;
}

function errorClassOf(error: string): string {
  return /^([A-Za-z_]\w{2,60}(?:Error|Exception))\b/.exec(error)?.[1] ?? "error";
}
