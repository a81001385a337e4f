import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import { guard } from "lit/directives/guard.js";
import { ref } from "lit/directives/ref.js";
import { standingOf } from "../../model/event-row.ts";
import type { EventRow } from "../../engine/api.ts";
import type { RowMark } from "../../model/notes.ts";
import type { RowPages } from "../../model/row-pages.ts";
import { cssProps } from "../kit/css-props.ts";
import { kindMarkStyles } from "../kit/kind-mark.ts";
import { ROW_HEIGHT, VirtualRows, type Slot } from "../kit/virtual-list/virtual-rows.ts";
import { columnsFor, type EventColumn } from "./columns.ts";
import { eventTableStyles } from "./event-table.styles.ts";
import { RowFoldEvent, RowParentEvent, RowSelectEvent } from "./messages.ts";
import { moveOf, type CursorMove } from "./table-keys.ts";

const HEADER_HEIGHT = 24;
/** Rows of air kept above or below a row that is jumped to. */
const JUMP_MARGIN = 6;

/**
 * The events of a view as a tree with columns. Knows one window of rows at a time; holds any number of them.
 *
 * @fires row-select a row was chosen
 * @fires row-fold rows were folded or unfolded
 * @fires row-parent the cursor wants a parent that is not among the rows at hand
 */
export class EventTable extends LitElement {
  static override styles = [kindMarkStyles, eventTableStyles];
  static override properties = {
    pages: { attribute: false },
    activeIndex: { type: Number },
    stepMs: { type: Number },
    highlight: {},
    caseSensitive: { type: Boolean },
    withCost: { type: Boolean },
    marks: { attribute: false },
    label: {},
  };
  declare pages: RowPages | null;
  /** Place of the selected row in the view; -1 for none. */
  declare activeIndex: number;
  declare stepMs: number;
  declare highlight: string;
  declare caseSensitive: boolean;
  declare withCost: boolean;
  /** Bookmarks and notes by row. */
  declare marks: ReadonlyMap<number, RowMark> | null;
  /** Name of the table for screen readers. */
  declare label: string;

  /** What each pooled row showed last: a row on its way keeps it, unseen, so that no elements are thrown away. */
  readonly #last: EventRow[] = [];
  /** Place that was chosen before its row was here; -1 if none is waited for. */
  #aim = -1;
  readonly #rows = new VirtualRows(this, { rowCount: () => this.pages?.rowCount ?? 0, headerHeight: HEADER_HEIGHT, rowToKeep: () => this.activeIndex });

  constructor() {
    super();
    this.pages = null;
    this.activeIndex = -1;
    this.stepMs = 100;
    this.highlight = "";
    this.caseSensitive = false;
    this.withCost = false;
    this.marks = null;
    this.label = "Events";
  }

  /** Brings a row into sight with air around it. */
  reveal(index: number): void {
    this.#rows.reveal(index, JUMP_MARGIN);
  }

  /** Moves so that row `index` stands `pixels` below the upper edge. */
  place(index: number, pixels: number): void {
    this.#rows.moveTo(index * ROW_HEIGHT - pixels);
  }

  /** Pixels between the upper edge and row `index`, negative if it is above; null before the table knows its size, and with it where it stands. */
  placeOf(index: number): number | null {
    return this.#rows.viewport === 0 ? null : index * ROW_HEIGHT - this.#rows.position;
  }

  /** True if the last of so many rows, or one after it, is in sight. */
  isAtEndOf(rows: number): boolean {
    return this.#rows.position + this.#rows.viewport >= (rows - 1) * ROW_HEIGHT;
  }

  /** Shows the last row at the lower edge. */
  showEnd(): void {
    this.#rows.moveTo(Number.MAX_SAFE_INTEGER);
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("pages")) {
      (changed.get("pages") as RowPages | null | undefined)?.listen(null);
      this.pages?.listen(() => this.requestUpdate());
    }
    if (this.#aim >= 0) this.#keepAim(changed);
    const { first, end } = this.#rows.range;
    if (end > first) this.pages?.show(first, end);
  }

  protected override render(): TemplateResult {
    const columns = this.#columns;
    const count = this.pages?.rowCount ?? 0;
    const { first, end } = this.#rows.range;
    const shown = this.activeIndex >= first && this.activeIndex < end;
    return html`<div
      class="scroller"
      role="treegrid"
      tabindex="0"
      aria-label=${this.label}
      aria-rowcount=${count + 1}
      aria-colcount=${columns.length}
      aria-activedescendant=${shown ? `row-${this.activeIndex}` : nothing}
      ${cssProps({ "--columns": columns.map((column) => column.width).join(" ") })}
      ${ref((element) => this.#rows.attach((element as HTMLElement | undefined) ?? null))}
      @keydown=${this.#onKey}
      @click=${this.#onClick}
      @dblclick=${this.#onDoubleClick}
    >
      <div class="spacer" role="presentation" ${cssProps({ height: `${this.#rows.spacerHeight}px` })}>
        <div class="header row" role="row" aria-rowindex="1">
          ${columns.map((column) => html`<span role="columnheader" class="cell ${column.key}">${column.title}</span>`)}
        </div>
        <div class="layer" role="presentation" ${cssProps({ height: `${this.#rows.viewport}px` })}>
          <div class="rows" role="rowgroup" ${cssProps({ transform: `translateY(${this.#rows.layerShift}px)` })}>
            ${this.#rows.slots.map((slot, place) => {
              const row = this.pages?.at(slot.index);
              if (row !== undefined) this.#last[place] = row;
              const active = slot.index >= 0 && slot.index === this.activeIndex;
              const content = [slot.index, slot.top, row, active, this.stepMs, this.highlight, this.caseSensitive, columns.length, row === undefined ? undefined : this.marks?.get(row.row)];
              return guard(content, () => this.#row(slot, row ?? this.#last[place], row === undefined ? "waiting" : active ? "active" : ""));
            })}
          </div>
        </div>
      </div>
    </div>`;
  }

  /** Made anew only if what it shows has changed: most rows stay as they are while the list scrolls. */
  #row(slot: Slot, row: EventRow | undefined, look: "waiting" | "active" | ""): TemplateResult {
    const columns = this.#columns;
    const here = look === "waiting" ? undefined : row;
    return html`<div
      class="row ${here === undefined ? "" : standingOf(here.kind, here.outcome)} ${slot.index < 0 ? "" : look}"
      role="row"
      id="row-${slot.index}"
      ?hidden=${slot.index < 0}
      aria-rowindex=${slot.index + 2}
      aria-level=${here === undefined ? nothing : here.depth + 1}
      aria-expanded=${here === undefined || here.children === 0 ? nothing : String(!here.collapsed)}
      aria-selected=${String(look === "active")}
      aria-busy=${here === undefined ? "true" : nothing}
      ${cssProps({ transform: `translateY(${slot.top}px)` })}
    >
      ${columns.map((column) => html`<span role="gridcell" class="cell ${column.key}">${row === undefined ? nothing : column.cell(row, this)}</span>`)}
    </div>`;
  }

  /** What a step cost stands in its details too: where room is short, its text comes first. */
  get #columns(): readonly EventColumn[] {
    return columnsFor(this.#rows.width, this.withCost);
  }

  #indexAt(event: Event): number {
    const row = event.composedPath().find((node) => node instanceof HTMLElement && node.id.startsWith("row-"));
    return row instanceof HTMLElement ? Number(row.id.slice(4)) : -1;
  }

  readonly #onClick = (event: MouseEvent): void => {
    const index = this.#indexAt(event);
    const row = this.pages?.at(index);
    if (row === undefined) return;
    const target = event.target instanceof Element ? event.target : null;
    if (target?.closest(".twisty.can") != null) this.#fold([row], !row.collapsed);
    else this.#choose(index);
  };

  readonly #onDoubleClick = (event: MouseEvent): void => {
    const row = this.pages?.at(this.#indexAt(event));
    if (row !== undefined && row.children > 0) this.#fold([row], !row.collapsed);
  };

  readonly #onKey = (event: KeyboardEvent): void => {
    const move = moveOf(event);
    if (move === null || this.pages === null || this.pages.rowCount === 0) return;
    event.preventDefault();
    event.stopPropagation();
    this.move(move);
  };

  /** Moves the cursor as a key would. */
  move(move: CursorMove): void {
    const last = (this.pages?.rowCount ?? 0) - 1;
    const from = this.activeIndex;
    switch (move.to) {
      case "by":
        return this.#go(from < 0 ? this.#rows.range.first : from + move.rows, last);
      case "pages":
        return this.#go(from + move.pages * this.#rows.pageRows, last);
      case "first":
        return this.#go(0, last);
      case "last":
        return this.#go(last, last);
      case "siblings":
        return this.#foldSiblings();
      case "fold":
      case "unfold":
        this.#sideways(move.to === "unfold");
    }
  }

  /** Folds or unfolds the row under the cursor. */
  toggleFold(): void {
    const row = this.pages?.at(this.activeIndex);
    if (row !== undefined && row.children > 0) this.#fold([row], !row.collapsed);
  }

  /** Takes the keyboard. */
  override focus(): void {
    this.renderRoot.querySelector<HTMLElement>(".scroller")?.focus();
  }

  #go(index: number, last: number): void {
    const to = Math.min(Math.max(0, index), last);
    this.#rows.reveal(to, 0);
    this.#choose(to);
  }

  /** Right: unfold, else to the first child. Left: fold, else to the parent. */
  #sideways(right: boolean): void {
    const row = this.pages?.at(this.activeIndex);
    if (row === undefined) return;
    const folded = row.collapsed;
    if (row.children > 0 && folded === right) return this.#fold([row], !right);
    if (right && row.children > 0) return this.#go(this.activeIndex + 1, (this.pages?.rowCount ?? 0) - 1);
    if (right || row.depth === 0) return;
    for (let index = this.activeIndex - 1; index >= 0; index--) {
      const above = this.pages?.at(index);
      if (above === undefined) break;
      if (above.depth < row.depth) return this.#go(index, index);
    }
    this.dispatchEvent(new RowParentEvent(row.row));
  }

  /** Unfolds the row and all its siblings at hand, as `*` does in every tree. */
  #foldSiblings(): void {
    const row = this.pages?.at(this.activeIndex);
    if (row === undefined) return;
    const siblings: EventRow[] = [];
    for (const step of [-1, 1]) {
      for (let index = this.activeIndex + step; ; index += step) {
        const near = this.pages?.at(index);
        if (near === undefined || near.depth < row.depth) break;
        if (near.depth === row.depth && near.collapsed) siblings.push(near);
      }
    }
    if (row.collapsed) siblings.push(row);
    if (siblings.length > 0) this.#fold(siblings, false);
  }

  #fold(rows: readonly EventRow[], collapsed: boolean): void {
    this.dispatchEvent(new RowFoldEvent(rows.map((row) => row.row), collapsed));
  }

  /** The row's number may not be here yet: then the choice waits for its page. */
  #choose(index: number): void {
    this.activeIndex = index;
    const pages = this.pages;
    const row = pages?.at(index);
    this.#aim = row === undefined ? index : -1;
    if (row !== undefined) {
      this.dispatchEvent(new RowSelectEvent(row.row, index));
      return;
    }
    void pages?.ready(index, index + 1).then(() => {
      const late = pages.at(index);
      if (late === undefined || this.#aim !== index || this.pages !== pages) return;
      this.#aim = -1;
      this.dispatchEvent(new RowSelectEvent(late.row, index));
    });
  }

  /** A choice that waits for its row outlives a view that comes in meanwhile, and what that view has selected. */
  #keepAim(changed: PropertyValues<this>): void {
    if (this.pages === null) this.#aim = -1;
    else if (changed.has("pages")) this.#choose(Math.min(this.#aim, this.pages.rowCount - 1));
    else this.activeIndex = this.#aim;
  }
}

customElements.define("peek-event-table", EventTable);

declare global {
  interface HTMLElementTagNameMap {
    "peek-event-table": EventTable;
  }
}
