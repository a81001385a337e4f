import type { LeftPicture } from "./pictures.ts";

/** A stretch of steps that say little: [from, to) of the steps. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
  /** Steps of one round if the stretch repeats what stands before it; 0 if its steps are only of little weight. */
  readonly period: number;
}

/** The steps of a run in recorded order, as columns. Steps are counted from 0. */
export interface ReplaySteps {
  readonly run: number;
  /** Global row of each step, rising. */
  readonly rows: Int32Array;
  /** When each step stands in time: its wall time in Unix microseconds. */
  readonly timeUs: Float64Array;
  /** Indexes into `kinds` and `agents`. */
  readonly kind: Uint16Array;
  readonly agent: Uint16Array;
  readonly kinds: readonly string[];
  readonly agents: readonly string[];
  /** 0 neither, 1 failing, 2 stopped. */
  readonly flag: Uint8Array;
  /** Step of the enclosing event; -1 for none. */
  readonly parent: Int32Array;
  /** In order, not overlapping. */
  readonly stretches: readonly Stretch[];
}

/** Where in a condition a reader stumbled, in characters from its start. */
export interface ConditionFault {
  readonly at: number;
  readonly message: string;
}

/** Where a run is to stop. */
export interface ReplayStops {
  /** Global rows, rising; at most 100,000. */
  readonly rows: Int32Array;
  /** For each row the first condition that holds there, by its place in the parameters. */
  readonly which: Uint16Array;
  /** For each condition: how many steps it holds at, and what is wrong with it, if anything. */
  readonly conditions: readonly { readonly count: number; readonly fault: ConditionFault | null }[];
  readonly cut: boolean;
}

/** One difference between two JSON values. */
export interface JsonChange {
  readonly type: "added" | "removed" | "changed";
  /** The way to it: `order.items[2].price`; empty for the whole. */
  readonly path: string;
  /** JSON text of what stood there and what stands there now, cut at 400 characters; empty where there is none. */
  readonly before: string;
  readonly after: string;
}

/** What a checkpoint kept, and what differs from another one. */
export interface ReplayState {
  readonly row: number;
  readonly id: string;
  /** Id to restore it by. */
  readonly checkpoint: string;
  readonly agent: string;
  /** JSON text of state and memory; empty if absent. Cut where they are large: then `cut` is set and it may not parse. */
  readonly state: string;
  readonly memory: string;
  readonly bytes: number;
  readonly cut: boolean;
  /** What differs from the state of `against`; null if there is nothing to hold it against, or one is too large. */
  readonly changes: readonly JsonChange[] | null;
  readonly changesTotal: number;
}

/** A message as a model saw it. */
export interface ContextMessage {
  /** Its place among the messages. */
  readonly at: number;
  readonly role: string;
  /** JSON text, cut at a bound: then `cut` is set. */
  readonly json: string;
  readonly cut: boolean;
  readonly characters: number;
  /** Whether the call before held it too. */
  readonly isNew: boolean;
  /** Row of the event it was put together from; -1 if it stood in the request itself. */
  readonly row: number;
}

/** What fills a context, by category. */
export interface Occupancy {
  readonly category: "system" | "tools" | "user" | "assistant" | "tool results" | "other";
  readonly characters: number;
  /** Characters ÷ 4: an estimate, since no recording says it by category. */
  readonly tokens: number;
}

/** Exactly what a model was given. */
export interface ReplayContext {
  /** Row of the request; -1 where none was recorded and the context was put together from the events before. */
  readonly request: number;
  readonly model: string;
  readonly messages: readonly ContextMessage[];
  /** More than `messages.length` where there are more than are shown; the newest are shown. */
  readonly messagesTotal: number;
  /** Names of the tools offered. */
  readonly tools: readonly string[];
  readonly occupancy: readonly Occupancy[];
  /** Input tokens as recorded; null if not. */
  readonly tokensIn: number | null;
  /** Messages of the call before that are no longer there: compacted or dropped. */
  readonly dropped: readonly ContextMessage[];
  readonly droppedTotal: number;
  readonly droppedCharacters: number;
  /** Characters of the call before; null if there was none. */
  readonly charactersBefore: number | null;
  /** Pictures whose base64 was left in the file; marks stand in their place in the messages. */
  readonly left: readonly LeftPicture[];
  /** The request's payload was too large to take apart. */
  readonly tooLarge: boolean;
}

/** A checkpoint as a place to run again from. */
export interface RestorePoint {
  readonly row: number;
  readonly step: number;
  /** Its place among the checkpoints, from 1. */
  readonly number: number;
  /** Id to restore it by. */
  readonly checkpoint: string;
  readonly agent: string;
  readonly bytes: number;
  /** Share of the run's steps that need not be done again, 0 to 1. */
  readonly kept: number;
  /** Steps from it to the first failure; negative if it comes after it, null if nothing failed. */
  readonly stepsToFailure: number | null;
}

/** Analyses behind the replay lens. */
export interface ReplayAnalyses {
  "replay-steps": { readonly params: { readonly run: number }; readonly result: ReplaySteps };
  "replay-stops": { readonly params: { readonly run: number; readonly conditions: readonly string[] }; readonly result: ReplayStops };
  /** Places to run again from, best first. `failureRow` is the first failing event; -1 for none. */
  "replay-checkpoints": { readonly params: { readonly run: number }; readonly result: { readonly points: readonly RestorePoint[]; readonly total: number; readonly failureRow: number } };
  /** `row` and `against` are rows of checkpoints; `against` -1 for none. */
  "replay-state": { readonly params: { readonly row: number; readonly against: number }; readonly result: ReplayState };
  /** `request` and `before` are rows of llm_request events; `request` -1 puts the context together from what came before the step at `row`. */
  "replay-context": { readonly params: { readonly row: number; readonly request: number; readonly before: number }; readonly result: ReplayContext };
}
