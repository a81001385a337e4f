import type { Effect } from "./effects.ts";
import { dice, type Print } from "./print.ts";

/** How alike two acts are: `exact` apart from times and random ids, `near` if they say the same in other words. */
export type Likeness = "exact" | "near" | "other";

/** An act as far as likeness goes: what was asked, what came back. */
export interface Act {
  readonly effect: Effect;
  readonly asked: Print;
  readonly answer: Print;
  readonly failed: boolean;
}

/** Characters of an answer below which it says too little to tell two questions apart ("ok", "[]", "not found"). */
const TELLING_UNITS = 40;
/** Longer texts given to a tool that changes things are content, not a request: they must be the same to count as such. */
const MOST_REQUEST_UNITS = 400;
const MOST_REMARK_WORDS = 8;

/** Compares two acts of the same tool. */
export function likeness(one: Act, other: Act): Likeness {
  if (one.failed !== other.failed || !answersAgree(one.answer, other.answer)) return "other";
  if (one.asked.exact === other.asked.exact) return "exact";
  return asksAlike(one, other) ? "near" : "other";
}

/** True if the answers bring nothing new: same numbers, ids and paths, and nearly the same words. */
function answersAgree(one: Print, other: Print): boolean {
  if (one.exact === other.exact) return true;
  return sameSet(one.codes, other.codes) && dice(one.words, other.words) >= 0.85 && dice(one.names, other.names) >= 0.85;
}

/**
 * Asked in other words. The same telling answer shows by itself that two questions were one, unless the tool changes
 * things, whose answers are always the same; elsewhere the questions must name the same things in similar words.
 */
function asksAlike(one: Act, other: Act): boolean {
  const isTelling = !one.failed && Math.min(one.answer.units, other.answer.units) >= TELLING_UNITS;
  if (one.effect === "read" && isTelling) return dice(one.asked.codes, other.asked.codes) >= 0.5 || wordsAlike(one.asked, other.asked) >= 0.2;
  if (isTelling && sameSet(one.asked.codes, other.asked.codes) && (addsRemark(one.asked, other.asked) || addsRemark(other.asked, one.asked))) return true;
  if (one.effect === "write" && Math.max(one.asked.units, other.asked.units) > MOST_REQUEST_UNITS) return false;
  return saysSame(one.asked, other.asked, one.effect === "write" ? 0.6 : 0.5);
}

/** True if both name the same things and share at least this much of their words. */
export function saysSame(one: Print, other: Print, least: number): boolean {
  return sameSet(one.codes, other.codes) && namesMeet(one, other) && namesMeet(other, one) && wordsAlike(one, other) >= least;
}

/** True if the longer says all the shorter says, and a few words more. */
function addsRemark(shorter: Print, longer: Print): boolean {
  const extra = longer.names.size + longer.words.size - shorter.names.size - shorter.words.size;
  if (extra < 0 || extra > MOST_REMARK_WORDS) return false;
  for (const token of [...shorter.names, ...shorter.words]) if (!longer.names.has(token) && !longer.words.has(token)) return false;
  return true;
}

function wordsAlike(one: Print, other: Print): number {
  return dice(new Set([...one.names, ...one.words]), new Set([...other.names, ...other.words]));
}

/** True if every plain name of the one occurs somewhere in the other. */
function namesMeet(one: Print, other: Print): boolean {
  for (const name of one.names) if (!other.names.has(name) && !other.words.has(name)) return false;
  return true;
}

function sameSet(one: ReadonlySet<string>, other: ReadonlySet<string>): boolean {
  if (one.size !== other.size) return false;
  for (const token of one) if (!other.has(token)) return false;
  return true;
}
