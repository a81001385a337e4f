import { isKind, KINDS } from "../../../../format/kinds.ts";
import type { EventRow } from "../../api.ts";
import type { GraphAnalyses, GraphEdge, GraphNode, GraphParams, GraphPicture } from "../../contracts/graph.ts";
import { eventRows, kindOf } from "../../event-rows.ts";
import { FLAG_FAILING } from "../../trace-columns.ts";
import type { Workspace } from "../../workspace.ts";
import type { Analysis } from "../index.ts";
import { Causes, type Cause } from "./causes.ts";
import { coneOf, wholeOf, type Cone } from "./cone.ts";
import { COLUMN, layoutLayers, layoutTree, type Place } from "./layout.ts";
import { linksBetween } from "./links-between.ts";
import { RunTree } from "./run-tree.ts";
import { keyOf, type Unit } from "./units.ts";
import { visibleTree, type VisibleNode } from "./visible.ts";

/** Runs this small are shown with all their causes at once. */
const SMALL_RUN = 160;
/** Failures whose causes are shown of larger ones. */
const MOST_SEEDS = 5;
const LABELLED = 6;

/** The run as a picture of nodes and edges, laid out: what was done inside what, or what came of what. */
export const graph: Analysis<GraphAnalyses["graph"]> = async ({ workspace }, params) => {
  const tree = new RunTree(workspace, params);
  if (params.shape === "tree") return treePicture(workspace, tree, params);
  const causes = await Causes.of(tree);
  const focus = params.focus < 0 ? -1 : tree.positionOf(params.focus);
  if (params.shape === "chain") {
    const seed = focus >= 0 ? focus : (failuresOf(tree, 1)[0] ?? 0);
    return causePicture(workspace, tree, { cone: tree.size === 0 ? wholeOf(tree, causes) : coneOf(tree, causes, [seed], true), params: { ...params, focus: tree.size === 0 ? -1 : tree.rowAt(seed) }, note: "" });
  }
  if (tree.counts(0, tree.size).events <= SMALL_RUN) return causePicture(workspace, tree, { cone: wholeOf(tree, causes), params, note: "" });
  const failures = failuresOf(tree, MOST_SEEDS);
  const seeds = failures.length > 0 ? failures : [focus >= 0 ? focus : tree.size - 1];
  const what = failures.length > 0 ? `what led to the first ${failures.length === 1 ? "failure" : `${failures.length} failures`}` : "what led to the event looked at";
  return causePicture(workspace, tree, { cone: coneOf(tree, causes, seeds, false), params, note: `This run is too large for one picture of every cause: ${what} is shown.` });
};

function failuresOf(tree: RunTree, most: number): number[] {
  const found: number[] = [];
  const { flag } = tree.file.columns;
  for (let at = 0; at < tree.size && found.length < most; at++) if (flag.get(tree.localAt(at)) === FLAG_FAILING && kindOf(tree.file, tree.localAt(at)) !== "agent_end" && tree.passes(at)) found.push(at);
  return found;
}

async function treePicture(workspace: Workspace, tree: RunTree, params: GraphParams): Promise<GraphPicture> {
  const { nodes, roots, cut } = visibleTree(tree, params);
  const places = layoutTree(roots, (node) => nodes[node]?.inner ?? []);
  const rows = await rowsAt(workspace, nodes.map(({ unit }) => tree.rowAt(unit.members[0] ?? 0)));
  const made = nodes.map((node, number) => nodeOf(tree, node, { event: rows[number] as EventRow, place: places.get(number) as Place }));
  const edges = nodes.flatMap((node) => node.inner.map((inner): GraphEdge => ({ from: node.key, to: nodes[inner]?.key ?? "", type: "parent", count: 1 })));
  return { ...frame(tree, params, made), edges: [...edges, ...linksBetween(tree, nodes)], cut, note: "" };
}

interface Laid {
  readonly event: EventRow;
  readonly place: Place;
}

function nodeOf(tree: RunTree, { unit, key, counts, canOpen, isOpen }: VisibleNode, { event, place }: Laid): GraphNode {
  const [first, last] = [unit.members[0] ?? 0, unit.members.at(-1) ?? 0];
  const isGhost = unit.type === "event" && !tree.passes(first);
  return { key, type: unit.type, row: event.row, last: tree.rowAt(last), event, label: labelOf(tree, unit), ...contentsOf(tree, unit), ...counts, canOpen, isOpen, isGhost, moreCauses: 0, moreEffects: 0, ...place };
}

/** What a group holds, in words. */
function labelOf(tree: RunTree, { type, members, period }: Unit): string {
  const count = (number: number): string => number.toLocaleString("en");
  const kinds = (positions: readonly number[]): string => positions.slice(0, LABELLED).map((position) => kindLabel(tree, position)).join(", ") + (positions.length > LABELLED ? ", …" : "");
  if (type === "rounds") return period === 1 ? `${count(members.length)} × ${kinds(members.slice(0, 1))}` : `${count(members.length / period)} × ${kinds(members.slice(0, period))}`;
  if (type === "range") return members.length <= LABELLED ? kinds(members) : `${count(members.length)} steps: ${kinds(members.slice(0, LABELLED / 2))}, …`;
  return type === "chain" ? `${count(members.length)} one inside another` : "";
}

function contentsOf(tree: RunTree, { type, members, period }: Unit): Pick<GraphNode, "count" | "kinds"> {
  if (type === "event") return { count: 0, kinds: [] };
  const isRounds = type === "rounds";
  const named = isRounds ? members.slice(0, period) : members.slice(0, LABELLED);
  return { count: isRounds ? members.length / period : members.length, kinds: named.map((position) => kindOf(tree.file, tree.localAt(position))) };
}

function kindLabel(tree: RunTree, position: number): string {
  const kind = kindOf(tree.file, tree.localAt(position));
  return isKind(kind) ? KINDS[kind].label.toLowerCase() : kind;
}

interface CauseInput {
  readonly cone: Cone;
  readonly params: GraphParams;
  readonly note: string;
}

async function causePicture(workspace: Workspace, tree: RunTree, { cone, params, note }: CauseInput): Promise<GraphPicture> {
  const positions = [...cone.positions].toSorted((a, b) => tree.localAt(a) - tree.localAt(b));
  const numbers = new Map(positions.map((position, number) => [position, number]));
  const numbered = cone.causes.map(({ from, to }) => ({ from: numbers.get(from) ?? 0, to: numbers.get(to) ?? 0 }));
  const places = layoutLayers(positions.length, numbered);
  const rows = await rowsAt(workspace, positions.map((position) => tree.rowAt(position)));
  const nodes = positions.map((position, number): GraphNode => {
    const unit: Unit = { type: "event", members: [position], period: 0 };
    const laid = { event: rows[number] as EventRow, place: places[number] as Place };
    const alone = { unit, key: keyOf(tree, unit), counts: tree.counts(position, position + 1), canOpen: false, isOpen: false, inner: [] };
    return { ...nodeOf(tree, alone, laid), moreCauses: cone.moreCauses.get(position) ?? 0, moreEffects: cone.moreEffects.get(position) ?? 0 };
  });
  const edges = cone.causes.map((cause: Cause): GraphEdge => ({ from: nodes[numbers.get(cause.from) ?? 0]?.key ?? "", to: nodes[numbers.get(cause.to) ?? 0]?.key ?? "", type: cause.type, count: 1 }));
  const cut = cone.moreCauses.size + cone.moreEffects.size > 0;
  return { ...frame(tree, params, nodes), edges, cut, note };
}

function frame(tree: RunTree, params: GraphParams, nodes: readonly GraphNode[]): Omit<GraphPicture, "edges" | "cut" | "note"> {
  const far = (of: (node: GraphNode) => number): number => nodes.reduce((most, node) => Math.max(most, of(node)), 0);
  return { shape: params.shape, nodes, total: tree.counts(0, tree.size).events, focus: params.focus, width: far(({ x }) => x) + COLUMN, height: far(({ y }) => y) + 40 };
}

function rowsAt(workspace: Workspace, rows: readonly number[]): Promise<EventRow[]> {
  return eventRows(workspace, rows, () => false);
}
