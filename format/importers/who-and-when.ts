import type { Json } from "../event.ts";
import { placeWithin, readJson } from "./kit/documents.ts";
import { asCount, asObject, asText, present, textOf, type JsonObject } from "./kit/read.ts";
import { RunBuilder } from "./run-builder.ts";
import type { DetectionInput, ImportFile, ImportSink, Importer, SourcePlace } from "./types.ts";

/**
 * Multi-agent conversations of `{content, role, name}`, as AutoGen and Magentic-One log them, with or without the
 * Who&When labels (mistake_agent, mistake_step counted from 0).
 */
export const whoAndWhen: Importer = { id: "who-and-when", title: "Multi-agent conversation", grouping: "each", detect, read };

function detect({ paths }: DetectionInput): number {
  if (!paths.has("history.*.content") || !(paths.has("history.*.role") || paths.has("history.*.name"))) return 0;
  return paths.has("mistake_step") || paths.has("mistake_agent") || paths.has("question_ID") ? 0.95 : 0.7;
}

async function read(files: readonly ImportFile[], sink: ImportSink): Promise<void> {
  for (const file of files) {
    for await (const { value, source } of readJson(file, sink)) {
      const run = asObject(value);
      if (run === undefined || !Array.isArray(run["history"])) sink.skipped(source, "no_history", "no conversation is in this record");
      else readRun(run, source, sink);
    }
  }
}

const MAPPED: ReadonlySet<string> = new Set(["history", "question", "question_ID", "ground_truth", "is_correct", "mistake_agent", "mistake_step", "mistake_reason"]);

function readRun(run: JsonObject, source: SourcePlace, sink: ImportSink): void {
  const task = asText(run["question_ID"]);
  const session = `${source.file}${source.line === undefined ? "" : `:${source.line}`}`;
  const builder = new RunBuilder(sink, session);
  const rest = present(Object.fromEntries(Object.entries(run).filter(([key]) => !MAPPED.has(key))));
  const question = asText(run["question"]);
  const title = question === undefined ? session : question.replaceAll(/\s+/g, " ").slice(0, 120);
  const start: JsonObject = { ...(question !== undefined && { input: question }), ...(rest !== undefined && { extra: rest }) };
  const parent = builder.add({ kind: "agent_start", envelope: { name: title, framework: "autogen", ...(task !== undefined && { task }) }, payload: start, source });
  const ids = (run["history"] as readonly Json[]).map((step, turn) => addStep(step, { turn, parent, builder, source: placeWithin(source, "history", turn), sink }));
  addLabel(run, ids, builder, source);
  if (typeof run["is_correct"] === "boolean") {
    const expected = run["ground_truth"];
    builder.add({ kind: "agent_end", envelope: { name: title, outcome: run["is_correct"] ? "passed" : "failed" }, payload: expected === undefined ? {} : { expected }, source });
  }
  sink.became(source);
}

interface StepPlace {
  readonly turn: number;
  readonly parent: string;
  readonly builder: RunBuilder;
  readonly source: SourcePlace;
  readonly sink: ImportSink;
}

/** Speakers that run code or tools rather than think. */
const EXECUTORS = /^(computer_terminal|executor|terminal|code_executor)$/i;
const EXIT_CODE = /^\s*exitcode:\s*(-?\d+)/;
const STEP_MEMBERS: ReadonlySet<string> = new Set(["content", "role", "name"]);

/** Adds a step and returns its id. */
function addStep(value: Json, { turn, parent, builder, source, sink }: StepPlace): string {
  const step = asObject(value) ?? { content: value };
  const speaker = speakerOf(step);
  const extra = present(Object.fromEntries(Object.entries(step).filter(([key]) => !STEP_MEMBERS.has(key))));
  const content = step["content"] ?? null;
  const exit = EXIT_CODE.exec(textOf(content))?.[1];
  const isResult = exit !== undefined || EXECUTORS.test(speaker.agent);
  const failed = exit !== undefined && exit !== "0";
  sink.became(source);
  return builder.add({
    kind: isResult ? "tool_result" : "agent_turn",
    envelope: {
      parent,
      name: isResult ? "code" : speaker.label,
      agent: speaker.agent,
      turn,
      ...(speaker.to !== undefined && { to: speaker.to }),
      ...(isResult && { tool: "code", outcome: failed ? ("error" as const) : ("ok" as const) }),
      ...(failed && { error_class: "NonZeroExit", importance: 0.9 }),
    },
    payload: { [isResult ? (failed ? "error" : "result") : "content"]: content, ...(extra !== undefined && { extra }) },
    source,
  });
}

/** `Orchestrator (-> WebSurfer)` speaks to WebSurfer; `Orchestrator (thought)` to itself. */
function speakerOf(step: JsonObject): { readonly agent: string; readonly label: string; readonly to: string | undefined } {
  const label = asText(step["name"]) ?? asText(step["role"]) ?? "unknown";
  const match = /^([^()]{1,100})\s\((->\s*)?([^()]{1,100})\)$/.exec(label);
  if (match === null) return { agent: label, label, to: undefined };
  return { agent: match[1] as string, label, to: match[2] === undefined ? undefined : match[3] };
}

/** The human judgement of where it went wrong, as a note about that step. */
function addLabel(run: JsonObject, ids: readonly string[], builder: RunBuilder, source: SourcePlace): void {
  const step = asCount(run["mistake_step"]) ?? asCount(Number(asText(run["mistake_step"]) ?? Number.NaN));
  const agent = asText(run["mistake_agent"]);
  if (step === undefined && agent === undefined) return;
  const related = step === undefined ? undefined : ids[step];
  const reason = asText(run["mistake_reason"]);
  builder.add({
    kind: "annotation",
    envelope: { name: "label", ...(related !== undefined && { related: [related] }) },
    payload: { text: `Judged mistake: ${agent ?? "?"} at step ${step ?? "?"}${reason === undefined ? "" : `. ${reason}`}`, author: "Who&When annotators", label: present({ agent, step, reason }) ?? {} },
    source,
  });
}
