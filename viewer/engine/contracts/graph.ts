import type { EventRow } from "../api.ts";

/** How one node hangs on another: nesting, use of an output, grounds, answer, subject, passing on of work; `order` where nothing was recorded but what came before. */
export type EdgeType = "parent" | "upstream" | "evidence" | "reply" | "related" | "handoff" | "order";

/** What is drawn: the nesting of the run, what led to one event and came of it, or every recorded cause. */
export type GraphShape = "tree" | "chain" | "all";

/** What a node stands for: one event, neighbours that are alike round after round, other neighbours, or a row of events each alone inside the one before. */
export type NodeType = "event" | "rounds" | "range" | "chain";

/** One node, laid out. */
export interface GraphNode {
  /** Names the node as long as the file is open: `opened` and `closed` hold such keys. */
  readonly key: string;
  readonly type: NodeType;
  /** The event, or the first one of a group. */
  readonly row: number;
  readonly last: number;
  readonly event: EventRow;
  /** What a group holds, in words; empty for an event. */
  readonly label: string;
  /** For rounds, how many; for other groups, how many neighbours; 0 for an event. */
  readonly count: number;
  /** Kinds of one round, or of the first neighbours; empty for an event. */
  readonly kinds: readonly string[];
  /** Events inside it, itself included, as far as the filters leave them. */
  readonly events: number;
  readonly failing: number;
  readonly stopped: number;
  readonly canOpen: boolean;
  readonly isOpen: boolean;
  /** A filter hides the event itself; it stands here for what is inside it. */
  readonly isGhost: boolean;
  /** Causes and effects that were left out for want of room. */
  readonly moreCauses: number;
  readonly moreEffects: number;
  /** Centre, in CSS pixels at natural size. */
  readonly x: number;
  readonly y: number;
}

export interface GraphEdge {
  readonly from: string;
  readonly to: string;
  readonly type: EdgeType;
  /** Links it stands for. */
  readonly count: number;
}

export interface GraphPicture {
  readonly shape: GraphShape;
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
  /** Events of the run as far as the filters leave them. */
  readonly total: number;
  /** Event the picture was made around; -1 for none. */
  readonly focus: number;
  /** More was to be shown than there is room for. */
  readonly cut: boolean;
  /** What a reader must know of how it was made; empty if nothing. */
  readonly note: string;
  readonly width: number;
  readonly height: number;
}

export interface GraphParams {
  readonly run: number;
  readonly shape: GraphShape;
  /** Row to be shown in any case; -1 for none. */
  readonly focus: number;
  readonly opened: readonly string[];
  readonly closed: readonly string[];
  readonly hiddenKinds: readonly string[];
  readonly agents: readonly string[];
  /** Unix microseconds; null for all. */
  readonly range: readonly [number, number] | null;
}

/** The analysis behind the tree lens. */
export interface GraphAnalyses {
  readonly graph: { readonly params: GraphParams; readonly result: GraphPicture };
}
