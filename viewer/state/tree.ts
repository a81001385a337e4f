import { Signal } from "signal-polyfill";
import type { GraphPicture, GraphShape } from "../engine/contracts/graph.ts";
import { AnalysisTask } from "./analysis-task.ts";
import { effect } from "./effect.ts";
import type { EngineClient } from "./engine-client.ts";
import type { Store } from "./store.ts";

/** How far the tree is opened, and around what a picture is made. */
interface Opening {
  readonly opened: ReadonlySet<string>;
  readonly closed: ReadonlySet<string>;
  /** Row to be shown in any case; -1 for none. */
  readonly focus: number;
}

const UNTOUCHED: Opening = { opened: new Set(), closed: new Set(), focus: -1 };

/** What the tree lens shows: its shape, how far it is opened, what it is made around. It follows the event looked at. */
export class Tree {
  readonly picture: AnalysisTask<"graph">;
  readonly shape = new Signal.State<GraphShape>("tree");
  /** As a list of lines instead of a picture. */
  readonly asList = new Signal.State(false);
  readonly #opening = new Signal.State<Opening>(UNTOUCHED);
  readonly #store: Store;
  #run: number | null = null;
  #unfollow: (() => void) | undefined;

  constructor(store: Store, client: EngineClient) {
    this.#store = store;
    this.picture = new AnalysisTask({ store, client }, "graph", () => {
      const run = store.run.get();
      const { opened, closed, focus } = this.#opening.get();
      const { hiddenKinds, agents, range } = store.filters.get();
      return run === null ? null : { run, shape: this.shape.get(), focus, opened: [...opened], closed: [...closed], hiddenKinds, agents, range };
    });
  }

  /** Begins to follow the event looked at. */
  start(): void {
    this.#unfollow ??= effect(() => this.#follow(this.#store.row.get(), this.#store.run.get()));
    this.picture.start();
  }

  stop(): void {
    this.#unfollow?.();
    this.#unfollow = undefined;
    this.picture.stop();
  }

  /** Shows the run in another shape; a chain is made around the event looked at. */
  show(shape: GraphShape): void {
    this.#opening.set({ ...this.#opened(), focus: this.#store.row.get() });
    this.shape.set(shape);
  }

  /** Shows what led to an event and what came of it. */
  walk(row: number): void {
    this.#opening.set({ ...this.#opened(), focus: row });
    this.shape.set("chain");
  }

  /** Opens a node, or closes it. */
  toggle(key: string, open: boolean): void {
    const { opened, closed } = this.#opened();
    const put = (set: ReadonlySet<string>, isIn: boolean): ReadonlySet<string> => (isIn ? new Set([...set, key]) : new Set([...set].filter((other) => other !== key)));
    this.#opening.set({ opened: put(opened, open), closed: put(closed, !open), focus: -1 });
  }

  /** Closes everything, or opens one level more as far as there is room. */
  toggleAll(open: boolean): void {
    const nodes = this.#shown?.nodes ?? [];
    if (open) this.#opening.set({ opened: new Set(nodes.filter((node) => node.canOpen).map((node) => node.key)), closed: new Set(), focus: -1 });
    else this.#opening.set({ opened: new Set(), closed: new Set(nodes.filter((node) => node.isOpen).map((node) => node.key)), focus: -1 });
  }

  /** The picture at hand is of the shape asked for. */
  get #shown(): GraphPicture | null {
    const picture = Signal.subtle.untrack(() => this.picture.state.get().value);
    return picture?.shape === this.shape.get() ? picture : null;
  }

  /** What is open now stays open, however it came to be. */
  #opened(): Opening {
    const before = this.#opening.get();
    const nodes = this.#shown?.shape === "tree" ? this.#shown.nodes : [];
    return { ...before, opened: new Set([...before.opened, ...nodes.filter((node) => node.isOpen && node.canOpen).map((node) => node.key)]) };
  }

  #follow(row: number, run: number | null): void {
    Signal.subtle.untrack(() => {
      if (run !== this.#run) {
        this.#run = run;
        this.#opening.set({ ...UNTOUCHED, focus: row });
        return;
      }
      if (row < 0 || this.#store.playing.get() || this.#shown?.nodes.some((node) => node.type === "event" && node.row === row) === true) return;
      if (this.shape.get() !== "all") this.#opening.set({ ...this.#opened(), focus: row });
    });
  }
}
