import { mayEndSensitive } from "./keys.ts";

/**
 * Signs a text may bear of holding something to redact, found in one pass over its characters. Most texts bear none and
 * are never looked at again; that is what keeps redaction cheap.
 */
export const SIGN_TOKEN = 1;
/** A `:` or `=` after what may be a telling name. */
export const SIGN_ASSIGNED = 2;
export const SIGN_AT = 4;
/** Nine digits with at most two marks between each. */
export const SIGN_DIGITS = 8;
/** Digits joined by three dots. */
export const SIGN_DOTS = 16;
/** Two colons among hexadecimal digits. */
export const SIGN_COLONS = 32;
/** Nine capitals and digits in a row, digits among them. */
export const SIGN_CODE = 64;
/** Six digits with at most two marks between each. */
export const SIGN_SIX_DIGITS = 128;

const OTHER = 0;
const LOWER = 1;
const UPPER = 2;
const DIGIT = 3;
const JOINER = 4;
const MARK = 5;
const AT = 6;
const COLON = 7;
const EQUALS = 8;
const ESCAPE = 9;
const QUOTE_KIND = 10;

const LONG_TOKEN = 16;
/** Dashes that begin a key in PEM. */
const RULE_LINE = 5;
const DOT = 0x2e;
const SPACE = 0x20;
const LETTER_D = 0x64;
const CLASSES = classes();

function classes(): Uint8Array {
  const table = new Uint8Array(128);
  const set = (chars: string, kind: number): void => {
    for (const char of chars) table[char.charCodeAt(0)] = kind;
  };
  set("abcdefghijklmnopqrstuvwxyz", LOWER);
  set("ABCDEFGHIJKLMNOPQRSTUVWXYZ", UPPER);
  set("0123456789", DIGIT);
  set("_-", JOINER);
  set(" ./()+", MARK);
  set("@", AT);
  set(":", COLON);
  set("=", EQUALS);
  set("\\", ESCAPE);
  set('"', QUOTE_KIND);
  return table;
}

/** Looks at texts; `signs`, `end` and `hasEscape` tell of the last one. One object serves many texts, so that looking allocates nothing. */
export class SignReader {
  signs = 0;
  /** Index where looking ended: of the closing quote, or the length of the text. */
  end = 0;
  /** True if the last text had a backslash. */
  hasEscape = false;
  #wordStart = 0;
  #digits = 0;
  #marks = 0;
  #code = 0;
  #dots = 0;
  #colons = 0;

  /** Looks from `start` to the closing quote, as inside JSON, or, if `whole`, to the end of the text. */
  read(text: string, start: number, whole: boolean): void {
    this.#begin(start);
    const length = text.length;
    let at = start;
    for (; at < length; at++) {
      const unit = text.charCodeAt(at);
      const kind = unit < 128 ? CLASSES[unit] : OTHER;
      if (kind === LOWER) {
        while (at + 1 < length && isLower(text.charCodeAt(at + 1))) at++;
        this.#digits = this.#code = this.#dots = 0;
      } else if (kind === DIGIT) this.#digit();
      else if (kind === UPPER) {
        this.#code++;
        this.#digits = this.#dots = 0;
      } else if (kind === JOINER) {
        this.#code = 0;
        if (++this.#marks > 2) this.#digits = 0;
        if (this.#marks === RULE_LINE) this.signs |= SIGN_TOKEN;
      } else {
        if (kind === QUOTE_KIND && !whole) break;
        this.#endWord(at);
        if (kind === MARK) this.#mark(text, at, unit);
        else if (kind !== OTHER) at += this.#special(text, at, kind as number, whole);
        else this.#digits = this.#dots = 0;
      }
    }
    this.#endWord(at);
    this.end = at;
  }

  #begin(start: number): void {
    this.signs = 0;
    this.hasEscape = false;
    this.#wordStart = start;
    this.#digits = this.#marks = this.#code = this.#dots = this.#colons = 0;
  }

  #endWord(at: number): void {
    if (at - this.#wordStart >= LONG_TOKEN) this.signs |= SIGN_TOKEN;
    this.#wordStart = at + 1;
    this.#code = 0;
  }

  #digit(): void {
    const digits = ++this.#digits;
    if (digits === 6) this.signs |= SIGN_SIX_DIGITS;
    else if (digits === 9) this.signs |= SIGN_DIGITS;
    if (++this.#code >= 9) this.signs |= SIGN_CODE;
    this.#marks = 0;
  }

  #mark(text: string, at: number, unit: number): void {
    if (unit === DOT) {
      if (++this.#dots === 3 && this.#digits >= 3) this.signs |= SIGN_DOTS;
    } else this.#dots = 0;
    if (++this.#marks > 2) this.#digits = 0;
    if (unit === SPACE && text.charCodeAt(at - 1) === LETTER_D && mayEndSensitive(text, at)) this.signs |= SIGN_ASSIGNED;
  }

  /** Returns how many characters more were read. */
  #special(text: string, at: number, kind: number, whole: boolean): number {
    this.#digits = this.#dots = 0;
    if (kind === AT) this.signs |= SIGN_AT;
    else if (kind === ESCAPE) {
      this.hasEscape = true;
      this.#wordStart++;
      return whole ? 0 : 1;
    } else if (kind === COLON || kind === EQUALS) {
      if (kind === COLON && ++this.#colons === 2) this.signs |= SIGN_COLONS;
      if (mayEndSensitive(text, at)) this.signs |= SIGN_ASSIGNED;
    }
    return 0;
  }
}

function isLower(unit: number): boolean {
  return unit >= 0x61 && unit <= 0x7a;
}
