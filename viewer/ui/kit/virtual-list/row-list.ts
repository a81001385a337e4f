import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import { ref } from "lit/directives/ref.js";
import { cssProps } from "../css-props.ts";
import { ROW_HEIGHT, VirtualRows, type Slot } from "./virtual-rows.ts";

/** Height of the head, in CSS pixels. */
const HEAD = 28;
const MARGIN_ROWS = 3;

/** A row was chosen, by key or click. */
export class RowChooseEvent extends Event {
  static readonly type = "row-choose";
  readonly index: number;
  constructor(index: number) {
    super(RowChooseEvent.type, { bubbles: true, composed: true });
    this.index = index;
  }
}

/**
 * Any number of rows under a head that stays. Content stands in the tree of the element around it, whose styles apply
 * (with `rowListStyles`).
 *
 * @fires row-choose
 */
class RowList extends LitElement {
  static override properties = { count: { type: Number }, active: { type: Number }, label: { type: String }, head: { attribute: false }, line: { attribute: false }, classOf: { attribute: false }, drawn: { attribute: false }, wide: { type: Number } };
  declare count: number;
  /** The row chosen; -1 for none. It is brought into sight when it changes. */
  declare active: number;
  declare label: string;
  /** Cells of the head, each a columnheader. */
  declare head: TemplateResult;
  /** Cells of a row, each a gridcell. */
  declare line: (index: number) => TemplateResult;
  declare classOf: (index: number) => string;
  /** Changes when rows must be drawn again. */
  declare drawn: unknown;
  /** Least width of a row, in CSS pixels; 0 for that of the list. */
  declare wide: number;
  readonly #rows = new VirtualRows(this, { rowCount: () => this.count, headerHeight: HEAD });

  constructor() {
    super();
    this.count = 0;
    this.active = -1;
    this.label = "";
    this.head = html``;
    this.line = () => html``;
    this.classOf = () => "";
    this.drawn = null;
    this.wide = 0;
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has("active") && this.active >= 0) void this.updateComplete.then(() => this.#rows.reveal(this.active, MARGIN_ROWS));
  }

  protected override render(): TemplateResult {
    const width = cssProps({ "min-width": `${this.wide}px` });
    return html`<div class="rl-scroller" role="grid" tabindex="0" aria-label=${this.label} aria-rowcount=${this.count + 1} aria-activedescendant=${this.active >= 0 ? `rl-${this.active}` : nothing} ${ref((element) => this.#rows.attach((element as HTMLElement | undefined) ?? null))} @keydown=${this.#onKey}>
      <div class="rl-spacer" role="presentation" ${cssProps({ height: `${this.#rows.spacerHeight}px` })} ${width}>
        <div class="rl-head" role="row" aria-rowindex="1" ${width}>${this.head}</div>
        <div class="rl-layer" role="presentation" ${cssProps({ height: `${this.#rows.viewport}px` })} ${width}>
          <div role="rowgroup" ${cssProps({ transform: `translateY(${this.#rows.layerShift}px)` })}>${this.#rows.slots.map((slot) => this.#row(slot))}</div>
        </div>
      </div>
    </div>`;
  }

  #row({ index, top }: Slot): TemplateResult {
    if (index < 0 || index >= this.count) return html`<div class="rl-row" role="none" hidden></div>`;
    const isActive = index === this.active;
    return html`<div class="rl-row ${isActive ? "active" : ""} ${this.classOf(index)}" role="row" id="rl-${index}" data-index=${index} aria-rowindex=${index + 2} aria-selected=${String(isActive)} @click=${this.#onClick} ${cssProps({ transform: `translateY(${top}px)`, height: `${ROW_HEIGHT}px` })}>${this.line(index)}</div>`;
  }

  readonly #onClick = (event: Event): void => this.#choose(Number((event.currentTarget as HTMLElement).dataset["index"]));

  readonly #onKey = (event: KeyboardEvent): void => {
    const steps: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1, PageDown: this.#rows.pageRows, PageUp: -this.#rows.pageRows, Home: -Infinity, End: Infinity, Enter: 0 };
    const step = steps[event.key];
    if (step === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    this.#choose(Math.max(0, Math.min(this.count - 1, this.active < 0 ? (step === Infinity ? this.count - 1 : 0) : this.active + step)));
  };

  #choose(index: number): void {
    if (index >= 0 && index < this.count) this.dispatchEvent(new RowChooseEvent(index));
  }
}

/** Looks of a row list. The element that holds it must give it a height. */
export const rowListStyles = css`
  row-list { display: block; min-height: 0; min-width: 0; height: 100%; }
  .rl-scroller { position: relative; overflow: auto; height: 100%; outline-offset: -2px; }
  .rl-spacer { position: relative; }
  .rl-head { position: sticky; top: 0; z-index: 2; display: flex; align-items: center; height: 28px; background: var(--bg); box-shadow: inset 0 -1px var(--line); font-size: 12px; font-weight: 600; color: var(--text-2); }
  .rl-layer { position: sticky; top: 28px; overflow: clip; }
  .rl-layer > div { position: absolute; inset: 0 0 auto; }
  .rl-row { position: absolute; top: 0; left: 0; right: 0; display: flex; align-items: center; box-shadow: inset 0 -1px var(--line); cursor: default; white-space: nowrap; }
  .rl-row[hidden] { display: none; }
  .rl-row:hover { background: var(--bg-hover); }
  .rl-row.active { background: var(--bg-selected); }
  .rl-row.bad { background: var(--bg-failed); }
  .rl-row.bad.active { box-shadow: inset 3px 0 var(--accent), inset 0 -1px var(--line); }
`;

customElements.define("row-list", RowList);
