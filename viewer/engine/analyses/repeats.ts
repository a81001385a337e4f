/** A pattern that comes again and again: `count` rounds of `period` items from `start` on. */
export interface Repeat {
  readonly start: number;
  readonly period: number;
  readonly count: number;
}

/** Longest round that is looked for. */
const LONGEST_PERIOD = 16;
/** Rounds that make a pattern. */
const LEAST_ROUNDS = 3;

/**
 * Finds what repeats in a row of codes [from, to), left to right: at each place the pattern that covers most, the
 * shorter one if two cover the same. Linear in the row's length.
 */
export function findRepeats(codes: ArrayLike<number>, from: number, to: number): Repeat[] {
  const found: Repeat[] = [];
  for (let at = from; at < to; ) {
    const best = bestAt(codes, at, to);
    if (best === undefined) {
      at++;
      continue;
    }
    found.push(best);
    at += best.period * best.count;
  }
  return found;
}

function bestAt(codes: ArrayLike<number>, at: number, to: number): Repeat | undefined {
  let best: Repeat | undefined;
  for (let period = 1; period <= LONGEST_PERIOD && at + period * LEAST_ROUNDS <= to; period++) {
    let same = at;
    while (same + period < to && codes[same] === codes[same + period]) same++;
    const count = Math.floor((same - at) / period) + 1;
    if (count >= LEAST_ROUNDS && (best === undefined || count * period > best.count * best.period)) best = { start: at, period, count };
    // Nothing can cover more than a pattern that already reaches the end.
    if (best !== undefined && best.start + best.count * best.period > to - best.period) return best;
  }
  return best;
}
