import { AsyncLocalStorage } from "node:async_hooks";
import { asObject, unpackJson, type JsonObject } from "../../../format/importers/kit/read.ts";
import type { RecordedEvent } from "../../event.ts";
import type { LlmResponseInput } from "../../kinds/llm.ts";
import { quietly } from "../kit/notice.ts";
import { failureInStream, failureOf, timeoutOf } from "./failure.ts";
import type { Gatherer, Piece, Protocol } from "./protocol.ts";
import { EventReader } from "./sse.ts";

const MOST_KEPT_BYTES = 64 * 1024 * 1024;

/** Where what is heard of an answer goes. */
export interface AnswerWriter {
  piece(piece: Piece): void;
  end(input: LlmResponseInput): RecordedEvent | undefined;
  refused(reason: string, response: RecordedEvent | undefined): void;
}

/** What is known of a request before its answer. */
export interface Call {
  readonly protocol: Protocol;
  readonly writer: AnswerWriter;
  /** How long its client waits for an answer, if it says so. */
  readonly waitMs: number | undefined;
}

/**
 * One request to a model on its way: hears what the program gets of the answer, as it gets it, and records it when it is
 * whole, broken, or given up. Nothing here throws.
 */
export class Exchange {
  readonly #call: Call;
  readonly #startMs = performance.now();
  /** The answer may be read elsewhere, but belongs where the request was made. */
  readonly #inPlace = AsyncLocalStorage.snapshot();
  readonly #chunks: Uint8Array[] = [];
  #bytes = 0;
  #status = 0;
  #isDone = false;
  #events: EventReader | undefined;
  #gatherer: Gatherer | undefined;

  constructor(call: Call) {
    this.#call = call;
  }

  /** The endpoint answered with a failure. */
  refused(status: number, body: string): void {
    this.#record(() => this.#failed({ error: failureOf(status, body) }));
  }

  /** The head of the answer came. */
  begin(response: Response): void {
    this.#status = response.status;
    if (response.headers.get("content-type")?.includes("event-stream") !== true) return;
    this.#events = new EventReader();
    this.#gatherer = this.#call.protocol.gatherer();
  }

  /** The program was handed these bytes. */
  take(bytes: Uint8Array): void {
    quietly("fetch", () => {
      if (this.#events !== undefined) {
        for (const data of this.#events.push(bytes)) this.#event(data);
      } else if (this.#bytes < MOST_KEPT_BYTES) {
        this.#bytes += bytes.length;
        this.#chunks.push(bytes.slice());
      }
    });
  }

  /** The answer is whole. */
  end(): void {
    this.#record(() => {
      for (const data of this.#events?.end() ?? []) this.#event(data);
      this.#answered(this.#whole());
    });
  }

  /** The call broke before or in the middle of the answer. */
  fail(thrown: unknown): void {
    this.#record(() => {
      const { waitMs } = this.#call;
      const isAbort = (asObject(thrown)?.["name"] ?? "") === "AbortError";
      const isLate = waitMs !== undefined && this.#status === 0 && performance.now() - this.#startMs >= waitMs - TIMER_SLACK_MS;
      const partial = this.#partial();
      if (isAbort && isLate) this.#failed({ ...partial, error: timeoutOf(thrown, waitMs) });
      else if (isAbort) this.#call.writer.end({ ...partial, outcome: "cancelled" });
      else this.#failed({ ...partial, error: thrown });
    });
  }

  /** The program does not want the rest. */
  cancel(): void {
    this.#record(() => void this.#call.writer.end({ ...this.#partial(), outcome: "cancelled" }));
  }

  #record(body: () => void): void {
    quietly("fetch", () => this.#inPlace(body));
  }

  #event(data: string): void {
    if (data === this.#call.protocol.endOfStream) return this.#answered(this.#whole());
    const event = asObject(unpackJson(data));
    if (event === undefined || this.#gatherer === undefined) return;
    const piece = this.#gatherer.add(event);
    if (piece?.content !== undefined || piece?.reasoning !== undefined || piece?.isCall === true) this.#call.writer.piece(piece);
    if (this.#gatherer.isWhole === true) this.#answered(this.#whole());
  }

  #text(): string {
    return new TextDecoder().decode(Buffer.concat(this.#chunks));
  }

  /** The answer as the provider would have given it at once. */
  #whole(): JsonObject | undefined {
    return this.#gatherer === undefined ? asObject(unpackJson(this.#text())) : this.#gatherer.whole();
  }

  #partial(): LlmResponseInput {
    if (this.#gatherer === undefined) return {};
    const { refusal: _refusal, error: _error, ...answer } = this.#call.protocol.answer(this.#gatherer.whole());
    return answer;
  }

  #answered(whole: JsonObject | undefined): void {
    if (this.#isDone) return;
    this.#isDone = true;
    if (whole === undefined) {
      this.#call.writer.end({ content: this.#text() });
      return;
    }
    const { refusal, error, ...answer } = this.#call.protocol.answer(whole);
    if (error !== undefined) return this.#failed({ ...answer, error: failureInStream(error, this.#status) });
    const response = this.#call.writer.end({ ...answer, response: this.#call.protocol.id === "openai-embeddings" ? undefined : whole });
    if (refusal !== undefined) this.#call.writer.refused(refusal, response);
  }

  #failed(input: LlmResponseInput): void {
    this.#call.writer.end({ content: undefined, ...input });
  }
}

/** Timers may fire a little early. */
const TIMER_SLACK_MS = 50;
