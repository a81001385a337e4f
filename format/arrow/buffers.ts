/** Rows a column has room for to begin with. */
export const FIRST_ROWS = 1024;
const FIRST_BYTES = 16 * 1024;

/** Growing bytes of a text column. */
export class ByteBuffer {
  bytes = new Uint8Array(FIRST_BYTES);
  length = 0;

  reserve(more: number): void {
    const needed = this.length + more;
    if (needed <= this.bytes.length) return;
    const grown = new Uint8Array(Math.max(needed, this.bytes.length * 2));
    grown.set(this.bytes.subarray(0, this.length));
    this.bytes = grown;
  }

  append(source: Uint8Array, start: number, end: number): void {
    const count = end - start;
    this.reserve(count);
    const target = this.bytes;
    const at = this.length;
    if (count < 48) for (let i = 0; i < count; i++) target[at + i] = source[start + i] as number;
    else target.set(source.subarray(start, end), at);
    this.length = at + count;
  }
}

/** One bit a row; a set bit means the row has a value (Arrow validity, least significant bit first). */
export class Validity {
  bits = new Uint8Array(FIRST_ROWS / 8);
  count = 0;

  set(row: number): void {
    const index = row >> 3;
    if (index >= this.bits.length) this.#grow(index);
    const mask = 1 << (row & 7);
    const before = this.bits[index] as number;
    if ((before & mask) === 0) this.count++;
    this.bits[index] = before | mask;
  }

  clear(row: number): void {
    const index = row >> 3;
    const mask = 1 << (row & 7);
    const before = this.bits[index] ?? 0;
    if ((before & mask) === 0) return;
    this.count--;
    this.bits[index] = before & ~mask;
  }

  /** No row has a value any more; its room is kept. */
  reset(): void {
    if (this.count > 0) this.bits.fill(0);
    this.count = 0;
  }

  has(row: number): boolean {
    return ((this.bits[row >> 3] ?? 0) & (1 << (row & 7))) !== 0;
  }

  /** Adds rows behind all others: `bits` has the first of them at bit `first & 7`, and `count` of them set. */
  append(first: number, rows: number, { bits, count }: { readonly bits: Uint8Array; readonly count: number }): void {
    const from = first >> 3;
    const bytes = ((first & 7) + rows + 7) >> 3;
    if (from + bytes > this.bits.length) this.#grow(from + bytes - 1);
    const shared = this.bits[from] as number;
    this.bits.set(bits.subarray(0, bytes), from);
    this.bits[from] = (this.bits[from] as number) | shared;
    this.count += count;
  }

  #grow(index: number): void {
    const grown = new Uint8Array(Math.max(index + 1, this.bits.length * 2));
    grown.set(this.bits);
    this.bits = grown;
  }

  /** The bits for `rows` rows, at least one byte. */
  slice(rows: number): Uint8Array {
    const size = Math.max(1, (rows + 7) >> 3);
    if (size <= this.bits.length) return this.bits.slice(0, size);
    const padded = new Uint8Array(size);
    padded.set(this.bits);
    return padded;
  }
}
