import { CUES, indexCues, type CueIndex } from "./cues.ts";

/** What a text is made of. Words and numbers are ids of the vocabulary that read it; equal ids mean equal text. */
export interface Tokens {
  /** Different words of three letters or more. */
  readonly words: readonly number[];
  /** Different numbers, without thousands separators. */
  readonly numbers: readonly number[];
  /** Occurrences of each family of CUES. */
  readonly cues: Uint16Array;
}

interface Known {
  readonly id: number;
  readonly cue: number;
  readonly after: ((second: string) => number) | undefined;
}

/** Longest word or number kept; the rest of a longer one is not looked at. */
const LONGEST = 40;
const DIGIT = /\d/;
const QUESTION = 63;
const ASKS = CUES.indexOf("asks");

/** Letters and underscore 1, digits 2, apostrophe and dot and comma 4 (inside a word or number only), all else 0. */
const CLASS = Uint8Array.from({ length: 128 }, (_, code) => {
  const char = String.fromCodePoint(code);
  return /[A-Za-z_]/.test(char) ? 1 : /\d/.test(char) ? 2 : char === "'" ? 4 : 0;
});

/** Takes texts apart, each once and in one pass, and numbers what it finds in order of appearance. */
export class Vocabulary {
  readonly #cues: CueIndex = indexCues();
  readonly #known = new Map<string, Known>();
  readonly #texts: string[] = [];
  readonly #digits: boolean[] = [];
  /** For each id the number of the last text that held it, so that repeats are seen without a set. */
  readonly #stamp: number[] = [];
  #reads = 0;

  /** The word (in lower case) or number of an id. */
  text(id: number): string {
    return this.#texts[id] ?? "";
  }

  hasDigit(id: number): boolean {
    return this.#digits[id] === true;
  }

  /** Id of a word or number; -1 if it was never read. */
  id(text: string): number {
    return this.#known.get(text)?.id ?? -1;
  }

  read(text: string): Tokens {
    this.#reads++;
    const found: Found = { words: [], numbers: [], cues: new Uint16Array(CUES.length), after: undefined };
    for (let at = 0; at < text.length; ) {
      const code = text.charCodeAt(at);
      const kind = code < 128 ? CLASS[code] : 1;
      if (kind === 1) at = this.#word(text, at, found);
      else if (kind === 2) at = this.#number(text, at, found);
      else {
        if (code === QUESTION) bump(found.cues, ASKS);
        at++;
      }
    }
    return found;
  }

  #word(text: string, start: number, found: Found): number {
    let end = start + 1;
    while (end < text.length && isInside(text.charCodeAt(end))) end++;
    const word = text.slice(start, Math.min(end, start + LONGEST)).toLowerCase();
    const known = this.#know(word);
    const phrase = found.after?.(word) ?? -1;
    if (phrase >= 0) bump(found.cues, phrase);
    else if (known.cue >= 0) bump(found.cues, known.cue);
    found.after = known.after;
    if (word.length > 2) this.#keep(known.id, found.words);
    return end;
  }

  #number(text: string, start: number, found: Found): number {
    let end = start + 1;
    while (end < text.length && isNumeric(text, end)) end++;
    const number = text.slice(start, Math.min(end, start + LONGEST)).replaceAll(",", "");
    const known = this.#know(number);
    if (known.cue >= 0) bump(found.cues, known.cue);
    found.after = undefined;
    this.#keep(known.id, found.numbers);
    return end;
  }

  #know(token: string): Known {
    const known = this.#known.get(token);
    if (known !== undefined) return known;
    const made: Known = { id: this.#stamp.length, cue: this.#cues.ofWord(token), after: this.#cues.after(token) };
    this.#stamp.push(0);
    this.#texts.push(token);
    this.#digits.push(DIGIT.test(token));
    this.#known.set(token, made);
    return made;
  }

  #keep(id: number, list: number[]): void {
    if (this.#stamp[id] === this.#reads) return;
    this.#stamp[id] = this.#reads;
    list.push(id);
  }
}

interface Found {
  readonly words: number[];
  readonly numbers: number[];
  readonly cues: Uint16Array;
  after: ((second: string) => number) | undefined;
}

function bump(counts: Uint16Array, at: number): void {
  counts[at] = (counts[at] as number) + 1;
}

function isInside(code: number): boolean {
  return code > 127 || CLASS[code] !== 0;
}

/** A digit, or a comma or dot between digits. */
function isNumeric(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  if (code < 128 && CLASS[code] === 2) return true;
  const next = text.charCodeAt(at + 1);
  return (code === 44 || code === 46) && next < 128 && CLASS[next] === 2;
}
