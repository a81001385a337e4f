/** A line of the side-by-side table: a line of the comparison, or a stretch of equal ones folded into one. */
export type CompareItem = { readonly kind: "line"; readonly line: number } | { readonly kind: "fold"; readonly line: number; readonly count: number };

/** Equal lines left standing before and after a difference. */
const CONTEXT = 2;
/** A stretch worth folding. */
const LEAST_FOLDED = 4;

/** What is shown: differences with a little around them; stretches of equal lines folded unless they were opened (`opened` holds their first lines). */
export function arrangeLines(state: Uint8Array, opened: ReadonlySet<number>): readonly CompareItem[] {
  const items: CompareItem[] = [];
  for (let start = 0; start < state.length; ) {
    if (state[start] !== 0) {
      items.push({ kind: "line", line: start++ });
      continue;
    }
    let end = start;
    while (end < state.length && state[end] === 0) end++;
    const [from, to] = [start === 0 ? start : start + CONTEXT, end === state.length ? end : end - CONTEXT];
    const isFolded = to - from >= LEAST_FOLDED && !opened.has(from);
    for (let line = start; line < end; line++) {
      if (!isFolded || line < from || line >= to) items.push({ kind: "line", line });
      else if (line === from) items.push({ kind: "fold", line, count: to - from });
    }
    start = end;
  }
  return items;
}

/** Place of a line among the items: itself, or the fold it is in; -1 if there is none. */
export function itemOf(items: readonly CompareItem[], line: number): number {
  let [low, high] = [0, items.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if ((items[middle]?.line ?? 0) <= line) low = middle;
    else high = middle - 1;
  }
  return items.length === 0 ? -1 : low;
}

/** The nearest line after (1) or before (-1) one that differs; -1 if none does. */
export function nextDifference(state: Uint8Array, from: number, direction: 1 | -1): number {
  // A block of differences is one stop.
  let line = from;
  while (line >= 0 && line < state.length && state[line] !== 0) line += direction;
  while (line >= 0 && line < state.length && state[line] === 0) line += direction;
  if (line < 0 || line >= state.length) return -1;
  if (direction < 0) while (line > 0 && state[line - 1] !== 0) line--;
  return line;
}
