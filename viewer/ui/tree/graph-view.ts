import cytoscape, { type Core, type ElementDefinition } from "cytoscape";
import { css, html, LitElement, type PropertyValues, type TemplateResult } from "lit";
import type { EdgeType, GraphNode, GraphPicture } from "../../engine/contracts/graph.ts";
import { standingOf } from "../../model/event-row.ts";
import { EDGE_LABELS, holdsRow, neighbour, nodeBadge, nodeSaid, nodeText, type Direction } from "../../model/graph.ts";
import { formatCount } from "../../model/text.ts";
import { markParts } from "../kit/kind-mark.ts";
import { readPalette, type Palette } from "../kit/palette.ts";
import { NODE_HEIGHT, NODE_WIDTH, stylesheet } from "./looks.ts";
import { markImage } from "./mark-image.ts";
import { NodeSelectEvent, NodeToggleEvent, NodeWalkEvent } from "./messages.ts";
import "./mini-map.ts";
import type { MapMoveEvent, MapView } from "./mini-map.ts";

/** Cytoscape writes a style element unless one of this id is there, which the page's policy forbids. Its one rule stands in ours. */
const STYLE_ID = "__________cytoscape_stylesheet";
const [SMALLEST, LARGEST, READABLE] = [0.08, 2.5, 0.75];
const DIRECTIONS: Readonly<Record<string, Direction>> = { ArrowLeft: "left", ArrowRight: "right", ArrowUp: "up", ArrowDown: "down", Home: "first", End: "last" };
/** Width at a node's right end that opens and closes it. */
const TWISTY = 46;

/** A node and where it stands on the screen. */
interface Anchor {
  readonly key: string;
  readonly x: number;
  readonly y: number;
}

/**
 * A picture of nodes and edges, drawn by cytoscape at the places it comes with.
 *
 * @fires node-select
 * @fires node-toggle
 * @fires node-walk
 */
export class GraphView extends LitElement {
  static override styles = css`
    :host { display: block; position: relative; min-height: 0; overflow: hidden; }
    .stage { position: absolute; inset: 0; outline: none; }
    .stage:focus-visible { box-shadow: inset 0 0 0 2px var(--accent); }
    .canvas { position: absolute; inset: 2px; }
    peek-mini-map { position: absolute; right: 10px; bottom: 10px; width: 168px; height: 104px; }
  `;
  static override properties = { picture: { attribute: false }, row: { type: Number }, hits: { attribute: false }, off: { attribute: false }, cursor: { state: true }, seen: { state: true } };
  declare picture: GraphPicture | null;
  /** Row of the event looked at. */
  declare row: number;
  /** Rows with hits of the search. */
  declare hits: ReadonlySet<number>;
  /** Kinds of edges not to draw. */
  declare off: ReadonlySet<EdgeType>;
  /** Key of the node the keyboard is at; empty for the selected one. */
  declare private cursor: string;
  declare private seen: MapView;
  #cy: Core | undefined;
  #palette: Palette | undefined;
  readonly #looks = new MutationObserver(() => this.#repaint());
  readonly #scheme = matchMedia("(prefers-color-scheme: dark)");
  readonly #resize = new ResizeObserver(() => this.#cy?.resize());
  /** Node that is to stay where it is while the picture around it changes. */
  #anchor: Anchor | undefined;

  constructor() {
    super();
    this.picture = null;
    this.row = -1;
    this.hits = new Set();
    this.off = new Set();
    this.cursor = "";
    this.seen = { x: 0, y: 0, width: 0, height: 0 };
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#looks.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
    this.#scheme.addEventListener("change", this.#repaint);
    this.#resize.observe(this);
    if (this.hasUpdated) this.#start();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#looks.disconnect();
    this.#scheme.removeEventListener("change", this.#repaint);
    this.#resize.disconnect();
    this.#cy?.destroy();
    this.#cy = undefined;
  }

  /** Shows the whole picture, or the node looked at where that would be too small to read. */
  fit(): void {
    this.#cy?.fit(undefined, 24);
    if ((this.#cy?.zoom() ?? 1) > 1) this.#cy?.zoom(1).center();
  }

  /** Zooms about the middle. */
  zoomBy(factor: number): void {
    const cy = this.#cy;
    if (cy === undefined) return;
    cy.zoom({ level: cy.zoom() * factor, renderedPosition: { x: cy.width() / 2, y: cy.height() / 2 } });
  }

  /** Moves the keyboard's place. */
  go(direction: Direction): void {
    if (this.picture === null) return;
    const next = neighbour(this.picture, this.#here, direction);
    if (next === undefined) return;
    this.cursor = next.key;
    this.#bringIntoSight(next.key);
  }

  override focus(): void {
    this.renderRoot.querySelector<HTMLElement>(".stage")?.focus();
  }

  protected override render(): TemplateResult {
    const here = this.picture?.nodes.find((node) => node.key === this.#here);
    return html`<div class="stage" tabindex="0" role="application" aria-roledescription="graph" aria-label=${`Graph of ${this.picture?.nodes.length ?? 0} nodes. Arrows go along its edges, Enter selects, Space opens.`} aria-describedby="here" @keydown=${this.#onKey}>
        <div class="canvas" aria-hidden="true"></div>
      </div>
      <div id="here" role="status" hidden>${here === undefined ? "" : nodeSaid(here)}</div>
      <peek-mini-map .picture=${this.picture} .seen=${this.seen} @map-move=${(event: MapMoveEvent) => this.#centreOn(event.x, event.y)}></peek-mini-map>`;
  }

  protected override firstUpdated(): void {
    this.#start();
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has("picture")) this.#rebuild(changed.get("picture") ?? null);
    else if (changed.has("row")) this.#rowChanged();
    this.#mark();
  }

  get #here(): string {
    if (this.cursor !== "" && this.picture?.nodes.some((node) => node.key === this.cursor) === true) return this.cursor;
    return this.picture?.nodes.find((node) => holdsRow(node, this.row))?.key ?? this.picture?.nodes[0]?.key ?? "";
  }

  #start(): void {
    const container = this.renderRoot.querySelector<HTMLElement>(".canvas");
    if (container === null || this.#cy !== undefined) return;
    if (document.getElementById(STYLE_ID) === null) document.head.append(Object.assign(document.createElement("template"), { id: STYLE_ID }));
    this.#palette = readPalette(this);
    const cy = cytoscape({ container, elements: [], minZoom: SMALLEST, maxZoom: LARGEST, autoungrabify: true, boxSelectionEnabled: false, selectionType: "single", layout: { name: "preset" } });
    this.#cy = cy;
    cy.on("tap", "node", (event) => this.#onTap(event.target.id() as string, event.position.x));
    cy.on("dbltap", "node", (event) => this.dispatchEvent(new NodeWalkEvent(event.target.id() as string)));
    cy.on("viewport resize", () => this.#tellView());
    this.#rebuild(null);
    this.#mark();
  }

  readonly #repaint = (): void => {
    this.#palette = readPalette(this);
    this.#rebuild(this.picture);
    this.#mark();
  };

  #tellView(): void {
    const box = this.#cy?.extent();
    if (box !== undefined) this.seen = { x: box.x1, y: box.y1, width: box.w, height: box.h };
  }

  /** Draws a new picture; what is in sight stays there as far as it is still part of it. */
  #rebuild(before: GraphPicture | null): void {
    const [cy, picture, palette] = [this.#cy, this.picture, this.#palette];
    if (cy === undefined || picture === null || palette === undefined) return;
    const anchor = before?.shape === picture.shape ? this.#anchorIn(cy, picture) : undefined;
    const font = getComputedStyle(this).fontFamily;
    cy.batch(() => {
      cy.elements().remove();
      cy.style(stylesheet(palette, font, picture.shape === "tree"));
      cy.add(elementsOf(picture, palette));
    });
    this.#anchor = undefined;
    if (anchor === undefined) this.#openAt(cy, picture);
    else {
      const now = cy.getElementById(anchor.key).renderedPosition();
      cy.panBy({ x: anchor.x - now.x, y: anchor.y - now.y });
    }
    this.#rowChanged();
    this.#tellView();
  }

  #anchorIn(cy: Core, picture: GraphPicture): Anchor | undefined {
    if (this.#anchor !== undefined && picture.nodes.some((node) => node.key === this.#anchor?.key)) return this.#anchor;
    const kept = picture.nodes.find((node) => holdsRow(node, this.row) && cy.getElementById(node.key).nonempty()) ?? picture.nodes.find((node) => cy.getElementById(node.key).nonempty());
    return kept === undefined ? undefined : { key: kept.key, ...cy.getElementById(kept.key).renderedPosition() };
  }

  /** The whole picture if it can be read, else its beginning at natural size. */
  #openAt(cy: Core, picture: GraphPicture): void {
    this.fit();
    if (cy.zoom() >= READABLE) return;
    const first = picture.nodes.find((node) => holdsRow(node, this.row)) ?? picture.nodes[0];
    cy.zoom(1);
    const left = picture.width < cy.width() ? (cy.width() - picture.width) / 2 + NODE_WIDTH / 2 : NODE_WIDTH / 2 + 24;
    if (first !== undefined) cy.pan({ x: Math.min(Math.max(cy.width() / 2 - first.x, cy.width() - picture.width), left), y: Math.min(cy.height() / 2 - first.y, NODE_HEIGHT + 16) });
    this.#rowChanged();
  }

  #rowChanged(): void {
    this.cursor = "";
    const node = this.picture?.nodes.find((candidate) => holdsRow(candidate, this.row));
    if (node !== undefined) this.#bringIntoSight(node.key);
  }

  #bringIntoSight(key: string): void {
    const cy = this.#cy;
    const node = cy?.getElementById(key);
    if (cy === undefined || node === undefined || node.empty()) return;
    const { x1, x2, y1, y2 } = node.renderedBoundingBox({ includeLabels: false });
    const isSeen = x1 >= 0 && y1 >= 0 && x2 <= cy.width() && y2 <= cy.height();
    if (!isSeen) this.#centreOn(node.position("x"), node.position("y"));
  }

  #centreOn(x: number, y: number): void {
    const cy = this.#cy;
    if (cy === undefined) return;
    cy.pan({ x: cy.width() / 2 - x * cy.zoom(), y: cy.height() / 2 - y * cy.zoom() });
  }

  /** What changes without a new picture: the selected node, the keyboard's, hits, and edges left out. */
  #mark(): void {
    const [cy, picture] = [this.#cy, this.picture];
    if (cy === undefined || picture === null) return;
    const here = this.#here;
    const selected = picture.nodes.find((node) => holdsRow(node, this.row))?.key ?? "";
    cy.batch(() => {
      cy.elements(".selected, .cursor, .near, .off, .hit").removeClass("selected cursor near off hit");
      cy.getElementById(selected).addClass("selected").connectedEdges().addClass("near");
      if (this.cursor !== "" && here !== selected) cy.getElementById(here).addClass("cursor").connectedEdges().addClass("near");
      for (const node of picture.nodes) if (this.hits.has(node.row)) cy.getElementById(node.key).addClass("hit");
      for (const type of this.off) cy.edges(`[type="${type}"]`).addClass("off");
    });
  }

  #onTap(key: string, x: number): void {
    const node = this.picture?.nodes.find((candidate) => candidate.key === key);
    if (node === undefined) return;
    if (node.type !== "event" || (node.canOpen && x - node.x > NODE_WIDTH / 2 - TWISTY)) this.#toggle(node);
    else this.dispatchEvent(new NodeSelectEvent(key));
  }

  #toggle(node: GraphNode): void {
    if (!node.canOpen) return;
    const at = this.#cy?.getElementById(node.key).renderedPosition();
    if (at !== undefined) this.#anchor = { key: node.key, ...at };
    this.dispatchEvent(new NodeToggleEvent(node.key));
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey || this.picture === null) return;
    const node = this.picture.nodes.find((candidate) => candidate.key === this.#here);
    const direction = Object.hasOwn(DIRECTIONS, event.key) ? DIRECTIONS[event.key] : undefined;
    const acts: Readonly<Record<string, (() => void) | undefined>> = {
      Enter: () => node !== undefined && this.#onTap(node.key, node.x),
      " ": () => node !== undefined && this.#toggle(node),
      "+": () => this.zoomBy(1.25),
      "=": () => this.zoomBy(1.25),
      "-": () => this.zoomBy(0.8),
    };
    const act = direction === undefined ? (Object.hasOwn(acts, event.key) ? acts[event.key] : undefined) : () => this.#step(direction, node);
    if (act === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  };

  /** Right opens what is closed before it goes on, left closes what is open where there is nothing to go back to. */
  #step(direction: Direction, node: GraphNode | undefined): void {
    if (direction === "right" && node !== undefined && node.canOpen && !node.isOpen) this.#toggle(node);
    else this.go(direction);
  }
}

function elementsOf(picture: GraphPicture, palette: Palette): ElementDefinition[] {
  const nodes = picture.nodes.map((node): ElementDefinition => {
    const { group, letter, hollow } = markParts(node.event.kind, node.event.outcome);
    const badge = nodeBadge(node);
    const standing = node.type === "event" ? standingOf(node.event.kind, node.event.outcome) : node.failing > 0 ? "failing" : node.stopped > 0 ? "stopped" : "quiet";
    const label = `${badge === "" ? "" : `${badge}  `}${shortText(node)}`;
    return { group: "nodes", data: { id: node.key, label, group, mark: markImage(group, letter, hollow, palette) }, position: { x: node.x, y: node.y }, classes: [standing, node.type === "event" ? "" : "several", node.isGhost ? "ghost" : ""].filter(Boolean) };
  });
  const places = new Map(picture.nodes.map((node) => [node.key, node.y]));
  const edges = picture.edges.map(({ from, to, type, count }, at): ElementDefinition => {
    // Links in a tree go round the right of the nodes; cytoscape measures from the line between its ends.
    const fall = (places.get(to) ?? 0) - (places.get(from) ?? 0);
    const bulge = -Math.sign(fall || 1) * Math.min(70, 18 + Math.abs(fall) / 8);
    return { group: "edges", data: { id: `edge${at}`, source: from, target: to, type, bulge, said: `${EDGE_LABELS[type]}${count > 1 ? ` ×${count}` : ""}` } };
  });
  return [...nodes, ...edges];
}

/** A group by its count and the letters of what is in it; an event by its own words. */
function shortText(node: GraphNode): string {
  if (node.type === "event") return nodeText(node).slice(0, 80);
  const letters = node.kinds.map((kind) => markParts(kind).letter).join(" ");
  const more = node.type === "range" && node.count > node.kinds.length ? " …" : "";
  if (node.type === "chain") return node.label;
  return `${formatCount(node.count)} ${node.type === "rounds" ? "×" : node.count === 1 ? "step" : "steps"}  ${letters}${more}`;
}

customElements.define("peek-graph-view", GraphView);
