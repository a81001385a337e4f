import type { Gap } from "./anchors.ts";

/** Cost of leaving a step alone where the one before was paired, and where it was left alone too. */
const OPEN = 0.55;
const EXTEND = 0.4;

const FROM_PAIR = 0;
const FROM_LEFT = 1;
const FROM_RIGHT = 2;

/** Cost of pairing two steps, from 0 (the same); Infinity if they must not be paired. */
export type PairCost = (left: number, right: number) => number;

/**
 * Pairs steps of a gap at the least cost, with affine gap costs, inside a band around the diagonal (Gotoh, "An improved
 * algorithm for matching biological sequences", 1982). O(n·band) time and n·band bytes of memory.
 */
export function alignGap(gap: Gap, cost: PairCost, band: number): readonly (readonly [left: number, right: number])[] {
  const matrix = new Matrix(gap, band);
  for (let i = 1; i <= matrix.n; i++) matrix.fillRow(i, cost);
  return matrix.walkBack();
}

class Matrix {
  readonly n: number;
  readonly m: number;
  readonly #gap: Gap;
  readonly #width: number;
  readonly #half: number;
  /** Best cost so far ending in a pair, a left step alone, a right step alone; of the row before and of this one. */
  #before: readonly [Float64Array, Float64Array, Float64Array];
  #now: readonly [Float64Array, Float64Array, Float64Array];
  /** Where each of the three states of a cell came from: two bits each. */
  readonly #from: Uint8Array;

  constructor(gap: Gap, band: number) {
    this.#gap = gap;
    this.n = gap.a1 - gap.a0;
    this.m = gap.b1 - gap.b0;
    this.#half = Math.max(1, Math.min(band, this.m));
    this.#width = 2 * this.#half + 2;
    this.#from = new Uint8Array((this.n + 1) * this.#width);
    const row = (): [Float64Array, Float64Array, Float64Array] => [this.#empty(), this.#empty(), this.#empty()];
    this.#before = row();
    this.#now = row();
    this.#before[FROM_PAIR][this.#column(0, 0)] = 0;
    for (let j = 1; j <= this.m && this.#isInside(0, j); j++) {
      this.#before[FROM_RIGHT][this.#column(0, j)] = OPEN + EXTEND * (j - 1);
      this.#from[this.#column(0, j)] = (j === 1 ? FROM_PAIR : FROM_RIGHT) << 4;
    }
  }

  fillRow(i: number, cost: PairCost): void {
    for (const row of this.#now) row.fill(Infinity);
    const centre = this.#centre(i);
    const last = Math.min(this.m, centre + this.#half);
    for (let j = Math.max(0, centre - this.#half); j <= last; j++) this.#fillCell(i, j, cost);
    [this.#before, this.#now] = [this.#now, this.#before];
  }

  #fillCell(i: number, j: number, cost: PairCost): void {
    const column = this.#column(i, j);
    const [pair, left, right] = this.#now;
    let from = 0;
    if (j > 0 && this.#isInside(i - 1, j - 1)) {
      const price = cost(this.#gap.a0 + i - 1, this.#gap.b0 + j - 1);
      if (price !== Infinity) {
        const [state, best] = this.#cheapest(this.#before, this.#column(i - 1, j - 1), 0, 0);
        pair[column] = best + price;
        from |= state;
      }
    }
    if (this.#isInside(i - 1, j)) {
      const [state, best] = this.#cheapest(this.#before, this.#column(i - 1, j), FROM_LEFT, 1);
      left[column] = best;
      from |= state << 2;
    }
    if (j > 0 && this.#isInside(i, j - 1)) {
      const [state, best] = this.#cheapest(this.#now, this.#column(i, j - 1), FROM_RIGHT, 1);
      right[column] = best;
      from |= state << 4;
    }
    this.#from[i * this.#width + column] = from;
  }

  /** The cheapest state of a cell to come from; with `gapped`, going on in `same` costs less than opening. */
  #cheapest(rows: readonly [Float64Array, Float64Array, Float64Array], column: number, same: number, gapped: number): readonly [number, number] {
    let state = FROM_PAIR;
    let best = Infinity;
    for (let candidate = FROM_PAIR; candidate <= FROM_RIGHT; candidate++) {
      const price = (rows[candidate as 0 | 1 | 2][column] as number) + (gapped === 0 ? 0 : candidate === same ? EXTEND : OPEN);
      if (price < best) [state, best] = [candidate, price];
    }
    return [state, best];
  }

  walkBack(): readonly (readonly [number, number])[] {
    const pairs: (readonly [number, number])[] = [];
    let [i, j] = [this.n, this.m];
    const end = this.#column(i, j);
    let [state] = this.#cheapest(this.#before, end, 0, 0);
    while (i > 0 || j > 0) {
      const from = this.#from[i * this.#width + this.#column(i, j)] as number;
      const next = (from >> (2 * state)) & 3;
      if (state === FROM_PAIR) pairs.push([this.#gap.a0 + --i, this.#gap.b0 + --j]);
      else if (state === FROM_LEFT) i--;
      else j--;
      state = next;
    }
    return pairs.toReversed();
  }

  #centre(i: number): number {
    return this.n === 0 ? 0 : Math.round((i * this.m) / this.n);
  }

  #column(i: number, j: number): number {
    return j - this.#centre(i) + this.#half;
  }

  #isInside(i: number, j: number): boolean {
    return Math.abs(j - this.#centre(i)) <= this.#half;
  }

  #empty(): Float64Array {
    return new Float64Array(this.#width).fill(Infinity);
  }
}
