/** Different for every page: a trace cannot be made whose ids all fall on one place. What is found does not depend on them. */
const [SEED_LOW = 0, SEED_HIGH = 0] = crypto.getRandomValues(new Int32Array(2));
const FIRST_SLOTS = 2048;
/** Slots an id has at least. */
const SLOTS_PER_ID = 2;

/**
 * Finds the row of an event id. Ids are kept as hashes of 63 bits only (two multiplicative hashes), whatever their length;
 * two different ids among a million collide with a chance of about 5 in 10^8. Hashes stand by row, one after
 * another; the table that is jumped about in holds row numbers alone, so that it stays small enough for the processor's
 * caches.
 */
export class IdMap {
  /** Row + 1; 0 if free. */
  #slots = new Int32Array(FIRST_SLOTS);
  /** Hashes of the id each row has; the high one is odd, or 0 for a row that has none or one that another had before. */
  #lowOf = new Int32Array(FIRST_SLOTS / SLOTS_PER_ID);
  #highOf = new Int32Array(FIRST_SLOTS / SLOTS_PER_ID);
  #count = 0;
  /** Rows that were added end before this one. */
  #end = 0;
  /** Hashes of the id last sought, for ids that may be defined later. */
  low = 0;
  high = 0;

  /** Row of the id in bytes[start, end); -1 if unknown. */
  find(bytes: Uint8Array, start: number, end: number): number {
    this.#hash(bytes, start, end);
    return this.findHash(this.low, this.high);
  }

  /** Makes room for so many ids, of as many rows, if there is less. */
  reserve(ids: number): void {
    let size = this.#slots.length;
    while (ids * SLOTS_PER_ID >= size) size *= 2;
    if (size > this.#slots.length) this.#grow(size);
    if (ids > this.#lowOf.length) this.#growHashes(ids);
  }

  /** Notes that an id names `row`, which comes after those added before; returns the row that had it before, or -1. The first one keeps it. */
  add(bytes: Uint8Array, start: number, end: number, row: number): number {
    if (this.#count * SLOTS_PER_ID >= this.#slots.length) this.#grow(this.#slots.length * 2);
    if (row >= this.#lowOf.length) this.#growHashes(Math.max(row + 1, this.#lowOf.length * 2));
    this.#hash(bytes, start, end);
    const at = this.#slotOf(this.low, this.high);
    const before = (this.#slots[at] as number) - 1;
    if (before >= 0) return before;
    this.#slots[at] = row + 1;
    this.#lowOf[row] = this.low;
    this.#highOf[row] = this.high;
    this.#count++;
    this.#end = row + 1;
    return -1;
  }

  /** Row of an id given as its two hashes; -1 if unknown. */
  findHash(low: number, high: number): number {
    return (this.#slots[this.#slotOf(low, high)] as number) - 1;
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
    this.high = (high ^ (high >>> 13)) | 1;
  }

  #slotOf(low: number, high: number): number {
    const slots = this.#slots;
    const [lowOf, highOf] = [this.#lowOf, this.#highOf];
    const mask = slots.length - 1;
    let at = (low ^ (high << 7)) & mask;
    for (let row = slots[at] as number; row !== 0 && (lowOf[row - 1] !== low || highOf[row - 1] !== high); row = slots[at] as number) at = (at + 1) & mask;
    return at;
  }

  #grow(size: number): void {
    const slots = new Int32Array(size);
    const mask = size - 1;
    for (let row = 0; row < this.#end; row++) {
      const high = this.#highOf[row] as number;
      if (high === 0) continue;
      let at = ((this.#lowOf[row] as number) ^ (high << 7)) & mask;
      while (slots[at] !== 0) at = (at + 1) & mask;
      slots[at] = row + 1;
    }
    this.#slots = slots;
  }

  #growHashes(rows: number): void {
    const [low, high] = [new Int32Array(rows), new Int32Array(rows)];
    low.set(this.#lowOf.subarray(0, this.#end));
    high.set(this.#highOf.subarray(0, this.#end));
    [this.#lowOf, this.#highOf] = [low, high];
  }
}
