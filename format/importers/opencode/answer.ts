import { elapsedMs, type LooseEnvelope, type Step } from "../agent-run/agent-run.ts";
import { nameAnswer } from "../agent-run/answer.ts";
import { tokensApart } from "../agent-run/usage.ts";
import { asCount, asNumber, asObject, asText, lookUp, type JsonObject } from "../kit/read.ts";
import type { Kept, KeptMessage } from "./store.ts";
import { timeIn, type Telling } from "./telling.ts";
import { callOf, restOf, writeTool } from "./tool.ts";

/** Writes an answer: a response for each step it took, with the reasoning as a decision, and the calls with their results. */
export function writeSteps(telling: Telling, message: KeptMessage): void {
  const steps = stepsOf(message.parts);
  let beganUs = timeIn(message.info, "created");
  for (const [index, parts] of steps.entries()) {
    const step = { message, parts, beganUs, isOnly: steps.length === 1, isFirst: index === 0 };
    writeStep(telling, step);
    beganUs = toolTimes(parts, "end").at(-1) ?? beganUs;
  }
}

/** Parts by the step of the model they belong to: older versions put several into one message. */
function stepsOf(parts: readonly Kept[]): Kept[][] {
  const steps: Kept[][] = [];
  for (const part of parts) {
    if (part.value["type"] === "step-start" || steps.length === 0) steps.push([part]);
    else steps.at(-1)?.push(part);
  }
  return steps;
}

interface ModelStep {
  readonly message: KeptMessage;
  readonly parts: readonly Kept[];
  readonly beganUs: number | undefined;
  readonly isOnly: boolean;
  readonly isFirst: boolean;
}

function writeStep(telling: Telling, modelStep: ModelStep): void {
  const { message, parts, beganUs, isFirst } = modelStep;
  const { info } = message;
  const tools = parts.filter(({ value }) => value["type"] === "tool");
  const text = textOf(parts, "text");
  const endUs = toolTimes(parts, "start")[0] ?? timeIn(info, "completed") ?? beganUs;
  const step: Step = { ...telling.step(info, message.source ?? parts[0]?.source), timeUs: endUs, id: isFirst ? asText(info["id"]) : undefined };
  const answer = nameAnswer(telling.run, step, { of: telling.hearer, text, reasoning: textOf(parts, "reasoning"), calls: tools.map(callOf), envelope: envelopeOf(modelStep, endUs), payload: { stop_reason: stopOf(modelStep) } });
  if (text !== "") telling.ending.output = text;
  telling.ending.set(tools.length > 0 ? undefined : "ok");
  for (const part of parts) writePart(telling, part, { ...step, id: undefined, parent: answer });
}

function textOf(parts: readonly Kept[], type: string): string {
  return parts.map(({ value }) => (value["type"] === type ? (asText(value["text"]) ?? "") : "")).filter((text) => text !== "").join("\n\n");
}

function toolTimes(parts: readonly Kept[], which: "start" | "end"): number[] {
  return parts.map(({ value }) => (value["type"] === "tool" ? timeIn(asObject(value["state"]), which) : undefined)).filter((time) => time !== undefined);
}

function finishOf(parts: readonly Kept[]): JsonObject | undefined {
  return parts.find(({ value }) => value["type"] === "step-finish")?.value;
}

function stopOf({ message, parts }: ModelStep): string | undefined {
  return asText(finishOf(parts)?.["reason"]) ?? asText(message.info["finish"]);
}

/** Model, tokens and cost of a step: those of the message, unless it took several. */
function envelopeOf({ message, parts, beganUs, isOnly }: ModelStep, endUs: number | undefined): LooseEnvelope {
  const { info } = message;
  const finish = finishOf(parts);
  const [tokens, cost] = isOnly ? [info["tokens"] ?? finish?.["tokens"], info["cost"] ?? finish?.["cost"]] : [finish?.["tokens"], finish?.["cost"]];
  const durationMs = elapsedMs(beganUs, endUs);
  const model = asText(info["modelID"]) ?? asText(asObject(info["model"])?.["modelID"]);
  return { model, provider: asText(info["providerID"]), ...tokensOf(asObject(tokens)), cost_usd: asNumber(cost) ?? asNumber(asObject(cost)?.["usd"]), duration_ms: durationMs, derived: durationMs === undefined ? undefined : ["duration_ms"] };
}

/** Cached input is counted apart; the total tells whether reasoning is part of the output. */
function tokensOf(tokens: JsonObject | undefined): LooseEnvelope {
  const cache = asObject(tokens?.["cache"]);
  const counted = tokensApart({ fresh: tokens?.["input"], read: cache?.["read"], write: cache?.["write"], output: tokens?.["output"] });
  const reasoning = asCount(tokens?.["reasoning"]);
  const isInside = asCount(tokens?.["total"]) === (counted.tokens_in ?? 0) + (counted.tokens_out ?? 0);
  const out = isInside || counted.tokens_out === undefined ? counted.tokens_out : counted.tokens_out + (reasoning ?? 0);
  return { ...counted, tokens_out: out, tokens_reasoning: reasoning };
}

type PartWriter = (telling: Telling, part: Kept, step: Step) => unknown;

const PARTS: Readonly<Record<string, PartWriter>> = {
  tool: writeTool,
  compaction: (telling, { value }, step) => telling.hear("checkpoint", step, { name: "context compacted" }, { state: restOf(value) }),
  patch: (telling, { value }, step) => telling.run.add("checkpoint", step, { name: "files changed" }, { checkpoint: asText(value["hash"]), state: restOf(value) }),
  snapshot: (telling, { value }, step) => telling.run.add("checkpoint", step, { name: "snapshot of the files" }, { checkpoint: asText(value["snapshot"]), state: restOf(value) }),
};

const IN_ANSWER: ReadonlySet<string> = new Set(["text", "reasoning", "step-start", "step-finish"]);
const PLAIN: ReadonlySet<string> = new Set(["file", "agent", "subtask", "retry"]);

function writePart(telling: Telling, part: Kept, step: Step): void {
  const { value, source } = part;
  const type = asText(value["type"]) ?? "part";
  if (IN_ANSWER.has(type)) return telling.sink.merged(source, "stands in the answer it is a part of");
  const writer = lookUp(PARTS, type);
  const at = { ...step, source };
  if (writer !== undefined) writer(telling, part, at);
  else {
    if (!PLAIN.has(type)) telling.sink.notice("unknown_type", `parts of type ${type.slice(0, 60)} are not known to this reader; they are kept as logs`, source);
    telling.hear("log", at, { name: type.slice(0, 200), outcome: type === "retry" ? "warn" : undefined }, { data: restOf(value) });
  }
  telling.sink.became(source);
}
