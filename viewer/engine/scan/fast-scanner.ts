import type { EventBatch } from "../../../format/arrow/batch.ts";
import type { Builder } from "../../../format/arrow/builders.ts";
import { Scanner, type ScanListener } from "../../../format/jsonl/scan.ts";
import type { Kernel } from "./kernel.ts";

const NEWLINE = 0x0a;
/** Where more than one line in so many is out of the ordinary, handing over costs more than it saves. */
const ODD_SHARE = 1 / 6;
/** Pieces that are then left to the other scanner before the kernel is tried again. */
const REST = 8;

/**
 * `Scanner` with most lines read by a kernel in WebAssembly, about four times as fast. Lines out of the ordinary (headers,
 * lists, escapes and other alphabets in the envelope, members without a column, damage) are read by the `Scanner`, so that
 * both find the same.
 */
export class FastScanner {
  readonly #kernel: Kernel | undefined;
  readonly #scanner: Scanner;
  #batch: EventBatch;
  #resting = 0;

  constructor(kernel: Kernel | undefined, batch: EventBatch, listener: ScanListener) {
    this.#kernel = kernel;
    this.#batch = batch;
    this.#scanner = new Scanner(batch, listener);
  }

  /** Lines seen so far, blank ones included. */
  get lines(): number {
    return this.#scanner.lines;
  }

  /** Goes on filling another batch. */
  use(batch: EventBatch): void {
    this.#batch = batch;
    this.#scanner.use(batch);
  }

  /** As `Scanner.scan`. */
  scan(bytes: Uint8Array, byteOffset: number, last: boolean): number {
    const kernel = this.#kernel;
    if (kernel === undefined) return this.#scanner.scan(bytes, byteOffset, last);
    let at = 0;
    while (at < bytes.length) {
      const room = Math.min(bytes.length, at + kernel.input.length);
      const end = bytes.lastIndexOf(NEWLINE, room - 1) + 1;
      if (end > at && this.#resting === 0) this.#scanPiece(kernel, bytes.subarray(at, end), byteOffset + at);
      else {
        const used = this.#scanner.scan(end > at ? bytes.subarray(at, end) : lineAt(bytes, at), byteOffset + at, last);
        if (used === 0) return at;
        if (this.#resting > 0) this.#resting--;
        at += used;
        continue;
      }
      at = end;
    }
    return at;
  }

  /** Reads whole lines that fit into the kernel's input. */
  #scanPiece(kernel: Kernel, bytes: Uint8Array, base: number): void {
    const firstLine = this.lines;
    let odd = 0;
    kernel.input.set(bytes);
    for (let at = 0; at < bytes.length; ) {
      at = kernel.scan(at, bytes.length);
      const isFull = kernel.isFull;
      this.#take(kernel, base);
      if (at === bytes.length || isFull) continue;
      const line = lineAt(bytes, at);
      this.#scanner.scan(line, base + at, false);
      at += line.length;
      odd++;
    }
    if (odd > (this.lines - firstLine) * ODD_SHARE) this.#resting = REST;
  }

  /** Takes the kernel's rows over into the batch. */
  #take(kernel: Kernel, base: number): void {
    const { rows } = kernel;
    if (rows === 0) return;
    const batch = this.#batch;
    const first = batch.rows;
    for (const [column, builder] of batch.builders.entries()) if (kernel.isSet(column)) takeColumn(kernel, column, builder, first);
    batch.appendPlaces(kernel, rows, { byteOffset: base, line: this.lines + 1 });
    this.#scanner.passLines(rows);
    kernel.clear();
  }
}

function takeColumn(kernel: Kernel, column: number, builder: Builder, first: number): void {
  const { rows, valid } = kernel;
  const count = kernel.gatherValid(column, first & 7);
  if (builder.type === "text") {
    const size = kernel.gatherTexts(column);
    builder.appendRows(first, kernel.texts.subarray(0, size), kernel.ends.subarray(0, rows));
  } else if (builder.type !== "list") builder.appendRows(first, kernel.numbers(column));
  builder.valid.append(first, rows, { bits: valid, count });
}

/** The line that begins at `at`, with its end if it has one. */
function lineAt(bytes: Uint8Array, at: number): Uint8Array {
  const end = bytes.indexOf(NEWLINE, at);
  return bytes.subarray(at, end < 0 ? bytes.length : end + 1);
}
