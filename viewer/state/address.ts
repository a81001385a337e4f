import { fromFragment, NO_LINK, toFragment, TRACE_DIGITS, type ViewLink } from "../model/url.ts";
import { effect } from "./effect.ts";
import { DEFAULT_STOPS, NO_FILTERS, type Store } from "./store.ts";

/** The address bar, as far as it concerns us. */
export interface AddressBar {
  readonly fragment: () => string;
  readonly replace: (fragment: string) => void;
  readonly push: (fragment: string) => void;
  readonly onChange: (listener: () => void) => void;
  /** Does something once what was asked for is on screen: browsers take milliseconds to change an address. */
  readonly afterPaint: (work: () => void) => void;
}

/** Keeps address and store in step: the address is a function of the store, and Back sets the store from it. */
export class Address {
  readonly #store: Store;
  readonly #bar: AddressBar;
  #run: number | null = null;
  #lens: string;
  /** Addresses whose wishes are being fulfilled: until they are, what the store says is not what the address should. */
  #applying = 0;
  /** What the address is about to become. */
  #due: string | null = null;

  constructor(store: Store, bar: AddressBar) {
    this.#store = store;
    this.#bar = bar;
    this.#lens = store.lens.get();
    this.#apply();
    bar.onChange(() => this.#apply());
    effect(() => this.#write());
  }

  /** Fragment of an event of the run looked at, to be shared. */
  fragmentOf(event: string): string {
    return toFragment({ ...this.#link(), event });
  }

  #link(): ViewLink {
    const { run, detail, lens, other, query, filters, open } = this.#store;
    const runRow = this.#store.runs.get().find((candidate) => candidate.run === run.get());
    if (runRow === undefined) return NO_LINK;
    const hash = open.get().files.find((file) => file.file === runRow.file)?.hash ?? "";
    const chosen = detail.get();
    const { hiddenKinds, range } = filters.get();
    return {
      trace: hash.slice(0, TRACE_DIGITS),
      session: runRow.session,
      event: chosen?.run === run.get() ? (chosen.envelope.id ?? "") : "",
      lens: lens.get() === "events" ? "" : lens.get(),
      other: other.get(),
      query: query.get(),
      sql: this.#store.sql.get(),
      hiddenKinds,
      range,
      stops: this.#store.stops.get() === DEFAULT_STOPS ? null : this.#store.stops.get(),
    };
  }

  #write(): void {
    // Browsers refuse an address that changes with every step of a player; it is written when the player rests.
    if (this.#store.playing.get()) return;
    const link = this.#link();
    if (link === NO_LINK || this.#applying > 0) return;
    const isStep = this.#run !== null && (this.#run !== this.#store.run.get() || this.#lens !== this.#store.lens.get());
    this.#run = this.#store.run.get();
    this.#lens = this.#store.lens.get();
    const fragment = toFragment(link);
    if (isStep) {
      // A person may go back from it at once.
      this.#writeDue();
      if (fragment !== this.#bar.fragment()) this.#bar.push(fragment);
      return;
    }
    const isWaiting = this.#due !== null;
    this.#due = fragment;
    if (!isWaiting) this.#bar.afterPaint(() => this.#writeDue());
  }

  #writeDue(): void {
    const due = this.#due;
    this.#due = null;
    if (due !== null && due !== this.#bar.fragment()) this.#bar.replace(due);
  }

  #apply(): void {
    this.#due = null;
    const link = fromFragment(this.#bar.fragment());
    const store = this.#store;
    store.lens.set(link.lens === "" ? "events" : link.lens);
    store.other.set(link.other);
    store.query.set(link.query);
    store.sql.set(link.sql);
    store.filters.set({ ...NO_FILTERS, hiddenKinds: link.hiddenKinds, range: link.range });
    store.stops.set(link.stops ?? DEFAULT_STOPS);
    store.wanted.set(link);
    this.#lens = store.lens.get();
    this.#applying++;
    void this.onWanted().finally(() => {
      this.#applying--;
      this.#run = store.run.get();
      this.#write();
    });
  }

  /** Shows what the address names, if it is open. */
  onWanted: () => Promise<unknown> = async () => {};
}
