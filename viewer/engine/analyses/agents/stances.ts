import type { StoryEvent } from "../story/event.ts";
import type { Message } from "./talk.ts";

/** What a message holds of what was said before it: 1 for, -1 against, 0 neither; or the answer it names. */
export interface Stance {
  readonly value: -1 | 0 | 1;
  /** The words it shows in. */
  readonly says: string;
  /** Answer named outright, in lower case; empty if none. */
  readonly answer: string;
}

export interface Shift {
  readonly speaker: string;
  readonly before: number;
  readonly after: number;
  readonly was: string;
  readonly is: string;
  readonly following: "peer disagreement" | "new evidence" | "spontaneous";
  /** Index of the event that came between; -1 for none. */
  readonly cause: number;
}

const LOOKED_AT = 1200;
const FOR = /\b(?:agree[ds]?|accept(?:ed)?|approve[ds]?|confirmed|that(?:'s| is) (?:right|correct)|you(?:'re| are) (?:right|correct)|looks (?:good|correct)|lgtm|no (?:further )?objections?|yes)\b/gi;
const AGAINST = /\b(?:disagree[ds]?|reject(?:ed)?|object|objection|i doubt|that(?:'s| is) (?:wrong|incorrect|false)|you(?:'re| are) (?:wrong|mistaken)|incorrect|is wrong|not convinced|i was wrong|let me correct|no)\b/gi;
/** Turns what follows round, within a few words. */
const NEGATION = /\b(?:not|never|no longer|cannot|can't|don't|doesn't|do not|does not|isn't|won't|without|unable to)\s+(?:\w+\s+){0,2}$/i;
const ANSWER = /\b(?:final answer|the answer is|answer|my vote|i vote for|i choose)\s*(?:is|=|:)?\s*["“'*]*([\p{L}\p{N}$][\p{L}\p{N}$.,%_ /-]{0,40})/iu;

/** The stance of a text by its markers, with negation turned round. The first marker at its beginning weighs most. */
export function stanceOf(text: string): Stance {
  const looked = text.slice(0, LOOKED_AT);
  const marks = [...marksOf(looked, FOR, 1), ...marksOf(looked, AGAINST, -1)].toSorted((a, b) => a.at - b.at);
  const answer = ANSWER.exec(looked)?.[1]?.trim().toLowerCase().replace(/[.,\s]+$/, "") ?? "";
  const sum = marks.reduce((total, { value, at }, index) => total + value * (index === 0 && at < 24 ? 3 : 1), 0);
  const value = sum > 0 ? 1 : sum < 0 ? -1 : 0;
  return { value, says: marks.find((mark) => mark.value === value)?.says ?? "", answer };
}

interface Mark {
  readonly at: number;
  readonly value: -1 | 1;
  readonly says: string;
}

/** "No objections" and "no longer" are no "no": a longer marker at the same place goes first. */
function marksOf(text: string, pattern: RegExp, value: -1 | 1): Mark[] {
  const marks: Mark[] = [];
  for (const match of text.matchAll(pattern)) {
    const [says] = match;
    if (/^(?:no|yes)$/i.test(says) && !/^\s*[,.!:;—-]|^$/.test(text.slice(match.index + says.length, match.index + says.length + 2))) continue;
    const isTurned = NEGATION.test(text.slice(Math.max(0, match.index - 40), match.index)) || (/^object/i.test(says) && /\bno (?:further )?$/i.test(text.slice(Math.max(0, match.index - 12), match.index)));
    marks.push({ at: match.index, value: isTurned ? (value === 1 ? -1 : 1) : value, says });
  }
  return marks;
}

/** Turns at which a speaker changes sides or names another answer, with what came between. */
export function shiftsOf(events: readonly StoryEvent[], messages: readonly Message[]): Shift[] {
  const last = new Map<string, { readonly message: Message; readonly stance: Stance; readonly at: number }>();
  const stances = messages.map((message) => (message.form === "said" ? stanceOf(message.text) : NOTHING_SAID));
  const firstSaid = new Map<string, number>();
  for (const [at, { things, words }] of messages.entries()) for (const key of [...things.keys(), ...words]) if (!firstSaid.has(key)) firstSaid.set(key, at);
  const shifts: Shift[] = [];
  for (const [at, message] of messages.entries()) {
    const stance = stances[at] as Stance;
    if (stance.value === 0 && stance.answer === "") continue;
    const before = last.get(message.from);
    const merged: Stance = { ...stance, value: stance.value === 0 ? (before?.stance.value ?? 0) : stance.value, answer: stance.answer || (before?.stance.answer ?? "") };
    last.set(message.from, { message, stance: merged, at });
    if (before === undefined || !isShift(before.stance, stance)) continue;
    const between = betweenOf({ events, messages, stances, firstSaid }, before.at, at);
    shifts.push({ speaker: message.from, before: before.message.event, after: message.event, was: wordOf(before.stance, stance), is: wordOf(stance, before.stance), ...between });
  }
  return shifts;
}

const NOTHING_SAID: Stance = { value: 0, says: "", answer: "" };

function isShift(before: Stance, now: Stance): boolean {
  if (before.answer !== "" && now.answer !== "" && before.answer !== now.answer) return true;
  return before.value !== 0 && now.value !== 0 && before.value !== now.value;
}

function wordOf(stance: Stance, other: Stance): string {
  if (stance.answer !== "" && other.answer !== "" && stance.answer !== other.answer) return `answers ${stance.answer}`;
  return stance.value > 0 ? "agrees" : "disagrees";
}

interface Talk {
  readonly events: readonly StoryEvent[];
  readonly messages: readonly Message[];
  readonly stances: readonly Stance[];
  /** Message that first had a thing or word. */
  readonly firstSaid: ReadonlyMap<string, number>;
}

/** New words that make what a peer says something new, where it names no new thing. */
const NEW_WORDS = 5;
const EVIDENCE: ReadonlySet<string> = new Set(["tool_result", "retrieval", "human_input"]);

/** What came between two turns of a speaker: somebody who disagreed; else something newly found or said; else nothing. */
function betweenOf({ events, messages, stances, firstSaid }: Talk, from: number, to: number): Pick<Shift, "following" | "cause"> {
  const [first, last] = [messages[from] as Message, messages[to] as Message];
  const said = messages.slice(from + 1, to);
  const against = said.findIndex((message, index) => message.from !== last.from && stances[from + 1 + index]?.value === -1);
  if (against >= 0) return { following: "peer disagreement", cause: said[against]?.event ?? -1 };
  const found = events.slice(first.event + 1, last.event).find(({ kind, flag }) => EVIDENCE.has(kind) && flag === 0);
  if (found !== undefined) return { following: "new evidence", cause: found.index };
  const isNew = (key: string): boolean => (firstSaid.get(key) ?? 0) > from;
  const news = said.find(({ from: peer, things, words }) => peer !== last.from && ([...things.keys()].some(isNew) || [...words].filter(isNew).length >= NEW_WORDS));
  return news === undefined ? { following: "spontaneous", cause: -1 } : { following: "new evidence", cause: news.event };
}
