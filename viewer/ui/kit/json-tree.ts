import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import type { Json } from "../../../format/event.ts";
import { isList, previewOf, toJsonText } from "../../model/json.ts";
import { jsonLines, jsonTree, pathOf, setOpen, showMore, type JsonLine, type JsonNode } from "../../model/json-lines.ts";
import { pictureOfText } from "../../model/picture.ts";
import { formatCount } from "../../model/text.ts";
import { copyText } from "./copy-button.ts";
import { cssProps } from "./css-props.ts";
import "./long-text.ts";
import "./picture.ts";

/** Levels beyond this one are indented no further. */
const DEEPEST_INDENT = 16;
const COPY_LIMIT = 20_000_000;
const VALUE_CHARACTERS = 600;

/** A JSON value as a tree, opened level by level; only what is open is made. Click or Enter folds, Alt-click copies. */
class JsonTree extends LitElement {
  static override styles = css`
    :host {
      display: block;
      font: 12px/18px var(--mono);
      overflow-wrap: anywhere;
    }
    .line {
      display: flex;
      padding-left: calc(var(--level, 0) * 14px);
      border-radius: 3px;
    }
    .line.can {
      cursor: pointer;
    }
    .line.can:hover {
      background: var(--bg-hover);
    }
    .line:focus-visible {
      outline: 1px solid var(--accent);
    }
    .twisty {
      flex: none;
      width: 14px;
      color: var(--text-3);
      font-style: normal;
    }
    .key {
      flex: none;
      max-width: 45%;
      margin-right: 10px;
      color: var(--text-2);
    }
    .key.name {
      min-width: 9ch;
    }
    .value {
      min-width: 0;
      flex: 1;
    }
    .string {
      color: var(--text);
    }
    .number,
    .boolean {
      color: var(--k-llm);
    }
    .null,
    .size {
      color: var(--text-2);
    }
    .more {
      padding: 0;
      border: 0;
      background: none;
      font: inherit;
      color: var(--accent);
      text-decoration: underline;
      cursor: pointer;
    }
  `;
  static override properties = { value: { attribute: false }, label: {} };
  declare value: Json;
  /** What the value is, for screen readers. */
  declare label: string;

  #root: JsonNode = jsonTree(null);

  constructor() {
    super();
    this.value = null;
    this.label = "JSON";
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("value")) this.#root = jsonTree(this.value);
  }

  protected override render(): TemplateResult {
    const lines = jsonLines(this.#root);
    // An object's own line says nothing its members do not say.
    const shown = this.#root.size > 0 ? lines.slice(1) : lines;
    return html`<div role="tree" aria-label=${this.label}>${shown.map((line) => (line.type === "more" ? this.#more(line) : this.#line(line.node)))}</div>`;
  }

  #level(node: JsonNode): number {
    return Math.min(Math.max(0, node.depth - 1), DEEPEST_INDENT);
  }

  #line(node: JsonNode): TemplateResult {
    const can = node.size > 0;
    return html`<div
      class="line ${can ? "can" : ""}"
      role="treeitem"
      tabindex=${can ? "0" : nothing}
      aria-level=${Math.max(1, node.depth)}
      aria-expanded=${can ? String(node.open) : nothing}
      title=${`${pathOf(node)}${can ? "" : " · Alt-click copies the value"}`}
      ${cssProps({ "--level": String(this.#level(node)) })}
      @click=${(event: MouseEvent) => this.#click(event, node)}
      @keydown=${(event: KeyboardEvent) => this.#key(event, node)}
    >
      <i class="twisty">${can ? (node.open ? "▾" : "▸") : nothing}</i>${node.key === "" && node.parent === null ? nothing : html`<span class="key ${node.isItem ? "" : "name"}" dir="auto">${node.key}</span>`}<span class="value" dir="auto"
        >${valueOf(node)}</span
      >
    </div>`;
  }

  #more(line: JsonLine): TemplateResult {
    const next = Math.min(1000, line.left);
    const act = (): void => {
      showMore(line.node);
      this.requestUpdate();
    };
    return html`<div class="line" role="none" ${cssProps({ "--level": String(this.#level(line.node) + 1) })}>
      <i class="twisty"></i><button class="more" type="button" @click=${act}>show ${formatCount(next)} more of ${formatCount(line.left)}</button>
    </div>`;
  }

  #click(event: MouseEvent, node: JsonNode): void {
    if (event.altKey) {
      void copyText(typeof node.value === "string" ? node.value : toJsonText(node.value, COPY_LIMIT));
      return;
    }
    // Selecting text in a value is no wish to fold it.
    if (getSelection()?.isCollapsed === false) return;
    this.#toggle(node, !node.open);
  }

  #toggle(node: JsonNode, open: boolean): void {
    if (node.size === 0) return;
    setOpen(node, open);
    this.requestUpdate();
  }

  #key(event: KeyboardEvent, node: JsonNode): void {
    const wishes: Readonly<Record<string, boolean>> = { Enter: !node.open, " ": !node.open, ArrowRight: true, ArrowLeft: false };
    const wish = Object.hasOwn(wishes, event.key) ? wishes[event.key] : undefined;
    if (wish === undefined || event.target !== event.currentTarget) return;
    event.preventDefault();
    event.stopPropagation();
    this.#toggle(node, wish);
  }
}

function valueOf(node: JsonNode): unknown {
  const { value } = node;
  if (typeof value === "string") {
    const picture = pictureOfText(value);
    if (picture !== undefined) return html`<peek-picture .media=${picture} @click=${(event: Event) => event.stopPropagation()}></peek-picture>`;
    return value.length > VALUE_CHARACTERS
      ? html`<peek-long-text class="string" mono .text=${value} .first=${VALUE_CHARACTERS} @click=${(event: Event) => event.stopPropagation()}></peek-long-text>`
      : html`<span class="string">${JSON.stringify(value)}</span>`;
  }
  if (value === null) return html`<span class="null">null</span>`;
  if (typeof value !== "object") return html`<span class=${typeof value}>${String(value)}</span>`;
  if (node.size === 0) return html`<span class="null">${isList(value) ? "[]" : "{}"}</span>`;
  const size = isList(value) ? `[${formatCount(node.size)}]` : `{${formatCount(node.size)}}`;
  return html`<span class="size">${node.open ? size : `${size} ${previewOf(value, 60)}`}</span>`;
}

customElements.define("peek-json-tree", JsonTree);
