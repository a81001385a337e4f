import type { EventRow } from "../api.ts";

/** How one line of two aligned runs stands. `reworded`: the same was said in other words. */
export const ROW_STATES = ["equal", "reworded", "changed", "result", "instead", "removed", "added", "moved"] as const;
export type RowState = (typeof ROW_STATES)[number];

/** Two runs laid side by side, line by line. */
export interface Comparison {
  /** Global row on either side of each line; -1 where a side has none. */
  readonly left: Int32Array;
  readonly right: Int32Array;
  /** Index into ROW_STATES of each line. */
  readonly state: Uint8Array;
  /** For a moved step: the line its partner stands on; else -1. */
  readonly partner: Int32Array;
  /** First line where something else was done, not only said in other words; else the first that differs at all; -1 if the runs are equal. */
  readonly firstDifference: number;
  /** What differs, the weightiest first. */
  readonly differences: readonly Difference[];
  readonly differencesTotal: number;
  readonly facts: readonly ComparedFact[];
  /** True if a run was too long to be read whole; then its beginning is compared. */
  readonly cut: boolean;
  /** Events of the longer run, and how many were read at most of either. */
  readonly events: number;
  readonly read: number;
}

/** One thing the two runs did differently. */
export interface Difference {
  readonly line: number;
  readonly left: number;
  readonly right: number;
  readonly state: RowState;
  /** How much it is likely to matter, 0 to 1: writes before reads before words. */
  readonly weight: number;
  /** The step, in words: "update_reservation_flights". */
  readonly what: string;
  /** Why it has its weight, in words: "writes", "fails on one side", "says other words". */
  readonly why: string;
}

/** One number or set of names of both runs. */
export interface ComparedFact {
  readonly group: "size" | "cost" | "speakers" | "policies" | "behaviour";
  readonly name: string;
  readonly unit: "count" | "ms" | "usd" | "share" | "text";
  readonly left: number | string | null;
  readonly right: number | string | null;
}

/** One place where two payloads differ. */
export interface ValueChange {
  /** JSON Pointer (RFC 6901). */
  readonly pointer: string;
  readonly left: string | null;
  readonly right: string | null;
  /** Word by word where both are texts: equal, only left, only right. */
  readonly words: readonly { readonly side: "both" | "left" | "right"; readonly text: string }[];
}

/** Two events beside one another. */
export interface PairDetail {
  readonly changes: readonly ValueChange[];
  readonly changesTotal: number;
  /** The last request to a model at or before either event; null where none was recorded. */
  readonly context: { readonly left: ContextSide | null; readonly right: ContextSide | null; readonly messages: readonly ContextLine[]; readonly settings: readonly ValueChange[] };
}

export interface ContextSide {
  readonly row: number;
  readonly model: string;
  readonly messages: number;
}

/** One message of two contexts. */
export interface ContextLine {
  readonly side: "both" | "left" | "right" | "changed";
  readonly role: string;
  readonly left: string;
  readonly right: string;
}

/** Runs of one task, by set. */
export interface BoardRow {
  readonly task: string;
  /** For each set of the board, its runs of the task. */
  readonly cells: readonly (readonly BoardRun[])[];
  /** Against the base, for each set: see BOARD_VERDICTS. */
  readonly verdicts: readonly BoardVerdict[];
}

export interface BoardRun {
  readonly run: number;
  readonly outcome: string;
  readonly passed: boolean | null;
}

/** `flaky`: runs of the set itself disagree. `regressed` and `improved` speak of all runs of both sides. */
export const BOARD_VERDICTS = ["same_passed", "same_failed", "regressed", "improved", "flaky", "missing"] as const;
export type BoardVerdict = (typeof BOARD_VERDICTS)[number];

export interface Board {
  /** What the runs are grouped by: each value is a set. */
  readonly sets: readonly { readonly name: string; readonly runs: number; readonly passed: number; readonly judged: number }[];
  readonly base: number;
  readonly rows: readonly BoardRow[];
  /** Rows of each verdict, for each set. */
  readonly counts: readonly Readonly<Record<BoardVerdict, number>>[];
  /** Why there is no board, if there is none. */
  readonly missing: string;
}

/** A property of runs and how it goes with failing. */
export interface Trait {
  readonly kind: string;
  readonly name: string;
  readonly failedWith: number;
  readonly failed: number;
  readonly passedWith: number;
  readonly passed: number;
  /** Share of failed minus share of passed runs that have it (risk difference), -1 to 1; for numbers Cliff's delta. */
  readonly effect: number;
  /** Two-sided p (Fisher's exact test; Mann-Whitney for numbers) and the false discovery rate at which it stands (Benjamini-Hochberg). */
  readonly p: number;
  readonly q: number;
  /** For numbers: medians. */
  readonly failedMedian: number | null;
  readonly passedMedian: number | null;
  /** Runs that have it, failing ones first, at most 50. */
  readonly runs: readonly number[];
}

export interface Traits {
  readonly failed: number;
  readonly passed: number;
  readonly tested: number;
  readonly traits: readonly Trait[];
  /** Why nothing can be said, if nothing can. */
  readonly missing: string;
}

/** A directed graph of what follows what. */
export interface Flow {
  readonly nodes: readonly { readonly name: string; readonly kind: string; readonly count: number; readonly failed: number; readonly passed: number }[];
  readonly edges: readonly { readonly from: number; readonly to: number; readonly count: number; readonly failed: number; readonly passed: number }[];
  /** Runs that went each distinct way, most first, at most 50. */
  readonly variants: readonly { readonly steps: readonly string[]; readonly stepsTotal: number; readonly runs: readonly number[]; readonly failed: number; readonly passed: number }[];
  readonly runs: number;
}

/** Where each run leaves the way most runs of its task go. */
export interface Consensus {
  readonly steps: readonly { readonly name: string; readonly kind: string; readonly support: number }[];
  readonly runs: readonly { readonly run: number; readonly fitness: number; readonly leavesAt: number; readonly row: number }[];
  readonly missing: string;
}

/** A failure of another run that is like the one looked at. */
export interface SimilarFailure {
  readonly row: number;
  readonly run: number;
  readonly file: number;
  readonly session: string;
  /** Cosine of the words, tools and classes they have in common, 0 to 1. */
  readonly likeness: number;
  readonly message: string;
  readonly fixes: readonly { readonly row: number; readonly how: "repair that held" | "repair that failed" | "same tool, worked" }[];
  /** Rows of notes on it. */
  readonly notes: readonly number[];
}

/** One text of a system prompt or prompt policy, and how the runs with it went. */
export interface PromptVersion {
  readonly name: string;
  readonly agent: string;
  /** Its text, at most 20,000 characters. */
  readonly text: string;
  /** Where it first stands. */
  readonly row: number;
  readonly runs: readonly number[];
  readonly failed: number;
  readonly passed: number;
  /** Means over its runs. */
  readonly tokensIn: number;
  readonly tokensOut: number;
  readonly costUsd: number;
}

export interface CompareAnalyses {
  /** Table rows of any events. */
  readonly "event-rows": { readonly params: { readonly rows: readonly number[] }; readonly result: readonly EventRow[] };
  /** `most` bounds the events read of each run, from the beginning: a first part of long runs is soon there. */
  readonly "compare-runs": { readonly params: { readonly left: number; readonly right: number; readonly most?: number }; readonly result: Comparison };
  readonly "compare-pair": { readonly params: { readonly left: number; readonly right: number }; readonly result: PairDetail };
  readonly board: { readonly params: { readonly by: BoardGrouping; readonly base: string }; readonly result: Board };
  readonly traits: { readonly params: { readonly runs: readonly number[] }; readonly result: Traits };
  readonly flow: { readonly params: { readonly runs: readonly number[] }; readonly result: Flow };
  readonly consensus: { readonly params: { readonly runs: readonly number[] }; readonly result: Consensus };
  readonly similar: { readonly params: { readonly row: number }; readonly result: { readonly message: string; readonly considered: number; readonly found: readonly SimilarFailure[]; readonly missing: string } };
  readonly prompts: { readonly params: { readonly runs: readonly number[] }; readonly result: { readonly versions: readonly PromptVersion[]; readonly missing: string } };
  readonly "text-diff": { readonly params: { readonly left: string; readonly right: string }; readonly result: ValueChange["words"] };
}

/** What makes a set of runs. */
export const BOARD_GROUPINGS = ["file", "agent", "model", "framework", "attempt"] as const;
export type BoardGrouping = (typeof BOARD_GROUPINGS)[number];
