/** One call of a model: what was asked and what came back. */
export interface LlmCall {
  /** Row of the request; -1 if only the answer was recorded. */
  readonly request: number;
  /** Row of the answer; -1 if none came. */
  readonly response: number;
  readonly agent: string;
  readonly model: string;
  readonly offsetMs: number;
  readonly durationMs: number | null;
  readonly firstTokenMs: number | null;
  readonly tokensIn: number | null;
  readonly tokensOut: number | null;
  readonly tokensCached: number | null;
  readonly costUsd: number | null;
  /** True if the cost was worked out from tokens and list prices. */
  readonly isEstimated: boolean;
  readonly stop: string;
  readonly outcome: string;
  readonly messages: number | null;
  readonly tools: number | null;
  /** Tools the answer asks for. */
  readonly asks: readonly string[];
}

/** How one tool did. */
export interface ToolUse {
  readonly tool: string;
  readonly calls: number;
  readonly failures: number;
  /** Calls without a result. */
  readonly unanswered: number;
  /** Calls with the very arguments of an earlier one. */
  readonly repeats: number;
  readonly totalMs: number;
  /** Of calls whose time is known; null if it is of none. */
  readonly p50Ms: number | null;
  readonly p95Ms: number | null;
  /** Calls by time, in equal steps of the logarithm from `histogramFromMs` to `histogramToMs`. */
  readonly histogram: readonly number[];
  readonly histogramFromMs: number;
  readonly histogramToMs: number;
  readonly arguments: readonly { readonly name: string; readonly calls: number; readonly values: number }[];
  readonly slowest: readonly { readonly row: number; readonly ms: number }[];
  readonly failed: readonly { readonly row: number; readonly says: string }[];
}

/** How much of the run an answer rests on. */
interface Covered {
  readonly events: number;
  /** Events read; fewer than `events` beyond the bound asked for or that of 200,000. */
  readonly read: number;
}

export interface CallsInfo extends Covered {
  readonly llm: readonly LlmCall[];
  readonly llmTotal: number;
  readonly tools: readonly ToolUse[];
}

/** What one model, tool, agent or step used. */
export interface Spend {
  readonly name: string;
  readonly calls: number;
  readonly ms: number;
  readonly tokensIn: number;
  readonly tokensOut: number;
  readonly costUsd: number;
}

/** Something spent that led to nothing. */
export interface Waste {
  readonly what: string;
  readonly why: string;
  readonly events: number;
  readonly ms: number;
  readonly tokens: number;
  readonly costUsd: number;
  /** The first events it is made of, at most 20. */
  readonly rows: readonly number[];
}

/** A bar of the flame graph: an event with what it encloses. Parallel arrays, parents before children. */
export interface Flame {
  readonly row: Int32Array;
  readonly depth: Uint16Array;
  /** Milliseconds since the run began. */
  readonly startMs: Float64Array;
  readonly endMs: Float64Array;
  readonly costUsd: Float64Array;
  readonly names: readonly string[];
  readonly kinds: readonly string[];
  readonly failing: Uint8Array;
  readonly durationMs: number;
  /** Events left out because they have no extent or there are too many. */
  readonly leftOut: number;
}

export interface SpendInfo extends Covered {
  readonly byModel: readonly Spend[];
  readonly byTool: readonly Spend[];
  readonly byAgent: readonly Spend[];
  readonly total: Spend;
  readonly isEstimated: boolean;
  readonly waste: readonly Waste[];
  readonly flame: Flame;
}

/** `most` bounds the events read, from the beginning: a first part of a long run is soon there. */
interface CallsParams {
  readonly run: number;
  readonly most?: number;
}

export interface CallsAnalyses {
  readonly calls: { readonly params: CallsParams; readonly result: CallsInfo };
  readonly spend: { readonly params: CallsParams; readonly result: SpendInfo };
}
