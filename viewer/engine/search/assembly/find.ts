/**
 * Finds a short ASCII text in bytes, in AssemblyScript, compiled to WebAssembly with SIMD: sixteen places at a time are
 * compared at two bytes of the text, and those where both agree are looked at whole (W. Muła, "SIMD-friendly algorithms
 * for substring searching", 2016).
 */

/** Bytes that can be searched at once; reading may go on a little behind them. */
export const INPUT_SIZE: u32 = 1 << 20;
/** Longest text. */
export const MOST_LENGTH: u32 = 256;
/** Places that are held before they must be taken. */
export const MOST_HITS: u32 = 1 << 16;

const SLACK: u32 = 512;
/** The text, lower case where case does not matter. */
export const NEEDLE: u32 = 1024;
/** For each of its bytes the bit that makes a letter lower case, or 0. */
export const FOLDS: u32 = NEEDLE + MOST_LENGTH;
/** 0xff for each of its bytes. */
const MASK: u32 = FOLDS + MOST_LENGTH;
export const HITS: u32 = MASK + MOST_LENGTH;
export const INPUT: u32 = HITS + MOST_HITS * 4;
export const MEMORY_SIZE: u32 = INPUT + INPUT_SIZE + SLACK;

let length: u32 = 0;
let first: u32 = 0;
let second: u32 = 0;
let next: u32 = 0;

/** Takes the text at `NEEDLE` with its `FOLDS`; `firstProbe` and `secondProbe` are two of its bytes that are seldom met. */
export function setNeedle(size: u32, firstProbe: u32, secondProbe: u32): void {
  length = size;
  first = firstProbe;
  second = secondProbe;
  memory.fill(MASK, 0, MOST_LENGTH);
  memory.fill(MASK, 0xff, size);
}

/** Index in the input where the next search has to begin. */
export function nextFrom(): u32 {
  return next;
}

/** Writes where the text begins in [from, to) of the input to `HITS`, none overlapping the one before; returns how many. Stops when there is no more room for them. */
export function find(from: u32, to: u32): u32 {
  const last = INPUT + to - length;
  const a = i8x16.splat(load<i8>(NEEDLE + first));
  const b = i8x16.splat(load<i8>(NEEDLE + second));
  const foldA = i8x16.splat(load<i8>(FOLDS + first));
  const foldB = i8x16.splat(load<i8>(FOLDS + second));
  let count: u32 = 0;
  let free = INPUT + from;
  let at = free;
  while (at <= last) {
    const atFirst = i8x16.eq(v128.or(v128.load(at + first), foldA), a);
    const atSecond = i8x16.eq(v128.or(v128.load(at + second), foldB), b);
    let candidates = i8x16.bitmask(v128.and(atFirst, atSecond));
    while (candidates != 0) {
      const place = at + ctz(candidates);
      candidates &= candidates - 1;
      if (place < free || place > last || !isAt(place)) continue;
      store<u32>(HITS + count * 4, place - INPUT);
      free = place + length;
      if (++count == MOST_HITS) {
        next = free - INPUT;
        return count;
      }
    }
    at = max(at + 16, free);
  }
  next = max(free - INPUT, to >= length ? to - length + 1 : 0);
  return count;
}

function isAt(place: u32): bool {
  for (let i: u32 = 0; i < length; i += 16) {
    const folded = v128.or(v128.load(place + i), v128.load(FOLDS + i));
    if (v128.any_true(v128.and(v128.xor(folded, v128.load(NEEDLE + i)), v128.load(MASK + i)))) return false;
  }
  return true;
}
