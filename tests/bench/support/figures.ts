import type { BenchLine } from "../line.ts";

/** The middle value. */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** The value below which a share of the others lies (nearest rank). */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(sorted.length * share) - 1))] ?? Number.NaN;
}

/** A figure, with its ratio to the peer's. */
export function figure(line: Omit<BenchLine, "ratio">): BenchLine {
  return { ...line, ratio: line.value / line.peerValue };
}

/** A figure whose value is the ratio itself, for metrics named `ratio_…`. */
export function ratioFigure(line: Omit<BenchLine, "ratio">): BenchLine {
  const ratio = line.value / line.peerValue;
  return { ...line, value: ratio, ratio };
}
