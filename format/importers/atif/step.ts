import type { Json } from "../../event.ts";
import { asList, asObject, asText, present, type JsonObject } from "../kit/read.ts";
import { unixMicros } from "../kit/time.ts";

/** A part of a step, as the chat message it amounts to. */
export interface StepMessage {
  readonly message: Json;
  /** Number of the observation's result, if it is one. */
  readonly isResult?: number;
}

const ROLES: Readonly<Record<string, string>> = { agent: "assistant", user: "user", system: "system" };
const MAPPED: ReadonlySet<string> = new Set(["source", "message", "timestamp", "model_name", "reasoning_content", "tool_calls", "observation", "metrics", "step_id"]);

/** When a step was taken, Unix microseconds; undefined if it does not say. */
export function stepTimeUs(step: JsonObject): number | undefined {
  return unixMicros(step["timestamp"]);
}

/** What a step says, asks of tools and gets back. Results that name no call answer the step itself. `model` answers where the step names none. */
export function stepMessages(step: JsonObject, model: string | undefined): readonly StepMessage[] {
  const role = ROLES[asText(step["source"]) ?? ""] ?? asText(step["source"]) ?? "user";
  const calls = asList(step["tool_calls"]).map(toolCall);
  const said = {
    role,
    content: contentOf(step["message"]),
    reasoning_content: step["reasoning_content"],
    tool_calls: calls.length > 0 ? calls : undefined,
    timestamp: step["timestamp"],
    model: step["model_name"] ?? (role === "assistant" ? model : undefined),
    usage: usageOf(step),
    ...rest(step),
  };
  const results = asList(asObject(step["observation"])?.["results"]).map((result, index) => ({ message: resultMessage(asObject(result) ?? { content: result }, step), isResult: index }));
  return [{ message: present(said) as Json }, ...results];
}

function toolCall(value: Json): Json {
  const call = asObject(value) ?? {};
  const { tool_call_id: id, function_name: name, arguments: args, ...others } = call;
  return { ...others, id, name: name ?? "tool", arguments: args ?? {} } as Json;
}

function resultMessage(result: JsonObject, step: JsonObject): Json {
  const { source_call_id: id, content, ...others } = result;
  return present({ ...others, role: "tool", content: contentOf(content) ?? "", tool_call_id: id, timestamp: step["timestamp"] }) as Json;
}

/** Since version 1.6 a message may be a list of parts. */
function contentOf(value: Json | undefined): Json | undefined {
  return value === null || value === "" ? undefined : value;
}

/** Steps copied from an earlier context were paid for there. */
function usageOf(step: JsonObject): Json | undefined {
  const metrics = asObject(step["metrics"]);
  if (metrics === undefined || step["is_copied_context"] === true) return undefined;
  return present({
    prompt_tokens: metrics["prompt_tokens"],
    completion_tokens: metrics["completion_tokens"],
    prompt_tokens_details: metrics["cached_tokens"] === undefined ? undefined : { cached_tokens: metrics["cached_tokens"] },
    cost: metrics["cost_usd"],
  }) as Json | undefined;
}

const METRICS: ReadonlySet<string> = new Set(["prompt_tokens", "completion_tokens", "cached_tokens", "cost_usd"]);

/** What of a step is not in its message. */
function rest(step: JsonObject): JsonObject {
  const others = Object.fromEntries(Object.entries(step).filter(([key]) => !MAPPED.has(key)));
  const all = asObject(step["metrics"]) ?? {};
  const metrics = step["is_copied_context"] === true ? present(all) : present(Object.fromEntries(Object.entries(all).filter(([key]) => !METRICS.has(key))));
  return { ...others, step_id: step["step_id"], metrics };
}
