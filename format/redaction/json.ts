import { isPairedHeader, mayEndSensitive, type KeyClass, type KeyClasses } from "./keys.ts";
import type { RuleSet } from "./options.ts";
import { SignReader } from "./signs.ts";
import type { TextRules } from "./text.ts";

const QUOTE = 0x22;
const COLON = 0x3a;
const COMMA = 0x2c;
const OPEN_BRACE = 0x7b;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACE = 0x7d;
const CLOSE_BRACKET = 0x5d;
const ZERO = 0x30;
const NINE = 0x39;
const LEAST_DIGITS = 9;
const LONGEST_NAME = 64;
const MOST_NESTED = 4;
const MOST_NESTED_UNITS = 1 << 20;
const NAMING: ReadonlySet<string> = new Set(["name", "key", "header", "field", "variable"]);
const NAMED: ReadonlySet<string> = new Set(["value", "val"]);

/** Where the text stands: one object or array. */
interface Level {
  readonly isArray: boolean;
  /** What the name of the whole says of each text directly in it. */
  readonly under: KeyClass;
  /** The name of the member being read; that of the array for its items. */
  key: string;
  /** What was said by the item or member before about the one to come. */
  next: KeyClass;
  items: number;
}

/**
 * Redacts JSON text in place. A first pass looks for signs and returns the text itself if there are none, which is the
 * common case and all that costs; else a second one walks it, with the names around each value, and splices.
 */
export class JsonRewriter {
  readonly #texts: TextRules;
  readonly #keys: KeyClasses;
  readonly #secrets: boolean;
  readonly #personal: boolean;
  readonly #reader = new SignReader();
  #nested = 0;

  constructor({ keys, secrets, personal }: RuleSet, texts: TextRules) {
    this.#texts = texts;
    this.#keys = keys;
    this.#secrets = secrets;
    this.#personal = personal;
  }

  redact(json: string): string {
    return this.#texts.seesAll || this.#keys.hasExtra || this.#isSuspicious(json) ? this.#rewrite(json) : json;
  }

  /** True if there may be something to redact. Runs for every event. */
  #isSuspicious(json: string): boolean {
    const reader = this.#reader;
    const signs = this.#texts.signs;
    let digits = 0;
    for (let at = 0; at < json.length; at++) {
      const unit = json.charCodeAt(at);
      if (unit === QUOTE) {
        const start = at + 1;
        reader.read(json, start, false);
        at = reader.end;
        if ((reader.signs & signs) !== 0) return true;
        if (at - start <= LONGEST_NAME && mayEndSensitive(json, at) && this.#tells(json.slice(start, at))) return true;
        digits = 0;
      } else if (unit >= ZERO && unit <= NINE) {
        if (++digits === LEAST_DIGITS && this.#personal) return true;
      } else digits = 0;
    }
    return false;
  }

  /** True if a name, or a word that may be one, says something about a value. */
  #tells(name: string): boolean {
    const found = this.#keys.of(name);
    return found === "person" ? this.#personal : found !== "" && this.#secrets;
  }

  #rewrite(json: string): string {
    const levels: Level[] = [{ isArray: true, under: "", key: "", next: "", items: 0 }];
    let out = "";
    let copied = 0;
    for (let at = 0; at < json.length; at++) {
      const unit = json.charCodeAt(at);
      const level = levels[levels.length - 1] as Level;
      if (unit === OPEN_BRACE || unit === OPEN_BRACKET) levels.push(this.#inside(level, unit === OPEN_BRACKET));
      else if (unit === CLOSE_BRACE || unit === CLOSE_BRACKET) {
        if (levels.length > 1) levels.pop();
      } else if (unit === COMMA) level.items++;
      else if (unit === QUOTE) {
        const start = at + 1;
        this.#reader.read(json, start, false);
        at = Math.min(this.#reader.end, json.length);
        const replaced = this.#string(json, start, at, { level, outer: levels[levels.length - 2] });
        if (replaced === undefined) continue;
        out += json.slice(copied, start) + replaced;
        copied = at;
      } else if (unit >= ZERO && unit <= NINE) {
        const end = numberEnd(json, at);
        const replaced = this.#number(json.slice(at, end), level);
        if (replaced !== undefined) {
          const start = json[at - 1] === "-" ? at - 1 : at;
          out += `${json.slice(copied, start)}"${replaced}"`;
          copied = end;
        }
        at = end - 1;
      }
    }
    return copied === 0 ? json : out + json.slice(copied);
  }

  #inside(level: Level, isArray: boolean): Level {
    const found = this.#classOf(level);
    const under = isArray || found === "container" ? found : "";
    return { isArray, under, key: isArray ? level.key : "", next: "", items: 0 };
  }

  /** What the names around a value say of it. */
  #classOf({ isArray, under, key, next }: Level): KeyClass {
    if (!this.#secrets) return "";
    if (isArray) return next || under;
    const own = this.#keys.of(key);
    if (own !== "" && own !== "person") return own;
    return under || (NAMED.has(key.toLowerCase()) ? next : "");
  }

  /** A string of the text in [start, end), redacted; undefined if it stays. Also learns from names. */
  #string(json: string, start: number, end: number, { level, outer }: { readonly level: Level; readonly outer: Level | undefined }): string | undefined {
    const raw = json.slice(start, end);
    const text = this.#reader.hasEscape ? unescaped(raw) : raw;
    if (!level.isArray && isKey(json, end)) {
      level.key = text;
      return differing(text, this.#texts.redact(text, ""));
    }
    const found = this.#classOf(level);
    const key = level.key;
    this.#learn(level, text, outer);
    if (found !== "" && found !== "person") return differing(text, this.#texts.redactWhole(text, found));
    const redacted = looksLikeJson(text) ? this.#nestedJson(text, key) : this.#texts.redact(text, wordsOf(key));
    return differing(text, redacted);
  }

  /** Headers and variables are often pairs: of items, or of members called name and value. */
  #learn(level: Level, text: string, outer: Level | undefined): void {
    const found = text.length <= LONGEST_NAME ? this.#keys.of(text) : "";
    const isSecret = found !== "" && found !== "person";
    if (level.isArray) level.next = isSecret && (isPairedHeader(text) || (level.items === 0 && outer?.isArray === true)) ? found : "";
    else if (NAMING.has(level.key.toLowerCase())) level.next = isSecret ? found : "";
  }

  #nestedJson(text: string, key: string): string {
    if (this.#nested >= MOST_NESTED || !isJson(text)) return this.#texts.redact(text, wordsOf(key));
    this.#nested++;
    try {
      return this.redact(text);
    } finally {
      this.#nested--;
    }
  }

  /** A number's placeholder; undefined if it stays. */
  #number(digits: string, level: Level): string | undefined {
    const found = this.#classOf(level);
    if (found === "password") return this.#texts.redactWhole(digits, found);
    if (!this.#personal || digits.length < 7 || !/^\d+$/.test(digits)) return undefined;
    const redacted = this.#texts.redact(digits, wordsOf(level.key));
    return redacted === digits ? undefined : redacted;
  }
}

function isKey(json: string, end: number): boolean {
  let at = end + 1;
  while (json.charCodeAt(at) <= 0x20) at++;
  return json.charCodeAt(at) === COLON;
}

function numberEnd(json: string, start: number): number {
  let at = start;
  for (let unit = json.charCodeAt(at); (unit >= ZERO && unit <= NINE) || unit === 0x2e || unit === 0x2b || unit === 0x2d || (unit | 0x20) === 0x65; unit = json.charCodeAt(++at));
  return at;
}

function unescaped(raw: string): string {
  try {
    return JSON.parse(`"${raw}"`) as string;
  } catch {
    return raw;
  }
}

/** The inside of a JSON string; undefined if nothing changed. */
function differing(text: string, redacted: string): string | undefined {
  return redacted === text ? undefined : JSON.stringify(redacted).slice(1, -1);
}

function looksLikeJson(text: string): boolean {
  const first = text.trimStart()[0];
  return (first === "{" || first === "[") && text.length <= MOST_NESTED_UNITS;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** The words of a name, in lower case: `phoneNumber`, `phone_number` -> `phone number`. */
function wordsOf(key: string): string {
  return key
    .slice(0, LONGEST_NAME)
    .replaceAll(/([a-z])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, " ");
}
