/** A rectangle of two sequences still to be aligned: left [a0, a1), right [b0, b1). */
export interface Gap {
  readonly a0: number;
  readonly a1: number;
  readonly b0: number;
  readonly b1: number;
}

/** Pairs of positions that hold a symbol which stands once on either side of the gap, in rising order on both (patience). O(n log n). */
export function uniqueAnchors(a: Int32Array, b: Int32Array, { a0, a1, b0, b1 }: Gap): readonly (readonly [left: number, right: number])[] {
  const places = new Map<number, { left: number; right: number }>();
  for (let i = a0; i < a1; i++) {
    const place = places.get(a[i] as number);
    if (place === undefined) places.set(a[i] as number, { left: i, right: -1 });
    else place.left = -2;
  }
  for (let j = b0; j < b1; j++) {
    const place = places.get(b[j] as number);
    if (place !== undefined) place.right = place.right === -1 ? j : -2;
  }
  const pairs = [...places.values()].filter(({ left, right }) => left >= 0 && right >= 0).toSorted((x, y) => x.left - y.left);
  return longestRising(pairs.map(({ left, right }) => [left, right] as const));
}

/** The longest subsequence whose right sides rise. */
function longestRising(pairs: readonly (readonly [number, number])[]): readonly (readonly [number, number])[] {
  const tops: number[] = [];
  const before = new Int32Array(pairs.length).fill(-1);
  for (const [index, pair] of pairs.entries()) {
    let [low, high] = [0, tops.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((pairs[tops[middle] as number] as readonly [number, number])[1] < pair[1]) low = middle + 1;
      else high = middle;
    }
    if (low > 0) before[index] = tops[low - 1] as number;
    tops[low] = index;
  }
  const chain: (readonly [number, number])[] = [];
  for (let at = tops.at(-1) ?? -1; at >= 0; at = before[at] as number) chain.push(pairs[at] as readonly [number, number]);
  return chain.toReversed();
}
