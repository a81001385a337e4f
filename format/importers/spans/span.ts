import type { Json } from "../../event.ts";
import type { JsonObject } from "../kit/read.ts";
import type { Message } from "../messages/message.ts";
import type { SourcePlace } from "../types.ts";

/** What a span was doing, whatever convention says so. */
export type SpanRole =
  | "llm"
  | "tool"
  | "agent"
  | "chain"
  | "retrieval"
  | "embedding"
  | "reranker"
  | "guardrail"
  | "evaluator"
  | "prompt"
  | "handoff"
  | "human"
  | "error"
  | "alert"
  | "event"
  | "span";

/** Tokens of one model call. */
export interface Usage {
  tokens_in?: number | undefined;
  tokens_out?: number | undefined;
  tokens_cache_read?: number | undefined;
  tokens_cache_write?: number | undefined;
  tokens_reasoning?: number | undefined;
}

/** What conventions say of a span, in one vocabulary. All optional; later conventions fill gaps, they do not overwrite. */
export interface SpanFacts extends Usage {
  role?: SpanRole;
  model?: string;
  provider?: string;
  agent?: string;
  tool?: string;
  call_id?: string;
  policy?: string;
  to?: string;
  /** Joins traces of one conversation. */
  conversation?: string;
  framework?: string;
  task?: string;
  /** Which try at the task, from 0. */
  attempt?: number;
  /** What the run should have come to, and how each scorer judged it. */
  expected?: Json;
  scores?: Json;
  cost_usd?: number;
  score?: number;
  confidence?: number;
  passed?: boolean;
  stop_reason?: string;
  time_to_first_token_ms?: number;
  messages_in?: readonly Message[];
  messages_out?: readonly Message[];
  system?: Json;
  tools?: readonly Json[];
  settings?: Json;
  input?: Json;
  output?: Json;
  query?: Json;
  documents?: Json;
  text?: string;
  tags?: readonly string[];
  failed?: boolean;
  error_class?: string;
  error_message?: string;
  stack?: string;
}

/** Something that happened inside a span and is not part of its facts. */
export interface SpanEvent {
  readonly name: string;
  readonly timeUs: number | undefined;
  readonly data: Json;
  /** What it says, if it is more than a log: a judgement on the span. */
  readonly facts?: SpanFacts;
}

/** One operation with start and end: an OpenTelemetry span, a LangSmith run, a Langfuse observation. */
export interface Span {
  readonly id: string;
  /** Undefined for roots. */
  readonly parent: string | undefined;
  /** The run it belongs to. */
  readonly run: string;
  readonly name: string;
  readonly startUs: number | undefined;
  readonly endUs: number | undefined;
  readonly facts: SpanFacts;
  readonly events: readonly SpanEvent[];
  /** Ids of spans it is linked to. */
  readonly links: readonly string[];
  /** Everything the source says that is not in the facts. */
  readonly extra: JsonObject;
  readonly source: SourcePlace;
}
