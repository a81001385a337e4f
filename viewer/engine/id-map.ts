const SEED_LOW = 0x811c9dc5;
const SEED_HIGH = 0x9747b28c;

/**
 * Finds the row of an event id. Ids are kept as 64-bit hashes only (two 32-bit multiplicative hashes): 12 bytes a slot
 * whatever their length; two different ids among a million collide with a chance of about 3 in 10^8.
 * One lookup hashes once: `seek` an id, then read or write at the place found.
 */
export class IdMap {
  #low: Int32Array = new Int32Array(1024);
  #high: Int32Array = new Int32Array(1024);
  #rowOf: Int32Array = new Int32Array(1024).fill(-1);
  #count = 0;
  /** Hashes of the id last sought, for ids that may be defined later. */
  low = 0;
  high = 0;

  /** Row of the id in bytes[start, end); -1 if unknown. */
  find(bytes: Uint8Array, start: number, end: number): number {
    this.#hash(bytes, start, end);
    return this.findHash(this.low, this.high);
  }

  /** Notes that an id names `row`; returns the row that had it before, or -1. The first one keeps it. */
  add(bytes: Uint8Array, start: number, end: number, row: number): number {
    if (this.#count * 2 >= this.#rowOf.length) this.#grow();
    this.#hash(bytes, start, end);
    const slot = this.#slotOf(this.low, this.high);
    const before = this.#rowOf[slot] as number;
    if (before >= 0) return before;
    this.#set(slot, this.low, this.high, row);
    this.#count++;
    return -1;
  }

  /** Row of an id given as its two hashes; -1 if unknown. */
  findHash(low: number, high: number): number {
    return this.#rowOf[this.#slotOf(low, high)] as number;
  }

  #hash(bytes: Uint8Array, start: number, end: number): void {
    let low = SEED_LOW;
    let high = SEED_HIGH;
    for (let i = start; i < end; i++) {
      const byte = bytes[i] as number;
      low = Math.imul(low ^ byte, 0x01000193);
      high = Math.imul(high ^ byte, 0x85ebca6b);
    }
    this.low = low ^ (low >>> 15);
    this.high = high ^ (high >>> 13);
  }

  #set(slot: number, low: number, high: number, row: number): void {
    this.#low[slot] = low;
    this.#high[slot] = high;
    this.#rowOf[slot] = row;
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
      this.#set(this.#slotOf(low[i] as number, high[i] as number), low[i] as number, high[i] as number, row);
    }
  }
}
