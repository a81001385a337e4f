/** Pixels from column to column, and from row to row, of a tree. */
export const COLUMN = 236;
const ROW = 40;
/** Pixels between the middles of neighbours, and from layer to layer, of a graph. */
const BESIDE = 222;
const LAYER = 64;

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

/** Sweeps over the layers that bring what belongs together side by side. */
const SWEEPS = 6;

/**
 * Places for a graph of causes, top to bottom. Nodes are numbered in the order they happened: an edge that goes back in
 * that order is laid as if it went forward, so circles need no care. Layers by the longest way from a root; within a
 * layer by where the neighbours stand.
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
  const layers: number[][] = [];
  for (let node = 0; node < count; node++) (layers[layer[node] as number] ??= []).push(node);
  const x = new Float64Array(count);
  for (const nodes of layers) for (const [place, node] of nodes.entries()) x[node] = place;
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    const forward = sweep % 2 === 0;
    for (const nodes of forward ? layers : layers.toReversed()) arrange(nodes, x, forward ? before : after);
  }
  const left = x.reduce((least, place) => Math.min(least, place), 0);
  return Array.from({ length: count }, (_, node) => ({ x: ((x[node] as number) - left) * BESIDE, y: (layer[node] as number) * LAYER }));
}

/** Sorts a layer by the mean place of each node's neighbours and puts the nodes there, one place apart at least. */
function arrange(nodes: number[], x: Float64Array, neighbours: readonly (readonly number[])[]): void {
  const wish = (node: number): number => {
    const near = neighbours[node] ?? [];
    return near.length === 0 ? (x[node] as number) : near.reduce((sum, other) => sum + (x[other] as number), 0) / near.length;
  };
  const wishes = new Map(nodes.map((node) => [node, wish(node)]));
  nodes.sort((a, b) => (wishes.get(a) as number) - (wishes.get(b) as number) || a - b);
  let last = Number.NEGATIVE_INFINITY;
  for (const node of nodes) {
    last = Math.max(wishes.get(node) as number, last + 1);
    x[node] = last;
  }
  // Pushed one way only, a layer would drift: it is moved back as a whole to where its nodes wish to be.
  const drift = nodes.reduce((sum, node) => sum + (x[node] as number) - (wishes.get(node) as number), 0) / nodes.length;
  for (const node of nodes) x[node] = (x[node] as number) - drift;
}
