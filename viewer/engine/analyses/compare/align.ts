import { uniqueAnchors, type Gap } from "./anchors.ts";
import { alignGap } from "./gap-align.ts";
import { shortestEdit } from "./myers.ts";
import { similarity, type Steps } from "./steps.ts";

/** Which step of the other run each step goes with; -1 for none. */
export interface Alignment {
  readonly ofLeft: Int32Array;
  readonly ofRight: Int32Array;
}

/** Cells of gaps worked out in all; beyond it the steps of a gap are paired by what they are, in order. Bounds the time to well below a second. */
const MOST_CELLS = 2_000_000;
/** Gaps up to this many cells are aligned whole; larger ones in a band. */
const WHOLE_CELLS = 120_000;
const BAND = 48;
/** Edits after which a gap is no longer worth a shortest script. */
const MOST_EDITS = 1500;
/** Cost of pairing two different steps of one kind and agent: just less than leaving both alone. */
const STAND_IN = 0.94;

/**
 * Aligns the steps of two runs: equal beginnings and ends, then steps that stand once on either side (patience), then a
 * shortest edit script where steps repeat, and inside what is left the cheapest pairing by what the steps hold.
 * Never quadratic: every stage has a budget, after which steps are paired by what they are, in order.
 */
export function align(left: Steps, right: Steps): Alignment {
  const aligner = new Aligner(left, right);
  aligner.run({ a0: 0, a1: left.length, b0: 0, b1: right.length });
  return { ofLeft: aligner.ofLeft, ofRight: aligner.ofRight };
}

type Stage = "hashes" | "keys";

class Aligner {
  readonly ofLeft: Int32Array;
  readonly ofRight: Int32Array;
  readonly #left: Steps;
  readonly #right: Steps;
  #cells = MOST_CELLS;

  constructor(left: Steps, right: Steps) {
    this.#left = left;
    this.#right = right;
    this.ofLeft = new Int32Array(left.length).fill(-1);
    this.ofRight = new Int32Array(right.length).fill(-1);
  }

  run(whole: Gap): void {
    const gaps: Gap[] = [whole];
    for (let gap = gaps.pop(); gap !== undefined; gap = gaps.pop()) {
      const inner = this.#trim(gap);
      if (isEmpty(inner)) continue;
      const cells = (inner.a1 - inner.a0) * (inner.b1 - inner.b0);
      const pairs = cells <= WHOLE_CELLS ? [] : this.#split(inner);
      if (pairs.length > 0) gaps.push(...this.#adopt(inner, pairs));
      else this.#fill(inner, cells);
    }
  }

  /** Pairs equal steps at both ends of a gap. */
  #trim({ a0, a1, b0, b1 }: Gap): Gap {
    const [a, b] = [this.#left.hashes, this.#right.hashes];
    let [from, to] = [0, 0];
    while (a0 + from < a1 && b0 + from < b1 && a[a0 + from] === b[b0 + from]) {
      this.#pair(a0 + from, b0 + from);
      from++;
    }
    while (a1 - to > a0 + from && b1 - to > b0 + from && a[a1 - to - 1] === b[b1 - to - 1]) {
      to++;
      this.#pair(a1 - to, b1 - to);
    }
    return { a0: a0 + from, a1: a1 - to, b0: b0 + from, b1: b1 - to };
  }

  /** Fixed points of a large gap, from the surest kind that has any. */
  #split(gap: Gap): readonly (readonly [number, number])[] {
    const anchors = uniqueAnchors(this.#left.hashes, this.#right.hashes, gap);
    if (anchors.length > 0) return anchors;
    for (const stage of ["hashes", "keys"] as const satisfies readonly Stage[]) {
      const script = shortestEdit(this.#left[stage], this.#right[stage], gap, MOST_EDITS);
      if (script !== undefined && script.length > 0) return script;
    }
    return [];
  }

  /** Takes pairs over and gives the gaps between them. */
  #adopt(gap: Gap, pairs: readonly (readonly [number, number])[]): Gap[] {
    const gaps: Gap[] = [];
    let [a, b] = [gap.a0, gap.b0];
    for (const [i, j] of pairs) {
      this.#pair(i, j);
      gaps.push({ a0: a, a1: i, b0: b, b1: j });
      [a, b] = [i + 1, j + 1];
    }
    gaps.push({ a0: a, a1: gap.a1, b0: b, b1: gap.b1 });
    return gaps.filter((part) => !isEmpty(part));
  }

  #fill(gap: Gap, cells: number): void {
    const [n, m] = [gap.a1 - gap.a0, gap.b1 - gap.b0];
    const band = cells <= WHOLE_CELLS ? m : BAND + Math.ceil(m / n);
    const cost = n * Math.min(m, 2 * band + 2);
    if (cost > this.#cells) return this.#inOrder(gap);
    this.#cells -= cost;
    for (const [i, j] of alignGap(gap, this.#cost, band)) this.#pair(i, j);
  }

  /** The last resort: each step goes with the next one of its key. Linear. */
  #inOrder({ a0, a1, b0, b1 }: Gap): void {
    const waiting = new Map<number, number[]>();
    for (let j = b0; j < b1; j++) {
      const places = waiting.get(this.#right.keys[j] as number);
      if (places === undefined) waiting.set(this.#right.keys[j] as number, [j]);
      else places.push(j);
    }
    const next = new Map<number, number>();
    for (let [i, from] = [a0, b0]; i < a1; i++) {
      const key = this.#left.keys[i] as number;
      const places = waiting.get(key) ?? [];
      let at = next.get(key) ?? 0;
      while (at < places.length && (places[at] as number) < from) at++;
      next.set(key, at + 1);
      const place = places[at];
      // A partner far ahead would leave everything before it without one.
      if (place === undefined || place - from > BAND * 4) continue;
      this.#pair(i, place);
      from = place + 1;
    }
  }

  readonly #cost = (i: number, j: number): number => {
    if (this.#left.hashes[i] === this.#right.hashes[j]) return 0;
    const isSameStep = this.#left.keys[i] === this.#right.keys[j];
    if (!isSameStep && this.#left.groups[i] !== this.#right.groups[j]) return Infinity;
    if (!isSameStep) return STAND_IN;
    return 0.1 + 0.75 * (1 - similarity(this.#left.features(i), this.#right.features(j)));
  };

  #pair(i: number, j: number): void {
    this.ofLeft[i] = j;
    this.ofRight[j] = i;
  }
}

function isEmpty({ a0, a1, b0, b1 }: Gap): boolean {
  return a0 >= a1 || b0 >= b1;
}
