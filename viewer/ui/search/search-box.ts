import { SignalWatcher } from "@lit-labs/signals";
import { ContextConsumer } from "@lit/context";
import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { formatCount } from "../../model/text.ts";
import type { App } from "../../state/app.ts";
import { appContext } from "../app/context.ts";
import type { PageAction } from "../commands/messages.ts";
import { hearPageActions } from "../commands/page-actions.ts";
import { base, buttons } from "../kit/tokens.ts";

/** Search over all text of the open traces, with the place among the hits. */
export class SearchBox extends SignalWatcher(LitElement) {
  static override styles = [
    base,
    buttons,
    css`
      /* Room for what stands beside the words once something is sought, so that nothing moves then. */
      :host { display: block; min-width: 424px; }
      .box { display: flex; align-items: center; gap: 4px; height: 30px; padding: 0 4px 0 10px; border: 1px solid var(--line-strong); border-radius: 6px; background: var(--bg-sunk); }
      .box:focus-within { border-color: var(--accent); outline: 1px solid var(--accent); }
      input { flex: 1; width: 0; min-width: 88px; border: 0; background: none; }
      input:focus-visible { outline: none; }
      input::-webkit-search-cancel-button { display: none; }
      .count { min-width: 56px; text-align: right; color: var(--text-2); white-space: nowrap; font-variant-numeric: tabular-nums; }
      .none { color: var(--k-error); }
      .chip { height: 20px; white-space: nowrap; }
      @media (max-width: 1000px) { :host { min-width: 330px; } .this-run { display: none; } }
      @media (max-width: 860px) { :host { min-width: 0; } .chip { display: none; } }
    `,
  ];
  readonly #app = new ContextConsumer(this, { context: appContext });

  constructor() {
    super();
    hearPageActions(this, (action) => this.#onAction(action));
  }

  protected override render(): TemplateResult {
    const app = this.#app.value;
    if (app === undefined) return html``;
    const { store } = app;
    const query = store.query.get();
    return html`<div class="box" role="search">
      <span aria-hidden="true" class="dim">⌕</span>
      <input
        type="search"
        placeholder="Search everything in these traces"
        aria-label="Search everything in these traces"
        spellcheck="false"
        autocomplete="off"
        .value=${query}
        @input=${(event: Event) => store.query.set((event.target as HTMLInputElement).value)}
        @keydown=${(event: KeyboardEvent) => onKey(app, event)}
      />
      ${query === "" ? html`<kbd>/</kbd>` : results(app)}
    </div>`;
  }

  #onAction(action: PageAction): void {
    if (action !== "focus-search") return;
    const input = this.renderRoot.querySelector("input");
    input?.focus();
    input?.select();
  }
}

function results(app: App): TemplateResult {
  const { store, searching } = app;
  const manyRuns = store.runs.get().length > 1;
  const hitsOnly = store.filters.get().hitsOnly >= 0;
  return html`<span class="count" role="status">${count(app)}</span>
    <button class="icon-button" title="Previous hit (Shift+Enter)" aria-label="Previous hit" @click=${() => searching.step(-1)}>↑</button>
    <button class="icon-button" title="Next hit (Enter)" aria-label="Next hit" @click=${() => searching.step(1)}>↓</button>
    ${manyRuns ? html`<button class="chip this-run" aria-pressed=${String(!store.everywhere.get())} title="Search only in this run" @click=${() => store.everywhere.set(!store.everywhere.get())}>this run</button>` : nothing}
    <button class="chip" aria-pressed=${String(hitsOnly)} title="Show only events with hits" @click=${() => store.filters.set({ ...store.filters.get(), hitsOnly: hitsOnly ? -1 : 0 })}>only hits</button>
    <button class="icon-button" title="Clear (Esc)" aria-label="Clear the search" @click=${() => store.query.set("")}>✕</button>`;
}

function count(app: App): TemplateResult {
  const hits = app.store.hits.get();
  if (hits === null) return html`…`;
  if (hits.rows.length === 0) return html`<span class="none">nothing found</span>`;
  const at = hits.rows.indexOf(app.store.row.get());
  const total = `${formatCount(hits.rows.length)}${hits.cut ? "+" : ""}`;
  return html`<span title="${formatCount(hits.occurrences)} places in ${total} events">${at < 0 ? "–" : formatCount(at + 1)} / ${total}</span>`;
}

function onKey(app: App, event: KeyboardEvent): void {
  if (event.key === "Enter" && !event.ctrlKey && !event.metaKey) app.searching.step(event.shiftKey ? -1 : 1);
  else if (event.key === "Escape") {
    if (app.store.query.get() === "") (event.target as HTMLElement).blur();
    else app.store.query.set("");
    app.store.filters.set({ ...app.store.filters.get(), hitsOnly: -1 });
  } else return;
  event.preventDefault();
  event.stopPropagation();
}

customElements.define("search-box", SearchBox);
