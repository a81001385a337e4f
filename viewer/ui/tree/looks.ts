import type { StylesheetJson } from "cytoscape";
import type { KindGroup } from "../../../format/kinds.ts";
import type { EdgeType } from "../../engine/contracts/graph.ts";
import type { Palette, PaletteName } from "../kit/palette.ts";

/** Size of a node, CSS pixels at natural size. */
export const NODE_WIDTH = 200;
export const NODE_HEIGHT = 28;
const TEXT_WIDTH = 158;

/** Outline of each family, in shares of half the box; the corners tell them apart without colour. */
const OUTLINES: Readonly<Record<KindGroup, string>> = {
  agent: "-1 -1 1 -1 1 1 -0.9 1 -1 0.4",
  decision: "-0.93 -1 1 -1 1 0.5 0.93 1 -1 1 -1 -0.5",
  llm: "-1 0 -0.99 -0.5 -0.95 -0.9 -0.9 -1 0.9 -1 0.95 -0.9 0.99 -0.5 1 0 0.99 0.5 0.95 0.9 0.9 1 -0.9 1 -0.95 0.9 -0.99 0.5",
  tool: "-1 -1 1 -1 1 1 -1 1",
  safety: "-1 0 -0.92 -1 0.92 -1 1 0 0.92 1 -0.92 1",
  error: "-1 -0.4 -0.93 -1 0.93 -1 1 -0.4 1 0.4 0.93 1 -0.93 1 -1 0.4",
  checkpoint: "-1 -1 1 -1 1 0.3 0.94 1 -0.94 1 -1 0.3",
};

/** How an edge looks: colour, dash and head all differ. */
export interface EdgeLook {
  readonly colour: PaletteName;
  readonly width: number;
  readonly line: "solid" | "dashed" | "dotted";
  readonly dash: readonly number[];
  readonly head: "none" | "triangle" | "vee" | "circle" | "tee" | "diamond";
  readonly hollow: boolean;
}

export const EDGE_LOOKS: Readonly<Record<EdgeType, EdgeLook>> = {
  parent: { colour: "line-strong", width: 1, line: "solid", dash: [], head: "none", hollow: false },
  upstream: { colour: "accent", width: 1.5, line: "solid", dash: [], head: "triangle", hollow: false },
  evidence: { colour: "k-decision", width: 1.5, line: "dashed", dash: [8, 4], head: "vee", hollow: false },
  reply: { colour: "k-tool", width: 1.5, line: "dashed", dash: [3, 3], head: "circle", hollow: false },
  related: { colour: "k-safety", width: 1.5, line: "dashed", dash: [10, 3, 2, 3], head: "tee", hollow: false },
  handoff: { colour: "k-agent", width: 3, line: "solid", dash: [], head: "diamond", hollow: false },
  order: { colour: "text-3", width: 1, line: "dashed", dash: [1, 4], head: "triangle", hollow: true },
};

const GROUPS = Object.keys(OUTLINES) as readonly KindGroup[];

/** The style sheet of the picture in the colours in force. */
export function stylesheet(palette: Palette, font: string, isTree: boolean): StylesheetJson {
  return [
    {
      selector: "node",
      style: {
        shape: "polygon",
        width: NODE_WIDTH,
        height: NODE_HEIGHT,
        "background-color": palette["bg-raised"],
        "border-width": 1,
        "border-color": palette["line-strong"],
        label: "data(label)",
        color: palette.text,
        "font-family": font,
        "font-size": 12,
        "text-valign": "center",
        "text-halign": "center",
        "text-margin-x": 9,
        "text-wrap": "ellipsis",
        "text-max-width": `${TEXT_WIDTH}px`,
        "background-image": "data(mark)",
        "background-width": "16px",
        "background-height": "16px",
        "background-position-x": "8px",
        "background-position-y": "50%",
        "background-image-smoothing": "yes",
        "overlay-opacity": 0,
      },
    },
    ...GROUPS.map((group) => ({ selector: `node[group="${group}"]`, style: { "shape-polygon-points": OUTLINES[group].split(" ").map(Number), "border-color": palette[`k-${group}`] } })),
    { selector: "node.several", style: { "border-style": "double", "border-width": 4, color: palette["text-2"] } },
    { selector: "node.failing", style: { "border-color": palette["k-error"], "border-width": 2, color: palette["k-error"] } },
    { selector: "node.stopped", style: { "border-color": palette["k-safety"], "border-width": 2, color: palette["k-safety"] } },
    { selector: "node.several.failing, node.several.stopped", style: { "border-width": 4 } },
    { selector: "node.ghost", style: { opacity: 0.5 } },
    { selector: "node.hit", style: { "underlay-color": palette["k-safety"], "underlay-opacity": 0.4, "underlay-padding": 4 } },
    { selector: "node.selected", style: { "background-color": palette["bg-selected"], "outline-width": 2, "outline-color": palette.accent, "outline-offset": 1, "z-index": 10 } },
    { selector: "node.cursor", style: { "outline-width": 2, "outline-color": palette.text, "outline-style": "dashed", "outline-offset": 3 } },
    {
      selector: "edge",
      style: { "curve-style": isTree ? "round-taxi" : "bezier", "taxi-direction": "rightward", "taxi-turn": 16, ...(isTree ? { "source-endpoint": "90deg", "target-endpoint": "270deg" } : {}), "target-arrow-shape": "none", "arrow-scale": 0.9, "font-size": 10, "font-family": font, color: palette["text-2"], "text-background-color": palette.bg, "text-background-opacity": 0.9, "text-background-padding": "2px", events: "no" },
    },
    ...Object.entries(EDGE_LOOKS).map(([type, look]) => ({
      selector: `edge[type="${type}"]`,
      style: {
        width: look.width,
        "line-color": palette[look.colour],
        "line-style": look.line,
        ...(look.dash.length > 0 ? { "line-dash-pattern": [...look.dash] } : {}),
        "target-arrow-shape": look.head,
        "target-arrow-color": palette[look.colour],
        "target-arrow-fill": look.hollow ? ("hollow" as const) : ("filled" as const),
        ...(isTree && type !== "parent" ? { "curve-style": "unbundled-bezier" as const, "edge-distances": "endpoints" as const, "control-point-distances": "data(bulge)", "control-point-weights": 0.5, "target-endpoint": "90deg", opacity: 0.5 } : {}),
      },
    })),
    { selector: 'edge.near[type != "parent"]', style: { label: "data(said)", opacity: 1, width: 2, "z-index": 5 } },
    { selector: "edge.off", style: { display: "none" } },
  ] as StylesheetJson;
}
