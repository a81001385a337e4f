import { hashBytes } from "./interner.ts";

const SEED_LOW = 0x811c9dc5;
const SEED_HIGH = 0x9747b28c;

/**
 * Finds the row of an event id. Ids are kept as 64-bit hashes only (two 32-bit FNV-1a): 8 bytes an event whatever their
 * length; two different ids of a million collide with a chance of about 3 in 10^8.
 */
export class IdMap {
  #low: Int32Array = new Int32Array(1024);
  #high: Int32Array = new Int32Array(1024);
  #rowOf: Int32Array = new Int32Array(1024).fill(-1);
  #count = 0;

  /** Notes that an id names `row`; returns the row that had it before, or -1. The first one keeps it. */
  add(bytes: Uint8Array, start: number, end: number, row: number): number {
    if (this.#count * 2 >= this.#rowOf.length) this.#grow();
    const slot = this.#slotOf(hashBytes(bytes, start, end, SEED_LOW), hashBytes(bytes, start, end, SEED_HIGH));
    const before = this.#rowOf[slot] as number;
    if (before >= 0) return before;
    this.#low[slot] = hashBytes(bytes, start, end, SEED_LOW);
    this.#high[slot] = hashBytes(bytes, start, end, SEED_HIGH);
    this.#rowOf[slot] = row;
    this.#count++;
    return -1;
  }

  /** Row of an id; -1 if unknown. */
  find(bytes: Uint8Array, start: number, end: number): number {
    return this.findHash(hashBytes(bytes, start, end, SEED_LOW), hashBytes(bytes, start, end, SEED_HIGH));
  }

  /** Row of an id given as its two hashes; -1 if unknown. */
  findHash(low: number, high: number): number {
    return this.#rowOf[this.#slotOf(low, high)] as number;
  }

  #slotOf(low: number, high: number): number {
    const mask = this.#rowOf.length - 1;
    let slot = (low ^ (high << 7)) & mask;
    while ((this.#rowOf[slot] as number) >= 0 && (this.#low[slot] !== low || this.#high[slot] !== high)) slot = (slot + 1) & mask;
    return slot;
  }

  #grow(): void {
    const [low, high, rowOf] = [this.#low, this.#high, this.#rowOf];
    const size = rowOf.length * 2;
    this.#low = new Int32Array(size);
    this.#high = new Int32Array(size);
    this.#rowOf = new Int32Array(size).fill(-1);
    for (let i = 0; i < rowOf.length; i++) {
      const row = rowOf[i] as number;
      if (row < 0) continue;
      const slot = this.#slotOf(low[i] as number, high[i] as number);
      this.#low[slot] = low[i] as number;
      this.#high[slot] = high[i] as number;
      this.#rowOf[slot] = row;
    }
  }
}

/** The two hashes of an id, for ids that may be defined later. */
export function idHash(bytes: Uint8Array, start: number, end: number): readonly [low: number, high: number] {
  return [hashBytes(bytes, start, end, SEED_LOW), hashBytes(bytes, start, end, SEED_HIGH)];
}
