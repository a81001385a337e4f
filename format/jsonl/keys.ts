import { COLUMNS } from "../arrow/columns.ts";

/** Index of a key in `COLUMNS`, or one of these. */
export const KEY_PAYLOAD = -1;
export const KEY_PEEK = -2;
export const KEY_UNKNOWN = -3;

interface KnownKey {
  readonly bytes: Uint8Array;
  readonly index: number;
}

/** Finds the column of a key from its bytes, without making a string. */
export class KeyTable {
  readonly #buckets: (KnownKey[] | undefined)[] = Array.from({ length: 1024 }, () => undefined);
  readonly #inOrder: readonly KnownKey[];

  constructor() {
    const encoder = new TextEncoder();
    this.#inOrder = COLUMNS.map((column, index) => ({ bytes: encoder.encode(column.key), index }));
    const special = [
      { bytes: encoder.encode("payload"), index: KEY_PAYLOAD },
      { bytes: encoder.encode("peek"), index: KEY_PEEK },
    ];
    for (const key of [...this.#inOrder, ...special]) {
      const slot = slotOf(key.bytes, 0, key.bytes.length);
      (this.#buckets[slot] ??= []).push(key);
    }
  }

  /** Column of the key in bytes[start, end), or one of the KEY_ constants. `guess` is the column most likely next. */
  find(bytes: Uint8Array, start: number, end: number, guess: number): number {
    const guessed = this.#inOrder[guess];
    if (guessed !== undefined && equal(guessed.bytes, bytes, start, end)) return guess;
    const bucket = this.#buckets[slotOf(bytes, start, end)];
    if (bucket === undefined) return KEY_UNKNOWN;
    for (const key of bucket) if (equal(key.bytes, bytes, start, end)) return key.index;
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
