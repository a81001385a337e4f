import type { Json } from "../../event.ts";
import type { Outcome } from "../../kinds.ts";
import { titleOf as lineOf } from "../agent-run/title.ts";
import { asCount, asNumber, asObject, asText, present, type JsonObject } from "../kit/read.ts";
import type { ImportedEnvelope } from "../run-builder.ts";
import { messageIn } from "./message-in.ts";

/** What a run object says beside its messages. */
export interface RunFacts {
  readonly session: string;
  readonly title: string;
  readonly agent: string;
  /** A system prompt that stands beside the messages, as Anthropic has it. */
  readonly system: Json | undefined;
  readonly start: ImportedEnvelope;
  readonly startPayload: JsonObject;
  /** Undefined if nothing says how the run ended. */
  readonly end: ImportedEnvelope | undefined;
  readonly endPayload: JsonObject;
}

/** Members that hold the messages of a run. */
export const MESSAGE_LISTS = ["traj", "messages", "trajectory", "conversation", "conversations"] as const;
const TASK_KEYS = ["task_id", "question_ID", "instance_id", "task", "id"] as const;
const ATTEMPT_KEYS = ["trial", "attempt", "epoch"] as const;
const SCORE_KEYS = ["reward", "score"] as const;
const VERDICT_KEYS = ["is_correct", "success", "resolved", "passed", "won"] as const;
/** A reward of at least this is a pass: benchmarks give 1 for a solved task, with rounding. */
const PASS = 1 - 1e-6;

/** What broke a run off, as its record tells; undefined if nothing did. */
export function runFailure(run: JsonObject): { readonly errorClass: string; readonly message: string; readonly stack: string | undefined } | undefined {
  const info = asObject(run["info"]) ?? {};
  const message = asText(info["error"]) ?? asText(run["error"]);
  if (message === undefined) return undefined;
  const stack = asText(info["traceback"]) ?? asText(run["traceback"]);
  const last = stack?.trimEnd().split("\n").findLast((line) => /^[\w.]+(Error|Exception)\b/.test(line));
  return { errorClass: /^[\w.]+/.exec(last ?? "")?.[0].split(".").at(-1) ?? "Error", message, stack };
}

/** The list of messages in a run object; undefined if there is none. A run that broke off at once has an empty one. */
export function runMessages(run: JsonObject): { readonly key: string; readonly messages: readonly Json[] } | undefined {
  for (const key of MESSAGE_LISTS) {
    const list = run[key];
    if (!Array.isArray(list)) continue;
    const isRun = list.length === 0 ? [...SCORE_KEYS, "reward_info"].some((score) => score in run) : list.some((item: Json) => asText(asObject(item)?.["role"] ?? asObject(item)?.["from"]) !== undefined || messageIn(item) !== undefined);
    if (isRun) return { key, messages: list as Json[] };
  }
  return undefined;
}

/** Reads a run object; `number` counts the runs of the file from 0. */
export function runFacts(run: JsonObject, number: number, fileName: string): RunFacts {
  const used = new Set<string>([...MESSAGE_LISTS, "system", "tools"]);
  const take = <T>(keys: readonly string[], as: (value: unknown) => T | undefined): T | undefined => {
    const key = keys.find((candidate) => as(run[candidate]) !== undefined);
    if (key === undefined) return undefined;
    used.add(key);
    return as(run[key]);
  };
  const task = take(TASK_KEYS, textOrNumber);
  const attempt = take(ATTEMPT_KEYS, asCount);
  const score = take(SCORE_KEYS, asNumber) ?? rewardOf(run["reward_info"]);
  const verdict = take(VERDICT_KEYS, asVerdict) ?? verdictBeside(run["metadata"]);
  const model = take(["model", "model_name"], asText);
  const outcome = outcomeOf(score, verdict);
  const expected = expectedOf(run["info"]);
  const base = fileName.split("/").at(-1) ?? fileName;
  const rest = present(Object.fromEntries(Object.entries(run).filter(([key]) => !used.has(key))));
  return {
    session: task === undefined ? `${base}#${number}` : `${base}#${number} task ${task}${attempt === undefined ? "" : ` trial ${attempt}`}`,
    title: titleOf(run, { task, attempt, number, base }),
    agent: take(["agent", "agent_name"], asText) ?? "agent",
    system: run["system"],
    start: { framework: "chat", ...(task !== undefined && { task }), ...(attempt !== undefined && { attempt }), ...(model !== undefined && { model }) },
    startPayload: present({ config: present({ tools: run["tools"] }) as Json | undefined, extra: rest as Json | undefined }) ?? {},
    end: outcome === undefined ? undefined : { outcome, ...(score !== undefined && { score }), ...(task !== undefined && { task }), ...(attempt !== undefined && { attempt }) },
    endPayload: present({ expected }) ?? {},
  };
}

function verdictBeside(metadata: Json | undefined): boolean | undefined {
  return VERDICT_KEYS.map((key) => asVerdict(asObject(metadata)?.[key])).find((found) => found !== undefined);
}

function asVerdict(value: unknown): boolean | undefined {
  return typeof value === "boolean" ? value : undefined;
}

/** tau-bench's list of the actions that would have been right. */
function expectedOf(info: Json | undefined): Json | undefined {
  return asObject(asObject(info)?.["task"])?.["actions"];
}

/** tau2-bench says how a reward came about. */
function rewardOf(info: Json | undefined): number | undefined {
  return asNumber(asObject(info)?.["reward"]);
}

function outcomeOf(score: number | undefined, verdict: boolean | undefined): Outcome | undefined {
  if (verdict !== undefined) return verdict ? "passed" : "failed";
  if (score === undefined) return undefined;
  return score >= PASS ? "passed" : "failed";
}

function textOrNumber(value: unknown): string | undefined {
  return asText(value) ?? (typeof value === "number" ? String(value) : undefined);
}

/** The name a conversation was given; else, where only a meaningless id would stand, what was asked first. */
function spokenTitle(run: JsonObject, task: string | undefined): string | undefined {
  const given = lineOf(asText(run["title"]));
  if (given !== undefined || task === undefined || !MEANINGLESS.test(task)) return given;
  const first = runMessages(run)?.messages.map(messageIn).map(asObject).find((message) => message?.["role"] === "user");
  return lineOf(asText(first?.["content"]));
}

const MEANINGLESS = /^(?:[0-9a-f]{8}[0-9a-f-]{0,28}|[0-9a-f]{4,12}-[0-9a-f]{3,12})$/i;

interface RunNames {
  readonly task: string | undefined;
  readonly attempt: number | undefined;
  readonly number: number;
  readonly base: string;
}

function titleOf(run: JsonObject, { task, attempt, number, base }: RunNames): string {
  const spoken = spokenTitle(run, task);
  if (spoken !== undefined) return spoken;
  if (task === undefined) return number === 0 ? base : `${base} · ${number + 1}`;
  const short = task.length > 60 ? `${task.slice(0, 60)}…` : task;
  return attempt === undefined ? `task ${short}` : `task ${short} · trial ${attempt}`;
}
