import type { Json } from "../../event.ts";

/** What could be read of a JSON text that breaks off, and how many characters of it that is. */
export interface Mended {
  readonly value: Json;
  readonly used: number;
}

/** JSON as Python writes it: NaN and the infinities, which JSON has no word for, become null. Throws SyntaxError for anything else. */
export function parseJson(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch (error) {
    if (!NOT_NUMBERS.test(text)) throw error;
    return JSON.parse(withoutNotNumbers(text)) as Json;
  }
}

const NOT_NUMBERS = /NaN|Infinity/;
/** A string, or one of the words outside of any string. */
const STRING_OR_WORD = /"(?:[^"\\]|\\.)*"|-?Infinity|NaN/g;

function withoutNotNumbers(text: string): string {
  return text.replace(STRING_OR_WORD, (found) => (found[0] === '"' ? found : "null"));
}

/** Cuts a broken JSON text behind its last whole value, closes what is open, and reads that; undefined if nothing is left. */
export function mendJson(text: string): Mended | undefined {
  const first = text.trimStart()[0];
  if (first !== "{" && first !== "[") return undefined;
  const cut = lastWhole(text, text.length);
  const byNumbers = cut === 0 ? undefined : close(text, cut);
  return byNumbers ?? (cut > 1 ? close(text, lastWhole(text, cut - 1)) : undefined);
}

function close(text: string, cut: number): Mended | undefined {
  if (cut === 0) return undefined;
  const open: string[] = [];
  walk(text, cut, (character) => {
    if (character === "{" || character === "[") open.push(character === "{" ? "}" : "]");
    else open.pop();
  });
  try {
    return { value: parseJson(text.slice(0, cut) + open.reverse().join("")), used: cut };
  } catch {
    return undefined;
  }
}

/** The position behind the last closing bracket, or behind an opening one before anything was closed. */
function lastWhole(text: string, end: number): number {
  let last = 0;
  let opened = 0;
  walk(text, end, (character, at) => {
    if (character === "}" || character === "]") last = at + 1;
    else if (opened === 0) opened = at + 1;
  });
  return last === 0 ? opened : last;
}

/** Calls back for every bracket outside of strings. */
function walk(text: string, end: number, bracket: (character: string, at: number) => void): void {
  for (let at = 0; at < end; at++) {
    const character = text[at] as string;
    if (character === '"') {
      at = stringEnd(text, at, end);
    } else if (character === "{" || character === "}" || character === "[" || character === "]") {
      bracket(character, at);
    }
  }
}

function stringEnd(text: string, start: number, end: number): number {
  for (let at = start + 1; at < end; at++) {
    if (text[at] === "\\") at++;
    else if (text[at] === '"') return at;
  }
  return end;
}
