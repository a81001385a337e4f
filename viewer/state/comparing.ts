import { Signal } from "signal-polyfill";
import type { RunRow } from "../engine/api.ts";
import { counterpartOf } from "../model/counterpart.ts";
import type { Store } from "./store.ts";

/** Which run the one looked at is held against. */
export class Comparing {
  readonly #store: Store;
  /** Session of the run chosen by hand; empty for the suggestion. A session, since numbers change when files close. */
  readonly chosen: Signal.State<string>;
  /** Rows of the line looked at, -1 where a side has none; null before there is one. */
  readonly pair = new Signal.State<{ readonly left: number; readonly right: number } | null>(null);

  constructor(store: Store) {
    this.#store = store;
    this.chosen = store.other;
  }

  /** The run on the other side; null if there is none. */
  readonly other = new Signal.Computed<RunRow | null>(() => {
    const runs = this.#store.runs.get();
    const run = this.#store.runRow.get();
    const chosen = this.chosen.get();
    const found = runs.find((candidate) => candidate.session === chosen && candidate.run !== run?.run);
    return run === null ? null : (found ?? counterpartOf(run, runs));
  });

  /** Holds the run looked at against another. */
  choose(run: RunRow): void {
    this.chosen.set(run.session);
  }

  /** Changes sides: looks at the other run, held against this one. */
  swap(select: (run: RunRow) => void): void {
    const [run, other] = [this.#store.runRow.get(), this.other.get()];
    if (run === null || other === null) return;
    this.chosen.set(run.session);
    select(other);
  }
}
