import type { Json } from "../event.ts";
import { EXPLAINING_KEYS, maskVolatile, VOLATILE_KEYS } from "./volatile.ts";
import { stem, STOP_WORDS } from "./words.ts";

/**
 * What remains of a value for comparison: bounded, and free of what changes from one try to the next (times, random
 * ids). Two values with the same `exact` say the same; the sets tell how close two others are.
 */
export interface Print {
  readonly exact: string;
  /** Tokens with digits or marks: numbers, ids, paths, names in code. They say which thing is meant. */
  readonly codes: ReadonlySet<string>;
  /** Stems of values that are one plain word: choices and proper names. */
  readonly names: ReadonlySet<string>;
  /** Stems of the words of longer texts. */
  readonly words: ReadonlySet<string>;
  /** Characters of all texts. */
  readonly units: number;
}

type JsonMembers = Readonly<Record<string, Json | undefined>>;

const MOST_LEAVES = 2000;
const MOST_TOKENS = 300;
const HALF_TEXT_UNITS = 4096;
const MOST_JSON_UNITS = 64 * 1024;
const TOKEN = /[\p{L}\p{N}_./\\@:#$%+-]+/gu;
const CODE = /[\p{N}_/\\@:$%]|.\../u;
const EDGES = /^[.:/#+-]+|[.:/#+-]+$/g;

/** The print of a JSON value. Text that holds JSON is opened. Order of members and items does not count. */
export function printOf(value: Json | undefined): Print {
  const writer = new PrintWriter();
  const open: { readonly key: string; readonly value: Json | undefined }[] = [{ key: "", value }];
  for (let leaves = 0; open.length > 0 && leaves < MOST_LEAVES; leaves++) {
    const next = open.pop() as { key: string; value: Json | undefined };
    const item = typeof next.value === "string" ? (opened(next.value) ?? next.value) : next.value;
    if (typeof item !== "object" || item === null) writer.leaf(next.key, item);
    else if (Array.isArray(item)) for (const entry of item.slice(0, MOST_LEAVES) as Json[]) open.push({ key: next.key, value: entry });
    else for (const [key, member] of telling(item as JsonMembers)) open.push({ key, value: member });
  }
  return writer.print();
}

/** The members that say what is meant. */
function telling(members: JsonMembers): readonly (readonly [key: string, value: Json | undefined])[] {
  const lasting = Object.entries(members).slice(0, MOST_LEAVES).filter(([key]) => !VOLATILE_KEYS.has(key.toLowerCase()));
  const asking = lasting.filter(([key]) => !EXPLAINING_KEYS.has(key.toLowerCase()));
  return asking.length > 0 ? asking : lasting;
}

/** Share of two sets in common: 1 if equal (also if both are empty), 0 if nothing is. */
export function dice(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  if (one.size + other.size === 0) return 1;
  let common = 0;
  for (const token of one) if (other.has(token)) common++;
  return (2 * common) / (one.size + other.size);
}

class PrintWriter {
  readonly #codes = new Set<string>();
  readonly #names = new Set<string>();
  readonly #words = new Set<string>();
  #units = 0;
  /** Sums of the leaves' hashes, so that their order does not count. */
  #low = 0;
  #high = 0;

  leaf(key: string, value: string | number | boolean | null | undefined): void {
    if (value === undefined || value === null) return;
    const text = typeof value === "string" ? maskVolatile(clipped(value).toLowerCase()) : String(value);
    this.#units += text.length;
    this.#low = (this.#low + hash(key, text, 0x811c9dc5)) >>> 0;
    this.#high = (this.#high + hash(key, text, 0x9747b28c)) >>> 0;
    if (typeof value === "number") add(this.#codes, text);
    if (typeof value === "string") this.#text(text);
  }

  print(): Print {
    return { exact: `${this.#low.toString(36)}.${this.#high.toString(36)}`, codes: this.#codes, names: this.#names, words: this.#words, units: this.#units };
  }

  #text(text: string): void {
    const tokens = (text.match(TOKEN) ?? []).slice(0, MOST_TOKENS * 2).map((token) => token.replace(EDGES, ""));
    const isOneWord = tokens.length === 1;
    for (const token of tokens) {
      if (token === "") continue;
      if (CODE.test(token)) add(this.#codes, token);
      else if (isOneWord) add(this.#names, stem(token));
      else if (!STOP_WORDS.has(token)) add(this.#words, stem(token));
    }
  }
}

function add(tokens: Set<string>, token: string): void {
  if (tokens.size < MOST_TOKENS) tokens.add(token.slice(0, 60));
}

function clipped(text: string): string {
  return text.length <= 2 * HALF_TEXT_UNITS ? text : `${text.slice(0, HALF_TEXT_UNITS)} … ${text.length} … ${text.slice(-HALF_TEXT_UNITS)}`;
}

/** The JSON a text holds, if it holds an object or a list. */
function opened(text: string): Json | undefined {
  const first = text.trimStart()[0];
  if ((first !== "{" && first !== "[") || text.length > MOST_JSON_UNITS) return undefined;
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

function hash(key: string, text: string, seed: number): number {
  let value = seed;
  for (let i = 0; i < key.length; i++) value = Math.imul(value ^ key.charCodeAt(i), 0x01000193);
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  value ^= value >>> 15;
  value = Math.imul(value, 0x2c1b3c6d);
  return (value ^ (value >>> 13)) >>> 0;
}
