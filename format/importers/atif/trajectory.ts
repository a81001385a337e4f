import type { Json } from "../../event.ts";
import { ConversationWriter } from "../chat/conversation.ts";
import { placeWithin } from "../kit/documents.ts";
import { asCount, asList, asNumber, asObject, asText, present, type JsonObject } from "../kit/read.ts";
import { unixMicros } from "../kit/time.ts";
import { RunBuilder, type ImportedEnvelope } from "../run-builder.ts";
import type { ImportSink, SourcePlace } from "../types.ts";
import { stepMessages, stepTimeUs, type StepMessage } from "./step.ts";

/** A trajectory, and the names others refer to it by. */
export interface Trajectory {
  readonly value: JsonObject;
  readonly source: SourcePlace;
  readonly names: readonly string[];
}

/** Writes trajectories as runs; those that a step refers to below that step, in the run of the agent that started them. */
export function writeTrajectories(all: readonly Trajectory[], sink: ImportSink): void {
  const links = new Links(all);
  const taken = new Set<string>();
  for (const root of all.filter((each) => !links.isReferred(each))) writeRun(root, { links, sink, taken });
  // Those that only refer to each other have no beginning: each stands alone.
  for (const left of all.filter((each) => !links.isWritten(each))) writeRun(left, { links, sink, taken });
}

interface Writing {
  readonly links: Links;
  readonly sink: ImportSink;
  /** Names of runs. */
  readonly taken: Set<string>;
}

/** Which trajectory a reference means, and which are written already. */
class Links {
  readonly #byName = new Map<string, Trajectory>();
  readonly #referred = new Set<Trajectory>();
  readonly #written = new Set<Trajectory>();

  constructor(all: readonly Trajectory[]) {
    for (const each of all) for (const name of each.names.flatMap((full) => [full, full.split("/").at(-1) ?? full])) if (!this.#byName.has(name)) this.#byName.set(name, each);
    for (const each of all) for (const step of asList(each.value["steps"])) for (const other of this.of(asObject(step) ?? {})) if (other !== each) this.#referred.add(other);
  }

  /** The trajectories a step refers to, as far as they are here. */
  of(step: JsonObject): readonly Trajectory[] {
    const results = asList(asObject(step["observation"])?.["results"]).map((result) => asObject(result) ?? {});
    const references = [step, ...results].flatMap((each) => asList(each["subagent_trajectory_ref"] ?? []).concat(asObject(each["subagent_trajectory_ref"]) === undefined ? [] : [each["subagent_trajectory_ref"] as Json]));
    const found = references.map((reference) => this.#find(asObject(reference) ?? {})).filter((each) => each !== undefined);
    return [...new Set(found)];
  }

  #find(reference: JsonObject): Trajectory | undefined {
    const names = ["trajectory_id", "session_id", "trajectory_path"].map((key) => asText(reference[key])).filter((name) => name !== undefined);
    return names.map((name) => this.#byName.get(name) ?? this.#byName.get(name.split("/").at(-1) ?? name)).find((each) => each !== undefined);
  }

  isReferred(trajectory: Trajectory): boolean {
    return this.#referred.has(trajectory);
  }

  isWritten(trajectory: Trajectory): boolean {
    return this.#written.has(trajectory);
  }

  /** True the first time. */
  claim(trajectory: Trajectory): boolean {
    if (this.#written.has(trajectory)) return false;
    this.#written.add(trajectory);
    return true;
  }
}

/** A trajectory that is being written: sub-agents interrupt those that started them. */
interface Frame {
  readonly trajectory: Trajectory;
  readonly start: string;
  readonly agent: string;
  readonly model: string | undefined;
  readonly writer: ConversationWriter;
  readonly steps: readonly Json[];
  next: number;
}

function writeRun(root: Trajectory, writing: Writing): void {
  const { links, sink, taken } = writing;
  if (!links.claim(root)) return;
  const conversation = asText(root.value["session_id"]);
  const run = new RunBuilder(sink, sessionName(root, taken), conversation);
  const frames = [open(root, run, undefined, sink)];
  for (let frame = frames.at(-1); frame !== undefined; frame = frames.at(-1)) {
    const index = frame.next++;
    if (index >= frame.steps.length) {
      close(frame, run);
      frames.pop();
      continue;
    }
    const step = asObject(frame.steps[index]);
    const source = placeWithin(frame.trajectory.source, "steps", index);
    if (step === undefined) {
      sink.skipped(source, "not_an_object", "a step that is no object");
      continue;
    }
    const event = writeStep(frame, { step, source, run });
    sink.became(source);
    for (const inner of [...links.of(step)].reverse()) if (links.claim(inner)) frames.push(open(inner, run, event, sink));
  }
}

/** The session, told from others of the same name: a continuation is a run of its own. */
function sessionName({ names, source }: Trajectory, taken: Set<string>): string {
  const base = names[0] ?? source.file;
  let name = base;
  for (let count = 2; taken.has(name); count++) name = `${base}#${count}`;
  taken.add(name);
  return name;
}

const MAPPED: ReadonlySet<string> = new Set(["steps", "subagent_trajectories", "agent", "final_metrics", "schema_version", "session_id", "trajectory_id"]);

function open(trajectory: Trajectory, run: RunBuilder, parent: string | undefined, sink: ImportSink): Frame {
  const { value, source } = trajectory;
  const agent = asObject(value["agent"]) ?? {};
  const name = asText(agent["name"]) ?? "agent";
  const model = asText(agent["model_name"]);
  const rest = present({ ...Object.fromEntries(Object.entries(value).filter(([key]) => !MAPPED.has(key))), schema_version: value["schema_version"], agent_version: agent["version"], agent_extra: agent["extra"] });
  const steps = asList(value["steps"]);
  const title = titleOf(steps) ?? name;
  const timeUs = steps.map((step) => stepTimeUs(asObject(step) ?? {})).find((time) => time !== undefined);
  const envelope: ImportedEnvelope = {
    name: title,
    agent: name,
    framework: name,
    ...(model !== undefined && { model }),
    ...(parent !== undefined && { parent }),
    ...(timeUs !== undefined && { time_unix_us: timeUs, derived: ["time_unix_us"] }),
  };
  const tools = agent["tool_definitions"];
  const payload: JsonObject = { title, ...(tools !== undefined && { config: { tools } }), ...(rest !== undefined && { extra: rest }) };
  const start = run.add({ kind: "agent_start", envelope, payload, source });
  sink.became(source);
  return { trajectory, start, agent: name, model, writer: new ConversationWriter(run, name), steps, next: 0 };
}

/** What the user asked first. */
function titleOf(steps: readonly Json[]): string | undefined {
  for (const step of steps.slice(0, 20)) {
    const { source, message } = asObject(step) ?? {};
    const text = source === "user" ? asText(message) : undefined;
    if (text !== undefined) return text.slice(0, 400).replaceAll(/\s+/g, " ").trim().slice(0, 120);
  }
  return undefined;
}

function close({ trajectory, start }: Frame, run: RunBuilder): void {
  const { value, source } = trajectory;
  const totals = asObject(value["final_metrics"]);
  const continued = asText(value["continued_trajectory_ref"]);
  if (totals === undefined && continued === undefined) return;
  const agent = asText(asObject(value["agent"])?.["name"]) ?? "agent";
  const last = asList(value["steps"]).map((step) => stepTimeUs(asObject(step) ?? {})).findLast((time) => time !== undefined);
  const envelope: ImportedEnvelope = { reply_to: start, agent, name: continued === undefined ? "end" : "continued", ...(last !== undefined && { time_unix_us: last, derived: ["time_unix_us"] }) };
  const payload = present({ totals, continued_in: continued }) ?? {};
  run.add({ kind: "agent_end", envelope, payload, source });
}

interface PlacedStep {
  readonly step: JsonObject;
  readonly source: SourcePlace;
  readonly run: RunBuilder;
}

/** Writes a step; returns the event that what it started hangs below. */
function writeStep(frame: Frame, { step, source, run }: PlacedStep): string {
  const compaction = asObject(asObject(step["extra"])?.["context_management"]);
  if (compaction !== undefined) return writeCompaction(frame, { step, source, run }, compaction);
  let last = frame.start;
  for (const message of stepMessages(step, frame.model)) last = writeMessage(frame, message, source) ?? last;
  return last;
}

function writeMessage(frame: Frame, { message, isResult }: StepMessage, source: SourcePlace): string | undefined {
  return frame.writer.add(message, frame.start, isResult === undefined ? source : placeWithin(source, "observation", "results", isResult));
}

/** The context was replaced by a summary: a place to look at what was forgotten. */
function writeCompaction({ start, agent }: Frame, { step, source, run }: PlacedStep, compaction: JsonObject): string {
  const { step_id: id, timestamp, source: _source, message, ...others } = step;
  const timeUs = unixMicros(timestamp);
  const tokens = asCount(asObject(step["metrics"])?.["prompt_tokens"]);
  const cost = asNumber(asObject(step["metrics"])?.["cost_usd"]);
  const envelope: ImportedEnvelope = { parent: start, agent, name: asText(compaction["type"]) ?? "compaction", ...(timeUs !== undefined && { time_unix_us: timeUs }), ...(tokens !== undefined && { tokens_in: tokens }), ...(cost !== undefined && { cost_usd: cost }) };
  return run.add({ kind: "checkpoint", envelope, payload: { state: { summary: message ?? null }, extra: { step_id: id ?? null, ...(others as { [key: string]: Json }) } }, source });
}
