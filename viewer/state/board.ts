import { Signal } from "signal-polyfill";
import type { BoardGrouping } from "../engine/contracts/compare.ts";
import { arrangeRuns } from "../model/runs.ts";
import type { Store } from "./store.ts";

/** The sections of the board, in their order. */
export const BOARD_SECTIONS = ["tasks", "traits", "ways", "consensus", "prompts", "similar"] as const;
export type BoardSection = (typeof BOARD_SECTIONS)[number];

/** What the board of many runs shows. */
export class BoardState {
  readonly #store: Store;
  readonly grouping = new Signal.State<BoardGrouping>("file");
  /** Name of the set the others are held against; empty for the first. */
  readonly base = new Signal.State("");
  /** The section on screen; others are not worked out. */
  readonly section = new Signal.State<BoardSection>("tasks");
  /** Which two versions of the prompts are held against one another, as places in their list. */
  readonly versions = new Signal.State({ left: 0, right: 0 });

  constructor(store: Store) {
    this.#store = store;
  }

  /** Runs the text and outcomes of the run list's filter leave, by number; empty if they leave all. */
  readonly listed = new Signal.Computed<readonly number[]>(() => {
    const runs = this.#store.runs.get();
    const kept = arrangeRuns(runs, "file", { ...this.#store.runFilter.get(), only: null });
    return kept.length === runs.length ? [] : kept.map(({ run }) => run);
  });

  /** Runs of the task of the run looked at; that run alone if it names none. */
  readonly sameTask = new Signal.Computed<readonly number[]>(() => {
    const run = this.#store.runRow.get();
    if (run === null) return [];
    return this.#store.runs.get().filter(({ run: number, task }) => number === run.run || (task !== "" && task === run.task)).map(({ run: number }) => number);
  });

  /** Leaves only these runs in the list of runs. */
  showOnly(runs: readonly number[]): void {
    const { runFilter } = this.#store;
    runFilter.set({ ...runFilter.get(), only: runs });
  }
}
