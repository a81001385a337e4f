import type { SearchSpec, ViewSpec } from "../engine/api.ts";
import { RowPages } from "../model/row-pages.ts";
import { effect, untracked } from "./effect.ts";
import type { EngineClient } from "./engine-client.ts";
import type { Store } from "./store.ts";

/** Parts the ruler beside the table is cut into. */
const SLICES = 1200;
/** Marks the timeline draws at most. */
const MOST_MARKS = 8000;
/** Least time between two refreshes of the view and of the timeline while a file is being read, and while one grows; a timeline takes long to draw. */
const READING_PAUSES: Pauses = { viewMs: 800, timelineMs: 800 };
const GROWING_PAUSES: Pauses = { viewMs: 120, timelineMs: 2000 };
const NO_PAUSES: Pauses = { viewMs: 0, timelineMs: 0 };

/** From one question to the next at least so many times what the last one took; 1 would be without rest. */
const VIEW_REST = 1.5;
const TIMELINE_REST = 20;
const OVERVIEW_REST = 12;
const OVERVIEW_PAUSE_MS = 500;
/** The timeline of another run is asked for so long after it was chosen. */
const OTHER_RUN_MS = 50;
/** However long an answer took, it is asked for again after so long. */
const LONGEST_REST_MS = 6000;

interface Pauses {
  readonly viewMs: number;
  readonly timelineMs: number;
}

/** Keeps the view, its rows, the ruler and the timeline in step with what the store asks for. */
export class ViewLoader {
  readonly #store: Store;
  readonly #client: EngineClient;
  #asked = 0;
  #timelineAsked = 0;
  #lastMs = 0;
  #lastTimelineMs = 0;
  /** What the last answers took: the longer they do, the more seldom they are asked for while a file grows. */
  #viewTookMs = 0;
  #timelineTookMs = 0;
  #overviewTookMs = 0;
  #overviewAsked = 0;
  #lastOverviewMs = 0;
  #overviewSpec: ViewSpec | undefined;
  #spec: ViewSpec | undefined;
  #timelineRun: number | null = null;

  constructor(store: Store, client: EngineClient, search: () => SearchSpec | null) {
    this.#store = store;
    this.#client = client;
    effect(() => void this.#loadView(store.viewSpec.get(), store.open.get().events));
    effect(() => void this.#loadTimeline(store.run.get(), store.open.get().events));
    effect(() => void this.#place(store.row.get(), store.view.get()?.view ?? null));
    effect(() => void this.#loadOverview(store.view.get()?.view ?? null, store.hits.get() === null ? null : search()));
  }

  async #loadView(spec: ViewSpec, events: number): Promise<void> {
    const mine = ++this.#asked;
    if (events === 0 || spec.run === null) return this.#clear();
    // What a person asks for is answered at once; what only grows can wait a little.
    if (spec === this.#spec) await pause(this.#lastMs, untracked(() => this.#store.view.get() === null) ? 0 : this.#pauses.viewMs === 0 ? 0 : restAfter(this.#pauses.viewMs, this.#viewTookMs * VIEW_REST));
    if (mine !== this.#asked) return;
    this.#spec = spec;
    this.#lastMs = performance.now();
    const view = await this.#client.ask("view", spec);
    this.#viewTookMs = performance.now() - this.#lastMs;
    if (view === null || mine !== this.#asked) return;
    this.#store.pages.set(new RowPages(view.rows, (start, count) => this.#client.ask("window", view.view, start, count)));
    this.#store.view.set(view);
  }

  #clear(): void {
    this.#store.view.set(null);
    this.#store.pages.set(null);
    this.#store.overview.set(new Uint8Array(0));
  }

  /** Not tracked: that reading begins or ends changes nothing of what is asked. */
  get #pauses(): Pauses {
    return untracked(() => (this.#store.reading.get() ? READING_PAUSES : this.#store.growing.get() ? GROWING_PAUSES : NO_PAUSES));
  }

  async #loadTimeline(run: number | null, events: number): Promise<void> {
    if (events === 0 || run === null) {
      this.#timelineAsked++;
      this.#store.timeline.set(null);
      return;
    }
    const mine = ++this.#timelineAsked;
    // Another run: the event that was chosen in it comes first, and drawing thousands of marks would keep it off the screen.
    if (run !== this.#timelineRun && this.#timelineRun !== null) await pause(performance.now(), OTHER_RUN_MS);
    if (run === this.#timelineRun) await pause(this.#lastTimelineMs, untracked(() => this.#store.timeline.get() === null) || this.#pauses.timelineMs === 0 ? 0 : restAfter(this.#pauses.timelineMs, this.#timelineTookMs * TIMELINE_REST));
    if (mine !== this.#timelineAsked) return;
    this.#timelineRun = run;
    this.#lastTimelineMs = performance.now();
    const timeline = await this.#client.ask("timeline", run, MOST_MARKS);
    this.#timelineTookMs = performance.now() - this.#lastTimelineMs;
    if (mine === this.#timelineAsked) this.#store.timeline.set(timeline);
  }

  async #place(row: number, view: number | null): Promise<void> {
    const place = row < 0 || view === null ? null : await this.#client.ask("locate", view, row);
    if (this.#store.row.get() === row && this.#store.view.get()?.view === (view ?? undefined)) this.#store.index.set(place?.index ?? -1);
  }

  /** The ruler beside a table that grows may be a little behind it. */
  async #loadOverview(view: number | null, search: SearchSpec | null): Promise<void> {
    if (view === null) return;
    const mine = ++this.#overviewAsked;
    const rest = this.#spec === this.#overviewSpec && this.#pauses.viewMs > 0 ? restAfter(OVERVIEW_PAUSE_MS, this.#overviewTookMs * OVERVIEW_REST) : 0;
    await pause(this.#lastOverviewMs, rest);
    if (mine !== this.#overviewAsked) return;
    this.#overviewSpec = this.#spec;
    this.#lastOverviewMs = performance.now();
    const overview = await this.#client.ask("overview", view, SLICES, search);
    this.#overviewTookMs = performance.now() - this.#lastOverviewMs;
    if (overview !== null && (this.#store.view.get()?.view === view || this.#pauses.viewMs > 0)) this.#store.overview.set(overview);
  }
}

/** A rest in proportion to what was done, neither too short nor too long. */
function restAfter(leastMs: number, wantedMs: number): number {
  return Math.max(leastMs, Math.min(LONGEST_REST_MS, wantedMs));
}

/** Waits until some milliseconds have gone by since a moment. */
async function pause(sinceMs: number, ms: number): Promise<void> {
  const wait = sinceMs + ms - performance.now();
  if (ms > 0 && wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
}
