import type { Likeness } from "./intent.ts";

/** An act that came again. */
export interface Repeat<Item> {
  /** Its occurrences since something last changed, oldest first. */
  readonly items: readonly Item[];
  /** Acts from one occurrence to the next, if they are the same acts each time: 1 for one act over and over, else a cycle. */
  readonly period: number | undefined;
  /** True if at least one occurrence said it in other words. */
  readonly isNear: boolean;
}

interface Entry<Item> {
  readonly item: Item;
  readonly group: number;
  readonly isNear: boolean;
}

/** How to look for repeats. */
interface RepeatOptions<Item> {
  /** Acts to look back. */
  readonly window: number;
  /** Occurrences at which an act counts as repeated. */
  readonly least: (item: Item) => number;
  readonly compare: (one: Item, other: Item) => Likeness;
}

const LONGEST_CYCLE = 5;

/**
 * Finds acts that come again while nothing changes. Each act joins the group of the latest one it is like, so that exact
 * repeats, reworded ones and cycles are one thing: equal groups at equal distances.
 */
export class Repeats<Item> {
  readonly #options: RepeatOptions<Item>;
  #entries: Entry<Item>[] = [];
  #groups = 0;
  /** Entries from here on count, unless they stand in a cycle, whose own acts are no change. */
  #since = 0;
  /** Groups of the loop last reported, and how many occurrences its next report waits for. */
  #reported: ReadonlySet<number> = new Set();
  #lead = -1;
  #next = 0;

  constructor(options: RepeatOptions<Item>) {
    this.#options = options;
  }

  /** Takes an act. Says whether it is new, and what it repeats if that is to be reported now: at the least count, then at each doubling. */
  add(item: Item): { readonly isNew: boolean; readonly repeat: Repeat<Item> | undefined } {
    const entry = this.#joined(item);
    const isNew = !this.#entries.some(({ group }) => group === entry.group);
    this.#entries.push(entry);
    if (this.#entries.length > this.#options.window) {
      this.#entries.shift();
      this.#since = Math.max(0, this.#since - 1);
    }
    return { isNew, repeat: isNew ? undefined : this.#repeatOf(entry) };
  }

  /** The latest act changed something: what was done before it no longer counts, unless all of it goes round in a cycle. */
  reset(): void {
    this.#since = Math.max(0, this.#entries.length - 1);
    this.#reported = new Set();
    this.#lead = -1;
  }

  /** Begins anew. */
  forget(): void {
    this.#entries = [];
    this.reset();
  }

  #joined(item: Item): Entry<Item> {
    for (let index = this.#entries.length - 1; index >= 0; index--) {
      const entry = this.#entries[index] as Entry<Item>;
      const likeness = this.#options.compare(entry.item, item);
      if (likeness !== "other") return { item, group: entry.group, isNear: likeness === "near" };
    }
    return { item, group: this.#groups++, isNear: false };
  }

  #repeatOf({ item, group }: Entry<Item>): Repeat<Item> | undefined {
    const period = this.#period();
    const counted = this.#entries.slice(period === undefined ? this.#since : Math.min(this.#since, this.#cycleStart(period)));
    const same = counted.filter((entry) => entry.group === group);
    if (same.length < this.#options.least(item) || this.#isTold(group, same.length)) return undefined;
    this.#reported = new Set(this.#entries.slice(-(period ?? 1)).map((entry) => entry.group));
    this.#lead = group;
    this.#next = same.length * 2;
    return { items: same.map((entry) => entry.item), period, isNear: same.some((entry) => entry.isNear) };
  }

  /** True if this occurrence belongs to a loop that was reported and has not doubled since. */
  #isTold(group: number, count: number): boolean {
    return this.#reported.has(group) && (group !== this.#lead || count < this.#next);
  }

  /** The shortest cycle the latest two rounds agree on. */
  #period(): number | undefined {
    for (let length = 1; length <= LONGEST_CYCLE; length++) {
      if (this.#entries.length - this.#cycleStart(length) > 2 * length) return length;
    }
    return undefined;
  }

  /** Index from which on every act is the one `length` before it: where a cycle of that length began. */
  #cycleStart(length: number): number {
    const entries = this.#entries;
    let at = entries.length - 1;
    while (at >= length && entries[at]?.group === entries[at - length]?.group) at--;
    return at - length + 1;
  }
}
