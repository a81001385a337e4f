import { FIRST_ROWS } from "./buffers.ts";
import { createBuilder, type Builder, ListBuilder, TextBuilder } from "./builders.ts";
import { COLUMNS, type ColumnKey } from "./columns.ts";

/** Where lines and payloads stand: lines in bytes scanned at once, payloads in their lines (-1 for none). */
interface LinePlaces {
  readonly lineStart: Int32Array;
  readonly lineLength: Int32Array;
  readonly payloadOffset: Int32Array;
  readonly payloadLength: Int32Array;
}

/**
 * A batch of events in columns: the envelope by builder, and for each row where its line and payload stand.
 * Filled by the scanner, read by the Arrow encoder and the engine. Offsets are bytes from the start of the file.
 */
export class EventBatch {
  readonly builders: readonly Builder[] = COLUMNS.map((column) => createBuilder(column.type));
  /** Members that are neither envelope nor payload, or have a type their column cannot hold, as one JSON object. */
  readonly other = new TextBuilder();
  rows = 0;
  lineOffset: Float64Array = new Float64Array(FIRST_ROWS);
  lineLength: Int32Array = new Int32Array(FIRST_ROWS);
  /** From the start of the line; -1 if the line has no payload. */
  payloadOffset: Int32Array = new Int32Array(FIRST_ROWS).fill(-1, 0, 1);
  payloadLength: Int32Array = new Int32Array(FIRST_ROWS);
  /** From 1. */
  lineNumber: Int32Array = new Int32Array(FIRST_ROWS);

  /** Forgets every row, to be filled anew; its room is kept. */
  reset(): void {
    for (const builder of this.builders) builder.reset();
    this.other.reset();
    this.rows = 0;
    this.payloadOffset[0] = -1;
  }

  /** Notes where the current row's line stands and begins the next row. */
  endRow(lineOffset: number, lineLength: number, lineNumber: number): void {
    const row = this.rows;
    this.lineOffset[row] = lineOffset;
    this.lineLength[row] = lineLength;
    this.lineNumber[row] = lineNumber;
    this.rows = row + 1;
    if (this.rows >= this.lineLength.length) this.#grow();
    this.payloadOffset[this.rows] = -1;
  }

  /** Adds rows whose columns were appended: where their lines and payloads stand among bytes that begin at `byteOffset`, numbered from `line`. */
  appendPlaces({ lineStart, lineLength, payloadOffset, payloadLength }: LinePlaces, rows: number, from: { readonly byteOffset: number; readonly line: number }): void {
    const first = this.rows;
    while (first + rows >= this.lineLength.length) this.#grow();
    for (let row = 0; row < rows; row++) {
      this.lineOffset[first + row] = from.byteOffset + (lineStart[row] as number);
      this.lineNumber[first + row] = from.line + row;
    }
    this.lineLength.set(lineLength.subarray(0, rows), first);
    this.payloadOffset.set(payloadOffset.subarray(0, rows), first);
    this.payloadLength.set(payloadLength.subarray(0, rows), first);
    this.rows = first + rows;
    this.payloadOffset[this.rows] = -1;
  }

  /** Takes back whatever was set for the current row. */
  dropRow(): void {
    for (const builder of this.builders) builder.unset(this.rows);
    this.other.unset(this.rows);
    this.payloadOffset[this.rows] = -1;
  }

  setPayload(offsetInLine: number, length: number): void {
    this.payloadOffset[this.rows] = offsetInLine;
    this.payloadLength[this.rows] = length;
  }

  /** Makes every column as long as the batch; call once, after the last row. */
  finish(): void {
    for (const builder of this.builders) builder.finish(this.rows);
    this.other.finish(this.rows);
  }

  /** The builder of a text column. */
  text(key: ColumnKey): TextBuilder {
    const builder = this.builders[COLUMN_INDEX[key]];
    if (!(builder instanceof TextBuilder)) throw new TypeError(`column ${key} is not text`);
    return builder;
  }

  /** The builder of a list column. */
  list(key: ColumnKey): ListBuilder {
    const builder = this.builders[COLUMN_INDEX[key]];
    if (!(builder instanceof ListBuilder)) throw new TypeError(`column ${key} is not a list`);
    return builder;
  }

  /** The builder of an int or number column. */
  numeric(key: ColumnKey): Extract<Builder, { type: "int" | "number" }> {
    const builder = this.builders[COLUMN_INDEX[key]];
    if (builder === undefined || builder instanceof TextBuilder || builder instanceof ListBuilder) throw new TypeError(`column ${key} is not numeric`);
    return builder;
  }

  #grow(): void {
    const size = this.lineLength.length * 2;
    this.lineOffset = copyTo(new Float64Array(size), this.lineOffset);
    this.lineLength = copyTo(new Int32Array(size), this.lineLength);
    this.payloadOffset = copyTo(new Int32Array(size), this.payloadOffset);
    this.payloadLength = copyTo(new Int32Array(size), this.payloadLength);
    this.lineNumber = copyTo(new Int32Array(size), this.lineNumber);
  }
}

/** Position of each envelope member in `COLUMNS`. */
export const COLUMN_INDEX = Object.fromEntries(COLUMNS.map((column, index) => [column.key, index])) as Readonly<Record<ColumnKey, number>>;

function copyTo<T extends Float64Array | Int32Array>(target: T, source: T): T {
  target.set(source);
  return target;
}
