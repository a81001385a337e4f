import type { Gap } from "./anchors.ts";

/**
 * Pairs of equal symbols along a shortest edit script (Myers, "An O(ND) difference algorithm and its variations", 1986);
 * undefined if it needs more than `mostEdits` edits. O((n+m)·D) time, O(D²) memory.
 */
export function shortestEdit(a: Int32Array, b: Int32Array, gap: Gap, mostEdits: number): readonly (readonly [left: number, right: number])[] | undefined {
  const [n, m] = [gap.a1 - gap.a0, gap.b1 - gap.b0];
  const most = Math.min(mostEdits, n + m);
  const reach = new Int32Array(2 * most + 3);
  const centre = most + 1;
  const trace: Int32Array[] = [];
  for (let edits = 0; edits <= most; edits++) {
    trace.push(reach.slice(centre - edits - 1, centre + edits + 2));
    for (let diagonal = -edits; diagonal <= edits; diagonal += 2) {
      const down = diagonal === -edits || (diagonal !== edits && (reach[centre + diagonal - 1] as number) < (reach[centre + diagonal + 1] as number));
      let x = down ? (reach[centre + diagonal + 1] as number) : (reach[centre + diagonal - 1] as number) + 1;
      while (x < n && x - diagonal < m && a[gap.a0 + x] === b[gap.b0 + x - diagonal]) x++;
      reach[centre + diagonal] = x;
      if (x >= n && x - diagonal >= m) return walkBack(trace, gap, edits, [n, m]);
    }
  }
  return undefined;
}

/** Follows the stored frontiers from the end to the start, noting the diagonal moves. */
function walkBack(trace: readonly Int32Array[], gap: Gap, edits: number, end: readonly [number, number]): readonly (readonly [number, number])[] {
  const pairs: (readonly [number, number])[] = [];
  let [x, y] = end;
  for (let d = edits; d > 0; d--) {
    const frontier = trace[d] as Int32Array;
    const at = (diagonal: number): number => frontier[diagonal + d + 1] as number;
    const diagonal = x - y;
    const down = diagonal === -d || (diagonal !== d && at(diagonal - 1) < at(diagonal + 1));
    const from = down ? diagonal + 1 : diagonal - 1;
    const fromX = at(from);
    const startX = down ? fromX : fromX + 1;
    while (x > startX) pairs.push([gap.a0 + --x, gap.b0 + --y]);
    x = fromX;
    y = fromX - from;
  }
  while (x > 0 && y > 0) pairs.push([gap.a0 + --x, gap.b0 + --y]);
  return pairs.toReversed();
}
