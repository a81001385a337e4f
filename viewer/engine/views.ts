import { TraceError } from "../../format/errors.ts";
import type { SearchSpec, ViewInfo, ViewSpec } from "./api.ts";
import type { Database } from "./database.ts";
import { filterRows } from "./queries/filter.ts";
import { numbersOf } from "./queries/run-query.ts";
import type { Searcher } from "./search/searcher.ts";
import { FLAG_FAILING, FLAG_STOPPED } from "./trace-columns.ts";
import type { TraceFile } from "./trace-file.ts";
import { indexInView, ViewMaker, type RowSet, type View } from "./view.ts";
import type { Workspace } from "./workspace.ts";

/** Views kept; older ones are asked for anew. */
const MOST_VIEWS = 8;
const HIT = 4;

/** The views the page has asked for. */
export class Views {
  readonly #workspace: Workspace;
  readonly #database: Database;
  readonly #searcher: Searcher;
  readonly #views = new Map<number, View>();
  /** What made the last view, to make the next one of a run that grows. */
  #last: { readonly spec: string; readonly maker: ViewMaker } | undefined;
  #next = 1;

  constructor(workspace: Workspace, database: Database, searcher: Searcher) {
    this.#workspace = workspace;
    this.#database = database;
    this.#searcher = searcher;
  }

  /** Works a view out and keeps it. */
  async create(spec: ViewSpec): Promise<ViewInfo> {
    const view = (await this.#makerOf(spec)).make();
    const number = this.#next++;
    this.#views.set(number, view);
    for (const old of this.#views.keys()) if (old <= number - MOST_VIEWS) this.#views.delete(old);
    return { view: number, ...view.info };
  }

  /** A kept view. Throws TraceError if it is gone. */
  get(number: number): View {
    const view = this.#views.get(number);
    if (view === undefined) throw new TraceError({ code: "cancelled", cause: "the view is stale", place: "engine", next: "Ask for a new one." });
    return view;
  }

  /** A file was closed: nothing of it is held on to. */
  forget(): void {
    this.#last = undefined;
  }

  /** Where a row stands in a view; see `EngineApi.locate`. */
  locate(number: number, row: number): { readonly index: number; readonly folded: number } {
    const view = this.get(number);
    const index = indexInView(this.#workspace, view, row);
    if (index >= 0) return { index, folded: -1 };
    const folded = this.#workspace.lineage(row).slice(1).findLast((ancestor) => view.collapsed(ancestor));
    return { index: -1, folded: folded ?? -1 };
  }

  /** What stands where in a view; see `EngineApi.overview`. */
  async overview(number: number, slices: number, search: SearchSpec | null): Promise<Uint8Array> {
    const { rows } = this.get(number);
    const hits = search === null || search.text === "" ? undefined : new Set((await this.#searcher.search(search)).rows);
    const marks = new Uint8Array(Math.max(1, Math.min(slices, rows.length)));
    let file: TraceFile | undefined;
    for (let index = 0; index < rows.length; index++) {
      const row = rows[index] as number;
      if (file === undefined || row < file.rowBase || row >= file.rowBase + file.rows) file = this.#workspace.locate(row)?.file;
      const flag = file?.columns.flag.get(row - file.rowBase);
      const mark = (flag === FLAG_FAILING ? 1 : flag === FLAG_STOPPED ? 2 : 0) | (hits?.has(row) === true ? HIT : 0);
      if (mark === 0) continue;
      const slice = Math.floor((index * marks.length) / rows.length);
      marks[slice] = (marks[slice] as number) | mark;
    }
    return marks;
  }

  async #makerOf(spec: ViewSpec): Promise<ViewMaker> {
    const text = JSON.stringify(spec);
    if (this.#last?.spec === text && this.#last.maker.goesOn) return this.#last.maker;
    const maker = new ViewMaker(this.#workspace, spec, await this.#allowed(spec));
    this.#last = { spec: text, maker };
    return maker;
  }

  async #allowed(spec: ViewSpec): Promise<RowSet | undefined> {
    const query = filterRows(spec);
    const filtered = query === undefined ? undefined : await numbersOf(this.#database, query);
    if (spec.search === undefined || spec.search.text === "") return filtered;
    const hits = this.#withContext((await this.#searcher.search(spec.search)).rows, spec);
    return filtered === undefined ? hits : new Set([...hits].filter((row) => filtered.has(row)));
  }

  #withContext(hits: Int32Array, spec: ViewSpec): Set<number> {
    const rows = new Set<number>(hits);
    const reach = spec.context ?? 0;
    if (reach === 0) return rows;
    for (const hit of hits) {
      const position = this.#workspace.position(hit);
      for (let near = position - reach; near <= position + reach; near++) {
        const row = near < 0 ? -1 : this.#workspace.rowAt(near);
        if (row >= 0) rows.add(row);
      }
    }
    return rows;
  }
}
