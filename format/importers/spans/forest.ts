import type { ImportSink } from "../types.ts";
import type { Span } from "./span.ts";

/** A span with its place in the tree. */
export interface Node {
  readonly span: Span;
  parent: Node | undefined;
  readonly children: Node[];
  /** The parent it names is in no file. */
  orphan: boolean;
  /** The agent it worked for: its own, else that of the nearest span above that names one. Set from the top down. */
  agent: string | undefined;
  /** What it says of tokens is the sum of what spans below it say: they count, it does not. */
  sumsBelow: boolean;
}

/** The spans of one run, as trees. */
export interface Run {
  readonly id: string;
  readonly roots: readonly Node[];
  readonly nodes: readonly Node[];
}

/**
 * Puts spans together into the trees of each run, whatever order and files they came in. A span that comes twice is
 * merged into its fullest form. Spans whose parent never comes, or that form a circle, become roots; both are noticed.
 */
export function buildForest(spans: readonly Span[], sink: ImportSink): Run[] {
  const byRun = new Map<string, Map<string, Span>>();
  for (const span of spans) addSpan(byRun, span, sink);
  return [...byRun].map(([id, run]) => buildRun(id, run, sink));
}

function addSpan(byRun: Map<string, Map<string, Span>>, span: Span, sink: ImportSink): void {
  const run = byRun.get(span.run) ?? new Map<string, Span>();
  byRun.set(span.run, run);
  const known = run.get(span.id);
  if (known === undefined) {
    run.set(span.id, span);
    return;
  }
  const fuller = fullness(span) > fullness(known) ? span : known;
  sink.merged((fuller === span ? known : span).source, "the same span again");
  run.set(span.id, fuller);
}

function fullness(span: Span): number {
  return (span.endUs === undefined ? 0 : 1_000_000) + Object.keys(span.facts).length + Object.keys(span.extra).length;
}

function buildRun(id: string, run: ReadonlyMap<string, Span>, sink: ImportSink): Run {
  const nodes = new Map<string, Node>();
  for (const span of run.values()) nodes.set(span.id, { span, parent: undefined, children: [], orphan: false, agent: undefined, sumsBelow: false });
  for (const node of nodes.values()) link(node, nodes, sink);
  const all = [...nodes.values()];
  cutCircles(all, sink);
  const roots = all.filter((node) => node.parent === undefined);
  markSums(roots);
  return { id, roots, nodes: all };
}

function link(node: Node, nodes: ReadonlyMap<string, Node>, sink: ImportSink): void {
  const { parent, source } = node.span;
  if (parent === undefined) return;
  const found = nodes.get(parent);
  if (found === undefined || found === node) {
    node.orphan = true;
    sink.notice("missing_parent", `the parent ${parent} of a span is in no file; the span stands at the top of its run`, source);
    // Where the run itself is a record, as in Langfuse, that is the top.
    const top = nodes.get(node.span.run);
    if (top !== undefined && top !== node) adopt(top, node);
    return;
  }
  adopt(found, node);
}

function adopt(parent: Node, node: Node): void {
  node.parent = parent;
  parent.children.push(node);
}

/** Spans no root leads to form circles: each circle is opened at its first span. */
function cutCircles(nodes: readonly Node[], sink: ImportSink): void {
  const reached = new Set<Node>();
  for (const node of nodes) if (node.parent === undefined) reach(node, reached);
  for (const node of nodes) {
    if (reached.has(node)) continue;
    const above = node.parent as Node;
    above.children.splice(above.children.indexOf(node), 1);
    node.parent = undefined;
    node.orphan = true;
    sink.notice("parent_cycle", "spans name each other as parents; the circle was opened", node.span.source);
    reach(node, reached);
  }
}

function reach(root: Node, reached: Set<Node>): void {
  const todo = [root];
  for (let node = todo.pop(); node !== undefined; node = todo.pop()) {
    reached.add(node);
    for (const child of node.children) if (!reached.has(child)) todo.push(child);
  }
}

/**
 * Tokens are counted once. Agents and chains repeat the sum of the calls inside them; a model call repeats another inside
 * it only if it names the very same number (one instrumentation around another), else it is a call of its own.
 */
function markSums(roots: readonly Node[]): void {
  const below = new Map<Node, number>();
  for (const node of fromTheTop(roots).reverse()) {
    const inside = below.get(node) ?? 0;
    const { tokens_in: tokensIn = 0, tokens_out: tokensOut = 0, role } = node.span.facts;
    const own = tokensIn + tokensOut;
    node.sumsBelow = inside > 0 && (role !== "llm" || own === inside);
    if (node.parent !== undefined) below.set(node.parent, (below.get(node.parent) ?? 0) + (node.sumsBelow ? inside : own + inside));
  }
}

/** Every node, parents before children. */
function fromTheTop(roots: readonly Node[]): Node[] {
  const all = [...roots];
  for (let at = 0; at < all.length; at++) for (const child of (all[at] as Node).children) all.push(child);
  return all;
}
