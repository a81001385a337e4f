import { asList, asObject, asText, type JsonObject } from "../../../format/importers/kit/read.ts";
import type { RecordedEvent } from "../../event.ts";
import type { LlmRequestInput, LlmResponseInput } from "../../kinds/llm.ts";
import { classOfError } from "../../kinds/thrown.ts";
import { usageOf } from "../../shapes/usage.ts";
import { openaiResponses } from "../http/protocols/openai-responses.ts";
import { ModelCall } from "../kit/model-call.ts";
import { openCalls, type OpenCall } from "../kit/open-calls.ts";
import { messagesOf, saidIn } from "../kit/said.ts";
import { dataOf, type AgentsSpan, type Place, type SpanEnd } from "./span.ts";

/** Where the framework keeps what is going on in each asynchronous flow. */
const PROVIDER = Symbol.for("openai.agents.core.traceProvider");

/**
 * The model call of a span. The span says what was asked only when it ends; the request that goes out says it at once.
 * So the request's event is written when it goes out, or, where none is seen, when the span ends.
 */
export class SpanCall implements OpenCall {
  readonly #place: Place;
  readonly #span: AgentsSpan;
  readonly #upstream: readonly RecordedEvent[];
  readonly #forget: () => void;
  readonly #startMs = performance.now();
  #call: ModelCall | undefined;

  constructor(place: Place, span: AgentsSpan, upstream: readonly RecordedEvent[]) {
    this.#place = place;
    this.#span = span;
    this.#upstream = upstream;
    this.#forget = openCalls.begin(this);
  }

  readonly model = undefined;
  readonly said = "";

  isHere(): boolean {
    const provider = (globalThis as { [PROVIDER]?: { getCurrentSpan?: () => AgentsSpan | null } })[PROVIDER];
    const current = provider?.getCurrentSpan?.();
    return current?.spanId === this.#span.spanId;
  }

  sent(input: LlmRequestInput): RecordedEvent {
    if (this.#call !== undefined) return this.#call.sent();
    return this.#begin(input).request;
  }

  first(): void {
    this.#call?.first();
  }

  answered(input: LlmResponseInput): void {
    this.#call?.answered(input);
  }

  refused(reason: string): void {
    this.#call?.refused(reason);
  }

  failed(error: unknown): void {
    this.#call?.failed(error);
  }

  cancelled(): void {
    this.#call?.end({ outcome: "cancelled" });
  }

  #begin(input: LlmRequestInput): ModelCall {
    return (this.#call = new ModelCall(this.#place.ctx, { ...input, parent: this.#place.event, upstream: this.#upstream }));
  }

  /** The span ended. */
  finish(failure: Error | undefined): SpanEnd {
    this.#forget();
    const isLate = this.#call === undefined;
    const data = dataOf(this.#span);
    const call = this.#call ?? this.#begin(questionIn(data));
    const late = isLate ? { durationMs: performance.now() - this.#startMs } : {};
    const said = answerIn(data);
    const last = call.end(failure === undefined ? { ...said, ...late } : { ...late, ...(classOfError(failure) === "AbortError" ? { outcome: "cancelled" } : { error: failure }) });
    const reason = call.refusal ?? said.refusal;
    if (reason !== undefined) this.#place.ctx.recordRefusal({ reason, parent: this.#place.event, upstream: last === undefined ? [] : [last] });
    return { last, output: said.content };
  }
}

function questionIn(data: JsonObject): LlmRequestInput {
  const response = asObject(data["_response"]);
  return {
    model: asText(data["model"]) ?? asText(response?.["model"]),
    provider: "openai",
    messages: messagesOf(data["_input"] ?? data["input"]) ?? [],
    system: response?.["instructions"] ?? undefined,
    settings: data["model_config"],
  };
}

/** What the span says was answered: a response, or a chat completion. */
function answerIn(data: JsonObject): LlmResponseInput & { readonly refusal?: string | undefined } {
  const response = asObject(data["_response"]);
  if (response !== undefined) return openaiResponses.answer(response);
  const completion = asObject(asList(data["output"])[0]);
  const choice = asObject(asList(completion?.["choices"])[0]);
  return {
    ...saidIn(data["output"]),
    ...(asText(completion?.["model"]) === undefined ? {} : { model: asText(completion?.["model"]) }),
    stopReason: asText(choice?.["finish_reason"]),
    usage: usageOf(completion ?? {}) ?? usageOf(data),
    refusal: asText(asObject(choice?.["message"])?.["refusal"]),
  };
}
