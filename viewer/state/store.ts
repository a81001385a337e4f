import { Signal } from "signal-polyfill";
import type { EngineFailure, EngineState, EventDetail, RunRow, SearchHits, TimelineData, ViewInfo, ViewSpec } from "../engine/api.ts";
import type { BriefSubject } from "../engine/contracts/brief.ts";
import type { LiveAlert } from "../engine/contracts/live.ts";
import type { RowPages } from "../model/row-pages.ts";
import { NO_LINK, type ViewLink } from "../model/url.ts";
import type { Preferences } from "./preferences.ts";

const state = <T>(value: T): Signal.State<T> => new Signal.State<T>(value);

/** What is filtered in the events of the run. */
export interface Filters {
  readonly hiddenKinds: readonly string[];
  readonly agents: readonly string[];
  /** Brush on the timeline, in Unix microseconds. */
  readonly range: readonly [number, number] | null;
  /** Show only hits of the search (with this many events around each); -1 shows all. */
  readonly hitsOnly: number;
}

export const NO_FILTERS: Filters = { hiddenKinds: [], agents: [], range: null, hitsOnly: -1 };

/** Which rows are folded. */
export interface Folding {
  readonly all: boolean;
  readonly collapsed: ReadonlySet<number>;
  readonly expanded: ReadonlySet<number>;
}

export const NOTHING_FOLDED: Folding = { all: false, collapsed: new Set(), expanded: new Set() };

/** What is shown over the page. */
export type Overlay = { readonly kind: "none" | "palette" | "keys" | "proof" } | { readonly kind: "report" | "mapping"; readonly file: number } | { readonly kind: "brief"; readonly about: BriefSubject };

/** What the run list leaves out. */
export interface RunFilter {
  readonly text: string;
  readonly outcomes: readonly string[];
  /** Only these runs, by number; null for all. */
  readonly only: readonly number[] | null;
}

export const NO_RUN_FILTER: RunFilter = { text: "", outcomes: [], only: null };

/** Where a player stops unless told otherwise: at what failed, what was stopped, and at alerts. */
export const DEFAULT_STOPS: readonly string[] = ["failing", "stopped", "kind = behavior_alert"];

const NOTHING_OPEN: EngineState = { version: 0, files: [], events: 0, runs: 0 };

/** Every fact the page rests on, one signal each. Derived facts are computed and kept nowhere else. */
export class Store {
  /** Whether the engine answers yet. */
  readonly engine = state<"starting" | "ready" | "failed">("starting");
  /** Failures that belong to no file, newest last. */
  readonly failures = state<readonly EngineFailure[]>([]);
  /** Alerts on what was appended to followed files and not put aside, newest last. */
  readonly liveAlerts = state<readonly LiveAlert[]>([]);
  /** What is open and how far it is read. */
  readonly open = state<EngineState>(NOTHING_OPEN);
  readonly runs = state<readonly RunRow[]>([]);
  readonly runFilter = state<RunFilter>(NO_RUN_FILTER);
  /** Global number of the run looked at; null before there is one. */
  readonly run = state<number | null>(null);
  readonly filters = state<Filters>(NO_FILTERS);
  readonly folding = state<Folding>(NOTHING_FOLDED);
  /** The view in force and its rows. */
  readonly view = state<ViewInfo | null>(null);
  readonly pages = state<RowPages | null>(null);
  /** What stands where in the view; see `EngineApi.overview`. */
  readonly overview = state<Uint8Array>(new Uint8Array(0));
  /** Row of the event looked at; -1 for none. */
  readonly row = state(-1);
  /** Its place in the view; -1 if it is not in it. */
  readonly index = state(-1);
  readonly detail = state<EventDetail | null>(null);
  readonly timeline = state<TimelineData | null>(null);
  readonly query = state("");
  /** Search every run, not only the one looked at. */
  readonly everywhere = state(true);
  readonly hits = state<SearchHits | null>(null);
  readonly lens = state("events");
  /** Statement of the SQL lens that was run last; empty for none. */
  readonly sql = state("");
  /** Session of the run that the one looked at is held against; empty for the suggestion. */
  readonly other = state("");
  /** A run is being played: what is costly waits until it rests. */
  readonly playing = state(false);
  /** Wall time (Unix microseconds) a player stands at, ahead of the details; null if nothing is played. */
  readonly playheadUs = state<number | null>(null);
  /** Conditions a player stops at. */
  readonly stops = state<readonly string[]>(DEFAULT_STOPS);
  readonly overlay = state<Overlay>({ kind: "none" });
  /** What a screen reader is told next. */
  readonly announcement = state("");
  /** What the address asked for and could not be shown yet. */
  readonly wanted = state<ViewLink>(NO_LINK);
  readonly preferences: Signal.State<Preferences>;

  constructor(preferences: Signal.State<Preferences>) {
    this.preferences = preferences;
  }

  /** The run looked at, summed up. */
  readonly runRow = new Signal.Computed<RunRow | null>(() => this.runs.get().find((run) => run.run === this.run.get()) ?? null);

  /** What the events lens asks of the engine. */
  readonly viewSpec = new Signal.Computed<ViewSpec>(() => {
    const { hiddenKinds, agents, range, hitsOnly } = this.filters.get();
    const { all, collapsed, expanded } = this.folding.get();
    const query = this.query.get();
    return {
      run: this.run.get(),
      ...(hiddenKinds.length > 0 ? { hiddenKinds } : {}),
      ...(agents.length > 0 ? { agents } : {}),
      ...(range === null ? {} : { timeRange: range }),
      ...(hitsOnly >= 0 && query !== "" ? { search: { text: query, run: this.run.get() }, context: hitsOnly } : {}),
      ...(all ? { collapseAll: true, expanded: [...expanded] } : { collapsed: [...collapsed] }),
    };
  });

  /** True while something is appended to a file that is followed. */
  readonly growing = new Signal.Computed<boolean>(() => this.open.get().files.some((file) => file.growing));
  /** True while the run looked at stands in a file that is followed. */
  readonly isLive = new Signal.Computed<boolean>(() => this.open.get().files.some((file) => file.live === "following" && file.file === this.runRow.get()?.file));

  /** True while any file is being read. */
  readonly reading = new Signal.Computed<boolean>(() => this.open.get().files.some((file) => file.status === "reading" || file.status === "waiting"));
}
