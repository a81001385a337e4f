import type { Cause, Causes } from "./causes.ts";
import type { RunTree } from "./run-tree.ts";

/** Events with the causes between them, and how many more there are of each event that found no room. */
export interface Cone {
  readonly positions: ReadonlySet<number>;
  readonly causes: readonly Cause[];
  readonly moreCauses: ReadonlyMap<number, number>;
  readonly moreEffects: ReadonlyMap<number, number>;
}

/** Steps away from the event, events in all, and neighbours of one event. */
const FARTHEST = 40;
const MOST_EVENTS = 140;
const MOST_EACH = 10;
const MOST_INSIDE = 6;

/**
 * What led to some events, back to the roots, and, if `forward`, what came of them. Where an event has no recorded
 * cause, what enclosed it and what stood before it stand in, and are named so.
 */
export function coneOf(tree: RunTree, causes: Causes, seeds: readonly number[], forward: boolean): Cone {
  const cone = new Grower(seeds);
  cone.walk(seeds, (position) => backward(tree, causes, position, seeds.includes(position)), "moreCauses");
  if (forward) cone.walk(seeds, (position) => onward(tree, causes, position, seeds.includes(position)), "moreEffects");
  return cone;
}

/** Recorded causes; where there are none, the step before, else the enclosing event. */
function backward(tree: RunTree, causes: Causes, position: number, isSeed: boolean): Cause[] {
  const recorded = causes.before(position);
  const parent = causes.parent(position);
  const isContainer = tree.endOf(position) > position + 1 && !isSeed;
  const before = recorded.length === 0 && !isContainer ? causes.previous(position) : undefined;
  // What encloses everything would be drawn to everything: it stands in only where nothing else leads on.
  const stand = recorded.length > 0 ? undefined : (before ?? parent);
  return stand === undefined ? recorded : [stand];
}

/** Recorded effects; for the event itself what stands inside it; the step after, where nothing else is known. */
function onward(tree: RunTree, causes: Causes, position: number, isSeed: boolean): Cause[] {
  const recorded = causes.after(position);
  const inner = isSeed ? tree.childrenOf(position).slice(0, MOST_INSIDE).map((to): Cause => ({ from: position, to, type: "parent" })) : [];
  const next = recorded.length === 0 && inner.length === 0 && isSeed ? causes.next(position) : undefined;
  return [...recorded, ...inner, ...(next === undefined ? [] : [next])];
}

class Grower implements Cone {
  readonly positions: Set<number>;
  readonly causes: Cause[] = [];
  readonly moreCauses = new Map<number, number>();
  readonly moreEffects = new Map<number, number>();
  readonly #known = new Set<string>();

  constructor(seeds: readonly number[]) {
    this.positions = new Set(seeds);
  }

  walk(seeds: readonly number[], step: (position: number) => readonly Cause[], more: "moreCauses" | "moreEffects"): void {
    let ring: readonly number[] = seeds;
    const walked = new Set<number>(seeds);
    for (let far = 0; far < FARTHEST && ring.length > 0; far++) {
      const next: number[] = [];
      for (const position of ring) {
        let left = 0;
        for (const [at, cause] of step(position).entries()) {
          const other = cause.from === position ? cause.to : cause.from;
          if (!this.positions.has(other) && (at >= MOST_EACH || this.positions.size >= MOST_EVENTS)) left++;
          else {
            this.#add(cause, other);
            if (!walked.has(other)) next.push(other);
            walked.add(other);
          }
        }
        if (left > 0) this[more].set(position, left);
      }
      ring = next;
    }
  }

  #add(cause: Cause, other: number): void {
    this.positions.add(other);
    const key = `${cause.from}>${cause.to}:${cause.type}`;
    if (this.#known.has(key)) return;
    this.#known.add(key);
    this.causes.push(cause);
  }
}

/** Every event of a small run with every recorded cause; nesting only where nothing else is known. */
export function wholeOf(tree: RunTree, causes: Causes): Cone {
  const positions = new Set<number>();
  for (let at = 0; at < tree.size; at++) if (tree.passes(at)) positions.add(at);
  const all: Cause[] = [];
  for (const position of positions) {
    const recorded = causes.before(position).filter(({ from }) => positions.has(from));
    const stand = recorded.length > 0 ? undefined : (causes.parent(position) ?? causes.previous(position));
    all.push(...recorded, ...(stand === undefined || !positions.has(stand.from) ? [] : [stand]));
  }
  return { positions, causes: all, moreCauses: new Map(), moreEffects: new Map() };
}
