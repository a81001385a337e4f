import type { Json } from "../../event.ts";
import type { Outcome } from "../../kinds.ts";
import { AgentRun } from "../agent-run/agent-run.ts";
import { stemOf, titleOf } from "../agent-run/title.ts";
import { placeWithin, readJson } from "../kit/documents.ts";
import { asCount, asList, asNumber, asObject, asText, present, unpackJson, type JsonObject } from "../kit/read.ts";
import type { DetectionInput, ImportFile, ImportSink, Importer, SourcePlace } from "../types.ts";
import { messageOf, stepsOf } from "./steps.ts";
import { StepWriter } from "./writer.ts";

/** Trajectories of SWE-agent (`.traj`, 0.x and 1.x, one attempt or several) and of mini-swe-agent. */
export const sweAgent: Importer = { id: "swe-agent", title: "SWE-agent trajectory", grouping: "each", detect, read };

function detect({ paths }: DetectionInput): number {
  const has = (...keys: readonly string[]): boolean => keys.every((key) => paths.has(key));
  if (has("trajectory.*.action", "trajectory.*.observation", "trajectory.*.response") || has("trajectory.*.action", "trajectory.*.thought")) return 0.95;
  if (has("trajectory.*.action", "trajectory.*.observation") && !has("trajectory.*.source")) return 0.9;
  if (has("attempts.*.trajectory")) return 0.9;
  if (has("history.*.role", "history.*.agent")) return 0.85;
  if (has("trajectory_format") && has("messages.*.role")) return 0.95;
  return has("info.exit_status") && (has("messages.*.role") || has("trajectory")) ? 0.9 : 0;
}

async function read(files: readonly ImportFile[], sink: ImportSink): Promise<void> {
  const taken = new Set<string>();
  for (const file of files) {
    let number = 0;
    for await (const { value, source } of readJson(file, sink)) {
      const document = asObject(value);
      if (document === undefined) {
        sink.skipped(source, "not_an_object", "a document that is no trajectory");
        continue;
      }
      const attempts = asList(document["attempts"]);
      const base = { file, taken, sink };
      if (attempts.length === 0) writeAttempt({ ...base, document, about: document, source, number: number++ });
      else for (const [index, attempt] of attempts.entries()) writeAttempt({ ...base, document: asObject(attempt) ?? {}, about: document, source: placeWithin(source, "attempts", index), number: number++, attempt: index });
    }
  }
}

interface Attempt {
  readonly file: ImportFile;
  readonly document: JsonObject;
  /** The document around the attempt, which is the attempt itself where there is only one. */
  readonly about: JsonObject;
  readonly source: SourcePlace;
  readonly number: number;
  readonly attempt?: number;
  readonly taken: Set<string>;
  readonly sink: ImportSink;
}

const LISTS: ReadonlySet<string> = new Set(["trajectory", "history", "messages", "attempts"]);

function writeAttempt({ file, document, about, source, number, attempt, taken, sink }: Attempt): void {
  const base = file.name.split("/").at(-1) ?? file.name;
  const run = new AgentRun(sink, number === 0 ? file.name : `${file.name}#${number}`, taken);
  const key = Array.isArray(document["history"]) ? "history" : "messages";
  const history = asList(document[key]);
  const config = configOf(document, about);
  const task = taskOf(document, config, base);
  const title = titleIn(history, task ?? stemOf(base));
  const agent = history.map((item) => asText(asObject(item)?.["agent"])).find((name) => name !== undefined) ?? "agent";
  const rest = present(Object.fromEntries(Object.entries(document).filter(([name]) => !LISTS.has(name) && name !== "info" && name !== "replay_config")));
  const envelope = { name: title, framework: "swe-agent", task, attempt, model: modelOf(config) };
  const timeUs = history.map((item) => messageOf(item, source)?.timeUs).find((time) => time !== undefined);
  const start = run.add("agent_start", { source, timeUs, agent }, { ...envelope, derived: timeUs === undefined ? undefined : ["time_unix_us"] }, { title, config: present({ ...rest, replay_config: config as Json | undefined }) });
  sink.became(source);
  const { isPriced, lastTimeUs } = writeSteps(run, { document, history, key, source, start, agent }, sink);
  writeEnd(run, { info: asObject(document["info"]) ?? {}, source, start, agent, isPriced, lastTimeUs });
}

/** The settings of the run; 1.x writes them as JSON text. */
function configOf(document: JsonObject, about: JsonObject): JsonObject | undefined {
  return asObject(unpackJson(document["replay_config"] ?? about["replay_config"] ?? asObject(document["info"])?.["config"]));
}

function modelOf(config: JsonObject | undefined): string | undefined {
  const model = asObject(asObject(config?.["agent"])?.["model"]) ?? asObject(config?.["model"]);
  return asText(model?.["name"]) ?? asText(model?.["model_name"]);
}

interface Body {
  readonly document: JsonObject;
  readonly history: readonly Json[];
  readonly key: string;
  readonly source: SourcePlace;
  readonly start: string;
  readonly agent: string;
}

function writeSteps(run: AgentRun, { document, history, key, source, start, agent }: Body, sink: ImportSink): StepWriter {
  const steps = stepsOf(asList(document["trajectory"]), placeWithin(source, "trajectory"));
  for (const [index, step] of steps.entries()) if (step === undefined) sink.skipped(placeWithin(source, "trajectory", index), "not_an_object", "an entry of the trajectory that is no step");
  const writer = new StepWriter(run, sink, { start, steps, agent });
  for (const [index, item] of history.entries()) {
    const place = placeWithin(source, key, index);
    const message = messageOf(item, place);
    if (message === undefined) sink.skipped(place, "not_a_message", "an entry of the history that is no message");
    else writer.message(message);
  }
  writer.rest();
  return writer;
}

function taskOf(document: JsonObject, config: JsonObject | undefined, base: string): string | undefined {
  const named = asText(document["instance_id"]) ?? asText(asObject(config?.["problem_statement"])?.["id"]);
  return named ?? (/^[\w.-]+__[\w.-]+-\d+$/.test(stemOf(base.replace(/\.json$/, ""))) ? stemOf(base.replace(/\.json$/, "")) : undefined);
}

/** Where the task stands in the templates of SWE-agent and mini-swe-agent. */
const TASKS: readonly RegExp[] = [/\bISSUE:\s*([^\n]{3,300})/, /<pr_description>\s*(?:Consider the following PR description:\s*)?([^\n]{3,300})/, /\bnamed "([^"\n]{1,200})"/, /(?:problem statement|Please solve this issue|task):\s*([^\n]{3,300})/i];

function titleIn(history: readonly Json[], fallback: string): string {
  for (const item of history) {
    const message = messageOf(item, { file: "" });
    if (message?.role !== "user" || message.isDemo) continue;
    const found = TASKS.map((pattern) => pattern.exec(message.text.slice(0, 20_000))?.[1]).find((text) => text !== undefined);
    return titleOf(found ?? message.text) ?? fallback;
  }
  return fallback;
}

interface RunEnd {
  readonly info: JsonObject;
  readonly source: SourcePlace;
  readonly start: string;
  readonly agent: string;
  /** True if the answers say what each cost: the total would count them twice. */
  readonly isPriced: boolean;
  readonly lastTimeUs: number | undefined;
}

function writeEnd(run: AgentRun, { info, source, start, agent, isPriced, lastTimeUs }: RunEnd): void {
  const status = asText(info["exit_status"]);
  const stats = asObject(info["model_stats"]) ?? {};
  const outcome = status === undefined ? undefined : outcomeOf(status);
  if (outcome === undefined && Object.keys(info).length === 0) return;
  const cost = asNumber(stats["instance_cost"]) ?? asNumber(stats["total_cost"]);
  const envelope = {
    name: status ?? "ended",
    reply_to: start,
    outcome,
    error_class: outcome === "error" ? status : undefined,
    cost_usd: cost === 0 || isPriced ? undefined : cost,
    tokens_in: asCount(stats["tokens_sent"]) || undefined,
    tokens_out: asCount(stats["tokens_received"]) || undefined,
  };
  const { submission, model_stats: _stats, config: _config, ...rest } = info;
  run.add("agent_end", { source, timeUs: lastTimeUs, agent }, { ...envelope, derived: lastTimeUs === undefined ? undefined : ["time_unix_us"] }, { output: submission, totals: present(stats), extra: present(rest) });
}

/** `submitted` is a finished run; `submitted (exit_cost)` one that was cut off and submitted what it had. */
function outcomeOf(status: string): Outcome {
  if (/^submitted$/i.test(status)) return "ok";
  return /^submitted/i.test(status) ? "warn" : "error";
}
