import { printOf } from "../../../../format/behaviour/print.ts";
import { asObject } from "../../../../format/importers/kit/read.ts";
import type { StoryEvent } from "../story/event.ts";
import type { Act } from "./acts.ts";
import { STOPS, type Verdict } from "./verdicts.ts";

/** An act that had been stopped, tried again. */
export interface Evasion {
  /** Places in the list of acts. */
  readonly blocked: number;
  readonly retry: number;
  readonly likeness: number;
}

/** Share of what was blocked that a retry must hold, and how much must have been blocked to tell. */
const ALIKE = 0.6;
const LEAST_TOKENS = 2;
const MOST_REMEMBERED = 64;

interface Intent {
  readonly place: number;
  /** Index of the event that stopped it. */
  readonly stoppedAt: number;
  readonly tool: string;
  readonly tokens: ReadonlySet<string>;
}

/**
 * Acts that hold most of what an earlier, stopped act was about: the same wish in the same or other words. Looked for
 * among acts of the same tool and of tools that run anything they are given.
 */
export function evasionsOf(events: readonly StoryEvent[], acts: readonly Act[], verdicts: readonly Verdict[]): Evasion[] {
  const found: Evasion[] = [];
  let intents: Intent[] = [];
  for (const [place, act] of acts.entries()) {
    const tokens = tokensOf(events, act);
    const alike = intents
      .filter(({ stoppedAt, tool }) => stoppedAt < act.event && (tool === act.tool || RUNNERS.test(act.tool.slice(0, 200)) || RUNNERS.test(tool.slice(0, 200))))
      .map(({ place: blocked, tokens: wanted }) => ({ blocked, retry: place, likeness: shareOf(wanted, tokens) }))
      .toSorted((a, b) => b.likeness - a.likeness || b.blocked - a.blocked)[0];
    if (alike !== undefined && alike.likeness >= ALIKE) found.push(alike);
    const verdict = verdicts[place];
    if (verdict === undefined || !STOPS.has(verdict.verdict) || tokens.size < LEAST_TOKENS) continue;
    intents = [...intents, { place, stoppedAt: Math.max(verdict.by, act.event), tool: act.tool, tokens }].slice(-MOST_REMEMBERED);
  }
  return found;
}

/** Tools that do whatever they are told in their arguments. */
const RUNNERS = /(?:^|[^a-z])(?:run|exec|execute|bash|sh|shell|sql|query|python|terminal|command|eval|code)(?:[^a-z]|$)/i;

function tokensOf(events: readonly StoryEvent[], act: Act): ReadonlySet<string> {
  const { codes, names, words } = printOf(act.arguments ?? asObject(events[act.event]?.payload())?.["content"]);
  return new Set([...codes, ...names, ...words]);
}

function shareOf(wanted: ReadonlySet<string>, tried: ReadonlySet<string>): number {
  let common = 0;
  for (const token of wanted) if (tried.has(token)) common++;
  return common / Math.max(1, wanted.size);
}
