import type { RecordedEvent, TraceContext } from "../../../sdk/index.ts";
import type { SimulatedClock } from "./clock.ts";
import type { ToolSchema } from "./tools.ts";

/** A message as the model sees it. */
export interface Message {
  readonly role: "system" | "user" | "assistant" | "tool";
  readonly content: string;
  readonly tool_calls?: readonly AskedCall[];
  readonly tool_call_id?: string;
  readonly name?: string;
}

/** A call the model asks for. */
export interface AskedCall {
  readonly id: string;
  readonly name: string;
  readonly arguments: Readonly<Record<string, unknown>>;
}

/** What the script makes the model say. */
export interface Line {
  readonly text?: string;
  readonly reasoning?: string;
  readonly calls?: readonly (readonly [tool: string, args: Readonly<Record<string, unknown>>])[];
}

/** Looks at the messages and says the model's next line. May throw what a provider answers with. */
export type Script = (messages: readonly Message[], turn: number) => Line;

/** What came back, with its event. */
export interface Answer {
  readonly text: string;
  readonly calls: readonly AskedCall[];
  readonly event: RecordedEvent;
  readonly costUsd: number;
}

/** A model by name, with its prices in US dollars for a million tokens and its pace. */
export interface ModelKind {
  readonly model: string;
  readonly provider: string;
  readonly inputPrice: number;
  readonly outputPrice: number;
  readonly msPerToken: number;
}

export const SONNET: ModelKind = { model: "claude-sonnet-4-5", provider: "anthropic", inputPrice: 3, outputPrice: 15, msPerToken: 14 };
export const HAIKU: ModelKind = { model: "claude-haiku-4-5", provider: "anthropic", inputPrice: 1, outputPrice: 5, msPerToken: 6 };
export const OPUS: ModelKind = { model: "claude-opus-4-1", provider: "anthropic", inputPrice: 15, outputPrice: 75, msPerToken: 25 };
export const GPT: ModelKind = { model: "gpt-4o-2024-08-06", provider: "openai", inputPrice: 2.5, outputPrice: 10, msPerToken: 11 };

const CHARACTERS_PER_TOKEN = 4;
const FIRST_TOKEN_MS = 380;

/** Tokens of a value as the model would see it, roughly. */
export function tokensOf(value: unknown): number {
  return Math.ceil((typeof value === "string" ? value.length : JSON.stringify(value).length) / CHARACTERS_PER_TOKEN);
}

/** A model that speaks from a script; requests, answers and failures are recorded as those of a real one would be. */
export class ScriptedModel {
  readonly kind: ModelKind;
  readonly #clock: SimulatedClock;
  readonly #script: Script;
  #turn = 0;
  #calls = 0;

  constructor(kind: ModelKind, clock: SimulatedClock, script: Script) {
    this.kind = kind;
    this.#clock = clock;
    this.#script = script;
  }

  /** Asks the model. Throws what the script throws, after recording it. */
  async ask(ctx: TraceContext, messages: readonly Message[], tools: readonly ToolSchema[] = []): Promise<Answer> {
    const { model, provider } = this.kind;
    const request = ctx.recordLlmRequest({ model, provider, messages: [...messages], tools: tools.length > 0 ? tools : undefined, settings: { temperature: 0, max_tokens: 1024 } });
    let line: Line;
    try {
      line = this.#script(messages, this.#turn++);
    } catch (error) {
      await this.#clock.sleep(FIRST_TOKEN_MS);
      ctx.recordLlmResponse(request, { model, provider, error });
      throw error;
    }
    return await this.#answer(ctx, request, line, tokensOf(messages) + tokensOf(tools));
  }

  async #answer(ctx: TraceContext, request: RecordedEvent, line: Line, inputTokens: number): Promise<Answer> {
    const { model, provider, inputPrice, outputPrice, msPerToken } = this.kind;
    const calls = (line.calls ?? []).map(([name, args]) => ({ id: `call_${String(++this.#calls).padStart(3, "0")}`, name, arguments: args }));
    const outputTokens = tokensOf(line.text ?? "") + tokensOf(line.reasoning ?? "") + (calls.length > 0 ? tokensOf(calls) : 0);
    await this.#clock.sleep(FIRST_TOKEN_MS + outputTokens * msPerToken);
    const costUsd = Math.round(inputTokens * inputPrice + outputTokens * outputPrice) / 1e6;
    const event = ctx.recordLlmResponse(request, {
      model,
      provider,
      content: line.text,
      reasoning: line.reasoning,
      toolCalls: calls.length > 0 ? calls : undefined,
      stopReason: calls.length > 0 ? "tool_use" : "end_turn",
      usage: { inputTokens, outputTokens, reasoningTokens: line.reasoning === undefined ? undefined : tokensOf(line.reasoning) },
      timeToFirstTokenMs: FIRST_TOKEN_MS,
      costUsd,
      upstream: [request],
    });
    return { text: line.text ?? "", calls, event, costUsd };
  }
}

/** A script that says one line after the other, the last one again and again. */
export function lines(...said: readonly (Line | string)[]): Script {
  return (_messages, turn) => {
    const line = said[Math.min(turn, said.length - 1)] ?? "";
    return typeof line === "string" ? { text: line } : line;
  };
}
