import type { TraceColumns } from "./trace-columns.ts";
import type { TreeOrder } from "./tree-order.ts";

/** Ancestors of one appended row that are told where it ends; deeper trees are ordered anew. */
const DEEPEST = 1000;
const DEEPEST_SHOWN = 65_535;
/** Room made beyond what is needed, so that arrays are copied ever more seldom. */
const SPARE = 1.5;

/**
 * The reading order of a file that has grown by rows that all stand at its end: of the last run or of new ones, each a
 * root or inside an event that is still the last of its branch. Work in proportion to what was appended; the arrays of the order before
 * are used again. Undefined if a row belongs elsewhere: then everything is ordered anew.
 */
export function extendOrder(before: TreeOrder, columns: TraceColumns): TreeOrder | undefined {
  const known = before.rowAt.length;
  if (before.cycles.length > 0 || columns.reparentedFrom < known) return undefined;
  const rows = columns.rows;
  const runs = columns.sessions.texts.length;
  const order: TreeOrder = {
    rowAt: grown(before.rowAt, rows),
    positionOf: grown(before.positionOf, rows),
    depth: grownDepth(before.depth, rows),
    end: grown(before.end, rows),
    children: grown(before.children, rows),
    runStart: new Int32Array(runs + 1).fill(rows),
    cycles: before.cycles,
  };
  order.runStart.set(before.runStart.subarray(0, -1));
  let last = before.runStart.length - 2;
  for (let row = known; row < rows; row++) {
    const run = columns.run.get(row);
    if (run < last || !append(row, order, columns)) return undefined;
    while (last < run) order.runStart[++last] = row;
  }
  return order;
}

/** Puts a row at the end; false if it belongs elsewhere. Rows up to it are in order. */
function append(row: number, order: TreeOrder, columns: TraceColumns): boolean {
  const named = columns.parent.get(row);
  if (named >= row) return false;
  const parent = parentOf(row, columns);
  if (parent >= 0 && order.end[parent] !== row) return false;
  order.rowAt[row] = row;
  order.positionOf[row] = row;
  order.children[row] = 0;
  order.end[row] = row + 1;
  order.depth[row] = parent < 0 ? 0 : Math.min((order.depth[parent] as number) + 1, DEEPEST_SHOWN);
  if (parent >= 0) order.children[parent] = (order.children[parent] as number) + 1;
  let steps = 0;
  for (let above = parent; above >= 0; above = parentOf(above, columns)) {
    if (++steps > DEEPEST) return false;
    order.end[above] = row + 1;
  }
  return true;
}

function parentOf(row: number, columns: TraceColumns): number {
  const parent = columns.parent.get(row);
  return parent < 0 || columns.run.get(parent) !== columns.run.get(row) ? -1 : parent;
}

function grown(array: Int32Array, length: number): Int32Array {
  const bytes = length * Int32Array.BYTES_PER_ELEMENT;
  if (array.byteOffset === 0 && array.buffer.byteLength >= bytes) return new Int32Array(array.buffer, 0, length);
  const larger = new Int32Array(Math.ceil(length * SPARE));
  larger.set(array);
  return larger.subarray(0, length);
}

function grownDepth(array: Uint16Array, length: number): Uint16Array {
  const bytes = length * Uint16Array.BYTES_PER_ELEMENT;
  if (array.byteOffset === 0 && array.buffer.byteLength >= bytes) return new Uint16Array(array.buffer, 0, length);
  const larger = new Uint16Array(Math.ceil(length * SPARE));
  larger.set(array);
  return larger.subarray(0, length);
}
