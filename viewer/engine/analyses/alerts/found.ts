import type { RunFacts } from "../cause/facts.ts";
import type { StoryEvent } from "../story/event.ts";

/** Something odd in a run, with the events that show it. */
export interface FoundAlert {
  readonly type: string;
  readonly severity: "low" | "medium" | "high" | "critical";
  readonly signal: string;
  readonly agent: string;
  /** Indexes of the events, in order. */
  readonly events: readonly number[];
}

/** Looks a whole run over for one kind of oddity. */
export type Finder = (events: readonly StoryEvent[], run: RunFacts) => FoundAlert[];
