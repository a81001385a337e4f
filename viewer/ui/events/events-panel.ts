import { SignalWatcher } from "@lit-labs/signals";
import { ContextConsumer } from "@lit/context";
import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import type { ViewInfo } from "../../engine/api.ts";
import type { RowPages } from "../../model/row-pages.ts";
import { formatCount, offsetStep } from "../../model/text.ts";
import type { App } from "../../state/app.ts";
import { foldAll, foldRows } from "../../state/folding.ts";
import { NO_FILTERS } from "../../state/store.ts";
import { appContext } from "../app/context.ts";
import type { PageAction } from "../commands/messages.ts";
import { hearPageActions } from "../commands/page-actions.ts";
import { kindMarkStyles } from "../kit/kind-mark.ts";
import { buttons } from "../kit/tokens.ts";
import { emptyView } from "./empty-view.ts";
import { EventTable } from "./event-table.ts";
import { kindChips, kindChipsStyles } from "./kind-chips.ts";
import type { RowFoldEvent, RowParentEvent, RowSelectEvent } from "./messages.ts";
import type { RulerJumpEvent } from "./overview-ruler.ts";
import type { CursorMove } from "./table-keys.ts";
import "./overview-ruler.ts";

/** How long the rows of before stay on screen while those of a new view are on their way. */
const PATIENCE_MS = 300;
/** Rows fetched before a new view is shown. */
const FIRST_ROWS = 60;

const MOVES: { readonly [A in PageAction]?: CursorMove } = {
  "next-row": { to: "by", rows: 1 },
  "previous-row": { to: "by", rows: -1 },
  "first-row": { to: "first" },
  "last-row": { to: "last" },
};

/** A view as the table shows it: rows and the place of the selected one, changed together. */
interface Shown {
  readonly view: ViewInfo;
  readonly pages: RowPages;
}

/** The events lens: chips, table, ruler. Keeps the selected row where it is while filters and folds change around it. */
export class EventsPanel extends SignalWatcher(LitElement) {
  static override styles = [
    buttons,
    kindMarkStyles,
    kindChipsStyles,
    css`
      :host { display: flex; flex-direction: column; min-height: 0; min-width: 0; }
      .table { flex: 1; display: flex; min-height: 0; position: relative; }
      peek-event-table { flex: 1; min-width: 0; }
      peek-overview-ruler { flex: none; }
      .newer { position: absolute; bottom: 10px; left: 50%; transform: translateX(-50%); box-shadow: 0 2px 10px rgb(0 0 0 / 0.25); }
      .none { position: absolute; inset: 48px 24px auto; text-align: center; color: var(--text-2); }
    `,
  ];
  static override properties = { shown: { state: true }, byKind: { state: true }, seenRows: { state: true } };
  declare private shown: Shown | null;
  declare private byKind: boolean;
  /** Rows there were when the end was last in sight. */
  declare private seenRows: number;
  readonly #app = new ContextConsumer(this, { context: appContext, subscribe: true });
  /** The newest view there is; the one on screen may be older. */
  #wanted: { readonly view: ViewInfo | null; readonly pages: RowPages | null } = { view: null, pages: null };
  #isAdopting = false;
  /** Place of the selected row in the view on screen. */
  #index = -1;
  /** The one last brought into sight. */
  #shownIndex = -1;

  constructor() {
    super();
    this.shown = null;
    this.byKind = false;
    this.seenRows = 0;
    hearPageActions(this, (action) => this.#onAction(action));
  }

  get #newRows(): number {
    const rows = this.shown?.pages.rowCount ?? 0;
    return this.#table?.isAtEndOf(this.seenRows) === true ? 0 : rows - Math.min(rows, this.seenRows);
  }

  get #table(): EventTable | null {
    return this.renderRoot.querySelector("peek-event-table");
  }

  protected override render(): TemplateResult {
    const app = this.#app.value;
    if (app === undefined) return html``;
    const { store } = app;
    const view = store.view.get();
    const pages = store.pages.get();
    if (pages !== this.#wanted.pages) void this.#want(app, { view, pages });
    const index = store.index.get();
    if (this.shown === null) return html``;
    // The place of the selected row is known for the newest view, which may not be on screen yet.
    if (view?.view === this.shown.view.view) this.#index = index;
    const { filters } = store;
    return html`${kindChips({
        kinds: this.shown.view.kinds,
        hiddenKinds: filters.get().hiddenKinds,
        hidden: this.shown.view.hidden,
        folded: this.shown.view.folded,
        byKind: this.byKind,
        onByKind: (byKind) => (this.byKind = byKind),
        onHide: (hiddenKinds) => filters.set({ ...filters.get(), hiddenKinds }),
        onShowAll: () => filters.set(NO_FILTERS),
        onFoldAll: (fold) => foldAll(store, fold),
      })}
      <div class="table">
        <peek-event-table
          .pages=${this.shown.pages}
          .activeIndex=${this.#index}
          .stepMs=${offsetStep(store.timeline.get()?.durationMs ?? 0)}
          .highlight=${store.query.get()}
          .marks=${app.notes.marks.get()}
          .withCost=${(store.runRow.get()?.costUsd ?? 0) > 0}
          @row-select=${(event: RowSelectEvent) => this.#select(app, event)}
          @row-fold=${(event: RowFoldEvent) => foldRows(store, event.rows, event.collapsed)}
          @row-parent=${(event: RowParentEvent) => void this.#selectParent(app, event.row)}
        ></peek-event-table>
        <peek-overview-ruler
          .slices=${store.overview.get()}
          .selected=${this.#index < 0 ? -1 : this.#index / Math.max(1, this.shown.pages.rowCount)}
          @ruler-jump=${(event: RulerJumpEvent) => this.#table?.reveal(Math.floor(event.share * ((this.shown?.pages.rowCount ?? 1) - 1)))}
        ></peek-overview-ruler>
        ${store.isLive.get() && store.growing.get() && this.#newRows > 0 ? html`<button class="button main newer" @click=${() => void this.#showEnd()}>↓ ${formatCount(this.#newRows)} new</button>` : nothing}
        ${this.shown.pages.rowCount === 0 ? html`<div class="none" role="status">${emptyView(store)}</div>` : nothing}
      </div>`;
  }

  protected override updated(_changed: PropertyValues): void {
    if (this.#index === this.#shownIndex) return;
    this.#shownIndex = this.#index;
    if (this.#index >= 0) this.#table?.reveal(this.#index);
  }

  /** Pixels between the upper edge and the row shown as selected; null if none is. */
  get #heightOfShown(): number | null {
    return this.#shownIndex >= 0 && this.shown !== null ? (this.#table?.placeOf(this.#shownIndex) ?? null) : null;
  }

  /** Shows the newest view. One after the other: a run that grows has newer ones faster than they can be shown. */
  async #want(app: App, wanted: { readonly view: ViewInfo | null; readonly pages: RowPages | null }): Promise<void> {
    this.#wanted = wanted;
    if (wanted.view === null || wanted.pages === null) this.shown = null;
    if (this.#isAdopting) return;
    this.#isAdopting = true;
    for (let { view, pages } = this.#wanted; view !== null && pages !== null; { view, pages } = this.#wanted) {
      await this.#adopt(app, view, pages);
      if (pages === this.#wanted.pages) break;
    }
    this.#isAdopting = false;
  }

  /** Shows a new view once its first rows are here, with the selected row at the height it had. */
  async #adopt(app: App, view: ViewInfo, pages: RowPages): Promise<void> {
    const { store, client } = app;
    const row = store.row.get();
    const place = row < 0 ? null : await client.ask("locate", view.view, row);
    const index = place?.index ?? -1;
    const first = Math.max(0, index - FIRST_ROWS / 2);
    await Promise.race([pages.ready(first, Math.min(pages.rowCount, first + FIRST_ROWS)), new Promise((resolve) => setTimeout(resolve, PATIENCE_MS))]);
    if (this.#wanted.pages === null) return;
    const pixels = this.#heightOfShown;
    const staysAtEnd = this.#isSameRun(view) && store.isLive.get() && this.#table?.isAtEndOf(this.seenRows) === true;
    if (staysAtEnd) await pages.ready(Math.max(0, pages.rowCount - FIRST_ROWS), pages.rowCount);
    if (!this.#isSameRun(view)) this.seenRows = pages.rowCount;
    this.shown = { view, pages };
    if (store.row.get() === row) {
      store.index.set(index);
      this.#index = index;
      this.#shownIndex = index;
    }
    await this.updateComplete;
    if (staysAtEnd) await this.#showEnd();
    else if (index >= 0) await this.#bringBack(index, pixels, () => store.row.get() === row);
  }

  /** Growing runs are shown from their end as long as a person stays there; what came meanwhile is counted. */
  async #showEnd(): Promise<void> {
    await this.#table?.updateComplete;
    this.#table?.showEnd();
    this.seenRows = this.shown?.pages.rowCount ?? 0;
  }

  #isSameRun(view: ViewInfo): boolean {
    return this.shown !== null && this.shown.view.timeRange[0] === view.timeRange[0];
  }

  /** Row `index` at the height it had, or anywhere in sight if it had none; not if the person has gone elsewhere meanwhile. */
  async #bringBack(index: number, pixels: number | null, isWanted: () => boolean): Promise<void> {
    const table = this.#table;
    await table?.updateComplete;
    if (!isWanted()) return;
    if (pixels === null) table?.reveal(index);
    else table?.place(index, pixels);
  }

  #select(app: App, event: RowSelectEvent): void {
    app.store.index.set(event.index);
    this.#index = event.index;
    this.#shownIndex = event.index;
    app.selection.selectRow(event.row);
  }

  async #selectParent(app: App, row: number): Promise<void> {
    const detail = await app.client.ask("event", row, 0);
    const parent = detail?.ancestors.at(-1);
    if (parent !== undefined) app.selection.goTo(parent);
  }

  #onAction(action: PageAction): void {
    const move = MOVES[action];
    if (move !== undefined) this.#table?.move(move);
    else if (action === "toggle-fold") this.#table?.toggleFold();
    else if (action === "focus-events") this.#table?.focus();
    else if (action === "follow-end") void this.#showEnd();
  }
}

customElements.define("events-panel", EventsPanel);
