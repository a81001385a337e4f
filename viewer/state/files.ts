import type { EngineAssets, OpenSource } from "../engine/api.ts";
import { isSideFile, MOST_SIDE_BYTES } from "../../format/notes/side-file.ts";
import type { Mapping } from "../../format/importers/generic/mapping.ts";
import { rememberMapping, usableMappings } from "../model/mapping.ts";
import { NO_LINK, TRACE_DIGITS } from "../model/url.ts";
import { arrangeRuns, firstRun } from "../model/runs.ts";
import type { EngineClient } from "./engine-client.ts";
import type { Selection } from "./selection.ts";
import type { SideNotes } from "./side-notes.ts";
import { NO_RUN_FILTER, type Store } from "./store.ts";

/** Least time between two looks at the runs while files are being read, and how many times longer than a look it is. */
const RUNS_PAUSE_MS = 1000;
const RUNS_PAUSE_TIMES = 10;
/** The page is at rest by then. */
const WARM_UP_AFTER_MS = 300;
/** Names a side file may have; pasted text too. */
const MAYBE_NOTES = /\.(?:json|txt)$/i;

/** Opening and closing of files, and what follows from it: the list of runs, the first thing looked at. */
export class Files {
  readonly #store: Store;
  readonly #client: EngineClient;
  readonly #selection: Selection;
  readonly #notes: SideNotes;
  #started: Promise<void> = Promise.resolve();
  /** What each file was opened from. */
  readonly #sources = new Map<number, OpenSource>();
  /** Files that were opened before the last selection was made by itself. */
  #seen = new Set<number>();
  /** When the runs may be looked at again while files are being read. */
  #runsDueMs = 0;
  #runsTimer: ReturnType<typeof setTimeout> | undefined;
  /** Files of no known format whose guess has been shown for correction. */
  readonly #asked = new Set<number>();

  constructor({ store, client, selection, notes }: { readonly store: Store; readonly client: EngineClient; readonly selection: Selection; readonly notes: SideNotes }) {
    this.#store = store;
    this.#client = client;
    this.#selection = selection;
    this.#notes = notes;
  }

  /** Starts the engine and follows its state until the page goes. */
  start(assets: EngineAssets): void {
    this.#started = this.#start(assets);
    void this.#follow();
  }

  async #start(assets: EngineAssets): Promise<void> {
    const started = await this.#client.tryAsk("start", assets);
    this.#store.engine.set(started.ok ? "ready" : "failed");
    if (!started.ok) this.#store.failures.set([...this.#store.failures.get(), started.error]);
  }

  /** Lets the engine get ready for a first file while the person looks for it. */
  async warmUp(): Promise<void> {
    await this.#started;
    await new Promise((resolve) => setTimeout(resolve, WARM_UP_AFTER_MS));
    if (this.#store.engine.get() === "ready" && this.#store.open.get().files.length === 0) await this.#client.remote.warmUp();
  }

  /** Opens files beside what is open already; side files among them are taken in as notes. */
  async open(given: readonly OpenSource[]): Promise<void> {
    const sources = await this.#withoutNotes(given);
    if (sources.length === 0) return;
    await this.#started;
    const mappings = usableMappings(this.#store.preferences.get().mappings);
    const numbers = await this.#client.ask("open", sources.map((source) => ({ ...source, mappings })));
    for (const [index, file] of (numbers ?? []).entries()) if (file >= 0) this.#sources.set(file, sources[index] as OpenSource);
    // The event looked at may name what has just come.
    if (numbers?.includes(-1) === true) await this.#selection.loadDetail();
  }

  /** Takes in the side files among some files and gives the others. */
  async #withoutNotes(given: readonly OpenSource[]): Promise<readonly OpenSource[]> {
    const isNotes = await Promise.all(given.map(async ({ name, blob }) => MAYBE_NOTES.test(name) && isSideFile(name, await headOf(blob))));
    for (const { name, blob } of given.filter((_source, at) => isNotes[at])) this.#notes.takeIn(name, await textOf(blob.slice(0, MOST_SIDE_BYTES)), blob.size);
    return given.filter((_source, at) => isNotes[at] !== true);
  }

  /** Opens a file again that was refused for its newer version, to read what is understood of it. */
  async reopenNewer(file: number): Promise<void> {
    const source = this.#sources.get(file);
    if (source === undefined) return;
    await this.close(file);
    await this.open([{ ...source, acceptNewer: true }]);
  }

  /** Reads a file again, its fields given a meaning; remembered for files of that shape, if one is named. */
  async remap(file: number, mapping: Mapping, shape: string | null): Promise<void> {
    const { preferences } = this.#store;
    if (shape !== null) preferences.set({ ...preferences.get(), mappings: rememberMapping(preferences.get().mappings, shape, mapping) });
    const made = await this.#client.ask("remap", file, mapping);
    const source = this.#sources.get(file);
    this.#sources.delete(file);
    if (made === null) return;
    this.#asked.add(made);
    if (source !== undefined) this.#sources.set(made, source);
  }

  /** Reads a file again as it stands now, if it was opened by a handle; the run looked at is found again. */
  async reread(file: number): Promise<void> {
    const source = this.#sources.get(file);
    if (source?.handle === undefined) return;
    const run = this.#store.runRow.get();
    const event = this.#store.detail.get()?.envelope.id ?? "";
    await this.close(file);
    if (run?.file === file) this.#store.wanted.set({ ...NO_LINK, session: run.session, event });
    await this.open([{ ...source, blob: await source.handle.getFile() }]);
  }

  /** Pauses following a file, or goes on with it. */
  async follow(file: number, isOn: boolean): Promise<void> {
    await this.#client.remote.follow(file, isOn);
  }

  /** Stops reading a file; what was read stays. */
  async cancel(file: number): Promise<void> {
    await this.#client.remote.cancel(file);
  }

  /** Lets a file go. */
  async close(file: number): Promise<void> {
    this.#sources.delete(file);
    await this.#client.remote.close(file);
  }

  /** Lets every file go and starts again at the landing. */
  async closeAll(): Promise<void> {
    for (const { file } of this.#store.open.get().files) await this.close(file);
  }

  async #follow(): Promise<void> {
    await this.#started;
    if (this.#store.engine.get() !== "ready") return;
    for (;;) {
      const before = this.#store.open.get();
      const open = await this.#client.remote.state(before.version);
      this.#store.open.set(open);
      this.#askForMeaning();
      const isCalm = !this.#store.reading.get() && !this.#store.growing.get();
      const isFirst = this.#store.runs.get().length === 0 && open.events > 0;
      const loaded = isCalm || (isFirst && Number.isFinite(this.#runsDueMs)) || performance.now() > this.#runsDueMs ? this.#loadRuns() : undefined;
      // What is appended to a file is shown while its runs are summed up.
      if (loaded !== undefined && !this.#store.growing.get()) await loaded;
      // What came last must be counted too, even if nothing more comes.
      if (loaded === undefined && Number.isFinite(this.#runsDueMs)) this.#runsTimer ??= setTimeout(() => void this.#loadRuns(), this.#runsDueMs - performance.now());
    }
  }

  /** Shows the guess for a file of no known format, once, unless something else is over the page. */
  #askForMeaning(): void {
    if (this.#store.reading.get() || this.#store.overlay.get().kind !== "none") return;
    const unsure = this.#store.open.get().files.find(({ file, status, generic }) => status === "ready" && generic?.guessed === true && !this.#asked.has(file));
    if (unsure === undefined) return;
    for (const { file } of this.#store.open.get().files) this.#asked.add(file);
    this.#store.overlay.set({ kind: "mapping", file: unsure.file });
  }

  async #loadRuns(): Promise<void> {
    clearTimeout(this.#runsTimer);
    this.#runsTimer = undefined;
    const askedMs = performance.now();
    this.#runsDueMs = Number.POSITIVE_INFINITY;
    const runs = await this.#client.ask("runs");
    const answeredMs = performance.now();
    this.#runsDueMs = answeredMs + Math.max(RUNS_PAUSE_MS, (answeredMs - askedMs) * RUNS_PAUSE_TIMES);
    if (runs === null) return;
    this.#store.runs.set(runs);
    const files = new Set(this.#store.open.get().files.map((file) => file.file));
    this.#seen = new Set([...this.#seen].filter((file) => files.has(file)));
    if (await this.showWanted()) return;
    if (!runs.some((run) => run.run === this.#store.run.get())) this.#lookAtNothing();
    this.#lookAtNewFiles();
  }

  #lookAtNothing(): void {
    this.#store.run.set(null);
    this.#store.row.set(-1);
    this.#store.detail.set(null);
    this.#seen.clear();
  }

  /** Shows the first failed run of files just read; a file still being read counts once its first run is there. */
  #lookAtNewFiles(): void {
    const { files } = this.#store.open.get();
    const ready = files.filter((file) => file.status === "ready" || file.status === "cancelled").map((file) => file.file);
    const fresh = ready.filter((file) => !this.#seen.has(file));
    for (const file of fresh) this.#seen.add(file);
    const runs = this.#store.runs.get();
    const among = fresh.length > 0 ? runs.filter((run) => fresh.includes(run.file)) : this.#store.run.get() === null ? runs : [];
    const first = firstRun(arrangeRuns(among, this.#store.preferences.get().runSort, NO_RUN_FILTER));
    if (first !== undefined) this.#selection.selectRun(first);
  }

  /** Goes where the address pointed, once the trace it names is open. */
  async showWanted(): Promise<boolean> {
    const wanted = this.#store.wanted.get();
    if (wanted.session === "" && wanted.event === "") return false;
    const files = this.#store.open.get().files.filter(({ status, hash }) => status === "ready" && (wanted.trace === "" || hash.slice(0, TRACE_DIGITS) === wanted.trace));
    const run = this.#store.runs.get().find((candidate) => files.some(({ file }) => file === candidate.file) && (wanted.session === "" || candidate.session === wanted.session));
    if (run === undefined) return false;
    const row = wanted.event === "" ? run.focusRow : ((await this.#client.ask("find", wanted.session, wanted.event)) ?? -1);
    for (const open of this.#store.open.get().files) this.#seen.add(open.file);
    this.#store.wanted.set({ ...wanted, session: "", event: "" });
    this.#selection.selectRun(run, row < 0 ? run.focusRow : row);
    this.#store.filters.set({ ...this.#store.filters.get(), hiddenKinds: wanted.hiddenKinds, range: wanted.range });
    return true;
  }
}

/** The first characters of a file; nothing of one that cannot be read, which its opening will tell of. */
function headOf(blob: Blob): Promise<string> {
  return textOf(blob.slice(0, 256));
}

function textOf(blob: Blob): Promise<string> {
  return blob.text().catch(() => "");
}
