import { Signal } from "signal-polyfill";
import type { EngineFailure } from "../engine/api.ts";
import type { Analyses, AnalysisId } from "../engine/contracts/analyses.ts";
import { effect } from "./effect.ts";
import type { EngineClient } from "./engine-client.ts";
import type { Store } from "./store.ts";

/** What is known of an answer. The last one stays while a newer one is on its way. */
export interface AnalysisState<T> {
  readonly value: T | null;
  /** Why the last question was not answered; the value before it still stands. */
  readonly failure: EngineFailure | null;
  readonly pending: boolean;
}

/** Pause between two questions while a file grows, as a multiple of what the last answer took. */
const REST = 3;
const LEAST_REST_MS = 400;

/**
 * Asks an analysis while something that shows it is on the page: at the start, when its parameters change and when more
 * has been read. One question at a time; what changed meanwhile is asked next, so that a fast player sees every answer
 * there is time for. An answer about another run is never kept.
 */
export class AnalysisTask<K extends AnalysisId> {
  readonly state: Signal.State<AnalysisState<Analyses[K]["result"]>>;
  readonly #store: Store;
  readonly #client: EngineClient;
  readonly #id: K;
  readonly #params: () => Analyses[K]["params"] | null;
  #stop: (() => void) | undefined;
  #asked = "";
  #wanted: { readonly params: Analyses[K]["params"]; readonly key: string } | null = null;
  #busy = false;
  #leaving: AbortController | undefined;
  #run: number | null = null;
  #restUntilMs = 0;

  /** `params` may read any signal; null asks nothing and shows nothing. */
  constructor({ store, client }: { readonly store: Store; readonly client: EngineClient }, id: K, params: () => Analyses[K]["params"] | null) {
    this.state = new Signal.State<AnalysisState<Analyses[K]["result"]>>({ value: null, failure: null, pending: false });
    this.#store = store;
    this.#client = client;
    this.#id = id;
    this.#params = params;
  }

  /** Begins to ask; does nothing if it has begun. */
  start(): void {
    this.#stop ??= effect(() => this.#want(this.#params(), this.#store.run.get(), this.#store.open.get().events));
  }

  /** Ceases to ask; the last answer is kept for the next time, and a question not answered yet is asked again then. */
  stop(): void {
    this.#stop?.();
    this.#stop = undefined;
    this.#wanted = null;
    if (this.#busy) this.#asked = "";
    this.#leaving?.abort();
  }

  /** Asks once more what failed. */
  retry(): void {
    this.#asked = "";
    this.#want(this.#params(), this.#store.run.get(), this.#store.open.get().events);
  }

  /** The answer to what is asked now, once it is there; null if nothing is asked or it could not be answered. */
  async settled(): Promise<Analyses[K]["result"] | null> {
    await new Promise<void>((resolve) => {
      const stop = effect(() => {
        if (this.state.get().pending) return;
        resolve();
        queueMicrotask(() => stop());
      });
    });
    const { value, failure } = this.state.get();
    return failure === null ? value : null;
  }

  #want(params: Analyses[K]["params"] | null, run: number | null, events: number): void {
    if (run !== this.#run) this.#leaving?.abort();
    if (params === null || run !== this.#run) this.state.set({ value: null, failure: null, pending: params !== null });
    this.#run = run;
    if (params === null) {
      this.#asked = "";
      this.#wanted = null;
      return;
    }
    const key = JSON.stringify([params, events]);
    if (key === this.#asked) return;
    this.#asked = key;
    this.#wanted = { params, key };
    if (!this.#busy) void this.#work();
  }

  async #work(): Promise<void> {
    this.#busy = true;
    for (let next = this.#wanted; next !== null; next = this.#wanted) {
      this.state.set({ ...this.state.get(), pending: true });
      await this.#rest();
      if (this.#wanted !== null) next = this.#wanted;
      this.#wanted = null;
      const [run, began] = [this.#run, performance.now()];
      this.#leaving = new AbortController();
      const result = await this.#client.analyse(this.#id, next.params, this.#leaving.signal);
      this.#restUntilMs = performance.now() + Math.max(LEAST_REST_MS, (performance.now() - began) * REST);
      if (run !== this.#run || this.#stop === undefined) continue;
      if (result.ok) this.state.set({ value: result.value, failure: null, pending: this.#wanted !== null });
      else if (result.error.code !== "cancelled") this.state.set({ ...this.state.get(), failure: result.error, pending: false });
    }
    this.#busy = false;
  }

  /** While a file is read every batch would be a new question. */
  async #rest(): Promise<void> {
    const wait = this.#store.reading.get() && this.state.get().value !== null ? this.#restUntilMs - performance.now() : 0;
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
  }
}
