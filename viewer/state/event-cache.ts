import { Signal } from "signal-polyfill";
import type { EventRow } from "../engine/api.ts";
import { effect } from "./effect.ts";
import type { EngineClient } from "./engine-client.ts";
import type { Store } from "./store.ts";

const MOST_KEPT = 6000;
const MOST_ASKED = 400;

/** Table rows of events wherever they stand, got when they come into sight and kept for a while.  */
export class EventCache {
  readonly #client: EngineClient;
  readonly #rows = new Map<number, EventRow>();
  readonly #arrivals = new Signal.State(0);
  #wanted = new Set<number>();
  #isAsking = false;

  #files = "";

  constructor({ open }: Store, client: EngineClient) {
    this.#client = client;
    effect(() => this.#forgetClosed(open.get().files.map(({ file }) => file)));
  }

  /** Rises with every answer: what shows rows draws again when it changes. */
  get arrived(): number {
    return this.#arrivals.get();
  }

  /** The row, if it is here; otherwise it is asked for. */
  get(row: number): EventRow | undefined {
    const found = this.#rows.get(row);
    if (found === undefined && row >= 0) {
      this.#wanted.add(row);
      if (!this.#isAsking) void this.#ask();
    }
    return found;
  }

  /** The numbers of rows may stand for other events once a file was closed. */
  #forgetClosed(files: readonly number[]): void {
    const names = files.join(" ");
    if (!names.startsWith(this.#files)) this.#rows.clear();
    this.#files = names;
  }

  async #ask(): Promise<void> {
    this.#isAsking = true;
    await Promise.resolve();
    while (this.#wanted.size > 0) {
      const rows = [...this.#wanted].slice(-MOST_ASKED);
      this.#wanted = new Set();
      const answer = await this.#client.analyse("event-rows", { rows });
      if (answer.ok) for (const row of answer.value) this.#keep(row);
      this.#arrivals.set(this.#arrivals.get() + 1);
    }
    this.#isAsking = false;
  }

  #keep(row: EventRow): void {
    this.#rows.set(row.row, row);
    if (this.#rows.size <= MOST_KEPT) return;
    const [oldest] = this.#rows.keys();
    if (oldest !== undefined) this.#rows.delete(oldest);
  }
}
