/**
 * The scanner's kernel in AssemblyScript, compiled to WebAssembly with SIMD: the same reading of a line as
 * `format/jsonl/scan.ts`, for lines as writers write them. Whatever is out of the ordinary it leaves to that scanner.
 *
 * Memory, laid out once: keys, what was found in each row, the bytes to scan, and a column gathered from them.
 */

/** Rows that are held before they must be gathered. */
export const ROWS: u32 = 4096;
/** Bytes that can be scanned at once; reading may go on a little behind them. */
export const INPUT_SIZE: u32 = 1 << 20;
/** Most columns; one more is the payload. A row has a bit for each that is set. */
export const MOST_COLUMNS: u32 = 48;

const SLACK: u32 = 256;
/** A key as `"key":` in the first 32 bytes, 0xff for each of its bytes in the next 32, then its length and its type. */
const KEY_SIZE: u32 = 72;
const KEY_LENGTH: u32 = 64;
const KEY_TYPE: u32 = 68;

export const KEYS: u32 = 1024;
/** Key that last followed each key; the first of a line is kept behind all others. */
const AFTER: u32 = KEYS + (MOST_COLUMNS + 2) * KEY_SIZE;
export const LINE_START: u32 = 8192;
export const LINE_LENGTH: u32 = LINE_START + ROWS * 4;
export const PAYLOAD_OFFSET: u32 = LINE_LENGTH + ROWS * 4;
export const PAYLOAD_LENGTH: u32 = PAYLOAD_OFFSET + ROWS * 4;
const SET: u32 = PAYLOAD_LENGTH + ROWS * 4;
/** Eight bytes for each column and row: start and length of a text, or a double. */
export const CELLS: u32 = SET + ROWS * 8;
export const INPUT: u32 = CELLS + MOST_COLUMNS * ROWS * 8;
/** Ends of the gathered texts, a bit for each row that is set, and the texts themselves. */
export const ENDS: u32 = INPUT + INPUT_SIZE + SLACK;
export const VALID: u32 = ENDS + ROWS * 4;
export const TEXTS: u32 = VALID + ROWS / 8 + SLACK;
export const MEMORY_SIZE: u32 = TEXTS + INPUT_SIZE + SLACK;

export const TYPE_TEXT: u32 = 0;
export const TYPE_INT: u32 = 1;
export const TYPE_NUMBER: u32 = 2;
export const TYPE_PAYLOAD: u32 = 3;
/** Keys whose lines are left to the other scanner. */
export const TYPE_OTHER: u32 = 4;

const QUOTE: u32 = 0x22;
const COMMA: u32 = 0x2c;
const MINUS: u32 = 0x2d;
const DOT: u32 = 0x2e;
const BACKSLASH: u32 = 0x5c;
const OPEN_BRACE: u32 = 0x7b;
const CLOSE_BRACE: u32 = 0x7d;
const SPACE: u32 = 0x20;
const NEWLINE: u32 = 0x0a;
const RETURN: u32 = 0x0d;
const MOST_DIGITS: u32 = 16;
const MOST_SAFE: u64 = 9007199254740991;

let keyCount: u32 = 0;
let rows: u32 = 0;
let columnsSet: u64 = 0;

/** Begins anew with that many keys at `KEYS`. */
export function setKeys(count: u32): void {
  keyCount = count;
  rows = 0;
  memory.fill(AFTER, 0, (count + 1) * 4);
}

/** Rows found since `clear`. */
export function rowCount(): u32 {
  return rows;
}

export function clear(): void {
  rows = 0;
  columnsSet = 0;
}

/** 1 if any of the rows has that column. */
export function isSet(column: u32): u32 {
  return <u32>((columnsSet >> column) & 1);
}

/** Reads whole lines from `from`, an address, up to `to`. Returns where it stopped: at a line it leaves to others, with its rows full, or at `to`. */
export function scan(from: u32, to: u32): u32 {
  let at = from;
  while (at < to && rows < ROWS) {
    const end = lineEnd(at, to);
    if (end >= to || !scanLine(at, end)) return at;
    at = end + 1;
  }
  return at;
}

function lineEnd(from: u32, to: u32): u32 {
  const newline = i8x16.splat(<i8>NEWLINE);
  for (let at = from; at < to; at += 16) {
    const found = i8x16.bitmask(i8x16.eq(v128.load(at), newline));
    if (found != 0) return at + ctz(found);
  }
  return to;
}

/** Reads the line [start, end) into the next row; false, and no row, if it is out of the ordinary. The line end stops everything that reads on. */
function scanLine(start: u32, end: u32): bool {
  if (load<u8>(start) != OPEN_BRACE) return false;
  let at = start + 1;
  let set: u64 = 0;
  let before = keyCount;
  store<i32>(PAYLOAD_OFFSET + rows * 4, -1);
  for (;;) {
    const key = keyAt(at, before);
    if (key >= keyCount) return false;
    before = key;
    at += load<u32>(KEYS + key * KEY_SIZE + KEY_LENGTH);
    if (load<u8>(at) == SPACE) at++;
    const bit: u64 = (<u64>1) << key;
    if ((set & bit) != 0) return false;
    set |= bit;
    at = scanValue(key, start, at, end);
    if (at == 0) return false;
    const next = load<u8>(at);
    at++;
    if (next == CLOSE_BRACE) break;
    if (next != COMMA) return false;
    if (load<u8>(at) == SPACE) at++;
  }
  if (at != end && !(at + 1 == end && load<u8>(at) == RETURN)) return false;
  store<u32>(LINE_START + rows * 4, start - INPUT);
  store<u32>(LINE_LENGTH + rows * 4, end - start);
  store<u64>(SET + rows * 8, set);
  columnsSet |= set;
  rows++;
  return true;
}

/** The key at an address: the one that came after `before` last time, else whichever it is; `keyCount` if none. */
function keyAt(at: u32, before: u32): u32 {
  const expected = load<u32>(AFTER + before * 4);
  if (isKey(expected, at)) return expected;
  for (let key: u32 = 0; key < keyCount; key++) {
    if (!isKey(key, at)) continue;
    store<u32>(AFTER + before * 4, key);
    return key;
  }
  return keyCount;
}

function isKey(key: u32, at: u32): bool {
  const known = KEYS + key * KEY_SIZE;
  const first = v128.and(v128.xor(v128.load(known), v128.load(at)), v128.load(known, 32));
  const second = v128.and(v128.xor(v128.load(known, 16), v128.load(at, 16)), v128.load(known, 48));
  return !v128.any_true(v128.or(first, second));
}

/** Reads a value into its cell; returns the address after it, 0 if it is out of the ordinary. */
function scanValue(key: u32, line: u32, at: u32, end: u32): u32 {
  const type = load<u32>(KEYS + key * KEY_SIZE + KEY_TYPE);
  if (type == TYPE_TEXT) return scanText(CELLS + (key * ROWS + rows) * 8, at);
  if (type == TYPE_PAYLOAD) {
    if ((load<u8>(at) | 0x20) != OPEN_BRACE) return 0;
    const after = skipContainer(at, end);
    store<u32>(PAYLOAD_OFFSET + rows * 4, at - line);
    store<u32>(PAYLOAD_LENGTH + rows * 4, after - at);
    return after;
  }
  return type == TYPE_OTHER ? 0 : scanNumber(CELLS + (key * ROWS + rows) * 8, at, type == TYPE_INT);
}

/** A string of ASCII without escapes. */
function scanText(cell: u32, at: u32): u32 {
  if (load<u8>(at) != QUOTE) return 0;
  const start = at + 1;
  for (let i = start; ; i += 16) {
    const bytes = v128.load(i);
    // Signed: bytes from 0x80 on are below zero. The line end is below a space, so this ends.
    const odd = v128.or(i8x16.lt_s(bytes, i8x16.splat(<i8>SPACE)), i8x16.eq(bytes, i8x16.splat(<i8>BACKSLASH)));
    const found = i8x16.bitmask(v128.or(odd, i8x16.eq(bytes, i8x16.splat(<i8>QUOTE))));
    if (found == 0) continue;
    const stop = i + ctz(found);
    if (load<u8>(stop) != QUOTE) return 0;
    store<u32>(cell, start);
    store<u32>(cell, stop - start, 4);
    return stop + 1;
  }
}

/** A decimal of at most 16 digits without an exponent: an integer divided by an exact power of ten (see `parseNumber`). */
function scanNumber(cell: u32, from: u32, isInt: bool): u32 {
  let at = from;
  const isNegative = load<u8>(at) == MINUS;
  if (isNegative) at++;
  const first = at;
  let value: u64 = 0;
  let digits: u32 = 0;
  let point: u32 = 0;
  for (; ; at++) {
    const digit = <u32>load<u8>(at) - 0x30;
    if (digit <= 9) {
      value = value * 10 + digit;
      if (++digits > MOST_DIGITS) return 0;
    } else if (load<u8>(at) == DOT && point == 0 && digits > 0) point = at;
    else break;
  }
  const fraction: u32 = point == 0 ? 0 : at - point - 1;
  if (value > MOST_SAFE || !isWellFormed(first, digits, point, fraction)) return 0;
  if (isInt && (point != 0 || value > 0x7fffffff)) return 0;
  const result = <f64>value / powerOfTen(fraction);
  store<f64>(cell, isNegative ? -result : result);
  return at;
}

/** True if there are digits, some of them behind a point if there is one, and no leading zero before others. */
function isWellFormed(first: u32, digits: u32, point: u32, fraction: u32): bool {
  if (digits == 0 || (point != 0 && fraction == 0)) return false;
  return load<u8>(first) != 0x30 || digits - fraction == 1;
}

/** Exact as far as it is called for: a double holds the powers up to 10^22. */
function powerOfTen(exponent: u32): f64 {
  let power: f64 = 1;
  for (let i: u32 = 0; i < exponent; i++) power *= 10;
  return power;
}

/** Address after the closing quote of the string whose inside begins at `from`; 0 if it does not end before `end`. */
function skipString(from: u32, end: u32): u32 {
  for (let at = from; at < end; ) {
    const bytes = v128.load(at);
    const found = i8x16.bitmask(v128.or(i8x16.eq(bytes, i8x16.splat(<i8>QUOTE)), i8x16.eq(bytes, i8x16.splat(<i8>BACKSLASH))));
    if (found == 0) {
      at += 16;
      continue;
    }
    at += ctz(found);
    if (at >= end) return 0;
    if (load<u8>(at) == QUOTE) return at + 1;
    at += 2;
  }
  return 0;
}

/** Address after the object or array that begins at `from`; 0 if it does not end before `end`. Brackets are counted, not matched by sort. */
function skipContainer(from: u32, end: u32): u32 {
  let depth: i32 = 0;
  let at = from;
  while (at < end) {
    const bytes = v128.load(at);
    // { and [ differ from } and ] by two; the bit 0x20 is all that tells braces from brackets.
    const folded = v128.or(bytes, i8x16.splat(0x20));
    const brackets = v128.or(i8x16.eq(folded, i8x16.splat(<i8>OPEN_BRACE)), i8x16.eq(folded, i8x16.splat(<i8>CLOSE_BRACE)));
    let found = i8x16.bitmask(v128.or(brackets, i8x16.eq(bytes, i8x16.splat(<i8>QUOTE))));
    let next = at + 16;
    while (found != 0) {
      const place = at + ctz(found);
      if (place >= end) return 0;
      const byte = <u32>load<u8>(place);
      if (byte == QUOTE) {
        next = skipString(place + 1, end);
        if (next == 0) return 0;
        break;
      }
      if ((byte | 0x20) == OPEN_BRACE) depth++;
      else if (--depth == 0) return place + 1;
      found &= found - 1;
    }
    at = next;
  }
  return 0;
}

/** Writes the texts of a column to `TEXTS`, one after another, and where each ends to `ENDS`; rows without one are empty. Returns their bytes. */
export function gatherTexts(column: u32): u32 {
  const cells = CELLS + column * ROWS * 8;
  let out = TEXTS;
  for (let row: u32 = 0; row < rows; row++) {
    if (((load<u64>(SET + row * 8) >> column) & 1) != 0) {
      const start = load<u32>(cells + row * 8);
      const length = load<u32>(cells + row * 8, 4);
      // Sixteen bytes at a time: what is copied too much is written over by the next, or lies behind the last.
      for (let i: u32 = 0; i < length; i += 16) v128.store(out + i, v128.load(start + i));
      out += length;
    }
    store<u32>(ENDS + row * 4, out - TEXTS);
  }
  return out - TEXTS;
}

/** Writes a bit for each row that has the column to `VALID`, the first one at bit `shift` (0 to 7). Returns how many have it. */
export function gatherValid(column: u32, shift: u32): u32 {
  let count: u32 = 0;
  let bits: u32 = 0;
  let at = shift;
  for (let row: u32 = 0; row < rows; row++) {
    const bit = <u32>((load<u64>(SET + row * 8) >> column) & 1);
    count += bit;
    bits |= bit << (at & 7);
    if ((++at & 7) != 0) continue;
    store<u8>(VALID + (at >> 3) - 1, bits);
    bits = 0;
  }
  store<u8>(VALID + (at >> 3), bits);
  return count;
}
