import type { EventRecord } from "../event.ts";
import type { Severity } from "../kinds.ts";

/** What a detector has noticed. It becomes a `behavior_alert`, or a row of a viewer's list. */
export interface Alert {
  /** One of the registry's words: `tool_loop`, `error_streak`, … */
  readonly alertType: string;
  readonly severity: Severity;
  /** One sentence for a person: what was seen, with its figures. */
  readonly signal: string;
  /** Ids of the events that show it, in their order; at most `MOST_RELATED`, the first and the latest of more. */
  readonly related: readonly string[];
  /** Whose behaviour it is; empty if the events name no agent. */
  readonly agent: string;
}

/**
 * Watches events in the order they were recorded and says at once what is odd. It may hold state of any number of
 * sessions and agents, but within bounds, however long the recording. Never throws for what is in an event.
 */
export interface Detector {
  observe(event: EventRecord): readonly Alert[];
}

const MOST_RELATED = 50;
/** What a detector says most of the time. */
export const NOTHING: readonly Alert[] = [];

/** The ids an alert names, the middle left out where there are too many. */
export function relatedIds(ids: readonly string[]): readonly string[] {
  const known = ids.filter((id) => id !== "");
  return known.length <= MOST_RELATED ? known : [...known.slice(0, MOST_RELATED / 2), ...known.slice(-MOST_RELATED / 2)];
}

/** Key of the flow an event belongs to: one agent of one session. */
export function flowOf({ session, agent }: EventRecord): string {
  return `${session}\n${agent ?? ""}`;
}
