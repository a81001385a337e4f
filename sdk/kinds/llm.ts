import type { EventOptions, EventRef, Maker } from "../event.ts";
import { classOfError, errorPayload } from "./thrown.ts";
import { aboutOf } from "./refer.ts";

/** What a model is asked. */
export interface LlmRequestInput extends EventOptions {
  readonly messages?: readonly unknown[] | undefined;
  readonly system?: unknown;
  /** Tools offered. */
  readonly tools?: readonly unknown[] | undefined;
  /** temperature, max_tokens, … */
  readonly settings?: unknown;
}

export const llmRequest: Maker<LlmRequestInput> = {
  kind: "llm_request",
  make: ({ model, messages, system, tools, settings }) => ({
    members: { name: model },
    payload: { messages, system, tools, settings },
    about: model,
  }),
};

/** Tokens of one call. Input counts include cached ones, output counts include reasoning. */
export interface TokenUsage {
  readonly inputTokens?: number | undefined;
  readonly outputTokens?: number | undefined;
  readonly cacheReadTokens?: number | undefined;
  readonly cacheWriteTokens?: number | undefined;
  readonly reasoningTokens?: number | undefined;
}

/** What a model answered. With `error` the call counts as failed. */
export interface LlmResponseInput extends EventOptions {
  readonly content?: unknown;
  readonly reasoning?: unknown;
  /** Calls the model asks for: `{id, name, arguments}`. */
  readonly toolCalls?: readonly unknown[] | undefined;
  readonly stopReason?: string | undefined;
  readonly usage?: TokenUsage | undefined;
  readonly timeToFirstTokenMs?: number | undefined;
  /** The answer whole, as the program got it: what a replay serves. */
  readonly response?: unknown;
  /** The pieces of a streamed answer as the program got them, for a replay to serve one by one. */
  readonly chunks?: readonly unknown[] | undefined;
  readonly error?: unknown;
}

export const llmResponse: Maker<{ readonly request: EventRef; readonly input: LlmResponseInput }> = {
  kind: "llm_response",
  make: ({ request, input }) => {
    const { error, usage } = input;
    const model = input.model ?? aboutOf(request, "llm_request");
    const failed = error !== undefined && error !== null;
    const members = {
      name: model,
      outcome: failed ? "error" : "ok",
      error_class: failed ? classOfError(error) : undefined,
      importance: failed ? 0.9 : undefined,
      model,
      tokens_in: usage?.inputTokens,
      tokens_out: usage?.outputTokens,
      tokens_cache_read: usage?.cacheReadTokens,
      tokens_cache_write: usage?.cacheWriteTokens,
      tokens_reasoning: usage?.reasoningTokens,
    };
    const payload = {
      content: input.content,
      reasoning: input.reasoning,
      tool_calls: input.toolCalls,
      stop_reason: input.stopReason,
      time_to_first_token_ms: input.timeToFirstTokenMs,
      response: input.response,
      chunks: input.chunks,
      error: failed ? errorPayload(error) : undefined,
    };
    return { members, payload, answers: request };
  },
};
