import type { ViewInfo, ViewSpec } from "./api.ts";
import type { TraceFile } from "./trace-file.ts";
import type { Workspace } from "./workspace.ts";

/** A piece of a view's scope: positions [from, to) of the reading order of one file. */
interface Stretch {
  readonly file: TraceFile;
  readonly from: number;
  readonly to: number;
}

const KIND_CODES = 64;

/** Rows a filter lets through; absent means all. */
export type RowSet = ReadonlySet<number>;

/** A view worked out: its rows in reading order, and what it tells the page. */
export interface View {
  readonly spec: ViewSpec;
  readonly rows: Int32Array;
  readonly collapsed: (row: number) => boolean;
  readonly info: Omit<ViewInfo, "view">;
}

/** Works out which rows a view holds. `allowed` is the answer of the database and the search to the spec's filters. */
export function computeView(workspace: Workspace, spec: ViewSpec, allowed: RowSet | undefined): View {
  const stretches = scopeOf(workspace, spec.run);
  const hiddenKinds = codesOf(workspace, spec.hiddenKinds ?? []);
  const collapsed = collapseRule(workspace, spec);
  const total = stretches.reduce((sum, { from, to }) => sum + to - from, 0);
  const collector = { rows: new Int32Array(total), count: 0, folded: 0, hidden: 0, kinds: new Map<number, number>() };
  for (const stretch of stretches) collect(stretch, { spec, allowed, hiddenKinds, collapsed }, collector);
  const texts = workspace.shared.kinds.texts;
  return {
    spec,
    rows: collector.rows.slice(0, collector.count),
    collapsed,
    info: {
      rows: collector.count,
      hidden: collector.hidden,
      folded: collector.folded,
      kinds: [...collector.kinds].map(([code, count]) => ({ kind: texts[code] as string, count })).toSorted((a, b) => b.count - a.count),
      timeRange: timeRangeOf(stretches),
    },
  };
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

interface Collector {
  readonly rows: Int32Array;
  readonly kinds: Map<number, number>;
  count: number;
  folded: number;
  hidden: number;
}

function collect({ file, from, to }: Stretch, rule: Rule, into: Collector): void {
  const { rowAt, end } = file.order;
  const { kind } = file.columns;
  let foldedUntil = from;
  const passesAll = rule.allowed === undefined && rule.spec.timeRange === undefined;
  const counts: number[] = Array.from({ length: KIND_CODES }, () => 0);
  for (let position = from; position < to; position++) {
    const local = rowAt[position] as number;
    const row = file.rowBase + local;
    if (!passesAll && !passes(file, local, rule)) {
      into.hidden++;
      continue;
    }
    const code = kind.get(local);
    counts[code] = (counts[code] ?? 0) + 1;
    if (rule.hiddenKinds.has(code)) {
      into.hidden++;
      continue;
    }
    if (position < foldedUntil) {
      into.folded++;
      continue;
    }
    if (rule.collapsed(row)) foldedUntil = Math.max(foldedUntil, end[local] as number);
    into.rows[into.count++] = row;
  }
  for (const [code, count] of counts.entries()) if (count > 0) into.kinds.set(code, (into.kinds.get(code) ?? 0) + count);
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

function timeRangeOf(stretches: readonly Stretch[]): readonly [number, number] {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const { file, from, to } of stretches) {
    const [start, end] = file.bounds(file.order.rowAt.subarray(from, to));
    low = Math.min(low, start);
    high = Math.max(high, end);
  }
  return low <= high ? [low, high] : [0, 0];
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
