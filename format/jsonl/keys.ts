import { COLUMNS } from "../arrow/columns.ts";

/** What `KeyTable` says of a key without a column. */
export const KEY_PAYLOAD = COLUMNS.length;
export const KEY_PEEK = COLUMNS.length + 1;
export const KEY_UNKNOWN = -1;

interface KnownKey {
  readonly bytes: Uint8Array;
  readonly index: number;
}

/**
 * Finds the column of a key from its bytes, without making a string. Lines of one writer have the same keys in the same
 * order, so it remembers which key came after which and tries that one first.
 */
export class KeyTable {
  readonly #buckets: (KnownKey[] | undefined)[] = Array.from({ length: 1024 }, () => undefined);
  /** The bytes of each key as `"key":`. */
  readonly #members: readonly Uint8Array[];
  /** Key that last followed each key; the first one of a line is kept behind all others. */
  readonly #after: Int32Array;
  #before: number;

  constructor() {
    const encoder = new TextEncoder();
    const names = [...COLUMNS.map((column) => column.key), "payload", "peek"];
    this.#members = names.map((name) => encoder.encode(`"${name}":`));
    this.#after = new Int32Array(names.length + 1);
    this.#before = names.length;
    for (const [index, name] of names.entries()) {
      const bytes = encoder.encode(name);
      (this.#buckets[slotOf(bytes, 0, bytes.length)] ??= []).push({ bytes, index });
    }
  }

  /** Begins a line. */
  start(): void {
    this.#before = this.#members.length;
  }

  /** Index after `"key":` if the member at `at` is the one expected next, which is then `current`; else -1. */
  expect(bytes: Uint8Array, at: number): number {
    const key = this.#after[this.#before] as number;
    const member = this.#members[key] as Uint8Array;
    const length = member.length;
    for (let i = 0; i < length; i++) if (member[i] !== bytes[at + i]) return -1;
    this.#before = key;
    return at + length;
  }

  /** The key last found. */
  get current(): number {
    return this.#before;
  }

  /** Index of the key in bytes[start, end) among the columns, or one of the KEY_ constants. */
  find(bytes: Uint8Array, start: number, end: number): number {
    for (const key of this.#buckets[slotOf(bytes, start, end)] ?? []) {
      if (!equal(key.bytes, bytes, start, end)) continue;
      this.#after[this.#before] = key.index;
      this.#before = key.index;
      return key.index;
    }
    return KEY_UNKNOWN;
  }
}

function slotOf(bytes: Uint8Array, start: number, end: number): number {
  const first = bytes[start] ?? 0;
  const last = bytes[end - 1] ?? 0;
  return ((end - start) * 131 + first * 7 + last * 29) & 1023;
}

function equal(known: Uint8Array, bytes: Uint8Array, start: number, end: number): boolean {
  const length = known.length;
  if (end - start !== length) return false;
  for (let i = 0; i < length; i++) if (known[i] !== bytes[start + i]) return false;
  return true;
}
