import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { ref } from "lit/directives/ref.js";
import type { EventRow } from "../../engine/api.ts";
import { ROW_STATES, type Comparison } from "../../engine/contracts/compare.ts";
import { itemOf, type CompareItem } from "../../model/compare-lines.ts";
import { formatCount } from "../../model/text.ts";
import { cssProps } from "../kit/css-props.ts";
import { kindMarkStyles } from "../kit/kind-mark.ts";
import { base } from "../kit/tokens.ts";
import { VirtualRows, type Slot } from "../kit/virtual-list/virtual-rows.ts";
import { compareStyles } from "./compare.styles.ts";
import { sideView, STATE_SIGNS } from "./line-view.ts";

const JUMP_MARGIN = 5;

/** A line was chosen; `open` where a fold was. */
export class LineSelectEvent extends Event {
  static readonly type = "line-select";
  readonly line: number;
  readonly open: boolean;
  constructor(line: number, open: boolean) {
    super(LineSelectEvent.type, { bubbles: true, composed: true });
    this.line = line;
    this.open = open;
  }
}

/**
 * Two runs line by line, any number of lines.
 *
 * @fires line-select a line or a fold was chosen
 */
export class CompareTable extends LitElement {
  static override styles = [base, kindMarkStyles, compareStyles, css`:host { grid-template-rows: minmax(0, 1fr); }`];
  static override properties = { comparison: { attribute: false }, items: { attribute: false }, active: { type: Number }, rowOf: { attribute: false }, drawn: { type: Number } };
  declare comparison: Comparison | null;
  declare items: readonly CompareItem[];
  /** The line looked at; -1 for none. */
  declare active: number;
  /** The table row of an event, if it is here. */
  declare rowOf: (row: number) => EventRow | undefined;
  /** Changes when rows arrive. */
  declare drawn: number;
  readonly #rows = new VirtualRows(this, { rowCount: () => this.items.length, headerHeight: 0 });

  constructor() {
    super();
    this.comparison = null;
    this.items = [];
    this.active = -1;
    this.rowOf = () => undefined;
    this.drawn = 0;
  }

  /** Brings a line into sight. */
  reveal(line: number): void {
    this.#rows.reveal(itemOf(this.items, line), JUMP_MARGIN);
  }

  /** Rows of the page, for page keys. */
  get pageRows(): number {
    return this.#rows.pageRows;
  }

  protected override render(): TemplateResult {
    return html`<div class="scroller" role="grid" tabindex="0" aria-label="The two runs, line by line" aria-rowcount=${this.items.length} aria-activedescendant=${this.active >= 0 ? `line-${itemOf(this.items, this.active)}` : nothing} ${ref((element) => this.#rows.attach((element as HTMLElement | undefined) ?? null))} @keydown=${this.#onKey}>
      <div class="spacer" role="presentation" ${cssProps({ height: `${this.#rows.spacerHeight}px` })}>
        <div class="layer" role="presentation" ${cssProps({ height: `${this.#rows.viewport}px` })}>
          <div class="rows" role="rowgroup" ${cssProps({ transform: `translateY(${this.#rows.layerShift}px)` })}>${this.#rows.slots.map((slot) => this.#row(slot))}</div>
        </div>
      </div>
    </div>`;
  }

  #row(slot: Slot): TemplateResult {
    const item = this.items[slot.index];
    const { comparison } = this;
    if (item === undefined || comparison === null) return html`<div class="row" role="none" hidden></div>`;
    const place = cssProps({ transform: `translateY(${slot.top}px)` });
    if (item.kind === "fold") {
      return html`<div class="row" role="row" id="line-${slot.index}" aria-rowindex=${slot.index + 1} ${place}><button class="fold" role="gridcell" tabindex="-1" @click=${() => this.#send(item.line, true)}>▸ ${formatCount(item.count)} equal steps</button></div>`;
    }
    const [left, right] = [comparison.left[item.line] ?? -1, comparison.right[item.line] ?? -1];
    const state = ROW_STATES[comparison.state[item.line] ?? 0] ?? "equal";
    const { sign, said } = STATE_SIGNS[state];
    return html`<div class="row ${state} ${item.line === this.active ? "active" : ""}" role="row" id="line-${slot.index}" aria-rowindex=${slot.index + 1} aria-selected=${String(item.line === this.active)} @click=${() => this.#send(item.line, false)} ${place}>
      ${sideView("left", left >= 0, this.rowOf(left))}<span class="sign" role="gridcell" aria-label=${said}>${sign}</span>${sideView("right", right >= 0, this.rowOf(right))}
    </div>`;
  }

  #send(line: number, open: boolean): void {
    this.dispatchEvent(new LineSelectEvent(line, open));
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    const steps: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1, PageDown: this.pageRows, PageUp: -this.pageRows, Home: -Infinity, End: Infinity };
    const step = steps[event.key];
    if (event.key !== "Enter" && step === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    const at = Math.max(0, itemOf(this.items, this.active));
    const item = this.items[Math.max(0, Math.min(this.items.length - 1, at + (step ?? 0)))];
    if (item !== undefined) this.#send(item.line, event.key === "Enter" && item.kind === "fold");
  };
}

customElements.define("compare-table", CompareTable);
