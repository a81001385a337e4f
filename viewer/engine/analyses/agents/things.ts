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
/** A word that begins a sentence is written large whatever it is. */
const SENTENCE_END = /[.!?:\n\r•*"“(]\s*$|^\s*$|^\s*[-#>]+\s*$/u;
/** A step in a list says nothing. */
const ORDINAL = /^\d{1,2}[.)]?$/;

/**
 * Things a text names: numbers, ids, paths, addresses, names in code and proper names within sentences. By their key in
 * lower case, each as it first stands; at most 200.
 */
export function thingsOf(text: string): ReadonlyMap<string, string> {
  const things = new Map<string, string>();
  let [tokens, end] = [0, 0];
  for (const match of text.matchAll(TOKEN)) {
    if (++tokens > MOST_TOKENS || things.size >= MOST_THINGS) break;
    const token = match[0].replace(EDGES, "");
    const before = text.slice(Math.max(end, match.index - 4), match.index);
    const startsSentence = end === 0 || SENTENCE_END.test(before) || /[.!?:]$/.test(text.slice(match.index - 1, match.index));
    const followsEnd = /[.!?:]$/.test(text.slice(Math.max(0, end - 1), end));
    end = match.index + match[0].length;
    if (token === "" || token.length > LONGEST || ORDINAL.test(token)) continue;
    const key = token.toLowerCase();
    const isThing = MARKED.test(token) || (NAME.test(token) && !startsSentence && !followsEnd && !STOP_WORDS.has(key));
    if (isThing && !things.has(key)) things.set(key, token);
  }
  return things;
}
