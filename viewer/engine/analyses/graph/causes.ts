import type { EdgeType } from "../../contracts/graph.ts";
import { kindOf } from "../../event-rows.ts";
import { readLines } from "../../line-reader.ts";
import type { RunTree } from "./run-tree.ts";

/** That one event came of another, by their positions in the run. */
export interface Cause {
  readonly from: number;
  readonly to: number;
  readonly type: EdgeType;
}

/** Links as stored, in the order of what they say, strongest first. */
const CAUSE_TYPES: Readonly<Record<string, EdgeType>> = { upstream: "upstream", evidence: "evidence", reply_to: "reply", related: "related" };
const EFFECT_TYPES: Readonly<Record<string, EdgeType>> = { downstream: "upstream", evidence_of: "evidence", reply: "reply", related_by: "related" };

/** More handoffs are not read. */
const MOST_HANDOFFS = 500;

/** Finds what led to an event and what came of it, by position. */
export class Causes {
  readonly #tree: RunTree;
  readonly #handedTo: ReadonlyMap<number, number>;
  readonly #handedFrom: ReadonlyMap<number, number>;

  private constructor(tree: RunTree, handoffs: ReadonlyMap<number, number>) {
    this.#tree = tree;
    this.#handedTo = handoffs;
    this.#handedFrom = new Map([...handoffs].map(([from, to]) => [to, from]));
  }

  /** Reads the handoffs of the run, which say in words to whom they go. */
  static async of(tree: RunTree): Promise<Causes> {
    return new Causes(tree, await handoffsOf(tree));
  }

  /** Recorded causes of an event, the enclosing one left out. */
  before(position: number): Cause[] {
    const causes = this.#linked(position, CAUSE_TYPES).map(({ other, type }) => ({ from: other, to: position, type }));
    const handed = this.#handedFrom.get(position);
    return handed === undefined ? causes : [...causes, { from: handed, to: position, type: "handoff" }];
  }

  /** Recorded effects of an event, what stands inside it left out. */
  after(position: number): Cause[] {
    const effects = this.#linked(position, EFFECT_TYPES).map(({ other, type }) => ({ from: position, to: other, type }));
    const handed = this.#handedTo.get(position);
    return handed === undefined ? effects : [...effects, { from: position, to: handed, type: "handoff" }];
  }

  /** The enclosing event; undefined for roots. */
  parent(position: number): Cause | undefined {
    const from = this.#tree.parent[position] ?? -1;
    return from < 0 ? undefined : { from, to: position, type: "parent" };
  }

  /** What stood right before an event at the same level, for events without a recorded cause. */
  previous(position: number): Cause | undefined {
    const above = this.#tree.parent[position] ?? -1;
    let at = position - 1;
    while (at > above && (this.#tree.parent[at] ?? -1) !== above) at = this.#tree.parent[at] ?? -1;
    return at > above && at >= 0 ? { from: at, to: position, type: "order" } : undefined;
  }

  /** What stands right after an event at the same level. */
  next(position: number): Cause | undefined {
    const to = this.#tree.endOf(position);
    return to < this.#tree.size && this.#tree.parent[to] === this.#tree.parent[position] ? { from: position, to, type: "order" } : undefined;
  }

  #linked(position: number, types: Readonly<Record<string, EdgeType>>): { readonly other: number; readonly type: EdgeType }[] {
    const seen = new Set<number>();
    const found: { readonly other: number; readonly type: EdgeType }[] = [];
    for (const link of this.#tree.file.links.of(this.#tree.localAt(position))) {
      const type = Object.hasOwn(types, link.type) ? types[link.type] : undefined;
      const other = type === undefined || link.to < 0 ? -1 : this.#tree.positionOf(this.#tree.file.rowBase + link.to);
      if (type === undefined || other < 0 || other === position || seen.has(other)) continue;
      seen.add(other);
      found.push({ other, type });
    }
    return found;
  }
}

/** Each handoff with the first event of the agent it went to. */
async function handoffsOf(tree: RunTree): Promise<Map<number, number>> {
  const { file } = tree;
  const code = file.columns.shared.kinds.texts.indexOf("handoff");
  const locals: number[] = [];
  if (code < 0) return new Map();
  for (let at = 0; at < tree.size && locals.length < MOST_HANDOFFS; at++) if (file.columns.kind.get(tree.localAt(at)) === code) locals.push(tree.localAt(at));
  const lines = await readLines(file, locals, 0);
  const agents = file.columns.shared.agents.texts;
  const handed = new Map<number, number>();
  for (const [at, local] of locals.entries()) {
    const agent = agents.indexOf(lines[at]?.envelope.to ?? "");
    const taken = agent < 0 ? -1 : firstOf(tree, agent, local);
    if (taken >= 0) handed.set(tree.positionOf(file.rowBase + local), taken);
  }
  return handed;
}

/** Position of the first event of an agent recorded after a row; -1 if there is none. */
function firstOf(tree: RunTree, agent: number, local: number): number {
  const { columns, rowBase } = tree.file;
  const run = columns.run.get(local);
  for (let row = local + 1; row < tree.file.rows; row++) {
    if (columns.run.get(row) === run && columns.agent.get(row) === agent && kindOf(tree.file, row) !== "handoff") return tree.positionOf(rowBase + row);
  }
  return -1;
}
