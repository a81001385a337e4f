import { NO_PARENT, type TraceColumns } from "./trace-columns.ts";

/** The events of a file in reading order: runs in order of appearance, each parent before its children, siblings in file order. */
export interface TreeOrder {
  /** Row at each position. */
  readonly rowAt: Int32Array;
  /** Position of each row. */
  readonly positionOf: Int32Array;
  /** Nesting depth of each row; 65,535 stands for more. */
  readonly depth: Uint16Array;
  /** Position after the last descendant of each row. */
  readonly end: Int32Array;
  /** Number of direct children of each row. */
  readonly children: Int32Array;
  /** First position of each run; one more than runs. */
  readonly runStart: Int32Array;
  /** Rows whose parents go round in a circle; they were made roots. */
  readonly cycles: readonly number[];
}

const NONE = -1;
const DEEPEST = 65_535;

/** Orders the events of a file as a forest. Linear in time and memory, any depth. */
export function orderTree(columns: TraceColumns): TreeOrder {
  const rows = columns.rows;
  const runs = columns.sessions.texts.length;
  const parent = effectiveParents(columns);
  const cycles = breakCycles(parent);
  const family = linkFamily(parent, columns.run.array, runs);
  const order: TreeOrder = {
    rowAt: new Int32Array(rows),
    positionOf: new Int32Array(rows),
    depth: new Uint16Array(rows),
    end: new Int32Array(rows),
    children: family.children,
    runStart: new Int32Array(runs + 1),
    cycles,
  };
  let position = 0;
  for (let run = 0; run < runs; run++) {
    order.runStart[run] = position;
    for (let root = family.firstRoot[run] as number; root !== NONE; root = family.next[root] as number)
      position = walk(root, position, family, order);
  }
  order.runStart[runs] = position;
  return order;
}

interface Family {
  readonly parent: Int32Array;
  readonly firstChild: Int32Array;
  /** Next sibling in file order; for roots the next root of the run. */
  readonly next: Int32Array;
  readonly firstRoot: Int32Array;
  readonly children: Int32Array;
}

/** Parents inside the same run only, so that a run's events stay together. */
function effectiveParents(columns: TraceColumns): Int32Array {
  const parent = columns.parent.array.slice(0, columns.rows);
  const run = columns.run.array;
  for (let row = 0; row < parent.length; row++) {
    const above = parent[row] as number;
    if (above < 0 || above === row || run[above] !== run[row]) parent[row] = above === row ? row : NO_PARENT;
  }
  return parent;
}

/** Cuts each circle of parents at one of its events; returns those events. */
function breakCycles(parent: Int32Array): number[] {
  const cut: number[] = [];
  const seenIn = new Int32Array(parent.length).fill(NONE);
  for (let start = 0; start < parent.length; start++) {
    let row = start;
    while (row >= 0 && seenIn[row] === NONE) {
      seenIn[row] = start;
      row = parent[row] as number;
    }
    if (row >= 0 && seenIn[row] === start) {
      parent[row] = NO_PARENT;
      cut.push(row);
    }
  }
  return cut;
}

function linkFamily(parent: Int32Array, run: Int32Array, runs: number): Family {
  const firstChild = new Int32Array(parent.length).fill(NONE);
  const next = new Int32Array(parent.length).fill(NONE);
  const firstRoot = new Int32Array(runs).fill(NONE);
  const children = new Int32Array(parent.length);
  for (let row = parent.length - 1; row >= 0; row--) {
    const above = parent[row] as number;
    const heads = above < 0 ? firstRoot : firstChild;
    const head = above < 0 ? (run[row] as number) : above;
    next[row] = heads[head] as number;
    heads[head] = row;
    if (above >= 0) children[above] = (children[above] as number) + 1;
  }
  return { parent, firstChild, next, firstRoot, children };
}

/** Numbers a tree from its root; returns the position after it. */
function walk(root: number, first: number, { parent, firstChild, next }: Family, order: TreeOrder): number {
  let position = first;
  let depth = 0;
  let row = root;
  for (;;) {
    order.rowAt[position] = row;
    order.positionOf[row] = position++;
    order.depth[row] = Math.min(depth, DEEPEST);
    const child = firstChild[row] as number;
    if (child !== NONE) {
      row = child;
      depth++;
      continue;
    }
    order.end[row] = position;
    while (row !== root && next[row] === NONE) {
      row = parent[row] as number;
      depth--;
      order.end[row] = position;
    }
    if (row === root) return position;
    row = next[row] as number;
  }
}
