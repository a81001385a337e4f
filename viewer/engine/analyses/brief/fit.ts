import { fenced } from "../../../../format/exporters/fenced.ts";
import type { Written } from "./pack.ts";
import { estimateTokens } from "./tokens.ts";

/** Of a text that is cut, this share of what stays is its beginning; the rest is its end, where failures show. */
const BEGINNING = 0.65;
/** Fewer characters than this say nothing. */
const LEAST = 60;
/** No text has more characters a token. */
const MOST_PER_TOKEN = 24;

/** A code block of a text within so many tokens, cut in the middle if need be; undefined if next to nothing would be left. */
export function fencedWithin(given: string, room: number, language = ""): Written | undefined {
  const text = visible(given);
  const whole = `${fenced(text, language)}\n`;
  if (text.length <= room * MOST_PER_TOKEN && estimateTokens(whole) <= room) return { text: whole, cut: 0 };
  let [low, high] = [0, Math.min(text.length - 1, room * MOST_PER_TOKEN)];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (estimateTokens(shown(text, middle, language)) <= room) low = middle;
    else high = middle - 1;
  }
  return low < LEAST ? undefined : { text: shown(text, low, language), cut: text.length - low };
}

function shown(text: string, keep: number, language: string): string {
  return `${fenced(cutTo(text, keep), language)}\n`;
}

function cutTo(text: string, keep: number): string {
  const beginning = whole(text.slice(0, Math.ceil(keep * BEGINNING)));
  const end = text.slice(text.length - Math.floor(keep * (1 - BEGINNING)));
  return `${beginning}\n[… ${(text.length - keep).toLocaleString("en")} characters left out …]\n${isLow(end.charCodeAt(0)) ? end.slice(1) : end}`;
}

/** Without half a character at its end. */
function whole(text: string): string {
  const last = text.charCodeAt(text.length - 1);
  return last >= 0xd800 && last < 0xdc00 ? text.slice(0, -1) : text;
}

function isLow(unit: number): boolean {
  return unit >= 0xdc00 && unit < 0xe000;
}

/** Characters a reader does not see or that turn the text around, and that a model reads all the same. */
const UNSEEN = /(?![\t\n])\p{Cc}|[\u200b\u2028\u2029\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]|[\u{e0000}-\u{e007f}]/gu;

/** A text with unseen characters written out; line breaks are made one sort. */
export function visible(text: string): string {
  return text.replaceAll(/\r\n?/g, "\n").replaceAll(UNSEEN, (character) => `<U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}>`);
}
