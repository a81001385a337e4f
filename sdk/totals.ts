import type { EnvelopeWriter } from "./line.ts";

/** Sums over a scope and the scopes inside it, as they stand in the closing event's `payload.totals`. */
export class Totals {
  #events = 0;
  #llmCalls = 0;
  #toolCalls = 0;
  #errors = 0;
  #tokensIn = 0;
  #tokensOut = 0;
  #costUsd = 0;

  /** Counts an event whose envelope is complete. */
  add(kind: string, envelope: EnvelopeWriter): void {
    this.#events++;
    if (kind === "tool_call") this.#toolCalls++;
    if (kind === "agent_end") return;
    if (envelope.isError) this.#errors++;
    if (kind === "llm_response") this.#llmCalls++;
    if (envelope.has("tokens_in")) this.#tokensIn += envelope.number("tokens_in");
    if (envelope.has("tokens_out")) this.#tokensOut += envelope.number("tokens_out");
    if (envelope.has("cost_usd")) this.#costUsd += envelope.number("cost_usd");
  }

  /** The sums so far; those of tokens and cost only where there were any. */
  toPayload(): Readonly<Record<string, number>> {
    return {
      events: this.#events,
      llm_calls: this.#llmCalls,
      tool_calls: this.#toolCalls,
      errors: this.#errors,
      ...(this.#tokensIn + this.#tokensOut > 0 ? { tokens_in: this.#tokensIn, tokens_out: this.#tokensOut } : {}),
      ...(this.#costUsd > 0 ? { cost_usd: this.#costUsd } : {}),
    };
  }
}
