/** Sorts of characters a run of which becomes tokens in the same way. */
type Sort = "lower" | "upper" | "digit" | "space" | "line" | "sign" | "letter" | "wide";

/** Characters of a run that make one token: set so that the sum is seldom below what models count (docs/briefs.md). */
const PER_TOKEN: Readonly<Record<Sort, number>> = { lower: 5.5, upper: 2, digit: 3, space: 24, line: 6, sign: 2.4, letter: 1.8, wide: 1 };

/**
 * About how many tokens a language model takes a text for, on the careful side. Texts joined at a line break never
 * count more than their parts do. Linear in the text.
 */
export function estimateTokens(text: string): number {
  let tokens = 0;
  let sort: Sort = "space";
  let length = 1;
  for (let at = 0; at <= text.length; at++) {
    const next = at === text.length ? undefined : sortOf(text.charCodeAt(at));
    if (next === sort) length++;
    else if (next === "lower" && sort === "upper" && length === 1) [sort, length] = [next, 2];
    else {
      // One space goes with the word after it.
      if (sort !== "space" || length > 1) tokens += Math.ceil(length / PER_TOKEN[sort]);
      if (next !== undefined) [sort, length] = [next, 1];
    }
  }
  return tokens;
}

function sortOf(code: number): Sort {
  if (code < 0x80) return ASCII[code] as Sort;
  return code < 0x2e80 ? "letter" : "wide";
}

const ASCII: readonly Sort[] = Array.from({ length: 0x80 }, (_, code) => {
  const character = String.fromCharCode(code);
  if (/[a-z]/.test(character)) return "lower";
  if (/[A-Z]/.test(character)) return "upper";
  if (/\d/.test(character)) return "digit";
  if (character === "\n" || character === "\r") return "line";
  return /\s/.test(character) ? "space" : "sign";
});
