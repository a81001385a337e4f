import { EventBatch } from "../arrow/batch.ts";
import type { Builder, ListBuilder, TextBuilder } from "../arrow/builders.ts";
import { KEY_PAYLOAD, KEY_PEEK, KEY_UNKNOWN, KeyTable } from "./keys.ts";
import { parseNumber } from "./number.ts";
import { skipSpace, skipString, skipValue } from "./skip.ts";

const NEWLINE = 0x0a;
const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const LETTER_N = 0x6e;
const SPACE = 0x20;
const MARK = [0xef, 0xbb, 0xbf];

/** Why a line is not an event. */
export type LineProblem = "bad_json" | "not_an_object" | "torn_tail";

/** What the scanner tells its owner beside the batch it fills. Byte ranges are in the file. */
export interface ScanListener {
  /** A header line; `json` is its text. */
  header(json: string, line: number, byteOffset: number): void;
  problem(problem: LineProblem, line: number, byteOffset: number, byteLength: number): void;
}

/**
 * Reads complete lines of JSONL into an `EventBatch` by looking at bytes: envelope members go to their columns, the
 * payload is only skipped over. Keys may come in any order; a key that comes twice counts as JSON.parse counts it (the
 * last wins). Payloads are checked for balanced brackets and quotes, not parsed.
 */
export class Scanner {
  readonly #keys = new KeyTable();
  readonly #decoder = new TextDecoder();
  readonly #encoder = new TextEncoder();
  readonly #listener: ScanListener;
  #batch: EventBatch;
  #others: string[] = [];
  #line = 0;
  #isHeader = false;
  #payloadStart = -1;
  #payloadEnd = -1;

  constructor(batch: EventBatch, listener: ScanListener) {
    this.#batch = batch;
    this.#listener = listener;
  }

  /** Lines seen so far, blank ones included. */
  get lines(): number {
    return this.#line;
  }

  /** Counts lines that were read by other means. */
  passLines(count: number): void {
    this.#line += count;
  }

  /** Goes on filling another batch. */
  use(batch: EventBatch): void {
    this.#batch = batch;
  }

  /**
   * Scans bytes[0, length) whose first byte stands at `byteOffset` in the file. Returns the number of bytes used: all
   * up to the last newline, or all of them if `last`. A last line without a newline is an event if it is complete JSON,
   * else a `torn_tail`.
   */
  scan(bytes: Uint8Array, byteOffset: number, last: boolean): number {
    let start = 0;
    while (start < bytes.length) {
      let end = bytes.indexOf(NEWLINE, start);
      if (end < 0) {
        if (!last) return start;
        end = bytes.length;
      }
      this.#scanLine(bytes, start, end, byteOffset);
      start = end + 1;
    }
    return bytes.length;
  }

  #scanLine(bytes: Uint8Array, from: number, end: number, base: number): void {
    this.#line++;
    const torn = end === bytes.length;
    const start = base + from === 0 && hasMark(bytes) ? MARK.length : from;
    const first = skipSpace(bytes, start, end);
    if (first === end) return;
    if (bytes[first] !== OPEN_BRACE) return this.#listener.problem(torn ? "torn_tail" : "not_an_object", this.#line, base + start, end - start);
    this.#isHeader = false;
    this.#payloadStart = -1;
    const done = this.#scanMembers(bytes, first + 1, end);
    if (done < 0 || skipSpace(bytes, done, end) !== end) {
      this.#drop();
      this.#listener.problem(torn ? "torn_tail" : "bad_json", this.#line, base + start, end - start);
      return;
    }
    if (this.#isHeader) {
      this.#drop();
      this.#listener.header(this.#decoder.decode(bytes.subarray(first, end)), this.#line, base + start);
      return;
    }
    this.#endEvent(start, end, base);
  }

  #endEvent(start: number, end: number, base: number): void {
    const batch = this.#batch;
    if (this.#payloadStart >= 0) batch.setPayload(this.#payloadStart - start, this.#payloadEnd - this.#payloadStart);
    if (this.#others.length > 0) {
      const text = this.#encoder.encode(`{${this.#others.join(",")}}`);
      batch.other.set(batch.rows, text, 0, text.length);
      this.#others = [];
    }
    batch.endRow(base + start, end - start, this.#line);
  }

  #drop(): void {
    this.#batch.dropRow();
    this.#others = [];
  }

  /** Reads members up to the closing brace; returns the index after it, or -1 if the line is not JSON. */
  #scanMembers(bytes: Uint8Array, from: number, end: number): number {
    let i = skipSpace(bytes, from, end);
    if (bytes[i] === CLOSE_BRACE) return i + 1;
    this.#keys.start();
    for (;;) {
      i = this.#scanMember(bytes, i, end);
      if (i < 0) return -1;
      const next = bytes[i];
      if (next === COMMA) i++;
      else if (next === CLOSE_BRACE) return i + 1;
      else return -1;
      if (bytes[i] !== QUOTE) i = skipSpace(bytes, i, end);
    }
  }

  /** Reads a key and its value; returns the index of what comes after them, or -1 if they are not JSON. */
  #scanMember(bytes: Uint8Array, at: number, end: number): number {
    let key = KEY_UNKNOWN;
    let value = this.#keys.expect(bytes, at);
    if (value >= 0) key = this.#keys.current;
    else {
      const keyEnd = bytes[at] === QUOTE ? skipString(bytes, at, end) : -1;
      if (keyEnd < 0) return -1;
      key = this.#keys.find(bytes, at + 1, keyEnd - 1);
      const colon = skipSpace(bytes, keyEnd, end);
      if (bytes[colon] !== COLON) return -1;
      value = colon + 1;
    }
    if (bytes[value] === SPACE) value = skipSpace(bytes, value, end);
    if (value >= end) return -1;
    let after = key >= 0 && key < KEY_PAYLOAD ? this.#setPlain(key, bytes, value, end) : -1;
    if (after < 0) {
      after = skipValue(bytes, value, end);
      if (after < 0 || !this.#setMember(key, bytes, [at, value, after])) return -1;
    }
    const next = bytes[after];
    return next === COMMA || next === CLOSE_BRACE ? after : skipSpace(bytes, after, end);
  }

  /** Sets a column from a short plain string; returns the index after it, or -1 if the value is anything else. */
  #setPlain(column: number, bytes: Uint8Array, start: number, end: number): number {
    if (bytes[start] !== QUOTE) return -1;
    const builder = this.#batch.builders[column] as Builder;
    return builder.type === "text" ? builder.copyPlain(this.#batch.rows, bytes, start + 1, end) + 1 || -1 : -1;
  }

  /** Puts a value where it belongs; false if it is not JSON. */
  #setMember(key: number, bytes: Uint8Array, [at, start, end]: readonly [number, number, number]): boolean {
    switch (key) {
      case KEY_PAYLOAD:
        this.#payloadStart = start;
        this.#payloadEnd = end;
        return true;
      case KEY_PEEK:
        this.#isHeader = true;
        return true;
      case KEY_UNKNOWN:
        return this.#keepOther(bytes, at, start, end);
      default:
        return this.#setColumn(key, bytes, start, end) || this.#keepOther(bytes, at, start, end);
    }
  }

  /** Keeps a member that has no column; false if its value is not JSON. */
  #keepOther(bytes: Uint8Array, key: number, valueStart: number, valueEnd: number): boolean {
    const member = this.#decoder.decode(bytes.subarray(key, valueEnd));
    try {
      JSON.parse(`{${member}}`);
    } catch {
      return false;
    }
    if (valueStart > key) this.#others.push(member);
    return true;
  }

  /** Puts a value into its column; false if the value is not of the column's type. */
  #setColumn(column: number, bytes: Uint8Array, start: number, end: number): boolean {
    const builder = this.#batch.builders[column] as Builder;
    const first = bytes[start] as number;
    const row = this.#batch.rows;
    switch (builder.type) {
      case "text":
        if (first !== QUOTE) return this.#setNull(builder, bytes, start, end);
        return this.#setText(builder, bytes, start + 1, end - 1);
      case "list":
        if (first !== OPEN_BRACKET) return this.#setNull(builder, bytes, start, end);
        return this.#setList(builder, bytes, start, end);
      case "int":
      case "number": {
        const value = parseNumber(bytes, start, end);
        if (Number.isNaN(value)) return this.#setNull(builder, bytes, start, end);
        if (builder.type === "int" && (value | 0) !== value) {
          builder.unset(row);
          return false;
        }
        builder.set(row, value);
        return true;
      }
    }
  }

  /** A null member counts as absent; false if the value is something else. */
  #setNull(builder: Builder, bytes: Uint8Array, start: number, end: number): boolean {
    builder.unset(this.#batch.rows);
    return isNull(bytes, start, end);
  }

  #setText(builder: TextBuilder, bytes: Uint8Array, start: number, end: number): boolean {
    const row = this.#batch.rows;
    if (isPlain(bytes, start, end)) {
      builder.set(row, bytes, start, end);
      return true;
    }
    const plain = this.#plainText(bytes, start, end);
    if (plain === undefined) {
      builder.unset(row);
      return false;
    }
    builder.set(row, plain, 0, plain.length);
    return true;
  }

  /** The UTF-8 of a JSON string with escapes or non-ASCII bytes, made valid; undefined if its escapes are wrong. */
  #plainText(bytes: Uint8Array, start: number, end: number): Uint8Array | undefined {
    try {
      return this.#encoder.encode(JSON.parse(`"${this.#decoder.decode(bytes.subarray(start, end))}"`) as string);
    } catch {
      return undefined;
    }
  }

  #setList(builder: ListBuilder, bytes: Uint8Array, start: number, end: number): boolean {
    const row = this.#batch.rows;
    builder.start(row);
    let i = skipSpace(bytes, start + 1, end);
    if (bytes[i] === CLOSE_BRACKET && i === end - 1) return true;
    for (;;) {
      const itemEnd = bytes[i] === QUOTE ? skipString(bytes, i, end) : -1;
      if (itemEnd < 0 || !this.#addItem(builder, bytes, i + 1, itemEnd - 1)) break;
      i = skipSpace(bytes, itemEnd, end);
      if (bytes[i] === CLOSE_BRACKET && i === end - 1) return true;
      if (bytes[i] !== COMMA) break;
      i = skipSpace(bytes, i + 1, end);
    }
    builder.unset(row);
    return false;
  }

  #addItem(builder: ListBuilder, bytes: Uint8Array, start: number, end: number): boolean {
    if (isPlain(bytes, start, end)) {
      builder.add(bytes, start, end);
      return true;
    }
    const plain = this.#plainText(bytes, start, end);
    if (plain === undefined) return false;
    builder.add(plain, 0, plain.length);
    return true;
  }
}

/** True if the bytes begin with a UTF-8 byte order mark, as some editors put at the start of a file. */
function hasMark(bytes: Uint8Array): boolean {
  return MARK.every((byte, index) => bytes[index] === byte);
}

/** True if the bytes of a JSON string are ASCII without escapes, so that they are their own text. */
function isPlain(bytes: Uint8Array, start: number, end: number): boolean {
  for (let i = start; i < end; i++) {
    const byte = bytes[i] as number;
    if (byte >= 0x80 || byte < 0x20 || byte === 0x5c) return false;
  }
  return true;
}

function isNull(bytes: Uint8Array, start: number, end: number): boolean {
  return end - start === 4 && bytes[start] === LETTER_N && bytes[start + 1] === 0x75 && bytes[start + 2] === 0x6c && bytes[start + 3] === 0x6c;
}
