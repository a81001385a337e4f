/** Two lists laid side by side along pairs of equal places: each step a place on either side, -1 where a side has none. Unpaired places between two pairs go together in order. */
export function* sideBySide(left: number, right: number, pairs: readonly (readonly [number, number])[]): Generator<{ readonly i: number; readonly j: number; readonly isEqual: boolean }> {
  let [i, j] = [0, 0];
  for (const [x, y] of [...pairs, [left, right] as const]) {
    while (i < x || j < y) yield { i: i < x ? i++ : -1, j: j < y ? j++ : -1, isEqual: false };
    if (x < left) yield { i: x, j: y, isEqual: true };
    [i, j] = [x + 1, y + 1];
  }
}
