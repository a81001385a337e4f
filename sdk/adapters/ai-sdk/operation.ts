import { asList, asObject, asText, type JsonObject } from "../../../format/importers/kit/read.ts";
import type { RecordedEvent } from "../../event.ts";
import type { LlmResponseInput } from "../../kinds/llm.ts";
import { classOfError } from "../../kinds/thrown.ts";
import { usageOf } from "../../shapes/usage.ts";
import { TraceContext } from "../../trace-context.ts";
import { ModelCall, type Ends } from "../kit/model-call.ts";
import { messagesOf, saidIn } from "../kit/said.ts";
import { AgentScope, openUnder, scopeOfCall } from "../kit/scopes.ts";

/** A model as AI SDK names it in its events. */
interface ModelName {
  readonly model: string | undefined;
  readonly provider: string | undefined;
}

/**
 * One `generateText`, `streamText` or the like. With tools it is an agent at work, and a scope of its own; without, its
 * calls stand where it was called.
 */
export class Operation {
  readonly ctx: TraceContext;
  readonly #own: AgentScope | undefined;
  readonly #tools = new Map<string, RecordedEvent>();
  #call: ModelCall | undefined;
  #last: RecordedEvent | undefined;

  constructor(event: JsonObject) {
    const outer = scopeOfCall();
    if (toolsOf(event["tools"]) === undefined) {
      this.ctx = outer;
      return;
    }
    const agentName = asText(event["functionId"]) ?? asText(event["operationId"])?.replace(/^ai\./, "") ?? "generateText";
    const input = event["prompt"] ?? event["messages"];
    const options = { agentName, framework: "ai-sdk", input, config: { system: systemOf(event) } };
    this.ctx = this.#own = TraceContext.current() === undefined ? openUnder(outer, outer.start, options) : new AgentScope(options);
  }

  /** The model is asked. */
  ask(event: JsonObject, ends?: Ends): void {
    const { model, provider } = modelOf(event);
    const input = { model, provider, messages: messagesOf(event["messages"] ?? event["prompt"]) ?? [], system: systemOf(event), tools: toolsOf(event["tools"]), settings: settingsOf(event) };
    this.#call = new ModelCall(this.ctx, input, ends);
  }

  /** It answers, as its request tells. */
  answered(input: LlmResponseInput): void {
    this.#last = this.#call?.end(input);
    this.#call = undefined;
  }

  /** It answers, as the framework tells. */
  answer(event: JsonObject): void {
    const { model } = modelOf(event);
    const stopReason = asText(event["finishReason"]);
    const content = asList(event["content"]).filter((part) => !RESULTS.has(asText(asObject(part)?.["type"]) ?? ""));
    const firstMs = asObject(event["performance"])?.["timeToFirstOutputMs"];
    const firstToken = typeof firstMs === "number" ? { timeToFirstTokenMs: firstMs } : {};
    const answer = this.#call?.end({
      ...saidIn({ role: "assistant", content }),
      model: asText(asObject(event["response"])?.["modelId"]) ?? model,
      stopReason,
      usage: usageOf(event),
      ...firstToken,
    });
    const refusal = this.#call?.refusal ?? (stopReason === "content-filter" ? stopReason : undefined);
    this.#last = answer ?? this.#last;
    this.#call = undefined;
    if (refusal !== undefined) this.ctx.recordRefusal({ reason: refusal, upstream: this.#upstream() });
    for (const part of content) this.#approval(asObject(part));
  }

  /** A call that needs a person's leave waits for it. */
  #approval(part: JsonObject | undefined): void {
    if (part?.["type"] !== "tool-approval-request") return;
    const tool = asText(asObject(part["toolCall"])?.["toolName"]) ?? asText(part["toolName"]) ?? "tool";
    this.ctx.recordSafetyCheck({ policy: "tool approval", outcome: "warn", blockedAction: tool, rationale: "waits for a person", upstream: this.#upstream() });
  }

  /** What is embedded or judged, in one event. */
  finishOther(event: JsonObject): void {
    const vectors = asList(event["embeddings"] ?? (event["embedding"] === undefined ? [] : [event["embedding"]]));
    const first = vectors[0];
    this.#call?.end({ content: { vectors: vectors.length, dimensions: Array.isArray(first) ? first.length : undefined }, usage: usageOf({ usage: { inputTokens: asObject(event["usage"])?.["tokens"] } }) });
    this.#call = undefined;
  }

  startTool(call: JsonObject | undefined): void {
    if (call === undefined) return;
    const id = asText(call["toolCallId"]) ?? "";
    this.#tools.set(id, this.ctx.recordToolCall(asText(call["toolName"]) ?? "tool", call["input"], { callId: id, upstream: this.#upstream() }));
  }

  endTool(call: JsonObject | undefined, result: { readonly output?: unknown; readonly error?: unknown }): void {
    const id = asText(call?.["toolCallId"]) ?? "";
    const begun = this.#tools.get(id);
    if (begun === undefined) return;
    this.#tools.delete(id);
    this.#last = this.ctx.recordToolResult(begun, { result: result.output, error: result.error });
  }

  /** The event of a tool call under way. */
  toolEvent(id: string): RecordedEvent | undefined {
    return this.#tools.get(id);
  }

  end(event: JsonObject): void {
    this.#own?.close({ outcome: "ok", output: event["text"] ?? event["object"] });
  }

  fail(error: unknown): void {
    if (classOfError(error) === "AbortError") return this.abort();
    this.#call?.end({ error });
    this.#call = undefined;
    this.#own?.fail(error);
  }

  abort(): void {
    this.#call?.end({ outcome: "cancelled" });
    this.#call = undefined;
    this.#own?.close({ outcome: "cancelled" });
  }

  #upstream(): readonly RecordedEvent[] {
    return this.#last === undefined ? [] : [this.#last];
  }
}

/** Parts of a step that are not the model's. */
const RESULTS: ReadonlySet<string> = new Set(["tool-result", "tool-error"]);

function modelOf(event: JsonObject): ModelName {
  const inner = asObject(event["model"]) ?? event;
  return { model: asText(inner["modelId"]), provider: asText(inner["provider"])?.split(".")[0] };
}

function systemOf(event: JsonObject): unknown {
  const system = event["system"] ?? event["instructions"];
  return asObject(system)?.["content"] ?? system ?? undefined;
}

/** Tools come as an object by name, or as a list. */
function toolsOf(value: unknown): readonly unknown[] | undefined {
  if (Array.isArray(value)) return value.length > 0 ? (value as readonly unknown[]) : undefined;
  const named = Object.entries(asObject(value) ?? {}).map(([name, tool]) => ({ name, description: asObject(tool)?.["description"] }));
  return named.length > 0 ? named : undefined;
}

const SETTINGS = ["temperature", "topP", "topK", "maxOutputTokens", "presencePenalty", "frequencyPenalty", "stopSequences", "seed", "toolChoice"] as const;

function settingsOf(event: JsonObject): object | undefined {
  const set = SETTINGS.filter((key) => event[key] !== undefined && event[key] !== null).map((key) => [key, event[key]]);
  return set.length > 0 ? (Object.fromEntries(set) as object) : undefined;
}
