import { FLAG_FAILING, FLAG_STOPPED } from "../../trace-columns.ts";
import type { TraceFile } from "../../trace-file.ts";
import type { Workspace } from "../../workspace.ts";
import type { GraphParams } from "../../contracts/graph.ts";
import { rowsOfRun } from "../run-rows.ts";

/** Events of a position range, counted. */
export interface Counts {
  readonly events: number;
  readonly failing: number;
  readonly stopped: number;
}

/**
 * A run as a forest over positions of the reading order, counted from 0 in the run: each event before what is inside
 * it. Everything is kept in flat arrays, so that a million events take a fraction of a second.
 */
export class RunTree {
  readonly file: TraceFile;
  readonly size: number;
  /** Position of the enclosing event; -1 for roots. */
  readonly parent: Int32Array;
  /** The same number for events that look alike, with all inside them. */
  readonly likeness: Uint32Array;
  readonly #first: number;
  readonly #passing: Int32Array;
  readonly #failing: Int32Array;
  readonly #stopped: Int32Array;

  /** Throws TraceError if the run is no longer open. */
  constructor(workspace: Workspace, params: Pick<GraphParams, "run" | "hiddenKinds" | "agents" | "range">) {
    const { file } = rowsOfRun(workspace, params.run);
    this.file = file;
    this.#first = file.order.runStart[params.run - file.runBase] ?? 0;
    this.size = (file.order.runStart[params.run - file.runBase + 1] ?? 0) - this.#first;
    this.parent = this.#parents();
    const passes = passRule(file, params);
    [this.#passing, this.#failing, this.#stopped] = this.#sums(passes);
    this.likeness = this.#likeness();
  }

  /** Row of the file at a position. */
  localAt(position: number): number {
    return this.file.order.rowAt[this.#first + position] as number;
  }

  /** Global row at a position. */
  rowAt(position: number): number {
    return this.file.rowBase + this.localAt(position);
  }

  /** Position of a global row; -1 if it is of another run. */
  positionOf(row: number): number {
    const local = row - this.file.rowBase;
    if (local < 0 || local >= this.file.rows) return -1;
    const position = (this.file.order.positionOf[local] ?? -1) - this.#first;
    return position >= 0 && position < this.size ? position : -1;
  }

  /** Position after everything inside an event. */
  endOf(position: number): number {
    return (this.file.order.end[this.localAt(position)] as number) - this.#first;
  }

  /** What the filters leave of a range of positions. */
  counts(from: number, to: number): Counts {
    const over = (sums: Int32Array): number => (sums[to] as number) - (sums[from] as number);
    return { events: over(this.#passing), failing: over(this.#failing), stopped: over(this.#stopped) };
  }

  /** True if the filters leave the event itself. */
  passes(position: number): boolean {
    return this.#passing[position + 1] !== this.#passing[position];
  }

  /** Positions of what stands directly inside an event (of the roots for -1), as far as the filters leave something of it. */
  childrenOf(position: number): number[] {
    const children: number[] = [];
    const end = position < 0 ? this.size : this.endOf(position);
    for (let at = position + 1; at < end; at = this.endOf(at)) if (this.counts(at, this.endOf(at)).events > 0) children.push(at);
    return children;
  }

  #parents(): Int32Array {
    const parents = new Int32Array(this.size);
    const open: number[] = [];
    for (let at = 0; at < this.size; at++) {
      while (open.length > 0 && at >= this.endOf(open.at(-1) as number)) open.pop();
      parents[at] = open.at(-1) ?? -1;
      if (this.endOf(at) > at + 1) open.push(at);
    }
    return parents;
  }

  #sums(passes: (local: number) => boolean): [Int32Array, Int32Array, Int32Array] {
    const sums: [Int32Array, Int32Array, Int32Array] = [new Int32Array(this.size + 1), new Int32Array(this.size + 1), new Int32Array(this.size + 1)];
    const { flag } = this.file.columns;
    for (let at = 0; at < this.size; at++) {
      const local = this.localAt(at);
      const isIn = passes(local) ? 1 : 0;
      sums[0][at + 1] = (sums[0][at] as number) + isIn;
      sums[1][at + 1] = (sums[1][at] as number) + (flag.get(local) === FLAG_FAILING ? isIn : 0);
      sums[2][at + 1] = (sums[2][at] as number) + (flag.get(local) === FLAG_STOPPED ? isIn : 0);
    }
    return sums;
  }

  /** Hashes of kind, agent and mark, and of the same of everything inside; from the last event to the first, so that what is inside comes first. */
  #likeness(): Uint32Array {
    const { kind, agent, flag } = this.file.columns;
    const hashes = new Uint32Array(this.size);
    for (let at = this.size - 1; at >= 0; at--) {
      const local = this.localAt(at);
      const own = Math.imul(kind.get(local) * 65_599 + agent.get(local) * 3 + flag.get(local) + 1, 0x9e3779b1);
      hashes[at] = Math.imul((hashes[at] as number) ^ own, 0x85ebca6b) ^ (own >>> 13);
      const above = this.parent[at] as number;
      if (above >= 0) hashes[above] = (Math.imul(hashes[above] as number, 31) + (hashes[at] as number)) >>> 0;
    }
    return hashes;
  }
}

function passRule(file: TraceFile, { hiddenKinds, agents, range }: Pick<GraphParams, "hiddenKinds" | "agents" | "range">): (local: number) => boolean {
  const { columns } = file;
  const hidden = new Set(hiddenKinds.map((kind) => columns.shared.kinds.texts.indexOf(kind)));
  const only = new Set(agents.map((agent) => columns.shared.agents.texts.indexOf(agent)));
  if (hidden.size === 0 && only.size === 0 && range === null) return () => true;
  return (local) => {
    if (hidden.has(columns.kind.get(local)) || (only.size > 0 && !only.has(columns.agent.get(local)))) return false;
    if (range === null) return true;
    const [start, end] = file.extent(local);
    return end >= range[0] && start <= range[1];
  };
}
