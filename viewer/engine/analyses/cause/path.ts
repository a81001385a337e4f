import type { StoryEvent } from "../story/event.ts";
import type { RunFacts } from "./facts.ts";

/** Why one step of a path leads to the next. */
export type Via = "uses" | "evidence" | "result" | "inside" | "data" | "order";

/** A step on the way from a suspect to where the failure shows. */
export interface PathStep {
  readonly at: number;
  /** How the step before led here; `order` for the first one and where only the order speaks for it. */
  readonly via: Via;
}

interface Edge {
  readonly from: number;
  readonly via: Via;
}

/** Recorded links are believed most, mere order least. */
const COST: Readonly<Record<Via, number>> = { result: 1, uses: 1, evidence: 1, inside: 1.5, data: 1.5, order: 3 };
/** Share of a step's words and numbers that must stem from another one to count as a flow of data. */
const FLOW = 0.08;
const MOST_STEPS = 4000;

/** Ways between the steps of a run over recorded links, flows of data and order. */
export class Paths {
  readonly #run: RunFacts;
  readonly #events: readonly StoryEvent[];
  /** Step of each event; absent for events that are in none. */
  readonly #stepOf: ReadonlyMap<number, number>;
  readonly #byId: ReadonlyMap<string, number>;

  constructor(run: RunFacts, events: readonly StoryEvent[]) {
    this.#run = run;
    this.#events = events;
    this.#stepOf = new Map(run.facts.flatMap(({ step, at }) => step.events.map((event) => [event, at] as const)));
    this.#byId = new Map(events.map(({ envelope, index }) => [envelope.id ?? "", index]));
  }

  /** The likeliest way from one step to a later one, both included. Empty if there is none within the bound. */
  between(from: number, to: number): PathStep[] {
    if (from >= to) return [];
    const span = Math.min(to - from, MOST_STEPS);
    const cost = new Float64Array(span + 1).fill(Number.POSITIVE_INFINITY);
    const back = new Map<number, Edge>();
    cost[0] = 0;
    for (let at = from + 1; at <= from + span; at++) {
      for (const edge of [...this.#linksInto(at), ...flowsInto(this.#run, at), { from: at - 1, via: "order" as const }]) {
        if (edge.from < from || edge.from >= at) continue;
        const total = (cost[edge.from - from] as number) + COST[edge.via];
        if (total >= (cost[at - from] as number)) continue;
        cost[at - from] = total;
        back.set(at, edge);
      }
    }
    return walkBack(back, from, to);
  }

  /** Recorded links to a step. Causes come earlier in every path; the caller leaves later ones out. */
  #linksInto(at: number): Edge[] {
    const edges: Edge[] = [];
    for (const index of this.#run.facts[at]?.step.events ?? []) {
      const { envelope, parent } = this.#events[index] as StoryEvent;
      const add = (ids: readonly string[], via: Via): void => {
        for (const id of ids) edges.push({ from: this.#stepOf.get(this.#byId.get(id) ?? -1) ?? -1, via });
      };
      add(list(envelope.upstream), "uses");
      add(list(envelope.evidence), "evidence");
      add(envelope.reply_to === undefined ? [] : [envelope.reply_to], "result");
      edges.push({ from: this.#stepOf.get(parent) ?? -1, via: "inside" });
    }
    return edges;
  }
}

function walkBack(back: ReadonlyMap<number, Edge>, from: number, to: number): PathStep[] {
  const path: PathStep[] = [];
  for (let at = to; at > from; ) {
    const edge = back.get(at);
    if (edge === undefined) return [];
    path.push({ at, via: edge.via });
    at = edge.from;
  }
  return [...path, { at: from, via: "order" as const }].toReversed();
}

/** Steps from which a good share of this step's words and numbers stem. */
function flowsInto(run: RunFacts, at: number): Edge[] {
  const { tokens } = run.facts[at] as RunFacts["facts"][number];
  const total = tokens.words.length + tokens.numbers.length;
  const counts = new Map<number, number>();
  for (const id of [...tokens.words, ...tokens.numbers]) {
    const origin = run.originOf(id);
    if (origin >= 0 && origin < at) counts.set(origin, (counts.get(origin) ?? 0) + 1);
  }
  return [...counts].filter(([, count]) => count >= 2 && count / total >= FLOW).map(([from]) => ({ from, via: "data" as const }));
}

function list(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === "string") : [];
}
