/** Powers of ten a double holds exactly. */
const EXACT_POWERS = Float64Array.from({ length: 23 }, (_, exponent) => Number(`1e${exponent}`));
/** Most digits of an integer below 2^53. */
const MOST_DIGITS = 16;
const MINUS = 0x2d;
const DOT = 0x2e;

/**
 * The number whose JSON text is bytes[start, end); NaN if it is not one. Short decimals are one integer divided by an
 * exact power of ten, which rounds as the standard demands (Clinger 1990); all others go through `Number`.
 */
// oxlint-disable-next-line complexity -- one loop without calls: this runs for every number of every line
export function parseNumber(bytes: Uint8Array, start: number, end: number): number {
  let i = start;
  const negative = bytes[i] === MINUS;
  if (negative) i++;
  let value = 0;
  let digits = 0;
  let scale = -1;
  const firstDigit = i;
  for (; i < end; i++) {
    const digit = (bytes[i] as number) - 0x30;
    if (digit >= 0 && digit <= 9) {
      value = value * 10 + digit;
      digits++;
    } else if (bytes[i] === DOT && scale < 0 && digits > 0) scale = digits;
    else return parseSlow(bytes, start, end);
  }
  const fraction = scale < 0 ? 0 : digits - scale;
  const leadingZero = bytes[firstDigit] === 0x30 && scale !== 1 && digits > 1;
  if (digits === 0 || digits > MOST_DIGITS || value > Number.MAX_SAFE_INTEGER || leadingZero || scale === digits) return parseSlow(bytes, start, end);
  if (fraction > 0) value /= EXACT_POWERS[fraction] as number;
  return negative ? -value : value;
}

const JSON_NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
const LONGEST_NUMBER = 400;

function parseSlow(bytes: Uint8Array, start: number, end: number): number {
  if (end - start > LONGEST_NUMBER) return Number.NaN;
  const text = String.fromCharCode(...bytes.subarray(start, end));
  return JSON_NUMBER.test(text) ? Number(text) : Number.NaN;
}
