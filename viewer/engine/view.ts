import type { ViewInfo, ViewSpec } from "./api.ts";
import { Growing } from "./growing.ts";
import type { TraceFile } from "./trace-file.ts";
import type { Workspace } from "./workspace.ts";

/** A piece of a view's scope: positions [from, to) of the reading order of one file. */
interface Stretch {
  readonly file: TraceFile;
  readonly from: number;
  readonly to: number;
}

/** Rows a filter lets through; absent means all. */
export type RowSet = ReadonlySet<number>;

/** A view worked out: its rows in reading order, and what it tells the page. */
export interface View {
  readonly spec: ViewSpec;
  readonly rows: Int32Array;
  readonly collapsed: (row: number) => boolean;
  readonly info: Omit<ViewInfo, "view">;
}

/** How far a view of one run has come in its reading order. */
interface Reached extends Stretch {
  readonly ordersMade: number;
}

/** Works out which rows a view holds, and again in proportion to what was appended to its run since. */
export class ViewMaker {
  readonly #workspace: Workspace;
  readonly #spec: ViewSpec;
  readonly #allowed: RowSet | undefined;
  readonly #rows = new Growing<Int32Array>((size) => new Int32Array(size));
  /** Events of each kind, by code. */
  readonly #kinds: number[] = [];
  #hidden = 0;
  #folded = 0;
  #low = Number.POSITIVE_INFINITY;
  #high = Number.NEGATIVE_INFINITY;
  #reached: Reached | undefined;
  /** The last row that folds away what is below it. */
  #foldedBy = -1;

  /** `allowed` is the answer of the database and the search to the spec's filters. */
  constructor(workspace: Workspace, spec: ViewSpec, allowed: RowSet | undefined) {
    this.#workspace = workspace;
    this.#spec = spec;
    this.#allowed = allowed;
  }

  /** True if the view now is what was made last with rows after it, if any. */
  get goesOn(): boolean {
    if (this.#reached === undefined || this.#allowed !== undefined || this.#spec.run === null) return false;
    const { file, from, to, ordersMade } = this.#reached;
    const [now] = scopeOf(this.#workspace, this.#spec.run);
    return now?.file === file && file.ordersMade === ordersMade && now.from === from && now.to >= to;
  }

  /** The view of what is read by now. Call again only while it `goesOn`. Views made before stay good. */
  make(): View {
    const rule = { spec: this.#spec, allowed: this.#allowed, hiddenKinds: codesOf(this.#workspace, this.#spec.hiddenKinds ?? []), collapsed: collapseRule(this.#workspace, this.#spec) };
    // A row opened before it is read will open its ancestors only then.
    const isLasting = this.#spec.run !== null && (this.#spec.expanded ?? []).every((row) => this.#workspace.locate(row) !== undefined);
    for (const stretch of scopeOf(this.#workspace, this.#spec.run)) {
      const more = { ...stretch, from: this.#reached?.to ?? stretch.from };
      this.#collect(more, rule);
      const [low, high] = more.file.bounds(more.file.order.rowAt.subarray(more.from, more.to));
      [this.#low, this.#high] = [Math.min(this.#low, low), Math.max(this.#high, high)];
      if (isLasting) this.#reached = { ...stretch, ordersMade: stretch.file.ordersMade };
    }
    const texts = this.#workspace.shared.kinds.texts;
    return {
      spec: this.#spec,
      rows: this.#rows.array.subarray(0, this.#rows.length),
      collapsed: rule.collapsed,
      info: {
        rows: this.#rows.length,
        hidden: this.#hidden,
        folded: this.#folded,
        kinds: [...this.#kinds.entries()].flatMap(([code, count]) => (count > 0 ? [{ kind: texts[code] as string, count }] : [])).toSorted((a, b) => b.count - a.count),
        timeRange: this.#low <= this.#high ? [this.#low, this.#high] : [0, 0],
      },
    };
  }

  #collect({ file, from, to }: Stretch, rule: Rule): void {
    const { rowAt, end } = file.order;
    const kinds = file.columns.kind.array;
    let count = this.#rows.extend(to - from);
    const rows = this.#rows.array;
    // What folded before may reach farther by now.
    let foldedBy = this.#reached === undefined ? -1 : this.#foldedBy;
    let foldedUntil = foldedBy < 0 ? from : (end[foldedBy] as number);
    const passesAll = rule.allowed === undefined && rule.spec.timeRange === undefined;
    for (let code = this.#kinds.length; code < this.#workspace.shared.kinds.texts.length; code++) this.#kinds.push(0);
    for (let position = from; position < to; position++) {
      const local = rowAt[position] as number;
      const row = file.rowBase + local;
      if (!passesAll && !passes(file, local, rule)) {
        this.#hidden++;
        continue;
      }
      const code = kinds[local] as number;
      this.#kinds[code] = (this.#kinds[code] as number) + 1;
      if (rule.hiddenKinds.has(code)) {
        this.#hidden++;
        continue;
      }
      if (position < foldedUntil) {
        this.#folded++;
        continue;
      }
      if (rule.collapsed(row)) {
        foldedBy = local;
        foldedUntil = end[local] as number;
      }
      rows[count++] = row;
    }
    this.#rows.length = count;
    this.#foldedBy = foldedBy;
  }
}

/** Positions of a run, or of everything that is open, in row order. */
function scopeOf(workspace: Workspace, run: number | null): Stretch[] {
  if (run === null) return workspace.read.map((file) => ({ file, from: 0, to: file.order.rowAt.length }));
  const file = workspace.fileOfRun(run);
  if (file === undefined) return [];
  const local = run - file.runBase;
  return [{ file, from: file.order.runStart[local] ?? 0, to: file.order.runStart[local + 1] ?? 0 }];
}

interface Rule {
  readonly spec: ViewSpec;
  readonly allowed: RowSet | undefined;
  readonly hiddenKinds: ReadonlySet<number>;
  readonly collapsed: (row: number) => boolean;
}

function passes(file: TraceFile, local: number, { spec, allowed }: Rule): boolean {
  if (allowed !== undefined && !allowed.has(file.rowBase + local)) return false;
  if (spec.timeRange === undefined) return true;
  const [start, end] = file.extent(local);
  return end >= spec.timeRange[0] && start <= spec.timeRange[1];
}

function codesOf(workspace: Workspace, kinds: readonly string[]): ReadonlySet<number> {
  return new Set(kinds.map((kind) => workspace.shared.kinds.texts.indexOf(kind)));
}

/** Which rows are folded: those named, or all but the ancestors of the expanded ones. */
function collapseRule(workspace: Workspace, spec: ViewSpec): (row: number) => boolean {
  if (spec.collapseAll !== true) {
    const named = new Set(spec.collapsed ?? []);
    return (row) => named.has(row);
  }
  const open = new Set<number>();
  for (const expanded of spec.expanded ?? []) for (const row of workspace.lineage(expanded)) open.add(row);
  return (row) => !open.has(row);
}

/** Where a row stands in a view; -1 if it is not in it. Logarithmic: views are in reading order. */
export function indexInView(workspace: Workspace, view: View, row: number): number {
  const wanted = workspace.position(row);
  if (wanted < 0) return -1;
  let low = 0;
  let high = view.rows.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const candidate = view.rows[middle] as number;
    if (candidate === row) return middle;
    if (workspace.position(candidate) < wanted) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}
