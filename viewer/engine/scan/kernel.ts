import { COLUMNS } from "../../../format/arrow/columns.ts";
import { constantOf, instantiate, type WasmExports } from "../wasm.ts";
import { KERNEL_BASE64 } from "./kernel-wasm.ts";

/** Exports of `assembly/kernel.ts`. */
interface KernelExports extends WasmExports {
  setKeys(count: number): void;
  rowCount(): number;
  clear(): void;
  isSet(column: number): number;
  scan(from: number, to: number): number;
  gatherTexts(column: number): number;
  gatherValid(column: number, shift: number): number;
}

const KEY_SIZE = 72;
const KEY_MASK = 32;
const KEY_LENGTH = 64;
const KEY_TYPE = 68;

/** The compiled kernel with views into its memory: scans up to `inputSize` bytes put into `input`, and hands its rows over in columns. */
export class Kernel {
  readonly #exports: KernelExports;
  readonly #cells: number;
  readonly #rows: number;
  readonly #inputAt: number;
  /** Where the bytes to scan are put. */
  readonly input: Uint8Array;
  /** For each row: where its line begins in `input`, how long it is, where its payload begins in the line (-1 for none), and how long that is. */
  readonly lineStart: Int32Array;
  readonly lineLength: Int32Array;
  readonly payloadOffset: Int32Array;
  readonly payloadLength: Int32Array;
  /** Where the texts of a gathered column end, a bit for each row that has one, and the texts. */
  readonly ends: Int32Array;
  readonly valid: Uint8Array;
  readonly texts: Uint8Array;

  constructor(exports: KernelExports) {
    this.#exports = exports;
    const at = (name: string): number => constantOf(exports, name);
    const { buffer } = exports.memory;
    const ints = (name: string): Int32Array => new Int32Array(buffer, at(name), at("ROWS"));
    this.#rows = at("ROWS");
    this.#cells = at("CELLS");
    this.#inputAt = at("INPUT");
    this.input = new Uint8Array(buffer, this.#inputAt, at("INPUT_SIZE"));
    [this.lineStart, this.lineLength, this.payloadOffset, this.payloadLength, this.ends] = [ints("LINE_START"), ints("LINE_LENGTH"), ints("PAYLOAD_OFFSET"), ints("PAYLOAD_LENGTH"), ints("ENDS")];
    this.valid = new Uint8Array(buffer, at("VALID"), at("ROWS") / 8 + 1);
    this.texts = new Uint8Array(buffer, at("TEXTS"), at("INPUT_SIZE"));
    this.#writeKeys(at);
  }

  /** Rows found and not cleared yet. */
  get rows(): number {
    return this.#exports.rowCount();
  }

  /** True if no further row can be held. */
  get isFull(): boolean {
    return this.rows === this.#rows;
  }

  /** Reads whole lines of `input`; returns the index it stopped at: `to`, a line it leaves to others, or the next line if it is full. */
  scan(from: number, to: number): number {
    return this.#exports.scan(this.#inputAt + from, this.#inputAt + to) - this.#inputAt;
  }

  /** Forgets the rows. */
  clear(): void {
    this.#exports.clear();
  }

  /** True if any row has a value in the column. */
  isSet(column: number): boolean {
    return this.#exports.isSet(column) !== 0;
  }

  /** Fills `texts` and `ends` from a text column; returns the number of bytes. */
  gatherTexts(column: number): number {
    return this.#exports.gatherTexts(column);
  }

  /** Fills `valid` from a column, the first row at bit `shift`; returns how many rows have it. */
  gatherValid(column: number, shift: number): number {
    return this.#exports.gatherValid(column, shift);
  }

  /** A numeric column of all rows; anything where a row has none. */
  numbers(column: number): Float64Array {
    return new Float64Array(this.#exports.memory.buffer, this.#cells + column * this.#rows * 8, this.rows);
  }

  #writeKeys(at: (name: string) => number): void {
    const types: Readonly<Record<string, number>> = { text: at("TYPE_TEXT"), int: at("TYPE_INT"), number: at("TYPE_NUMBER"), list: at("TYPE_OTHER") };
    const keys = [...COLUMNS.map(({ key, type }) => ({ key: key as string, type: types[type] as number })), { key: "payload", type: at("TYPE_PAYLOAD") }, { key: "peek", type: at("TYPE_OTHER") }];
    const view = new DataView(this.#exports.memory.buffer, at("KEYS"), keys.length * KEY_SIZE);
    for (const [index, { key, type }] of keys.entries()) {
      const member = new TextEncoder().encode(`"${key}":`);
      for (const [place, byte] of member.entries()) {
        view.setUint8(index * KEY_SIZE + place, byte);
        view.setUint8(index * KEY_SIZE + KEY_MASK + place, 0xff);
      }
      view.setUint32(index * KEY_SIZE + KEY_LENGTH, member.length, true);
      view.setUint32(index * KEY_SIZE + KEY_TYPE, type, true);
    }
    this.#exports.setKeys(keys.length);
  }
}

/** The kernel; undefined where the browser has no SIMD. */
export function createKernel(): Kernel | undefined {
  const exports = instantiate(KERNEL_BASE64);
  return exports === undefined ? undefined : new Kernel(exports as KernelExports);
}
