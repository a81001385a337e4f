import { effectOf } from "../../../../format/behaviour/effects.ts";
import { lookUp } from "../../../../format/importers/kit/read.ts";
import type { StoryEvent } from "../story/event.ts";
import { eventText } from "../story/text.ts";

/** Something that raises the pressure. */
export interface Sign {
  readonly event: number;
  readonly says: string;
  readonly weight: number;
}

export interface Escalation {
  /** Index of the event it began to build up at, and of the one at which it was worst. */
  readonly onset: number;
  readonly peak: number;
  /** Decayed sum at its peak. */
  readonly pressure: number;
  readonly signs: readonly Sign[];
}

const HALF_LIFE_STEPS = 10;
/** Pressure that counts as an escalation, and that below which it is over. */
const ALARM = 2.5;
const CALM = 0.25;
const STEPS: ReadonlySet<string> = new Set(["tool_call", "llm_response", "agent_turn", "decision", "handoff", "human_input"]);
const IRREVERSIBLE = /(?:^|[^a-z])(?:delete|drop|destroy|purge|wipe|truncate|terminate|kill|revoke|shutdown|force)/i;
const IRREVERSIBLE_ARGUMENTS = /\b(?:drop (?:table|database|schema)|truncate(?: table)?|delete from|rm -rf?|git push --force|force=true)\b/i;
const SUPERIOR = /\b(?:human|person|supervisor|manager|operator|escalat\w*|support|on-?call)\b/i;
const DISPLEASED = /\b(?:wrong|not what i|that's not|this is not|unacceptable|frustrat\w*|ridiculous|again[!?]|stop|doesn't work|still (?:not|broken|wrong)|useless|complain\w*)\b/i;
const LOOKED_AT = 2000;

/**
 * Stretches in which trouble comes faster than it fades (half in ten steps): errors, refusals, blocks, work given to a
 * person, stakes raised from reading to changing to destroying, displeasure. A stretch begins with the first sign after
 * calm and ends when the sum has faded.
 */
export function escalationsOf(events: readonly StoryEvent[]): Escalation[] {
  const found: Escalation[] = [];
  let [pressure, signs, stakes] = [0, [] as Sign[], 0];
  let worst: { readonly pressure: number; readonly event: number } = { pressure: 0, event: -1 };
  const close = (): void => {
    if (worst.pressure >= ALARM && signs.length > 1) found.push({ onset: signs[0]?.event ?? worst.event, peak: worst.event, pressure: worst.pressure, signs });
    [signs, worst] = [[], { pressure: 0, event: -1 }];
  };
  for (const event of events) {
    if (STEPS.has(event.kind)) pressure *= 2 ** (-1 / HALF_LIFE_STEPS);
    if (pressure < CALM && signs.length > 0) close();
    const raised = stakesOf(event);
    const sign = signOf(event, raised > stakes ? raised : 0);
    stakes = Math.max(stakes, raised);
    if (sign === undefined) continue;
    pressure += sign.weight;
    signs.push(sign);
    if (pressure > worst.pressure) worst = { pressure, event: event.index };
  }
  close();
  return found;
}

/** 0 reads, 1 changes, 2 destroys. */
function stakesOf(event: StoryEvent): number {
  if (event.kind !== "tool_call") return 0;
  const tool = event.envelope.tool ?? event.envelope.name ?? "";
  if (IRREVERSIBLE.test(tool.slice(0, 200)) || IRREVERSIBLE_ARGUMENTS.test(eventText(event).slice(0, LOOKED_AT))) return 2;
  return effectOf(tool) === "write" ? 1 : 0;
}

function signOf(event: StoryEvent, raised: number): Sign | undefined {
  const told = lookUp(WEIGHTS, event.kind)?.(event, raised);
  return told === undefined ? undefined : { event: event.index, says: told[0], weight: told[1] };
}

type Told = readonly [says: string, weight: number];

/** What a kind of event weighs; `raised` is the stakes of a call that are higher than any before. */
const WEIGHTS: Readonly<Record<string, (event: StoryEvent, raised: number) => Told | undefined>> = {
  policy_violation: () => ["a policy was violated", 1.5],
  refusal: () => ["the model refused", 1],
  error: () => ["an error", 1],
  safety_check: ({ envelope, flag }) => (envelope.outcome === "warn" ? ["a guard warned", 0.5] : flag === 0 ? undefined : ["a guard stopped it", 1]),
  tool_result: ({ envelope, flag }) => (flag === 0 ? undefined : [`${envelope.tool ?? "a call"} ${flag === 2 ? "was stopped" : "failed"}`, flag === 2 ? 1 : 0.75]),
  handoff: ({ envelope: { to = "" } }) => (SUPERIOR.test(to) ? [`given to ${to}`, 1.5] : undefined),
  tool_call: ({ envelope: { tool = "" } }, raised) => {
    if (SUPERIOR.test(tool.replaceAll("_", " "))) return [`calls for a person (${tool})`, 1.5];
    return raised === 0 ? undefined : raised === 2 ? [`destroys: ${tool}`, 1] : [`changes: ${tool}`, 0.5];
  },
  human_input: (event) => (DISPLEASED.test(eventText(event).slice(0, LOOKED_AT)) ? ["displeasure", 0.75] : undefined),
};
