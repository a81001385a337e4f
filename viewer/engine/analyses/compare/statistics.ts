/** Two-sided p of Fisher's exact test on [[a, b], [c, d]]: the sum of the probabilities of all tables with the same margins that are no likelier (Fisher, 1934). */
export function fisherExact(a: number, b: number, c: number, d: number): number {
  const [row, other, column] = [a + b, c + d, a + c];
  const logFactorials = logFactorialTable(row + other);
  const log = (x: number): number => logFactorials[x] as number;
  const logP = (x: number): number => log(row) + log(other) + log(column) + log(row + other - column) - log(row + other) - log(x) - log(row - x) - log(column - x) - log(other - column + x);
  const seen = logP(a);
  let p = 0;
  for (let x = Math.max(0, column - other); x <= Math.min(row, column); x++) {
    const each = logP(x);
    if (each <= seen + 1e-9) p += Math.exp(each);
  }
  return Math.min(1, p);
}

function logFactorialTable(size: number): Float64Array {
  const table = new Float64Array(size + 1);
  for (let i = 2; i <= size; i++) table[i] = (table[i - 1] as number) + Math.log(i);
  return table;
}

/**
 * How two samples of numbers differ: Cliff's delta (share of pairs in which the first is larger minus share in which it
 * is smaller) and the two-sided p of the Mann-Whitney test by its normal approximation with ties corrected.
 */
export function compareNumbers(first: readonly number[], second: readonly number[]): { readonly delta: number; readonly p: number } {
  const [n, m] = [first.length, second.length];
  if (n === 0 || m === 0) return { delta: 0, p: 1 };
  const all = [...first.map((value) => ({ value, isFirst: true })), ...second.map((value) => ({ value, isFirst: false }))].toSorted((x, y) => x.value - y.value);
  let [rankSum, ties] = [0, 0];
  for (let start = 0; start < all.length; ) {
    let end = start;
    while (end < all.length && all[end]?.value === all[start]?.value) end++;
    const rank = (start + 1 + end) / 2;
    ties += (end - start) ** 3 - (end - start);
    for (const item of all.slice(start, end)) if (item.isFirst) rankSum += rank;
    start = end;
  }
  const u = rankSum - (n * (n + 1)) / 2;
  const total = n + m;
  const variance = ((n * m) / 12) * (total + 1 - ties / (total * (total - 1)));
  const z = variance <= 0 ? 0 : Math.max(0, Math.abs(u - (n * m) / 2) - 0.5) / Math.sqrt(variance);
  return { delta: (2 * u) / (n * m) - 1, p: Math.min(1, 2 * upperTail(z)) };
}

/** Chance of a standard normal variable above z ≥ 0 (Abramowitz and Stegun 26.2.17, error below 7.5e-8). */
function upperTail(z: number): number {
  const t = 1 / (1 + 0.2316419 * z);
  const series = t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * series;
}

/** For each p the false discovery rate at which it stands (Benjamini and Hochberg, 1995), in the order given. */
export function falseDiscoveryRates(ps: readonly number[]): number[] {
  const order = [...ps.keys()].toSorted((x, y) => (ps[y] as number) - (ps[x] as number));
  const rates = ps.map(() => 1);
  let least = 1;
  for (const [place, index] of order.entries()) {
    least = Math.min(least, ((ps[index] as number) * ps.length) / (ps.length - place));
    rates[index] = least;
  }
  return rates;
}

/** The middle value; null of none. */
export function medianOf(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  const sorted = values.toSorted((x, y) => x - y);
  const middle = sorted.length >>> 1;
  return sorted.length % 2 === 1 ? (sorted[middle] as number) : ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2;
}
