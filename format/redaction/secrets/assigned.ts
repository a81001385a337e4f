import type { Rule, Subject, Take } from "../finding.ts";
import type { KeyClass, KeyClasses } from "../keys.ts";
import { SIGN_ASSIGNED, SIGN_TOKEN } from "../signs.ts";
import { isStandIn, looksRandom, takeSchemes } from "./tokens.ts";

const MOST_NAME = 64;
const MOST_LINE = 4096;
/** Not comparisons, arrows, or the colons of a path in code. */
const ASSIGNMENT = /(?<![=!<>:])[:=](?![=>:])/g;
const NAME = /[\w.-]$/;
const SCHEME_WORD = /^(?:bearer|basic|digest|token|apikey)\s+/i;
const PHRASE = /\b(?:password|passwd|passphrase|passcode|pin(?: code)?)(?: is| was)? {0,2}(?:is|was|to)[: ] {0,2}["'`]?([^\s"'`,;]{3,80})/gi;
const WORD = /^[a-z]+[.!?]?$/i;

/** Values written behind a telling name inside a text: `api_key=…`, `"password": "…"`, `Authorization: Bearer …`, query strings, cookies. */
export function assignedSecrets(keys: KeyClasses): Rule {
  return {
    signs: SIGN_ASSIGNED | SIGN_TOKEN,
    find(subject, take) {
      takePhrases(subject, take);
      let done = 0;
      for (const { index } of subject.text.matchAll(ASSIGNMENT)) if (index >= done) done = takeAssigned(subject.text, index, keys, take);
      takeSchemes(subject, take);
    },
  };
}

/** "The password is …", said by people. Plain words after it are mostly prose. */
function takePhrases({ text }: Subject, take: Take): void {
  for (const match of text.matchAll(PHRASE)) {
    const value = (match[1] as string).replace(/[.!?]+$/, "");
    const start = match.index + match[0].length - (match[1] as string).length;
    if (!WORD.test(value) && !isStandIn(value)) take(start, start + value.length, "PASSWORD");
  }
}

/** Returns where to go on. */
function takeAssigned(text: string, mark: number, keys: KeyClasses, take: Take): number {
  const found = keys.of(nameBefore(text, mark));
  if (found === "" || found === "person") return mark;
  const isCookie = found === "container";
  const { start, end, isQuoted } = valueAfter(text, mark, isCookie);
  const value = text.slice(start, end);
  if (value.length < 2 || isStandIn(value)) return mark;
  const isTight = isCookie || (text[mark] === "=" && start === mark + 1);
  const isSecret = isQuoted || (isTight ? !isExpression(value) : isSecretInProse(value, found));
  if (!isSecret) return mark;
  take(start, end, labelOfKey(found));
  return end;
}

/** The label of what stands under such a name. */
export function labelOfKey(found: KeyClass): string {
  if (found === "password") return "PASSWORD";
  return found === "container" ? "COOKIE" : "SECRET";
}

/** The name in front of `:` or `=`, quotes and escapes between them left out. */
function nameBefore(text: string, mark: number): string {
  let end = mark;
  while (end > 0 && /["'\\\s\]]/.test(text[end - 1] as string) && mark - end < 4) end--;
  let start = end;
  while (start > 0 && end - start <= MOST_NAME && NAME.test(text[start - 1] as string)) start--;
  return text.slice(start, end);
}

function valueAfter(text: string, mark: number, isLine: boolean): { start: number; end: number; isQuoted: boolean } {
  let start = mark + 1;
  while (start < text.length && start - mark < 6 && /[\s\\]/.test(text[start] as string) && text[start] !== "\n") start++;
  const quote = text[start];
  if (quote === '"' || quote === "'" || quote === "`") return { start: start + 1, end: closing(text, start + 1, quote), isQuoted: true };
  const scheme = SCHEME_WORD.exec(text.slice(start, start + 16))?.[0].length ?? 0;
  const rest = text.slice(start + scheme, start + scheme + MOST_LINE);
  const stop = rest.search(isLine ? /[\r\n"'}]/ : /[\s"'`,;&)}\]<>|\\]/);
  return { start: start + scheme, end: start + scheme + (stop < 0 ? rest.length : stop), isQuoted: false };
}

function closing(text: string, start: number, quote: string): number {
  for (let at = start; at < text.length && at - start < MOST_LINE; at++) {
    if (text[at] === quote) return text[at - 1] === "\\" && at > start ? at - 1 : at;
    if (text[at] === "\n") return at;
  }
  return Math.min(text.length, start + MOST_LINE);
}

/** True for what stands behind `=` in source code: names, calls, literals of other kinds. */
function isExpression(value: string): boolean {
  return /^(?:null|none|nil|undefined|true|false|self\.|this\.|os\.|process\.|env\.|config\.|settings\.)/i.test(value) || /[([]/.test(value);
}

/** Behind a colon in prose only what cannot be a word is a secret; a password may be anything but a plain word. */
function isSecretInProse(value: string, found: KeyClass): boolean {
  if (isExpression(value)) return false;
  if (found === "password") return !WORD.test(value) || value.length >= 10;
  return value.length >= 8 && (looksRandom(value) || (/\d/.test(value) && /[a-z]/i.test(value)));
}
