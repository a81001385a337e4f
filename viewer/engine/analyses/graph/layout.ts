/** Pixels from column to column, and from row to row. */
export const COLUMN = 236;
const ROW = 40;

export interface Place {
  readonly x: number;
  readonly y: number;
}

/**
 * Places for a tree, left to right: columns by depth, one row for each leaf, a node beside its first child, so that a
 * reader's eye goes on along the line. `children` names the children of each node by number. Linear; any depth.
 */
export function layoutTree(roots: readonly number[], children: (node: number) => readonly number[]): Map<number, Place> {
  const places = new Map<number, Place>();
  let row = 0;
  const stack = roots.map((node) => ({ node, depth: 0 })).reverse();
  for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
    const { node, depth } = at;
    places.set(node, { x: depth * COLUMN, y: row * ROW });
    const inner = children(node);
    if (inner.length === 0) row++;
    for (let child = inner.length - 1; child >= 0; child--) stack.push({ node: inner[child] as number, depth: depth + 1 });
  }
  return places;
}

/** An edge between nodes by number. */
export interface Link {
  readonly from: number;
  readonly to: number;
}

/** Sweeps over the columns that bring what belongs together side by side. */
const SWEEPS = 6;

/**
 * Places for a graph of causes, left to right. Nodes are numbered in the order they happened: an edge that goes back in
 * that order is laid as if it went forward, so circles need no care. Columns by the longest way from a root; rows by
 * where the neighbours stand.
 */
export function layoutLayers(count: number, links: readonly Link[]): Place[] {
  const before: number[][] = Array.from({ length: count }, () => []);
  const after: number[][] = Array.from({ length: count }, () => []);
  for (const { from, to } of links) {
    if (from === to) continue;
    before[Math.max(from, to)]?.push(Math.min(from, to));
    after[Math.min(from, to)]?.push(Math.max(from, to));
  }
  const layer = new Int32Array(count);
  for (let node = 0; node < count; node++) for (const cause of before[node] ?? []) layer[node] = Math.max(layer[node] as number, (layer[cause] as number) + 1);
  const columns: number[][] = [];
  for (let node = 0; node < count; node++) (columns[layer[node] as number] ??= []).push(node);
  const y = new Float64Array(count);
  for (const column of columns) for (const [row, node] of column.entries()) y[node] = row;
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    const forward = sweep % 2 === 0;
    for (const column of forward ? columns : columns.toReversed()) arrange(column, y, forward ? before : after);
  }
  const top = Math.min(0, ...y);
  return Array.from({ length: count }, (_, node) => ({ x: (layer[node] as number) * COLUMN, y: ((y[node] as number) - top) * ROW }));
}

/** Sorts a column by the mean row of each node's neighbours and puts the nodes there, a row apart at least. */
function arrange(column: number[], y: Float64Array, neighbours: readonly (readonly number[])[]): void {
  const wish = (node: number): number => {
    const near = neighbours[node] ?? [];
    return near.length === 0 ? (y[node] as number) : near.reduce((sum, other) => sum + (y[other] as number), 0) / near.length;
  };
  const wishes = new Map(column.map((node) => [node, wish(node)]));
  column.sort((a, b) => (wishes.get(a) as number) - (wishes.get(b) as number) || a - b);
  let last = Number.NEGATIVE_INFINITY;
  for (const node of column) {
    last = Math.max(wishes.get(node) as number, last + 1);
    y[node] = last;
  }
  // Pushed down only, a column would drift: it is moved back as a whole to where its nodes wish to be.
  const drift = column.reduce((sum, node) => sum + (y[node] as number) - (wishes.get(node) as number), 0) / column.length;
  for (const node of column) y[node] = (y[node] as number) - drift;
}
