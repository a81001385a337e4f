import type { LinkType } from "./api.ts";
import { STORED_LINKS, type StoredLink, type TraceColumns } from "./trace-columns.ts";

/** A link of one event; `to` is a row of the file or -1 if the id it names does not exist. */
export interface Link {
  readonly type: LinkType;
  readonly to: number;
}

const REVERSE: Readonly<Record<StoredLink, LinkType>> = {
  upstream: "downstream",
  evidence: "evidence_of",
  related: "related_by",
  reply_to: "reply",
};

/** Finds the links of events of one file in both directions. Made once a file is read; linear in its links. */
export class LinkIndex {
  /** Rows of the file when the index was made. */
  readonly rows: number;
  readonly #columns: TraceColumns;
  readonly #from: Bundles;
  readonly #to: Bundles;

  constructor(columns: TraceColumns) {
    this.#columns = columns;
    this.rows = columns.rows;
    const { linkFrom, linkTo } = columns;
    this.#from = bundle(linkFrom.array.subarray(0, linkFrom.length), columns.rows);
    this.#to = bundle(linkTo.array.subarray(0, linkTo.length), columns.rows);
  }

  /** Links of a row other than to its parent and children, own ones first. */
  of(row: number): Link[] {
    const { linkType, linkFrom, linkTo } = this.#columns;
    const own = this.#from.at(row).map((link) => ({ type: STORED_LINKS[linkType.get(link)] as LinkType, to: linkTo.get(link) }));
    const back = this.#to.at(row).map((link) => ({ type: REVERSE[STORED_LINKS[linkType.get(link)] as StoredLink], to: linkFrom.get(link) }));
    return [...own, ...back];
  }
}

interface Bundles {
  at(row: number): number[];
}

/** Groups indexes by the row that stands at each (compressed sparse rows); negative rows are left out. */
function bundle(rows: Int32Array, count: number): Bundles {
  const start = new Int32Array(count + 2);
  for (const row of rows) if (row >= 0) start[row + 2] = (start[row + 2] as number) + 1;
  for (let i = 1; i < start.length; i++) start[i] = (start[i] as number) + (start[i - 1] as number);
  const items = new Int32Array(start[count + 1] as number);
  for (const [index, row] of rows.entries()) {
    if (row < 0) continue;
    const at = start[row + 1] as number;
    items[at] = index;
    start[row + 1] = at + 1;
  }
  return { at: (row) => [...items.subarray(start[row], start[row + 1])] };
}
