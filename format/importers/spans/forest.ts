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
  /** Some span below it counts tokens: what it says of its own is then their sum. */
  usageBelow: boolean;
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
  for (const span of run.values()) nodes.set(span.id, { span, parent: undefined, children: [], orphan: false, agent: undefined, usageBelow: false });
  for (const node of nodes.values()) link(node, nodes, sink);
  const all = [...nodes.values()];
  cutCircles(all, sink);
  for (const node of all) if (countsTokens(node.span)) markAbove(node);
  return { id, roots: all.filter((node) => node.parent === undefined), nodes: all };
}

function link(node: Node, nodes: ReadonlyMap<string, Node>, sink: ImportSink): void {
  const { parent, source } = node.span;
  if (parent === undefined) return;
  const found = nodes.get(parent);
  if (found === undefined || found === node) {
    node.orphan = true;
    sink.notice("missing_parent", `the parent ${parent} of a span is in no file; the span stands at the top of its run`, source);
    return;
  }
  node.parent = found;
  found.children.push(node);
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

function countsTokens(span: Span): boolean {
  return span.facts.tokens_in !== undefined || span.facts.tokens_out !== undefined;
}

function markAbove(node: Node): void {
  for (let above = node.parent; above !== undefined && !above.usageBelow; above = above.parent) above.usageBelow = true;
}
