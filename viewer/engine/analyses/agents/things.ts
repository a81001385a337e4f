import { STOP_WORDS } from "../../../../format/behaviour/words.ts";

/** Tokens looked at in one text, and things kept of it. */
const MOST_TOKENS = 4000;
const MOST_THINGS = 200;
const LONGEST = 60;
const TOKEN = /[\p{L}\p{N}_./\\@:#$%+-]+/gu;
const EDGES = /^[.:/#+-]+|[.:/#%+-]+$/g;
/** With a digit or a mark inside: numbers, ids, paths, addresses, names in code. */
const MARKED = /[\p{N}_/\\@$]|\p{L}\.\p{L}|\p{Ll}\p{Lu}/u;
const NAME = /^\p{Lu}[\p{L}]{2,}$/u;
/** A word that begins a sentence or a line is written large whatever it is. */
const SENTENCE_END = /[.!?:\n\r•*"“(#>-]\s*$/u;
/** The number of a step in a list says nothing. */
const ORDINAL = /^\d{1,2}$/;

/**
 * Things a text names: numbers, ids, paths, addresses, names in code and proper names within sentences. By their key in
 * lower case, each as it first stands; at most 200.
 */
export function thingsOf(text: string): ReadonlyMap<string, string> {
  const things = new Map<string, string>();
  let tokens = 0;
  for (const match of text.matchAll(TOKEN)) {
    if (++tokens > MOST_TOKENS || things.size >= MOST_THINGS) break;
    const token = match[0].replace(EDGES, "");
    const startsSentence = tokens === 1 || SENTENCE_END.test(text.slice(Math.max(0, match.index - 6), match.index));
    if (token === "" || token.length > LONGEST || (startsSentence && ORDINAL.test(token))) continue;
    const key = token.toLowerCase();
    const isThing = MARKED.test(token) || (NAME.test(token) && !startsSentence && !STOP_WORDS.has(key));
    if (isThing && !things.has(key)) things.set(key, token);
  }
  return things;
}
