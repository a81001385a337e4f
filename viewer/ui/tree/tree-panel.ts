import { css, html, nothing, type TemplateResult } from "lit";
import type { EdgeType, GraphNode, GraphPicture, GraphShape } from "../../engine/contracts/graph.ts";
import { neighbour } from "../../model/graph.ts";
import { countOf, formatCount } from "../../model/text.ts";
import type { App } from "../../state/app.ts";
import { LensPanel } from "../app/lens-panel.ts";
import type { PageAction } from "../commands/messages.ts";
import { answered, answeredStyles } from "../kit/answered.ts";
import { base, buttons } from "../kit/tokens.ts";
import type { GraphView } from "./graph-view.ts";
import { legend } from "./legend.ts";
import { NodeSelectEvent, NodeToggleEvent, NodeWalkEvent } from "./messages.ts";
import "./graph-list.ts";
import "./graph-view.ts";

const SHAPES: readonly { readonly shape: GraphShape; readonly title: string; readonly hint: string }[] = [
  { shape: "tree", title: "What was done", hint: "The run as a tree: what was done inside what (v)" },
  { shape: "chain", title: "Causes of this step", hint: "What led to the event looked at, and what came of it (y)" },
  { shape: "all", title: "All causes", hint: "Every recorded cause, or what led to the failures of a large run (Shift+Y)" },
];

const MOVES: { readonly [A in PageAction]?: "down" | "up" | "first" | "last" } = { "next-row": "down", "previous-row": "up", "first-row": "first", "last-row": "last" };

/** The tree lens: the run as a tree of what was done, and as a graph of causes. */
class TreePanel extends LensPanel {
  static override styles = [
    base,
    buttons,
    answeredStyles,
    css`
      :host { display: flex; flex-direction: column; min-width: 0; min-height: 0; }
      .bar { display: flex; flex-wrap: wrap; align-items: center; gap: 6px 10px; padding: 6px 12px; border-bottom: 1px solid var(--line); font-size: 12px; }
      .shapes { display: inline-flex; border: 1px solid var(--line-strong); border-radius: 5px; overflow: hidden; }
      .shapes button { height: 22px; padding: 0 9px; border: 0; border-inline-start: 1px solid var(--line-strong); background: none; color: var(--text-2); white-space: nowrap; }
      .shapes button:first-child { border: 0; } .shapes button[aria-pressed="true"] { background: var(--bg-selected); color: var(--text); font-weight: 600; } .shapes button:focus-visible { outline-offset: -2px; }
      .legend { order: 1; flex: 1 0 100%; display: flex; flex-wrap: wrap; gap: 2px; margin-inline-start: -6px; }
      .edge { display: inline-flex; align-items: center; gap: 5px; height: 22px; padding: 0 6px; border: 0; border-radius: 4px; background: none; color: var(--text); white-space: nowrap; } .edge:hover { background: var(--bg-hover); } .edge[aria-pressed="false"] { color: var(--text-2); text-decoration: line-through; } .edge .num { color: var(--text-2); }
      .accent { color: var(--accent); } .k-decision { color: var(--k-decision); } .k-tool { color: var(--k-tool); } .k-safety { color: var(--k-safety); } .k-agent { color: var(--k-agent); } .line-strong, .text-3 { color: var(--text-3); }
      .end { display: inline-flex; align-items: center; gap: 4px; margin-inline-start: auto; } .end .icon-button { font-size: 15px; }
      .note { padding: 4px 12px; font-size: 12px; color: var(--text-2); background: var(--bg-sunk); border-bottom: 1px solid var(--line); } .note:empty { display: none; }
      .picture { flex: 1; display: grid; min-height: 0; min-width: 0; }
    `,
  ];
  static override properties = { off: { state: true } };
  declare private off: ReadonlySet<EdgeType>;
  #hitRows: Int32Array | null = null;
  #hits: ReadonlySet<number> = new Set();

  constructor() {
    super();
    this.off = new Set();
  }

  protected override begin({ tree }: App): readonly { start(): void; stop(): void }[] {
    return [tree];
  }

  protected override view(app: App): TemplateResult {
    const { tree, store } = app;
    const state = tree.picture.state.get();
    const { value } = state;
    return html`${this.#bar(app, value)}
      <div class="note" role="status">${value === null ? nothing : noteOf(value)}</div>
      <div class="picture" @node-select=${this.#onSelect} @node-toggle=${this.#onToggle} @node-walk=${this.#onWalk}>
        ${answered({
          state,
          retry: () => tree.picture.retry(),
          empty: (picture) => (picture.nodes.length === 0 ? (picture.total === 0 ? "The filters leave no event of this run." : "Nothing to show here.") : null),
          view: (picture) =>
            tree.asList.get()
              ? html`<peek-graph-list .picture=${picture} .row=${store.row.get()} .hits=${this.#hitSet(store.hits.get()?.rows ?? null)}></peek-graph-list>`
              : html`<peek-graph-view .picture=${picture} .row=${store.row.get()} .hits=${this.#hitSet(store.hits.get()?.rows ?? null)} .off=${this.off}></peek-graph-view>`,
        })}
      </div>`;
  }

  #bar({ tree }: App, picture: GraphPicture | null): TemplateResult {
    const isList = tree.asList.get();
    return html`<div class="bar" role="toolbar" aria-label="Tree">
      <span class="shapes" role="group" aria-label="Shape">${SHAPES.map(({ shape, title, hint }) => html`<button aria-pressed=${String(tree.shape.get() === shape)} title=${hint} @click=${() => tree.show(shape)}>${title}</button>`)}</span>
      ${picture === null || isList ? nothing : legend(picture, this.off, (type) => this.#toggleEdges(type))}
      <span class="end">
        ${tree.shape.get() === "tree" ? html`${icon("⊟", "Collapse all", () => tree.toggleAll(false))}${icon("⊞", "Open one level more", () => tree.toggleAll(true))}` : nothing}
        ${isList ? nothing : html`${icon("−", "Zoom out (-)", () => this.#graph?.zoomBy(0.8))}${icon("+", "Zoom in (+)", () => this.#graph?.zoomBy(1.25))}${icon("⤢", "Whole picture (Shift+F)", () => this.#graph?.fit())}`}
        <button class="chip" aria-pressed=${String(isList)} title="The same as lines of text (Shift+V)" @click=${() => tree.asList.set(!isList)}>list</button>
      </span>
    </div>`;
  }

  get #graph(): GraphView | null {
    return this.renderRoot.querySelector("peek-graph-view");
  }

  #toggleEdges(type: EdgeType): void {
    const off = new Set(this.off);
    if (!off.delete(type)) off.add(type);
    this.off = off;
  }

  #hitSet(rows: Int32Array | null): ReadonlySet<number> {
    if (rows !== this.#hitRows) {
      this.#hitRows = rows;
      this.#hits = new Set(rows ?? []);
    }
    return this.#hits;
  }

  #node(key: string): GraphNode | undefined {
    return this.app?.tree.picture.state.get().value?.nodes.find((node) => node.key === key);
  }

  readonly #onSelect = (event: NodeSelectEvent): void => {
    const node = this.#node(event.key);
    if (node !== undefined) this.app?.selection.selectRow(node.row);
  };

  readonly #onToggle = (event: NodeToggleEvent): void => {
    const node = this.#node(event.key);
    if (node !== undefined) this.app?.tree.toggle(node.key, !node.isOpen);
  };

  readonly #onWalk = (event: NodeWalkEvent): void => {
    const node = this.#node(event.key);
    if (node?.type !== "event" || this.app === undefined) return;
    this.app.selection.selectRow(node.row);
    this.app.tree.walk(node.row);
  };

  /** The keys of every lens move from event to event. */
  protected override onAction(action: PageAction): void {
    const direction = MOVES[action];
    const picture = this.app?.tree.picture.state.get().value;
    if (action === "focus-events") this.#graph?.focus();
    if (action === "graph-fit") this.#graph?.fit();
    if (direction === undefined || picture == null) return;
    const row = this.app?.store.row.get() ?? -1;
    const events = { ...picture, nodes: picture.nodes.filter((node) => node.type === "event") };
    const here = events.nodes.find((node) => node.row === row)?.key ?? "";
    const next = neighbour(events, here, direction);
    if (next !== undefined) this.app?.selection.selectRow(next.row);
  }
}

function icon(sign: string, title: string, run: () => void): TemplateResult {
  return html`<button class="icon-button" title=${title} aria-label=${title.replace(/ \(.*\)$/, "")} @click=${run}>${sign}</button>`;
}

function noteOf(picture: GraphPicture): unknown {
  const events = picture.nodes.filter((node) => node.type === "event").length;
  const shown = events < picture.total && picture.shape === "tree" ? `${formatCount(events)} of ${countOf(picture.total, "event")} stand alone, the others in groups that open with a click.` : "";
  const cut = picture.cut ? (picture.shape === "tree" ? "There is no room for all that is open." : "More hangs on it than there is room for.") : "";
  const text = [picture.note, shown, cut].filter(Boolean).join(" ");
  return text === "" ? nothing : text;
}

customElements.define("tree-panel", TreePanel);
