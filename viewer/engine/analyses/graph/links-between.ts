import { STORED_LINKS } from "../../trace-columns.ts";
import type { EdgeType, GraphEdge } from "../../contracts/graph.ts";
import type { RunTree } from "./run-tree.ts";
import type { VisibleNode } from "./visible.ts";

const TYPES: Readonly<Record<(typeof STORED_LINKS)[number], EdgeType>> = { upstream: "upstream", evidence: "evidence", related: "related", reply_to: "reply" };
/** Links looked at; a picture of more would be a thicket. */
const MOST_LINKS = 300_000;
const MOST_EDGES = 500;

/** Recorded links between the events of a run, drawn between the nodes that stand for them; those within one node are left out. */
export function linksBetween(tree: RunTree, nodes: readonly VisibleNode[]): GraphEdge[] {
  const standsFor = ownersOf(tree, nodes);
  const { linkType, linkFrom, linkTo } = tree.file.columns;
  const counts = new Map<string, { readonly edge: Omit<GraphEdge, "count">; count: number }>();
  const links = Math.min(linkFrom.length, MOST_LINKS);
  const end = tree.file.columns.shared.kinds.texts.indexOf("agent_end");
  for (let link = 0; link < links; link++) {
    const from = ownerOf(tree, standsFor, linkTo.get(link));
    const to = from < 0 ? -1 : ownerOf(tree, standsFor, linkFrom.get(link));
    // That a run's end answers its start goes without saying, and would cross the whole picture.
    if (to < 0 || from === to || tree.file.columns.kind.get(linkFrom.get(link)) === end) continue;
    const type = TYPES[STORED_LINKS[linkType.get(link)] as (typeof STORED_LINKS)[number]];
    const key = `${from}>${to}:${type}`;
    const known = counts.get(key);
    if (known !== undefined) known.count++;
    else if (counts.size < MOST_EDGES) counts.set(key, { edge: { from: nodes[from]?.key ?? "", to: nodes[to]?.key ?? "", type }, count: 1 });
  }
  return [...counts.values()].map(({ edge, count }) => ({ ...edge, count }));
}

/** For each position the number of the node that stands for it; -1 for none. Inner nodes come later and win. */
function ownersOf(tree: RunTree, nodes: readonly VisibleNode[]): Int32Array {
  const owners = new Int32Array(tree.size).fill(-1);
  for (const [number, { unit }] of nodes.entries()) {
    for (const member of unit.members) owners.fill(number, member, unit.type === "chain" ? member + 1 : tree.endOf(member));
  }
  return owners;
}

function ownerOf(tree: RunTree, owners: Int32Array, local: number): number {
  const position = local < 0 ? -1 : tree.positionOf(tree.file.rowBase + local);
  return position < 0 ? -1 : (owners[position] ?? -1);
}
