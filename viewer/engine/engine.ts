import type { ColumnKey } from "../../format/arrow/columns.ts";
import { blobHash } from "../../format/blobs.ts";
import type { EngineApi, EngineAssets, EngineState, EventDetail, EventRow, OpenSource, Result, RunRow, SearchHits, SearchSpec, TimelineData, ViewInfo, ViewSpec } from "./api.ts";
import { ANALYSES } from "./analyses/index.ts";
import { Question } from "./analyses/question.ts";
import { PayloadsTable } from "./analyses/sql/payloads-table.ts";
import { attempt, closed, notRunning } from "./attempt.ts";
import { blobSource } from "./blob-source.ts";
import type { Mapping } from "../../format/importers/generic/mapping.ts";
import type { Analyses, AnalysisId } from "./contracts/analyses.ts";
import type { ExportedPage, ExportedRun, FileReport, MappingView } from "./contracts/intake.ts";
import type { Database } from "./database.ts";
import { eventDetail } from "./event-detail.ts";
import { leftPicture } from "./left-pictures.ts";
import { eventRows } from "./event-rows.ts";
import { EventsTable } from "./events-table.ts";
import { exportPage, exportRun } from "./export-run.ts";
import { mappingView } from "./field-mapping.ts";
import { HandleSource } from "./live/handle-source.ts";
import { Live } from "./live/live.ts";
import { nextFailure } from "./next-failure.ts";
import { Opener, rawPart, type Dropped } from "./opener.ts";
import { facetCounts } from "./queries/filter.ts";
import { runQuery } from "./queries/run-query.ts";
import { runRows } from "./run-rows.ts";
import { Searcher } from "./search/searcher.ts";
import { reportedRecord, sourceRecord } from "./source-record.ts";
import { timelineOf } from "./timeline.ts";
import { TraceFile } from "./trace-file.ts";
import { Views } from "./views.ts";
import { warmUp } from "./warm-up.ts";
import { Workspace, type Located } from "./workspace.ts";

const MOST_RAW_BYTES = 1024 * 1024;
/** Least time between two answers of `state`. */
const STATE_PAUSE_MS = 250;

/** How the engine comes by a database; the tests have one that runs in Node. */
export type StartDatabase = (assets: EngineAssets) => Promise<Database>;

/** The engine: everything that is open, behind one face of plain values. */
export class Engine implements EngineApi {
  readonly #workspace = new Workspace();
  readonly #startDatabase: StartDatabase;
  readonly #payloads = new PayloadsTable();
  #parts: Parts | undefined;
  readonly #questions = new Map<number, Question>();
  #nextFile = 0;
  /** What `state` last answered, and when. */
  #told = { atMs: Number.NEGATIVE_INFINITY, hasEvents: false, isReading: false };
  #queue: Promise<void> = Promise.resolve();

  constructor(startDatabase: StartDatabase) {
    this.#startDatabase = startDatabase;
  }

  start(assets: EngineAssets): Promise<Result<{ readonly engine: string }>> {
    return attempt(async () => {
      const database = await this.#startDatabase(assets);
      const table = new EventsTable(database);
      await table.create();
      await table.createLinks();
      const searcher = new Searcher(this.#workspace);
      const live = new Live(this.#workspace, table);
      this.#parts = {
        database,
        table,
        searcher,
        views: new Views(this.#workspace, database, searcher),
        live,
        opener: new Opener({ workspace: this.#workspace, database, table, live, create: (name, bytes) => this.#addFile(name, bytes) }),
      };
      return { engine: database.title };
    });
  }

  warmUp(): Promise<void> {
    const isWanted = (): boolean => this.#nextFile === 0;
    const { database, opener } = this.#running();
    // A warm-up that fails only leaves things cold: no file may wait for it in vain.
    this.#queue = this.#queue.then(() => warmUp({ database, kernel: opener.kernel, isWanted }).catch(() => undefined));
    return this.#queue;
  }

  open(sources: readonly OpenSource[]): Promise<Result<readonly number[]>> {
    return attempt(async () => {
      const { opener } = this.#running();
      const blobs = sources.map(({ name }) => blobHash(name));
      // At once, so that they are there when the first event is looked at.
      for (const [at, hash] of blobs.entries()) if (hash !== undefined) this.#workspace.blobs.add(hash, blobSource(hash, (sources[at] as OpenSource).blob));
      const drop: Dropped[] = sources.filter((_source, at) => blobs[at] === undefined).map(({ name, blob, handle, acceptNewer, mappings, leftOut }) => {
        const file = this.#addFile(name, blob.size);
        file.acceptNewer = acceptNewer === true;
        file.mappings = mappings ?? {};
        if (leftOut !== undefined) file.report.notice({ line: 0, byteOffset: 0, byteLength: 0, code: "left_out", message: leftOut });
        return handle === undefined ? { file, source: blobSource(name, blob) } : { file, handle, source: new HandleSource(name, handle, blob) };
      });
      this.#queue = this.#queue.then(() => opener.open(drop));
      const numbers = drop.values();
      return blobs.map((hash) => (hash === undefined ? (numbers.next().value?.file.file ?? -1) : -1));
    });
  }

  async state(since: number): Promise<EngineState> {
    await this.#workspace.after(since);
    await this.#pause();
    const files = this.#workspace.files.map((file) => file.state(performance.now()));
    const sum = (of: (file: (typeof files)[number]) => number): number => files.reduce((total, file) => total + of(file), 0);
    const events = sum((file) => file.events);
    this.#told = { atMs: performance.now(), hasEvents: events > 0, isReading: this.#workspace.isReading };
    return { version: this.#workspace.version, files, events, runs: sum((file) => file.runs) };
  }

  /** Waits until the last answer is long enough ago, unless what a person waits for is there: the first rows, or all that is read. */
  async #pause(): Promise<void> {
    const { atMs, hasEvents, isReading } = this.#told;
    for (;;) {
      const leftMs = atMs + STATE_PAUSE_MS - performance.now();
      const isAwaited = (!hasEvents && this.#workspace.read.length > 0) || (isReading && !this.#workspace.isReading);
      if (leftMs <= 0 || isAwaited) return;
      await Promise.race([this.#workspace.after(this.#workspace.version), new Promise((resolve) => setTimeout(resolve, leftMs))]);
    }
  }

  async cancel(file: number): Promise<void> {
    const found = this.#workspace.file(file);
    if (found !== undefined) found.cancelled = true;
  }

  async close(file: number): Promise<void> {
    const found = this.#workspace.file(file);
    if (found === undefined) return;
    found.cancelled = true;
    this.#queue = this.#queue.then(async () => {
      this.#workspace.remove(found);
      this.#parts?.searcher.forget(found);
      this.#parts?.views.forget();
      await this.#parts?.table.remove(file, [found.rowBase, found.rowBase + found.rows]);
    });
    await this.#queue;
  }

  async follow(file: number, isOn: boolean): Promise<void> {
    const found = this.#workspace.file(file);
    if (found === undefined || (found.live !== "following" && found.live !== "paused")) return;
    found.live = isOn ? "following" : "paused";
    this.#workspace.changed();
  }

  runs(): Promise<Result<readonly RunRow[]>> {
    return attempt(async () => {
      const { table, database } = this.#running();
      await table.settled();
      return runRows(this.#workspace, database);
    });
  }

  view(spec: ViewSpec): Promise<Result<ViewInfo>> {
    return attempt(() => this.#running().views.create(spec));
  }

  window(view: number, start: number, count: number): Promise<Result<readonly EventRow[]>> {
    return attempt(async () => {
      const found = this.#running().views.get(view);
      this.#workspace.isLookedAt = true;
      return eventRows(this.#workspace, [...found.rows.subarray(start, start + count)], found.collapsed);
    });
  }

  locate(view: number, row: number): Promise<Result<{ readonly index: number; readonly folded: number }>> {
    return attempt(async () => this.#running().views.locate(view, row));
  }

  overview(view: number, slices: number, search: SearchSpec | null): Promise<Result<Uint8Array>> {
    return attempt(() => this.#running().views.overview(view, slices, search));
  }

  nextFailure(run: number | null, row: number, direction: 1 | -1): Promise<Result<number>> {
    return attempt(async () => nextFailure(this.#workspace, run, row, direction));
  }

  event(row: number, payloadLimit: number): Promise<Result<EventDetail>> {
    return attempt(async () => eventDetail(this.#workspace, this.#locate(row), payloadLimit));
  }

  picture(row: number, start: number, length: number): Promise<Result<Blob>> {
    return attempt(async () => leftPicture(this.#locate(row), start, length));
  }

  find(session: string, id: string): Promise<Result<number>> {
    return attempt(async () => {
      const bytes = new TextEncoder().encode(id);
      for (const file of this.#workspace.read) {
        if (session !== "" && !file.columns.sessions.texts.includes(session)) continue;
        const local = file.columns.ids.find(bytes, 0, bytes.length);
        if (local >= 0) return file.rowBase + local;
      }
      return -1;
    });
  }

  timeline(run: number | null, maxMarks: number): Promise<Result<TimelineData>> {
    return attempt(async () => timelineOf(this.#workspace, run, maxMarks));
  }

  search(spec: SearchSpec): Promise<Result<SearchHits>> {
    return attempt(() => this.#running().searcher.search(spec));
  }

  facet(run: number | null, column: ColumnKey, limit: number): Promise<Result<readonly { readonly value: string; readonly count: number }[]>> {
    return attempt(() => runQuery(this.#running().database, facetCounts(run, column, limit)));
  }

  report(file: number): Promise<Result<FileReport>> {
    return attempt(async () => this.#file(file).report.build(file));
  }

  analyse<K extends AnalysisId>(id: K, params: Analyses[K]["params"], ticket = 0): Promise<Result<Analyses[K]["result"]>> {
    const question = new Question();
    if (ticket > 0) this.#questions.set(ticket, question);
    return attempt(async () => {
      const { database, searcher, live } = this.#running();
      return ANALYSES[id]({ workspace: this.#workspace, database, searcher, alerts: live.alerts, payloads: this.#payloads, question }, params);
    }).finally(() => this.#questions.delete(ticket));
  }

  async leave(ticket: number): Promise<void> {
    this.#questions.get(ticket)?.leave();
  }

  sourceRecord(row: number): Promise<Result<{ readonly place: string; readonly text: string }>> {
    return attempt(() => sourceRecord(this.#locate(row)));
  }

  reportedRecord(file: number, entry: number): Promise<Result<{ readonly place: string; readonly text: string }>> {
    return attempt(() => reportedRecord(this.#file(file), entry));
  }

  mapping(file: number, mapping: Mapping | null): Promise<Result<MappingView>> {
    return attempt(() => mappingView(this.#file(file), mapping));
  }

  remap(file: number, mapping: Mapping): Promise<Result<number>> {
    return attempt(async () => {
      const { opener } = this.#running();
      const before = this.#file(file);
      const made = this.#addFile(before.name, before.progress.bytes);
      await this.close(file);
      this.#queue = this.#queue.then(() => opener.remap(made, before, mapping));
      return made.file;
    });
  }

  exportRun(run: number | null, form: string, redactKey = ""): Promise<Result<ExportedRun>> {
    return attempt(() => exportRun(this.#workspace, run, form, redactKey));
  }

  exportPage(run: number, redactKey = ""): Promise<Result<ExportedPage>> {
    return attempt(() => exportPage(this.#workspace, run, redactKey));
  }

  raw(file: number, byteOffset: number, byteLength: number): Promise<Result<Uint8Array>> {
    return attempt(async () => {
      const { source } = this.#file(file);
      return source === undefined ? new Uint8Array(0) : rawPart(source, byteOffset, Math.min(byteLength, MOST_RAW_BYTES));
    });
  }

  #addFile(name: string, bytes: number): TraceFile {
    const file = new TraceFile(this.#nextFile++, name, bytes, this.#workspace.shared);
    this.#workspace.add(file);
    return file;
  }

  #running(): Parts {
    if (this.#parts === undefined) throw notRunning();
    return this.#parts;
  }

  #file(file: number): TraceFile {
    const found = this.#workspace.file(file);
    if (found === undefined) throw closed("the file");
    return found;
  }

  #locate(row: number): Located {
    const found = this.#workspace.locate(row);
    if (found === undefined) throw closed("the event's file");
    return found;
  }
}

interface Parts {
  readonly database: Database;
  readonly table: EventsTable;
  readonly searcher: Searcher;
  readonly views: Views;
  readonly live: Live;
  readonly opener: Opener;
}
