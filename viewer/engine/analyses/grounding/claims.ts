const LEAST_WORDS = 4;
const MOST_CLAIMS = 60;
const LONGEST_QUOTE = 1000;
const OPENERS: Readonly<Record<string, string>> = { '"': '"', "“": "”", "«": "»", "„": "“" };
const MARK = /["“«„]|> /;
const CODE_BLOCK = /```[\s\S]{0,20000}?(?:```|$)/g;

/** Quotations of four words or more in a text, code left out. Linear in the text. */
export function quotesOf(text: string): string[] {
  if (!MARK.test(text)) return [];
  const prose = text.includes("```") ? text.replaceAll(CODE_BLOCK, " ") : text;
  const quotes: string[] = [];
  for (let at = 0; at < prose.length && quotes.length < MOST_CLAIMS; at++) {
    const closer = OPENERS[prose[at] as string];
    if (closer === undefined) continue;
    const end = prose.indexOf(closer, at + 1);
    if (end < 0 || end - at > LONGEST_QUOTE) continue;
    const quote = prose.slice(at + 1, end);
    if (wordCount(quote) >= LEAST_WORDS) quotes.push(quote);
    at = end;
  }
  return [...quotes, ...blockQuotes(prose)].slice(0, MOST_CLAIMS);
}

function blockQuotes(text: string): string[] {
  if (!text.includes("> ")) return [];
  return text
    .split("\n")
    .filter((line) => line.startsWith("> "))
    .map((line) => line.slice(2, LONGEST_QUOTE))
    .filter((line) => wordCount(line) >= LEAST_WORDS);
}

function wordCount(text: string): number {
  return text.trim().split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
}

/** True for numbers that say something: two digits or more, or with decimals. Smaller ones number lists and steps. */
export function isTellingNumber(number: string): boolean {
  return number.replaceAll(/\D/g, "").length >= 2;
}

/** True for words that name one thing: letters and digits together, four characters or more. */
export function isIdentifier(word: string): boolean {
  return word.length >= 4 && /\d/.test(word) && /\p{L}/u.test(word);
}

/** True if a number is the sum, difference, product or quotient of two others, or the sum of all. Quadratic in `from`. */
export function isComputed(number: string, from: readonly string[]): boolean {
  const target = Number(number);
  const known = [...new Set(from.map(Number))].filter((value) => Number.isFinite(value) && value !== target);
  const total = known.reduce((sum, value) => sum + value, 0);
  if (isClose(total, target)) return true;
  return known.some((a) => known.some((b) => isClose(a + b, target) || isClose(a - b, target) || isClose(a * b, target) || (b !== 0 && isClose(a / b, target))));
}

/** Equal up to rounding to two decimals. */
function isClose(a: number, b: number): boolean {
  return Math.abs(a - b) < 0.0051;
}
