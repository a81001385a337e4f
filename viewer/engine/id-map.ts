const SEED_LOW = 0x811c9dc5;
const SEED_HIGH = 0x9747b28c;
const STRIDE = 4;

/**
 * Finds the row of an event id. Ids are kept as 64-bit hashes only (two 32-bit multiplicative hashes): 16 bytes a slot
 * whatever their length; two different ids among a million collide with a chance of about 3 in 10^8.
 * One lookup hashes once: `seek` an id, then read or write at the place found.
 */
export class IdMap {
  /** Four numbers a slot, so that a lookup touches one cache line: low hash, high hash, row + 1 (0 if free), unused. */
  #slots: Int32Array = new Int32Array(1024 * STRIDE);
  #count = 0;
  /** Hashes of the id last sought, for ids that may be defined later. */
  low = 0;
  high = 0;

  /** Row of the id in bytes[start, end); -1 if unknown. */
  find(bytes: Uint8Array, start: number, end: number): number {
    this.#hash(bytes, start, end);
    return this.findHash(this.low, this.high);
  }

  /** Makes room for so many ids, if there is less. */
  reserve(ids: number): void {
    let size = this.#slots.length;
    while (ids * 2 * STRIDE >= size) size *= 2;
    if (size > this.#slots.length) this.#grow(size);
  }

  /** Notes that an id names `row`; returns the row that had it before, or -1. The first one keeps it. */
  add(bytes: Uint8Array, start: number, end: number, row: number): number {
    if (this.#count * 2 * STRIDE >= this.#slots.length) this.#grow();
    this.#hash(bytes, start, end);
    const at = this.#slotOf(this.low, this.high);
    const before = (this.#slots[at + 2] as number) - 1;
    if (before >= 0) return before;
    this.#set(at, this.low, this.high, row);
    this.#count++;
    return -1;
  }

  /** Row of an id given as its two hashes; -1 if unknown. */
  findHash(low: number, high: number): number {
    return (this.#slots[this.#slotOf(low, high) + 2] as number) - 1;
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

  #set(at: number, low: number, high: number, row: number): void {
    this.#slots[at] = low;
    this.#slots[at + 1] = high;
    this.#slots[at + 2] = row + 1;
  }

  #slotOf(low: number, high: number): number {
    const slots = this.#slots;
    const mask = slots.length - 1;
    let at = ((low ^ (high << 7)) * STRIDE) & mask;
    while (slots[at + 2] !== 0 && (slots[at] !== low || slots[at + 1] !== high)) at = (at + STRIDE) & mask;
    return at;
  }

  #grow(size = this.#slots.length * 2): void {
    const old = this.#slots;
    this.#slots = new Int32Array(size);
    for (let at = 0; at < old.length; at += STRIDE) {
      if (old[at + 2] === 0) continue;
      const [low, high, row] = [old[at] as number, old[at + 1] as number, (old[at + 2] as number) - 1];
      this.#set(this.#slotOf(low, high), low, high, row);
    }
  }
}
