import { asObject, asText } from "../../../../format/importers/kit/read.ts";
import type { StoryEvent } from "../story/event.ts";
import type { Finder, FoundAlert } from "./found.ts";

/** Times two choices must come round before it is called oscillation. */
const ROUNDS = 3;

interface Choice {
  readonly event: number;
  readonly what: string;
  readonly agent: string;
}

/** An agent that goes back and forth between two choices, or two agents that hand the work to each other. */
export const oscillation: Finder = (events) => {
  const choices = events.flatMap((event) => choiceOf(event) ?? []);
  const handoffs = events.flatMap((event) => handoffOf(event) ?? []);
  const byAgent = new Map<string, Choice[]>();
  for (const choice of choices) byAgent.set(choice.agent, [...(byAgent.get(choice.agent) ?? []), choice]);
  const swings = [...byAgent.values()].flatMap((own) => swingsOf(own, (a, b) => `goes back and forth between "${a}" and "${b}"`));
  return [...swings, ...swingsOf(handoffs, (a, b) => `the work is handed back and forth: ${a}, ${b}`)];
};

function choiceOf(event: StoryEvent): Choice | undefined {
  if (event.kind !== "decision") return undefined;
  const what = asText(asObject(event.payload())?.["chosen_action"]);
  return what === undefined ? undefined : { event: event.index, what: what.slice(0, 80), agent: event.envelope.agent ?? "" };
}

function handoffOf(event: StoryEvent): Choice | undefined {
  const { to, agent = "" } = event.envelope;
  return event.kind === "handoff" && to !== undefined ? { event: event.index, what: `${agent} → ${to}`, agent } : undefined;
}

/** Stretches A B A B A B of two different choices. */
function swingsOf(choices: readonly Choice[], say: (a: string, b: string) => string): FoundAlert[] {
  const found: FoundAlert[] = [];
  for (let start = 0; start + 2 * ROUNDS <= choices.length; ) {
    const [a, b] = [choices[start] as Choice, choices[start + 1] as Choice];
    let end = start + 2;
    while (end < choices.length && choices[end]?.what === choices[end - 2]?.what) end++;
    if (a.what !== b.what && end - start >= 2 * ROUNDS) {
      found.push({ type: "oscillation", severity: "medium", signal: `${say(a.what, b.what)}, ${Math.floor((end - start) / 2)} times`, agent: a.agent, events: choices.slice(start, end).map(({ event }) => event) });
      start = end;
    } else start = Math.max(start + 1, end - 1);
  }
  return found;
}
