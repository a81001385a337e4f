const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** Strings are looked at byte by byte up to this length; beyond it the built-in search for the quote is quicker. */
const SHORT_STRING = 24;

/** Index after the closing quote of the string whose opening quote is at `at`; -1 if it does not end before `end`. */
export function skipString(bytes: Uint8Array, at: number, end: number): number {
  const near = Math.min(end, at + SHORT_STRING);
  let i = at + 1;
  while (i < near) {
    const byte = bytes[i] as number;
    if (byte === QUOTE) return i + 1;
    i += byte === BACKSLASH ? 2 : 1;
  }
  return skipLongString(bytes, i, end);
}

/** The same from inside the string; `from` is not the character after a backslash. */
function skipLongString(bytes: Uint8Array, from: number, end: number): number {
  for (let quote = bytes.indexOf(QUOTE, from); quote >= 0 && quote < end; quote = bytes.indexOf(QUOTE, quote + 1)) {
    let escapes = quote;
    while (escapes > from && bytes[escapes - 1] === BACKSLASH) escapes--;
    if (((quote - escapes) & 1) === 0) return quote + 1;
  }
  return -1;
}

/** Index after the object or array that begins at `at`; -1 if it does not end before `end`. Brackets are counted, not matched by sort. */
function skipContainer(bytes: Uint8Array, at: number, end: number): number {
  let depth = 0;
  let i = at;
  while (i < end) {
    const byte = bytes[i] as number;
    if (byte === QUOTE) {
      i = skipString(bytes, i, end);
      if (i < 0) return -1;
      continue;
    }
    i++;
    // { and [ differ from } and ] by two; the low bits tell opening from closing.
    const folded = byte | 0x20;
    if (folded === 0x7b) depth++;
    else if (folded === 0x7d && --depth === 0) return i;
  }
  return -1;
}

/** Index after the JSON value that begins at `at`, found by its brackets and quotes alone; -1 if it does not end before `end`. */
export function skipValue(bytes: Uint8Array, at: number, end: number): number {
  const first = bytes[at] as number;
  if (first === QUOTE) return skipString(bytes, at, end);
  if ((first | 0x20) === 0x7b) return skipContainer(bytes, at, end);
  let i = at;
  while (i < end && !endsScalar(bytes[i] as number)) i++;
  return i === at ? -1 : i;
}

/** Index of the first byte at or after `at` that is not JSON white space. */
export function skipSpace(bytes: Uint8Array, at: number, end: number): number {
  let i = at;
  while (i < end && isSpace(bytes[i] as number)) i++;
  return i;
}

function isSpace(byte: number): boolean {
  return byte === 0x20 || byte === 0x09 || byte === 0x0d || byte === 0x0a;
}

/** Comma, closing bracket or white space. */
function endsScalar(byte: number): boolean {
  return byte === 0x2c || (byte | 0x20) === 0x7d || isSpace(byte);
}
