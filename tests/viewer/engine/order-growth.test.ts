import fc from "fast-check";
import { expect, test } from "vitest";
import { extendOrder } from "../../../viewer/engine/order-growth.ts";
import { orderTree, type TreeOrder } from "../../../viewer/engine/tree-order.ts";
import { Growing } from "../../../viewer/engine/growing.ts";
import type { TraceColumns } from "../../../viewer/engine/trace-columns.ts";

interface Row {
  readonly run: number;
  readonly parent: number;
}

/** Columns with these rows, as far as orders read them. */
function columnsOf(rows: readonly Row[], reparentedFrom = Number.POSITIVE_INFINITY): TraceColumns {
  const run = new Growing<Int32Array>((size) => new Int32Array(size));
  const parent = new Growing<Int32Array>((size) => new Int32Array(size));
  run.append(Int32Array.from(rows, (row) => row.run));
  parent.append(Int32Array.from(rows, (row) => row.parent));
  const runs = Math.max(0, ...rows.map((row) => row.run + 1));
  return { run, parent, rows: rows.length, sessions: { texts: Array.from({ length: runs }, String) }, reparentedFrom } as unknown as TraceColumns;
}

const plain = (order: TreeOrder): object => Object.fromEntries(Object.entries(order).map(([name, value]) => [name, [...(value as Iterable<number>)]]));

/** Rows as recorders write them: mostly in one run, mostly inside one of the last few rows. */
const someRows = fc.array(fc.record({ run: fc.constantFrom(0, 0, 0, 0, 0, 0, 1), back: fc.integer({ min: -1, max: 6 }), isRoot: fc.boolean() }), { maxLength: 60 }).map((drawn) => drawn.map(({ run, back, isRoot }, at): Row => ({ run, parent: isRoot ? -1 : Math.min(at + 2, at - back) })));

test("an order that was extended is the order of the whole, or it says that it cannot be", () => {
  let extended = 0;
  fc.assert(
    fc.property(someRows, fc.array(fc.integer({ min: 1, max: 8 }), { maxLength: 12 }), (rows, steps) => {
      let length = 0;
      let order = orderTree(columnsOf([]));
      for (const step of steps) {
        length = Math.min(rows.length, length + step);
        const columns = columnsOf(rows.slice(0, length).map((row) => ({ ...row, parent: row.parent >= length ? -2 : row.parent })), rows.slice(0, length).some((row) => row.parent >= length) || rows.some((row, at) => row.parent > at) ? 0 : undefined);
        const grown = extendOrder(order, columns);
        if (grown !== undefined) extended++;
        order = grown ?? orderTree(columns);
        expect(plain(order)).toEqual(plain(orderTree(columns)));
      }
    }),
    { numRuns: 400 },
  );
  expect(extended).toBeGreaterThan(100);
});

test("rows of one run inside its root are appended without ordering anew; a branch that was left is not", () => {
  const root = [{ run: 0, parent: -1 }, { run: 0, parent: 0 }, { run: 0, parent: 1 }];
  const order = orderTree(columnsOf(root));
  expect(extendOrder(order, columnsOf([...root, { run: 0, parent: 2 }, { run: 0, parent: 0 }]))?.rowAt).toEqual(Int32Array.of(0, 1, 2, 3, 4));
  expect(extendOrder(orderTree(columnsOf([...root, { run: 0, parent: 0 }])), columnsOf([...root, { run: 0, parent: 0 }, { run: 0, parent: 1 }]))).toBeUndefined();
});

test("runs that follow one another are appended; a row of a run before the last is not", () => {
  const rows = [{ run: 0, parent: -1 }, { run: 0, parent: 0 }];
  const more = [...rows, { run: 1, parent: -1 }, { run: 1, parent: 2 }, { run: 2, parent: -1 }];
  expect(plain(extendOrder(orderTree(columnsOf(rows)), columnsOf(more)) as TreeOrder)).toEqual(plain(orderTree(columnsOf(more))));
  expect(extendOrder(orderTree(columnsOf(rows)), columnsOf([...more, { run: 1, parent: 2 }]))).toBeUndefined();
});
