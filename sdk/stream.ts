import { ChunkLog } from "./chunks.ts";
import type { RecordedEvent } from "./event.ts";
import type { LlmResponseInput } from "./kinds/llm.ts";

/** A piece of a streamed answer: text, or text and reasoning apart. */
export type StreamChunk = string | { readonly content?: string | undefined; readonly reasoning?: string | undefined; readonly toolCall?: unknown };

/**
 * A streamed answer of a model. Give it each chunk as it comes; `end` records the whole as one `llm_response`, with the
 * time to the first token. A stream that is never ended is recorded with what came so far when its scope closes, as
 * cancelled.
 */
export class LlmStream {
  readonly #nowMs: () => number;
  readonly #finish: (input: LlmResponseInput) => RecordedEvent;
  readonly #startMs: number;
  #firstMs: number | undefined;
  #content = "";
  #reasoning = "";
  readonly #toolCalls: unknown[] = [];
  readonly #log = new ChunkLog();
  #ended: RecordedEvent | undefined;

  /** `finish` records the whole answer. The time to the first token counts from `startMs`. */
  constructor(nowMs: () => number, startMs: number, finish: (input: LlmResponseInput) => RecordedEvent) {
    this.#nowMs = nowMs;
    this.#finish = finish;
    this.#startMs = startMs;
  }

  /** Takes the next piece, and as `raw` what the program got, for a replay to serve. Ignored once the stream has ended. */
  chunk(piece: StreamChunk | undefined, raw?: unknown): void {
    if (this.#ended !== undefined) return;
    if (raw !== undefined) this.#log.add(raw);
    if (piece === null || piece === undefined) return;
    this.#firstMs ??= this.#nowMs();
    if (typeof piece === "string") {
      this.#content += piece;
      return;
    }
    if (typeof piece.content === "string") this.#content += piece.content;
    if (typeof piece.reasoning === "string") this.#reasoning += piece.reasoning;
    if (piece.toolCall !== undefined) this.#toolCalls.push(piece.toolCall);
  }

  /** Records the answer. A second call changes nothing and returns the same event. */
  end(input: LlmResponseInput = {}): RecordedEvent {
    this.#ended ??= this.#finish({
      content: this.#content,
      reasoning: this.#reasoning === "" ? undefined : this.#reasoning,
      toolCalls: this.#toolCalls.length === 0 ? undefined : this.#toolCalls,
      chunks: this.#log.pieces,
      timeToFirstTokenMs: this.#firstMs === undefined ? undefined : this.#firstMs - this.#startMs,
      ...input,
    });
    return this.#ended;
  }

  /** Records that the stream broke, with what came before. */
  fail(error: unknown): RecordedEvent {
    return this.end({ error });
  }
}
