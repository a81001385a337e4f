import type { SearchSpec } from "../engine/api.ts";
import { effect } from "./effect.ts";
import type { EngineClient } from "./engine-client.ts";
import type { Selection } from "./selection.ts";
import type { Store } from "./store.ts";

/** Pause after the last key before a search runs. */
const PAUSE_MS = 90;

/** Search over all text of the open traces: hits as they are typed for, then from hit to hit. */
export class Searching {
  readonly #store: Store;
  readonly #client: EngineClient;
  readonly #selection: Selection;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #asked = 0;
  /** What the hits shown were sought for. */
  #shown = "";
  /** A step asked for before its hits were there. */
  #stepLater: 1 | -1 | 0 = 0;

  constructor(store: Store, client: EngineClient, selection: Selection) {
    this.#store = store;
    this.#client = client;
    this.#selection = selection;
    effect(() => this.#schedule(this.#spec(), store.open.get().events));
  }

  /** The search in force; null if nothing is sought. */
  get spec(): SearchSpec | null {
    return this.#spec();
  }

  #spec(): SearchSpec | null {
    const text = this.#store.query.get();
    return text === "" ? null : { text, run: this.#store.everywhere.get() ? null : this.#store.run.get() };
  }

  #schedule(spec: SearchSpec | null, _events: number): void {
    clearTimeout(this.#timer);
    this.#stepLater = 0;
    const mine = ++this.#asked;
    if (spec === null) {
      this.#store.hits.set(null);
      return;
    }
    if (this.#shown !== keyOf(spec)) this.#store.hits.set(null);
    this.#timer = setTimeout(() => void this.#run(spec, mine), PAUSE_MS);
  }

  async #run(spec: SearchSpec, mine: number): Promise<void> {
    const hits = await this.#client.ask("search", spec);
    if (mine !== this.#asked || hits === null) return;
    this.#shown = keyOf(spec);
    this.#store.hits.set(hits);
    if (this.#stepLater !== 0) this.step(this.#stepLater);
    this.#store.announcement.set(hits.rows.length === 0 ? `Nothing found for ${spec.text}` : `${hits.rows.length} events hold ${spec.text}`);
  }

  /** Goes to the next or previous hit after the event looked at, round the ends. */
  step(direction: 1 | -1): void {
    const rows = this.#store.hits.get()?.rows;
    this.#stepLater = rows === undefined ? direction : 0;
    if (rows === undefined || rows.length === 0) return;
    const at = rows.indexOf(this.#store.row.get());
    const next = at >= 0 ? at + direction : nearest(rows, this.#store.row.get(), direction);
    const row = rows[(next + rows.length) % rows.length];
    if (row !== undefined) this.#selection.goTo(row);
  }
}

function keyOf({ text, run }: SearchSpec): string {
  return `${run ?? ""} ${text}`;
}

/** Place of the first hit past a row that is no hit itself. */
function nearest(rows: Int32Array, row: number, direction: 1 | -1): number {
  const after = rows.findIndex((hit) => hit > row);
  if (direction > 0) return after < 0 ? 0 : after;
  return after < 0 ? rows.length - 1 : after - 1;
}
