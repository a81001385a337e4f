import type { EdgeType, GraphNode, GraphPicture } from "../engine/contracts/graph.ts";
import { labelOf, rowText } from "./event-row.ts";
import { countOf, formatCount } from "./text.ts";

/** Where a key leads from a node. */
export type Direction = "left" | "right" | "up" | "down" | "first" | "last";

/** What each kind of edge is called, read along its arrow from cause to effect. */
export const EDGE_LABELS: Readonly<Record<EdgeType, string>> = {
  parent: "contains",
  upstream: "used by",
  evidence: "grounds for",
  reply: "answered by",
  related: "subject of",
  handoff: "handed to",
  order: "then",
};

/** The nodes in reading order: down the page, and along each line. */
export function readingOrder({ nodes }: GraphPicture): readonly GraphNode[] {
  return nodes.toSorted((a, b) => a.y - b.y || a.x - b.x);
}

/**
 * The node a key leads to. Along the edges: left and right in a tree, up and down in a graph of causes. Across them: the
 * nearest one there. First and last in reading order. Undefined if there is none.
 */
export function neighbour(picture: GraphPicture, key: string, direction: Direction): GraphNode | undefined {
  const here = picture.nodes.find((node) => node.key === key);
  if (here === undefined || direction === "first") return readingOrder(picture)[0];
  if (direction === "last") return readingOrder(picture).at(-1);
  const isForward = direction === "right" || direction === "down";
  const isTree = picture.shape === "tree";
  const isAcross = isTree ? direction === "up" || direction === "down" : direction === "left" || direction === "right";
  if (!isAcross) return along(picture, here, isForward);
  const ahead = (node: GraphNode): number => (isTree ? node.y - here.y : node.x - here.x) * (isForward ? 1 : -1);
  const aside = (node: GraphNode): number => Math.abs(isTree ? node.x - here.x : node.y - here.y);
  return nearest(picture.nodes.filter((node) => ahead(node) > 0), (node) => ahead(node) + aside(node) * (isTree ? 0.75 : 4));
}

function along(picture: GraphPicture, here: GraphNode, isForward: boolean): GraphNode | undefined {
  const nodes = new Map(picture.nodes.map((node) => [node.key, node]));
  const joined = picture.edges.flatMap(({ from, to, type }) => {
    const node = nodes.get(isForward ? (from === here.key ? to : "") : to === here.key ? from : "");
    // In a tree, links other than nesting lead anywhere on the page.
    return node === undefined || (picture.shape === "tree" && type !== "parent") ? [] : [node];
  });
  return nearest(joined, (node) => Math.abs(node.y - here.y) + Math.abs(node.x - here.x));
}

function nearest(nodes: readonly GraphNode[], distance: (node: GraphNode) => number): GraphNode | undefined {
  let best: GraphNode | undefined;
  for (const node of nodes) if (best === undefined || distance(node) < distance(best)) best = node;
  return best;
}

/** What a node says in one line. */
export function nodeText(node: GraphNode): string {
  if (node.type !== "event") return node.label;
  const { name, preview } = rowText(node.event.name, node.event.preview);
  return [name, preview].filter(Boolean).join(" ") || labelOf(node.event.kind);
}

/** What stands behind the text: how much is inside, and what of it went wrong. */
export function nodeBadge(node: GraphNode): string {
  const inside = node.events - (node.type === "event" && !node.isGhost ? 1 : 0);
  const closed = node.canOpen && !node.isOpen && inside > 0 ? (node.type === "event" ? `▸${formatCount(inside)}` : "▸") : "";
  const isOwn = node.type === "event" && !node.canOpen;
  return [closed, node.failing > 0 && !isOwn ? `✕${formatCount(node.failing)}` : "", node.stopped > 0 && !isOwn ? `■${formatCount(node.stopped)}` : ""].filter(Boolean).join(" ");
}

/** A node in full sentences, for those who do not see it. */
export function nodeSaid(node: GraphNode): string {
  const parts = [`${node.type === "event" ? labelOf(node.event.kind) : "Group"}: ${nodeText(node)}`];
  if (node.type === "event" && node.event.outcome !== "" && node.event.outcome !== "ok") parts.push(node.event.outcome);
  if (node.canOpen) parts.push(`${countOf(node.events, "event")}, ${node.isOpen ? "open" : "closed"}`);
  if (node.failing > 0 && (node.canOpen || node.type !== "event")) parts.push(`${formatCount(node.failing)} failing inside`);
  if (node.moreCauses > 0) parts.push(`${formatCount(node.moreCauses)} more causes not shown`);
  if (node.moreEffects > 0) parts.push(`${formatCount(node.moreEffects)} more effects not shown`);
  return parts.join(", ");
}

/** True if a node stands for an event, alone or among others. */
export function holdsRow(node: GraphNode, row: number): boolean {
  return node.type === "event" ? node.row === row : !node.isOpen && row >= node.row && row <= node.last;
}
