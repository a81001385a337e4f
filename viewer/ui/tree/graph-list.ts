import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import type { GraphNode, GraphPicture } from "../../engine/contracts/graph.ts";
import { EDGE_LABELS, holdsRow, nodeBadge, nodeText, readingOrder } from "../../model/graph.ts";
import { cssProps } from "../kit/css-props.ts";
import { kindMark, kindMarkStyles } from "../kit/kind-mark.ts";
import { base } from "../kit/tokens.ts";
import { graphListStyles } from "./graph-list.styles.ts";
import { NodeSelectEvent, NodeToggleEvent, NodeWalkEvent } from "./messages.ts";

/** Columns of the layout, in pixels: the level of a node is where it stands. */
const COLUMN = 236;
const DEEPEST_INDENT = 14;

/**
 * The same nodes as lines of text: nested for a tree; for causes in order of time, each with what it hangs on.
 *
 * @fires node-select
 * @fires node-toggle
 * @fires node-walk
 */
class GraphList extends LitElement {
  static override styles = [base, kindMarkStyles, graphListStyles];
  static override properties = { picture: { attribute: false }, row: { type: Number }, hits: { attribute: false }, cursor: { state: true } };
  declare picture: GraphPicture | null;
  declare row: number;
  declare hits: ReadonlySet<number>;
  declare private cursor: string;

  constructor() {
    super();
    this.picture = null;
    this.row = -1;
    this.hits = new Set();
    this.cursor = "";
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("row")) this.cursor = "";
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has("row") || changed.has("picture")) this.#line(this.#here)?.scrollIntoView({ block: "nearest" });
  }

  protected override render(): TemplateResult {
    const { picture } = this;
    if (picture === null) return html``;
    return html`<div role="tree" aria-label="Nodes" @keydown=${this.#onKey}>${this.#ordered().map((node) => this.#node(picture, node))}</div>`;
  }

  #ordered(): readonly GraphNode[] {
    const { picture } = this;
    if (picture === null) return [];
    return picture.shape === "tree" ? readingOrder(picture) : picture.nodes;
  }

  get #here(): string {
    if (this.cursor !== "") return this.cursor;
    const nodes = this.picture?.nodes ?? [];
    return nodes.find((node) => holdsRow(node, this.row))?.key ?? this.#ordered()[0]?.key ?? "";
  }

  #line(key: string): HTMLElement | undefined {
    return [...this.renderRoot.querySelectorAll<HTMLElement>("[role=treeitem]")].find((line) => line.dataset["key"] === key);
  }

  #node(picture: GraphPicture, node: GraphNode): TemplateResult {
    const level = picture.shape === "tree" ? Math.round(node.x / COLUMN) : 0;
    const isSelected = holdsRow(node, this.row);
    return html`<div
      role="treeitem"
      class="line ${node.isGhost ? "ghost" : ""} ${this.hits.has(node.row) ? "hit" : ""}"
      data-key=${node.key}
      tabindex=${node.key === this.#here ? 0 : -1}
      aria-level=${level + 1}
      aria-selected=${String(isSelected)}
      aria-expanded=${node.canOpen ? String(node.isOpen) : nothing}
      ${cssProps({ "--level": String(Math.min(level, DEEPEST_INDENT)) })}
      @click=${() => this.#choose(node)}
      @dblclick=${() => this.dispatchEvent(new NodeWalkEvent(node.key))}
    >
      <i class="twisty" @click=${(event: Event) => this.#toggle(event, node)}>${node.canOpen ? (node.isOpen ? "▾" : "▸") : nothing}</i>${kindMark(node.event.kind, node.event.outcome)}<span class="text" dir="auto">${nodeText(node)}</span
      ><small>${nodeBadge(node)}</small>${picture.shape === "tree" ? nothing : html`<small class="why">${reasonsOf(picture, node)}</small>`}
    </div>`;
  }

  #choose(node: GraphNode): void {
    this.cursor = node.key;
    if (node.type === "event") this.dispatchEvent(new NodeSelectEvent(node.key));
    else this.dispatchEvent(new NodeToggleEvent(node.key));
  }

  #toggle(event: Event, node: GraphNode): void {
    if (!node.canOpen) return;
    event.stopPropagation();
    this.dispatchEvent(new NodeToggleEvent(node.key));
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const nodes = this.#ordered();
    const at = nodes.findIndex((node) => node.key === this.#here);
    const node = nodes[at];
    const to = (place: number): void => {
      this.cursor = nodes[Math.min(nodes.length - 1, Math.max(0, place))]?.key ?? this.cursor;
      void this.updateComplete.then(() => this.#line(this.cursor)?.focus());
    };
    const isClosed = node?.canOpen === true && !node.isOpen;
    const acts: Readonly<Record<string, () => void>> = {
      ArrowDown: () => to(at + 1),
      ArrowUp: () => to(at - 1),
      Home: () => to(0),
      End: () => to(nodes.length - 1),
      ArrowRight: () => (node !== undefined && isClosed ? this.#toggle(event, node) : to(at + 1)),
      ArrowLeft: () => (node?.isOpen === true && node.canOpen ? this.#toggle(event, node) : to(nodes.slice(0, at).findLastIndex((other) => other.x < (node?.x ?? 0)))),
      Enter: () => node !== undefined && this.#choose(node),
      " ": () => node !== undefined && this.#toggle(event, node),
    };
    if (!Object.hasOwn(acts, event.key)) return;
    event.preventDefault();
    event.stopPropagation();
    acts[event.key]?.();
  };
}

/** What a node hangs on, in words. */
function reasonsOf(picture: GraphPicture, node: GraphNode): string {
  const names = new Map(picture.nodes.map((other) => [other.key, nodeText(other)]));
  const causes = picture.edges.filter((edge) => edge.to === node.key).map((edge) => `${(names.get(edge.from) ?? "").slice(0, 40)} ${EDGE_LABELS[edge.type]} this`);
  return causes.length === 0 ? "a root" : causes.slice(0, 4).join("; ") + (causes.length > 4 ? `; ${causes.length - 4} more` : "");
}

customElements.define("peek-graph-list", GraphList);
