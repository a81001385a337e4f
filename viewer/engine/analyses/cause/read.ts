import type { StoryEvent } from "../story/event.ts";
import { stepsOf } from "../story/steps.ts";
import { eventText } from "../story/text.ts";
import { readFacts, type RunFacts } from "./facts.ts";

/** Facts of a run by its events: task and prompts as given, then every step. Notes, labels and verdicts are not read. */
export function factsOf(events: readonly StoryEvent[]): RunFacts {
  const start = events.find(({ kind }) => kind === "agent_start");
  const prompts = events.filter(({ kind }) => kind === "prompt_policy");
  return readFacts(stepsOf(events), [start, ...prompts].map((event) => (event === undefined ? "" : eventText(event))));
}
