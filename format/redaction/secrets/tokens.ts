import { takeMatches, type Rule, type Subject, type Take } from "../finding.ts";
import { SIGN_AT, SIGN_TOKEN } from "../signs.ts";
import { CHARSETS, SHAPES } from "./shapes.ts";

interface Shape {
  readonly label: string;
  readonly prefix: string;
  readonly tail: RegExp;
  readonly least: number;
}

/** Characters by which shapes are found. */
const INDEX_UNITS = 2;
/** Prefixes this short also begin words; what follows must look random. */
const SHORT_PREFIX = 3;
/** Characters looked at before a token is known to be one: bounds the work on hostile texts. */
const STEP_UNITS = 120;
const BY_START = byStart();

function byStart(): ReadonlyMap<string, readonly Shape[]> {
  const map = new Map<string, Shape[]>();
  for (const [label, prefix, charset, least] of SHAPES) {
    const shape = { label, prefix, tail: new RegExp(`[${CHARSETS[charset]}]{0,${STEP_UNITS}}`, "y"), least };
    const start = prefix.slice(0, INDEX_UNITS);
    const shapes = map.get(start);
    if (shapes === undefined) map.set(start, [shape]);
    else shapes.push(shape);
  }
  return map;
}

/** Tokens whose makers publish what they look like. */
export const shapedTokens: Rule = {
  signs: SIGN_TOKEN,
  find({ text }, take) {
    let inWord = false;
    for (let at = 0; at < text.length; at++) {
      const isWord = isWordUnit(text.charCodeAt(at));
      const shape = isWord && !inWord ? shapeAt(text, at) : undefined;
      if (shape !== undefined) take(at, shape.end, shape.label);
      inWord = isWord;
    }
  },
};

/** The token of a known shape that begins here. */
function shapeAt(text: string, at: number): { readonly label: string; readonly end: number } | undefined {
  for (const { label, prefix, tail, least } of BY_START.get(text.slice(at, at + INDEX_UNITS)) ?? []) {
    if (!text.startsWith(prefix, at)) continue;
    tail.lastIndex = at + prefix.length;
    const rest = tail.exec(text)?.[0] ?? "";
    if (rest.length < least || (prefix.length <= SHORT_PREFIX && !looksRandom(rest))) continue;
    let end = tail.lastIndex;
    while (tail.test(text) && tail.lastIndex > end) end = tail.lastIndex;
    return { label, end };
  }
  return undefined;
}

/** True if a text of token characters is not made of words: several digits, or capitals and small letters mixed with one. */
export function looksRandom(text: string): boolean {
  const digits = text.replaceAll(/\D/g, "").length;
  return digits >= 3 || (/[A-Z]/.test(text) && /[a-z]/.test(text) && !/^[A-Z]?[a-z]+$/.test(text) && text.length >= 20);
}

function isWordUnit(unit: number): boolean {
  return (unit >= 0x30 && unit <= 0x39) || (unit >= 0x41 && unit <= 0x5a) || (unit >= 0x61 && unit <= 0x7a) || unit === 0x5f;
}

const PEM_BEGIN = "-----BEGIN ";
const PEM_END = "-----END ";
const MOST_PEM_NAME = 60;

/** Private keys in PEM, to their end or, if cut, to the end of the text. */
export const privateKeys: Rule = {
  signs: SIGN_TOKEN,
  find({ text }, take) {
    let next = 0;
    for (let at = text.indexOf(PEM_BEGIN); at >= 0; at = text.indexOf(PEM_BEGIN, next)) {
      next = at + PEM_BEGIN.length;
      if (!text.slice(at, at + MOST_PEM_NAME).includes("PRIVATE KEY")) continue;
      const end = text.indexOf(PEM_END, at);
      const close = end < 0 ? -1 : text.indexOf("-----", end + PEM_END.length);
      next = close < 0 ? text.length : close + 5;
      take(at, next, "PRIVATE_KEY");
    }
  },
};

const JWT = /\beyJ[\w-]{8,600}\.[\w-]{4,}(?:\.[\w-]*){0,3}/g;
const TELEGRAM = /\b\d{8,10}:AA[\w-]{33}\b/g;
const URL_PASSWORD = /:\/\/[^\s/@:"']{0,100}:([^\s/@"']{1,300})@/g;
const SCHEME = /\b(?:bearer|basic|digest|apikey|token)\s{1,4}([\w.~+/=-]{8,})/gi;

/** JSON web tokens, signed or encrypted. */
export const webTokens: Rule = { signs: SIGN_TOKEN, find: ({ text }, take) => takeMatches(text, { label: "JWT", regex: JWT }, take) };

/** Tokens without a prefix of their own. */
export const botTokens: Rule = { signs: SIGN_TOKEN, find: ({ text }, take) => takeMatches(text, { label: "TELEGRAM_TOKEN", regex: TELEGRAM }, take) };

/** The password in `scheme://user:password@host`. */
export const urlPasswords: Rule = {
  signs: SIGN_AT,
  find: ({ text }, take) => {
    for (const match of text.matchAll(URL_PASSWORD)) {
      const password = match[1] as string;
      const start = match.index + match[0].length - 1 - password.length;
      if (!isStandIn(password)) take(start, start + password.length, "PASSWORD");
    }
  },
};

/** What follows an authentication scheme. */
export function takeSchemes({ text }: Subject, take: Take): void {
  for (const match of text.matchAll(SCHEME)) {
    const value = match[1] as string;
    const start = match.index + match[0].length - value.length;
    if (looksRandom(value)) take(start, start + value.length, "SECRET");
  }
}

/** True for what stands where a secret is put in later: `${TOKEN}`, `<token>`, `***`, `%s`. */
export function isStandIn(value: string): boolean {
  return /^(?:\$\{?\w|\$\(|<|\*{2,}|%[sd]|\{\{?|\[[A-Z]|x{4,}$|\.\.\.|…|your[_-])/i.test(value);
}
