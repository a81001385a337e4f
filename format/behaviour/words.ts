/** Words that carry no intent: articles, pronouns, prepositions, politeness and filler of requests. */
export const STOP_WORDS: ReadonlySet<string> = new Set(
  `a about all also am an and any are as at be been but by can could did do does for from get give had has have her here
  his how i if in into is it its just let like me more my now of on one only or our out over please s she so some such t
  tell than that the their them then there these they this those to up us very want was we were what when where which
  who will with would you your need again know`.split(/\s+/),
);

const ENDINGS = ["ations", "ation", "ments", "ment", "ings", "ing", "ies", "ers", "ors", "ed", "es", "er", "or", "ly", "al", "s", "e", "y"] as const;
const SHORTEST_STEM = 4;

/** A word without its ending, so that forms of one word meet: light, without a dictionary. */
export function stem(word: string): string {
  for (const ending of ENDINGS) {
    if (word.length - ending.length >= SHORTEST_STEM && word.endsWith(ending)) return word.slice(0, -ending.length);
  }
  return word;
}
