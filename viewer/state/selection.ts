import type { RunRow } from "../engine/api.ts";
import type { EngineClient } from "./engine-client.ts";
import { NO_FILTERS, NOTHING_FOLDED, type Store } from "./store.ts";

/** Payload text fetched with an event; more is fetched on demand. */
const PAYLOAD_LIMIT = 256 * 1024;

/** The same for events passed by, and the pause between two of them. */
const GLANCE_LIMIT = 16 * 1024;
const GLANCE_PAUSE_MS = 240;

/** What a person looks at: a run, an event of it, the next failure. */
export class Selection {
  readonly #store: Store;
  readonly #client: EngineClient;
  #glancing = false;

  constructor(store: Store, client: EngineClient) {
    this.#store = store;
    this.#client = client;
  }

  /** Looks at a run, at the event that failed first unless `row` names another. Filters of the run before are dropped. */
  selectRun(run: RunRow, row = run.focusRow): void {
    const store = this.#store;
    // First of all what a person waits for: the event.
    this.selectRow(row);
    if (store.run.get() !== run.run) {
      store.run.set(run.run);
      store.filters.set({ ...NO_FILTERS, hiddenKinds: store.filters.get().hiddenKinds });
      store.folding.set(NOTHING_FOLDED);
    }
    store.announcement.set(`Run ${run.title || run.session}, ${run.outcome}, ${run.events} events`);
  }

  /** Looks at the run `step` places further in a list of runs. */
  stepRun(runs: readonly RunRow[], step: 1 | -1): void {
    const at = runs.findIndex((run) => run.run === this.#store.run.get());
    const next = runs[at < 0 ? 0 : at + step];
    if (next !== undefined) this.selectRun(next);
  }

  /** Looks at an event; one of another run brings that run up. */
  selectRow(row: number): void {
    if (this.#store.row.get() === row) return;
    this.#store.row.set(row);
    void this.loadDetail();
  }

  /** Passes by an event, as a player does: its details follow as fast as there is time for them. */
  glance(row: number): void {
    this.#store.row.set(row);
    if (!this.#glancing) void this.#followGlances();
  }

  async #followGlances(): Promise<void> {
    this.#glancing = true;
    for (let seen = -2; seen !== this.#store.row.get(); ) {
      seen = this.#store.row.get();
      await this.loadDetail(GLANCE_LIMIT);
      await new Promise((resolve) => setTimeout(resolve, GLANCE_PAUSE_MS));
    }
    this.#glancing = false;
  }

  /** Fetches the event looked at with so many bytes of its payload. */
  async loadDetail(payloadLimit = PAYLOAD_LIMIT): Promise<void> {
    const row = this.#store.row.get();
    if (row < 0) {
      this.#store.detail.set(null);
      return;
    }
    const detail = await this.#client.ask("event", row, payloadLimit);
    if (this.#store.row.get() !== row) return;
    this.#store.detail.set(detail);
    if (detail === null || detail.run === this.#store.run.get()) return;
    const run = this.#store.runs.get().find((candidate) => candidate.run === detail.run);
    if (run !== undefined) this.selectRun(run, row);
  }

  /** Goes to the nearest failing or stopped event in a direction: in this run, then in the others. */
  async nextFailure(direction: 1 | -1): Promise<void> {
    const from = this.#store.row.get();
    const run = this.#store.run.get();
    const here = await this.#client.ask("nextFailure", run, from, direction);
    const next = here === null || here >= 0 ? here : await this.#client.ask("nextFailure", null, from, direction);
    if (next === null) return;
    if (next < 0) this.#store.announcement.set(direction > 0 ? "No later failure" : "No earlier failure");
    else this.goTo(next);
  }

  /** Looks at an event and makes sure it is in sight: unfolds what hides it, drops filters that do. */
  goTo(row: number): void {
    this.selectRow(row);
    void this.uncover(row);
  }

  /** Unfolds or unfilters until the row is in the view. */
  async uncover(row: number): Promise<void> {
    for (let tries = 0; tries < 3; tries++) {
      const view = this.#store.view.get();
      if (view === null) return;
      const place = await this.#client.ask("locate", view.view, row);
      if (place === null || place.index >= 0 || this.#store.row.get() !== row) return;
      if (place.folded >= 0) this.#unfold(place.folded, row);
      else if (this.#store.filters.get() !== NO_FILTERS) this.#store.filters.set(NO_FILTERS);
      else return;
      await this.#nextView(view.view);
    }
  }

  #unfold(folded: number, row: number): void {
    const { all, collapsed, expanded } = this.#store.folding.get();
    if (all) this.#store.folding.set({ all, collapsed, expanded: new Set([...expanded, row]) });
    else this.#store.folding.set({ all, collapsed: new Set([...collapsed].filter((other) => other !== folded)), expanded });
  }

  /** Waits until the view has been worked out anew, at most a second. */
  async #nextView(before: number): Promise<void> {
    for (let waited = 0; waited < 50 && this.#store.view.get()?.view === before; waited++) await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
