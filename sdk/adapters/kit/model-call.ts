import type { EventRef, RecordedEvent } from "../../event.ts";
import type { LlmRequestInput, LlmResponseInput } from "../../kinds/llm.ts";
import type { TraceContext } from "../../trace-context.ts";
import { openCalls, type OpenCall } from "./open-calls.ts";
import { lastSaid } from "./said.ts";
import type { Message } from "../../../format/importers/messages/message.ts";

/** What has to be heard of the requests of a call where the framework does not say how, or when, it ends. */
export interface Ends {
  readonly failed?: (error: unknown) => void;
  readonly cancelled?: () => void;
  readonly answered?: (input: LlmResponseInput) => void;
}

/** A model call as a framework reports it: one request and its answer, and each failed try between them. */
export class ModelCall implements OpenCall {
  readonly #ctx: TraceContext;
  readonly #input: LlmRequestInput;
  readonly #forget: () => void;
  readonly #unwatch: () => void;
  readonly #ends: Ends;
  #request: RecordedEvent;
  #startMs = performance.now();
  #firstMs: number | undefined;
  #failure: RecordedEvent | undefined;
  #response: unknown;
  #refusal: string | undefined;
  #isEnded = false;

  /** Records the request. The call is open until it ends, or its scope does. */
  constructor(ctx: TraceContext, input: LlmRequestInput, ends: Ends = {}) {
    this.#ends = ends;
    this.#ctx = ctx;
    this.#input = input;
    this.#request = ctx.recordLlmRequest(input);
    this.#forget = openCalls.begin(this);
    this.#unwatch = ctx.onClose(() => this.end({ outcome: "cancelled" }));
  }

  /** The event of the latest request. */
  get request(): RecordedEvent {
    return this.#request;
  }

  /** Why the model declined, if its answer says so. */
  get refusal(): string | undefined {
    return this.#refusal;
  }

  get model(): string | undefined {
    return this.#input.model;
  }

  get said(): string {
    return lastSaid(this.#input.messages as readonly Message[] | undefined);
  }

  sent(): RecordedEvent {
    if (this.#failure === undefined) return this.#request;
    const upstream: readonly EventRef[] = [this.#failure];
    this.#failure = undefined;
    this.#startMs = performance.now();
    this.#firstMs = undefined;
    return (this.#request = this.#ctx.recordLlmRequest({ ...this.#input, upstream }));
  }

  first(): void {
    this.#firstMs ??= performance.now() - this.#startMs;
  }

  answered(input: LlmResponseInput): void {
    this.#response = input.response;
    this.#ends.answered?.(input);
  }

  refused(reason: string): void {
    this.#refusal = reason;
  }

  failed(error: unknown): void {
    if (this.#isEnded) return;
    this.#failure = this.#ctx.recordLlmResponse(this.#request, { error, provider: this.#input.provider, parent: this.#input.parent });
    this.#ends.failed?.(error);
  }

  cancelled(): void {
    this.#ends.cancelled?.();
  }

  /** Records the answer; or, with `error`, that the call failed, unless that was said of its last request. */
  end(input: LlmResponseInput): RecordedEvent | undefined {
    if (this.#isEnded) return undefined;
    this.#isEnded = true;
    this.#forget();
    this.#unwatch();
    const { parent, provider } = this.#input;
    if (this.#failure !== undefined && input.content === undefined) return this.#failure;
    return this.#ctx.recordLlmResponse(this.#request, { parent, provider, timeToFirstTokenMs: this.#firstMs, response: this.#response, ...input });
  }
}
