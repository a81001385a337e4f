import { ByteBuffer, FIRST_ROWS, Validity } from "./buffers.ts";
import type { ColumnType } from "./columns.ts";

/** Longest text `copyPlain` takes; longer ones are copied in bulk. */
const LONGEST_PLAIN = 128;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** A column of UTF-8 text. Rows are set in rising order; rows passed over are null, so empty columns cost nothing. */
export class TextBuilder {
  readonly type = "text";
  readonly data = new ByteBuffer();
  readonly valid = new Validity();
  /** Byte offset of each row's text; complete after `finish`. */
  offsets = new Int32Array(FIRST_ROWS + 1);
  /** Last row whose start stands in `offsets`. */
  #row = 0;

  /** Sets a row to valid UTF-8 bytes, replacing what it held. */
  set(row: number, source: Uint8Array, start: number, end: number): void {
    if (row > this.#row) this.#reach(row);
    else this.data.length = this.offsets[row] as number;
    this.data.append(source, start, end);
    this.valid.set(row);
  }

  /**
   * Sets a row to the JSON string whose first character is at `start`, if it is short ASCII without escapes. Returns
   * the index of its closing quote; -1 if it is anything else, and then the row is as if never set.
   */
  copyPlain(row: number, source: Uint8Array, start: number, end: number): number {
    if (row > this.#row) this.#reach(row);
    const data = this.data;
    data.length = this.offsets[row] as number;
    data.reserve(LONGEST_PLAIN);
    const target = data.bytes;
    const stop = Math.min(end, start + LONGEST_PLAIN);
    let at = data.length;
    for (let i = start; i < stop; i++) {
      const byte = source[i] as number;
      if (byte === QUOTE) {
        data.length = at;
        this.valid.set(row);
        return i;
      }
      if (byte >= 0x80 || byte < 0x20 || byte === BACKSLASH) break;
      target[at++] = byte;
    }
    this.valid.clear(row);
    return -1;
  }

  /** Adds rows behind all others: their texts, one after another, and where each ends; the caller marks them as set. */
  appendRows(first: number, texts: Uint8Array, ends: Int32Array): void {
    if (first > this.#row) this.#reach(first);
    else this.data.length = this.offsets[first] as number;
    const base = this.data.length;
    this.data.append(texts, 0, texts.length);
    const next = first + ends.length;
    while (next >= this.offsets.length) this.offsets = doubled(this.offsets);
    const { offsets } = this;
    for (let row = first + 1; row <= next; row++) offsets[row] = base + (ends[row - first - 1] as number);
    this.#row = next;
  }

  unset(row: number): void {
    if (row > this.#row) return;
    this.data.length = this.offsets[row] as number;
    this.valid.clear(row);
  }

  /** Forgets every row; its room is kept. */
  reset(): void {
    this.data.length = 0;
    this.#row = 0;
    this.valid.reset();
  }

  /** Fills the offsets up to the end of `rows` rows. */
  finish(rows: number): void {
    if (rows > this.#row) this.#reach(rows);
  }

  /** Byte range of a row that has ended or is the last one set. */
  endOf(row: number): number {
    return row < this.#row ? (this.offsets[row + 1] as number) : this.data.length;
  }

  #reach(row: number): void {
    while (row >= this.offsets.length) this.offsets = doubled(this.offsets);
    if (row === this.#row + 1) this.offsets[row] = this.data.length;
    else this.offsets.fill(this.data.length, this.#row + 1, row + 1);
    this.#row = row;
  }
}

/** A column of lists of UTF-8 text. Rows are set in rising order. */
export class ListBuilder {
  readonly type = "list";
  readonly data = new ByteBuffer();
  readonly valid = new Validity();
  /** Index in `items` of each row's first item; complete after `finish`. */
  offsets = new Int32Array(FIRST_ROWS + 1);
  /** Byte offset of each item; one more than items. */
  items = new Int32Array(FIRST_ROWS + 1);
  #row = 0;
  #count = 0;

  get itemCount(): number {
    return this.#count;
  }

  /** Makes a row an empty list, replacing what it held. */
  start(row: number): void {
    if (row > this.#row) this.#reach(row);
    else this.#rewind(row);
    this.valid.set(row);
  }

  /** Adds an item to the row last started. */
  add(source: Uint8Array, start: number, end: number): void {
    this.data.append(source, start, end);
    this.#count++;
    if (this.#count >= this.items.length) this.items = doubled(this.items);
    this.items[this.#count] = this.data.length;
  }

  unset(row: number): void {
    if (row > this.#row) return;
    this.#rewind(row);
    this.valid.clear(row);
  }

  /** Forgets every row; its room is kept. */
  reset(): void {
    this.data.length = 0;
    this.#row = 0;
    this.#count = 0;
    this.valid.reset();
  }

  finish(rows: number): void {
    if (rows > this.#row) this.#reach(rows);
  }

  #rewind(row: number): void {
    this.#count = this.offsets[row] as number;
    this.data.length = this.items[this.#count] as number;
  }

  #reach(row: number): void {
    while (row >= this.offsets.length) this.offsets = doubled(this.offsets);
    this.offsets.fill(this.#count, this.#row + 1, row + 1);
    this.#row = row;
  }
}

/** A column of 32-bit signed integers. */
export class IntBuilder {
  readonly type = "int";
  readonly valid = new Validity();
  values = new Int32Array(FIRST_ROWS);

  set(row: number, value: number): void {
    while (row >= this.values.length) this.values = doubled(this.values);
    this.values[row] = value;
    this.valid.set(row);
  }

  /** Adds rows behind all others; the caller marks those that are set. */
  appendRows(first: number, values: Float64Array): void {
    while (first + values.length > this.values.length) this.values = doubled(this.values);
    this.values.set(values, first);
  }

  unset(row: number): void {
    this.valid.clear(row);
  }

  /** Forgets every row; its room is kept. */
  reset(): void {
    this.valid.reset();
  }

  finish(rows: number): void {
    while (rows > this.values.length) this.values = doubled(this.values);
  }
}

/** A column of IEEE doubles. */
export class NumberBuilder {
  readonly type = "number";
  readonly valid = new Validity();
  values = new Float64Array(FIRST_ROWS);

  set(row: number, value: number): void {
    if (row >= this.values.length) this.#grow(row);
    this.values[row] = value;
    this.valid.set(row);
  }

  /** Adds rows behind all others; the caller marks those that are set. */
  appendRows(first: number, values: Float64Array): void {
    if (first + values.length > this.values.length) this.#grow(first + values.length - 1);
    this.values.set(values, first);
  }

  unset(row: number): void {
    this.valid.clear(row);
  }

  /** Forgets every row; its room is kept. */
  reset(): void {
    this.valid.reset();
  }

  finish(rows: number): void {
    if (rows > this.values.length) this.#grow(rows);
  }

  #grow(row: number): void {
    const grown = new Float64Array(Math.max(row + 1, this.values.length * 2));
    grown.set(this.values);
    this.values = grown;
  }
}

export type Builder = TextBuilder | ListBuilder | IntBuilder | NumberBuilder;

/** An empty builder for a column type. */
export function createBuilder(type: ColumnType): Builder {
  switch (type) {
    case "text":
      return new TextBuilder();
    case "list":
      return new ListBuilder();
    case "int":
      return new IntBuilder();
    case "number":
      return new NumberBuilder();
  }
}

function doubled(array: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const grown = new Int32Array(array.length * 2);
  grown.set(array);
  return grown;
}
