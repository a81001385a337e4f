import type { GraphParams } from "../../contracts/graph.ts";
import type { Counts, RunTree } from "./run-tree.ts";
import { group, inside, keyOf, unitEnd, type Unit } from "./units.ts";

/** A node of the tree as far as it is opened. */
export interface VisibleNode {
  readonly unit: Unit;
  readonly key: string;
  readonly counts: Counts;
  readonly canOpen: boolean;
  isOpen: boolean;
  /** Numbers of the nodes inside it that are shown. */
  inner: readonly number[];
}

export interface VisibleTree {
  readonly nodes: readonly VisibleNode[];
  readonly roots: readonly number[];
  /** There is no room for all that was to be opened. */
  readonly cut: boolean;
}

/** Runs this small are shown whole, nothing grouped. */
const SMALL_RUN = 150;
/** Nodes that are opened by themselves, from the outside in. */
const OPENED_BY_ITSELF = 70;
const MOST_NODES = 420;
/** The way to the event looked at is opened even then. */
const MOST_WITH_FOCUS = 600;

/** A node to come, and the links of a chain that hang on it. */
interface Coming {
  readonly unit: Unit;
  readonly rest: readonly Unit[];
}

type Wishes = Pick<GraphParams, "opened" | "closed" | "focus">;

/** The tree as a reader has opened it: from the outside in, as much as fits by itself, and the way to the focus in any case. */
export function visibleTree(tree: RunTree, wishes: Wishes): VisibleTree {
  const opening = new Opening(tree, wishes);
  const roots = opening.add(group(tree, tree.childrenOf(-1), opening.isWhole).map((unit) => ({ unit, rest: [] })));
  for (let number = 0; number < opening.nodes.length; number++) opening.open(number);
  return { nodes: opening.nodes, roots, cut: opening.cut };
}

class Opening {
  readonly nodes: VisibleNode[] = [];
  /** Small runs are shown whole. */
  readonly isWhole: boolean;
  cut = false;
  readonly #tree: RunTree;
  readonly #coming: Coming[] = [];
  readonly #opened: ReadonlySet<string>;
  readonly #closed: ReadonlySet<string>;
  readonly #focus: number;

  constructor(tree: RunTree, { opened, closed, focus }: Wishes) {
    this.#tree = tree;
    this.isWhole = tree.size <= SMALL_RUN;
    this.#opened = new Set(opened);
    this.#closed = new Set(closed);
    this.#focus = focus < 0 ? -1 : tree.positionOf(focus);
  }

  add(next: readonly Coming[]): number[] {
    return next.map((one) => {
      this.#coming.push(one);
      return this.nodes.push(nodeOf(this.#tree, one)) - 1;
    });
  }

  /** Opens a node if it is to be open and there is room. */
  open(number: number): void {
    const node = this.nodes[number] as VisibleNode;
    const coming = this.#coming[number] as Coming;
    const room = node.canOpen ? this.#roomFor(node, coming) : 0;
    const next = insideOf(this.#tree, coming, room > 0, this.isWhole);
    const fits = this.nodes.length + next.length <= room;
    // The links of a chain hang on one another whether they are open or not.
    if (next.length === 0 || (!fits && coming.rest.length === 0)) {
      this.cut ||= next.length > 0 && room > OPENED_BY_ITSELF;
      return;
    }
    node.isOpen = room > 0;
    node.inner = this.add(next);
  }

  /** Nodes there may be for this one to be opened; 0 if it is to stay closed. */
  #roomFor(node: VisibleNode, coming: Coming): number {
    if (this.#focus >= 0 && isInside(this.#tree, coming, this.#focus)) return MOST_WITH_FOCUS;
    if (this.#closed.has(node.key)) return 0;
    if (this.#opened.has(node.key) || this.isWhole) return MOST_NODES;
    return node.unit.type === "event" ? OPENED_BY_ITSELF : 0;
  }
}

function nodeOf(tree: RunTree, { unit, rest }: Coming): VisibleNode {
  const first = unit.members[0] ?? 0;
  const end = endOf(tree, unit, rest);
  const counts = tree.counts(first, end);
  const isAlone = unit.type === "event" && counts.events === (tree.passes(first) ? 1 : 0);
  return { unit, key: keyOf(tree, unit), counts, canOpen: rest.length === 0 ? !isAlone : unit.type === "chain", isOpen: false, inner: [] };
}

/** Position after what a node stands for: a part of a chain ends where the next part begins. */
function endOf(tree: RunTree, unit: Unit, rest: readonly Unit[]): number {
  return rest.length === 0 ? unitEnd(tree, unit) : (rest[0]?.members[0] ?? unitEnd(tree, unit));
}

function insideOf(tree: RunTree, { unit, rest }: Coming, isOpen: boolean, whole: boolean): Coming[] {
  const [next, ...others] = unit.type === "chain" && isOpen ? [...inside(tree, unit, whole), ...rest] : rest;
  if (next !== undefined) return [{ unit: next, rest: others }];
  return isOpen ? inside(tree, unit, whole).map((one) => ({ unit: one, rest: [] })) : [];
}

/** The focus stands inside a node, not in its own line. */
function isInside(tree: RunTree, { unit, rest }: Coming, position: number): boolean {
  const first = unit.members[0] ?? 0;
  return position >= (unit.type === "event" ? first + 1 : first) && position < endOf(tree, unit, rest);
}
