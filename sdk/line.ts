import { COLUMNS, type ColumnKey, type ColumnType } from "../format/arrow/columns.ts";
import type { EventOptions, Members } from "./event.ts";

const MOST_TEXT_UNITS = 1024;
const MOST_LINKS = 1000;
const MOST_KNOWN = 200;
const SHORT_UNITS = 64;
const SPACE = 0x20;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const TILDE = 0x7e;
const MOST_INT = 2 ** 31 - 1;
/** Members written by hand at the head of every line. */
const HEAD: readonly ColumnKey[] = ["seq", "id", "kind", "session", "trace", "time_unix_us", "time_mono_us"];
/** Members that hold a person's or a program's own words, which may need cleaning. */
const FREE_TEXT: ReadonlySet<ColumnKey> = new Set<ColumnKey>(["name", "agent", "error_class", "model", "provider", "tool", "policy", "to", "framework", "task", "span"]);
/** Shares, which are held between 0 and 1. */
const UNIT: ReadonlySet<ColumnKey> = new Set<ColumnKey>(["importance", "confidence"]);

/** Options under another name than their column. */
const OPTION_COLUMNS = {
  name: "name",
  agent: "agent",
  parent: "parent",
  upstream: "upstream",
  evidence: "evidence",
  related: "related",
  replyTo: "reply_to",
  span: "span",
  outcome: "outcome",
  errorClass: "error_class",
  severity: "severity",
  importance: "importance",
  confidence: "confidence",
  model: "model",
  provider: "provider",
  tool: "tool",
  policy: "policy",
  to: "to",
  turn: "turn",
  score: "score",
  durationMs: "duration_ms",
  costUsd: "cost_usd",
} as const satisfies Record<Exclude<keyof EventOptions, "extra">, ColumnKey>;

interface Slot {
  readonly rank: number;
  readonly isFreeText: boolean;
  readonly prefix: string;
  readonly encode: (value: unknown) => string;
}

const ENCODERS: Readonly<Record<ColumnType, (value: unknown) => string>> = {
  text: encodeText,
  int: encodeInt,
  number: encodeNumber,
  list: encodeList,
};

const SLOTS: ReadonlyMap<string, Slot> = new Map(COLUMNS.map((column, rank) => [column.key, slot(column.key, column.type, rank)]));
const OPTION_SLOTS: ReadonlyMap<string, Slot> = new Map(
  Object.entries(OPTION_COLUMNS).map(([option, key]) => [option, SLOTS.get(key) as Slot]),
);

const OUTCOME_RANK = COLUMNS.findIndex(({ key }) => key === "outcome");

function slot(key: ColumnKey, type: ColumnType, rank: number): Slot {
  return { rank, isFreeText: FREE_TEXT.has(key), prefix: `,"${key}":`, encode: UNIT.has(key) ? encodeShare : ENCODERS[type] };
}

/**
 * Puts the members of one event after another into the order of `COLUMNS`. Members set later replace earlier ones; what
 * does not fit its column is left out. Allocates nothing but the text.
 */
export class EnvelopeWriter {
  readonly #parts: string[] = COLUMNS.map(() => "");
  readonly #known: readonly Map<string, string>[] = COLUMNS.map(() => new Map<string, string>());
  readonly #clean: ((text: string) => string) | undefined;

  /** `clean` sees every free text before it is written; it must not throw. */
  constructor(clean?: (text: string) => string) {
    this.#clean = clean;
  }

  /** Adds members under their column names. */
  members(members: Members): void {
    this.#add(members, SLOTS);
  }

  /** Adds members under the names callers use. */
  options(options: EventOptions): void {
    this.#add(options, OPTION_SLOTS);
  }

  /** Sets a member from its `memberText`. */
  put(key: ColumnKey, text: string): void {
    this.#parts[SLOTS.get(key)?.rank ?? 0] = text;
  }

  /** A number member as set so far; 0 if absent. */
  number(key: ColumnKey): number {
    const found = SLOTS.get(key);
    const part = found === undefined ? "" : (this.#parts[found.rank] as string);
    return found === undefined || part === "" ? 0 : Number(part.slice(found.prefix.length));
  }

  /** True if the member is set. */
  has(key: ColumnKey): boolean {
    return this.#parts[SLOTS.get(key)?.rank ?? 0] !== "";
  }

  /** True if the outcome set so far is `error`. */
  get isError(): boolean {
    return this.#parts[OUTCOME_RANK] === `,"outcome":"error"`;
  }

  /** Takes the envelope's text, each member with a comma before it, and empties the writer. */
  take(): string {
    const parts = this.#parts;
    let text = "";
    for (let rank = HEAD.length; rank < parts.length; rank++) {
      const part = parts[rank] as string;
      if (part === "") continue;
      text += part;
      parts[rank] = "";
    }
    return text;
  }

  /** A text member, cleaned. Names of tools, models and agents come again and again, so they are kept. */
  #freeText(found: Slot, value: string): string {
    const isShort = value.length <= SHORT_UNITS;
    const known = this.#known[found.rank] as Map<string, string>;
    const text = isShort ? known.get(value) : undefined;
    if (text !== undefined) return text;
    const made = flat(found.prefix + quote(this.#clean === undefined ? value : this.#clean(value)));
    if (isShort && known.size < MOST_KNOWN) known.set(value, made);
    return made;
  }

  #add(members: object, slots: ReadonlyMap<string, Slot>): void {
    for (const key in members) {
      const found = slots.get(key);
      const value = (members as Record<string, unknown>)[key];
      if (found === undefined || value === undefined) continue;
      if (found.isFreeText && typeof value === "string") {
        this.#parts[found.rank] = this.#freeText(found, value);
        continue;
      }
      const text = found.encode(value);
      if (text !== "") this.#parts[found.rank] = found.prefix + text;
    }
  }
}

/** A member from its key and JSON, as it stands in a line behind another. */
export function memberText(key: ColumnKey, json: string): string {
  return flat(`,"${key}":${json}`);
}

/** The same text, joined up in memory: worth it for texts that go into many lines. */
export function flat(text: string): string {
  text.charCodeAt(0);
  return text;
}

/** The id an event reference stands for; empty if it is none. */
export function idOf(reference: unknown): string {
  if (typeof reference === "string") return reference;
  if (typeof reference !== "object" || reference === null) return "";
  const id: unknown = (reference as { readonly id?: unknown }).id;
  return typeof id === "string" ? id : "";
}

/** The event a ground points at. */
function eventOf(item: unknown): unknown {
  return typeof item === "object" && item !== null ? (item as { readonly event?: unknown }).event : undefined;
}

/** A text as JSON, cut to what an envelope may hold. */
export function quote(text: string): string {
  if (text.length <= SHORT_UNITS && isBare(text)) return `"${text}"`;
  return JSON.stringify(text.length <= MOST_TEXT_UNITS ? text : `${text.slice(0, MOST_TEXT_UNITS)}…`);
}

/** True if the text needs no escaping: several times faster than asking JSON.stringify, for the short texts of an envelope. */
function isBare(text: string): boolean {
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    if (unit < SPACE || unit > TILDE || unit === QUOTE || unit === BACKSLASH) return false;
  }
  return true;
}

function encodeText(value: unknown): string {
  if (typeof value === "string") return quote(value);
  if (typeof value === "number" || typeof value === "boolean" || typeof value === "bigint") return quote(String(value));
  const id = idOf(value);
  return id === "" ? "" : quote(id);
}

function encodeInt(value: unknown): string {
  if (typeof value !== "number" || !Number.isFinite(value) || Math.abs(value) > MOST_INT) return "";
  return String(Math.round(value));
}

function encodeNumber(value: unknown): string {
  return typeof value === "number" && Number.isFinite(value) ? JSON.stringify(value) : "";
}

function encodeShare(value: unknown): string {
  return typeof value === "number" && !Number.isNaN(value) ? JSON.stringify(Math.min(1, Math.max(0, value))) : "";
}

function encodeList(value: unknown): string {
  const items: readonly unknown[] = Array.isArray(value) ? value : [value];
  let text = "";
  for (let index = 0; index < items.length && index < MOST_LINKS; index++) {
    const item = items[index];
    const id = idOf(item) || idOf(eventOf(item));
    if (id !== "") text += text === "" ? quote(id) : `,${quote(id)}`;
  }
  return text === "" ? "" : `[${text}]`;
}
