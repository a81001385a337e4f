import type { Flame } from "../engine/contracts/calls.ts";

/** What the width of a bar stands for. */
export type FlameBy = "time" | "cost";

/** Left and right edge of every bar in a window of the whole, 0 to 1; NaN for bars outside. */
export interface FlameLayout {
  readonly left: Float64Array;
  readonly right: Float64Array;
  readonly deepest: number;
}

/** Bars over time, as they happened; or over cost, each as wide as what it cost, beside its siblings. */
export function layOutFlame(flame: Flame, by: FlameBy): FlameLayout {
  const count = flame.row.length;
  const [left, right] = [new Float64Array(count), new Float64Array(count)];
  const deepest = flame.depth.reduce((most, depth) => Math.max(most, depth), 0);
  if (by === "time") {
    for (let bar = 0; bar < count; bar++) {
      left[bar] = flame.durationMs > 0 ? (flame.startMs[bar] as number) / flame.durationMs : 0;
      right[bar] = flame.durationMs > 0 ? (flame.endMs[bar] as number) / flame.durationMs : 0;
    }
    return { left, right, deepest };
  }
  // Where the next bar of each depth begins; parents stand before their children.
  const next: number[] = [];
  const total = flame.depth.reduce((sum, depth, bar) => sum + (depth === 0 ? (flame.costUsd[bar] as number) : 0), 0);
  let root = 0;
  for (let bar = 0; bar < count; bar++) {
    const depth = flame.depth[bar] as number;
    const width = total > 0 ? (flame.costUsd[bar] as number) / total : 0;
    const start = depth === 0 ? root : (next[depth] ?? 0);
    [left[bar], right[bar]] = [start, start + width];
    if (depth === 0) root = start + width;
    else next[depth] = start + width;
    next[depth + 1] = start;
  }
  return { left, right, deepest };
}

/** The bar under a place: `at` from 0 to 1 across, `depth` down; -1 if there is none. */
export function barAt(flame: Flame, { left, right }: FlameLayout, at: number, depth: number): number {
  for (let bar = 0; bar < flame.row.length; bar++) if (flame.depth[bar] === depth && (left[bar] as number) <= at && at < (right[bar] as number)) return bar;
  return -1;
}

/** Where a key leads from a bar: up to what encloses it, down to its first child, sideways to its neighbour on the same level. */
export function moveInFlame(flame: Flame, from: number, key: string): number {
  const depth = flame.depth[from] ?? 0;
  const isAt = (bar: number, wanted: number): boolean => flame.depth[bar] === wanted;
  if (key === "ArrowUp") for (let bar = from - 1; bar >= 0; bar--) if (isAt(bar, depth - 1)) return bar;
  if (key === "ArrowDown") return isAt(from + 1, depth + 1) ? from + 1 : from;
  if (key === "ArrowRight") for (let bar = from + 1; bar < flame.row.length; bar++) if (isAt(bar, depth)) return bar;
  if (key === "ArrowLeft") for (let bar = from - 1; bar >= 0; bar--) if (isAt(bar, depth)) return bar;
  return from;
}
