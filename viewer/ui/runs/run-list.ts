import { SignalWatcher } from "@lit-labs/signals";
import { ContextConsumer } from "@lit/context";
import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import type { FileState, RunRow } from "../../engine/api.ts";
import { arrangeRuns, outcomeCounts, outcomeMark, RUN_SORTS, runTitle } from "../../model/runs.ts";
import { countOf, formatCost, formatCount, formatDuration } from "../../model/text.ts";
import type { App } from "../../state/app.ts";
import { NO_RUN_FILTER } from "../../state/store.ts";
import { appContext } from "../app/context.ts";
import type { PageAction } from "../commands/messages.ts";
import { hearPageActions } from "../commands/page-actions.ts";
import { cssProps } from "../kit/css-props.ts";
import { base, buttons } from "../kit/tokens.ts";

const ROW = 44;
/** Rows drawn beyond either edge. */
const SPARE = 6;

/** The runs that are open: sorted, filtered, one of them looked at. Draws only those in sight. */
export class RunList extends SignalWatcher(LitElement) {
  static override styles = [
    base,
    buttons,
    css`
      :host { display: flex; flex-direction: column; min-height: 0; background: var(--bg-sunk); }
      header { display: flex; align-items: center; gap: 6px; height: 32px; padding: 0 8px 0 12px; border-bottom: 1px solid var(--line); }
      header b { flex: 1; white-space: nowrap; } header b span { font-weight: 400; color: var(--text-2); margin-left: 4px; }
      select { min-width: 0; border: 0; background: none; color: var(--text-2); max-width: 130px; }
      option { background: var(--bg-raised); color: var(--text); }
      .filters { display: flex; flex-wrap: wrap; gap: 6px; padding: 6px 10px; border-bottom: 1px solid var(--line); }
      .filters input { flex: 1 1 90px; min-width: 70px; height: 22px; padding: 0 8px; border: 1px solid var(--line-strong); border-radius: 11px; background: var(--bg); }
      .failed, .error { --mark: var(--k-error); } .passed, .ok { --mark: var(--ok); } .unfinished, .cancelled { --mark: var(--text-2); }
      .mark { color: var(--mark); font-weight: 700; width: 12px; text-align: center; }
      .scroller { flex: 1; overflow: auto; position: relative; outline-offset: -2px; contain: strict; min-height: 88px; }
      .run { position: absolute; inset-inline: 0; height: 44px; display: grid; grid-template-columns: 14px 1fr auto; gap: 0 8px; align-content: center; padding: 0 10px 0 12px; border-bottom: 1px solid var(--line); cursor: default; }
      .run:hover { background: var(--bg-hover); }
      .run[aria-selected="true"] { background: var(--bg-selected); box-shadow: inset 2px 0 var(--accent); }
      .title { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
      .sub { grid-column: 2 / 4; display: flex; gap: 10px; font-size: 12px; color: var(--text-2); white-space: nowrap; overflow: hidden; }
      .sub span:last-child { overflow: hidden; text-overflow: ellipsis; }
      .bad { color: var(--k-error); } .held { color: var(--k-safety); }
      .none { padding: 16px 12px; color: var(--text-2); }
    `,
  ];
  static override properties = { top: { state: true }, height: { state: true } };
  declare private top: number;
  declare private height: number;
  readonly #app = new ContextConsumer(this, { context: appContext });
  readonly #resize = new ResizeObserver(([entry]) => (this.height = entry?.contentRect.height ?? 0));
  #shownRun: number | null = null;

  constructor() {
    super();
    this.top = 0;
    this.height = 600;
    hearPageActions(this, (action) => this.#onAction(action));
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#resize.disconnect();
  }

  protected override firstUpdated(): void {
    const scroller = this.renderRoot.querySelector(".scroller");
    if (scroller !== null) this.#resize.observe(scroller);
  }

  protected override render(): TemplateResult {
    const app = this.#app.value;
    if (app === undefined) return html``;
    const { store } = app;
    const runs = store.runs.get();
    const shown = arrangeRuns(runs, store.preferences.get().runSort, store.runFilter.get());
    return html`${heading(app, shown.length, runs.length)} ${filters(app, runs)}
      <div class="scroller" role="listbox" tabindex="0" aria-label="Runs" aria-activedescendant=${activeId(app, shown)} @scroll=${this.#onScroll} @keydown=${(event: KeyboardEvent) => this.#onKey(event, shown)}>
        <div role="presentation" ${cssProps({ height: `${shown.length * ROW}px` })}></div>
        ${this.#rows(app, shown)}
      </div>
      ${shown.length === 0 && runs.length > 0 ? html`<p class="none">No run matches. <button class="link" @click=${() => store.runFilter.set(NO_RUN_FILTER)}>Show all ${formatCount(runs.length)}</button></p>` : nothing}`;
  }

  protected override updated(_changed: PropertyValues): void {
    const app = this.#app.value;
    const run = app?.store.run.get() ?? null;
    if (app === undefined || run === this.#shownRun) return;
    this.#shownRun = run;
    const at = arrangeRuns(app.store.runs.get(), app.store.preferences.get().runSort, app.store.runFilter.get()).findIndex((row) => row.run === run);
    const scroller = this.renderRoot.querySelector<HTMLElement>(".scroller");
    if (at < 0 || scroller === null) return;
    if (at * ROW < scroller.scrollTop) scroller.scrollTop = at * ROW;
    else if ((at + 1) * ROW > scroller.scrollTop + scroller.clientHeight) scroller.scrollTop = (at + 1) * ROW - scroller.clientHeight;
  }

  #rows(app: App, shown: readonly RunRow[]): TemplateResult[] {
    const first = Math.max(0, Math.floor(this.top / ROW) - SPARE);
    const last = Math.min(shown.length, Math.ceil((this.top + this.height) / ROW) + SPARE);
    const several = app.store.open.get().files.filter((file) => file.runs > 0).length > 1;
    const files = several ? app.store.open.get().files : [];
    return shown.slice(first, last).map((run, index) => runRow(app, run, { index: first + index, count: shown.length, file: files.find((file) => file.file === run.file) }));
  }

  readonly #onScroll = (event: Event): void => {
    this.top = (event.target as HTMLElement).scrollTop;
  };

  #onKey(event: KeyboardEvent, shown: readonly RunRow[]): void {
    const app = this.#app.value;
    const step = event.key === "ArrowDown" || event.key === "j" ? 1 : event.key === "ArrowUp" || event.key === "k" ? -1 : 0;
    if (app === undefined || step === 0) return;
    event.preventDefault();
    event.stopPropagation();
    app.selection.stepRun(shown, step);
  }

  #onAction(action: PageAction): void {
    if (action === "focus-runs") this.renderRoot.querySelector<HTMLElement>("input")?.focus();
  }
}

function activeId(app: App, shown: readonly RunRow[]): string | typeof nothing {
  const run = app.store.run.get();
  return run !== null && shown.some((row) => row.run === run) ? `run-${run}` : nothing;
}

function heading(app: App, shown: number, all: number): TemplateResult {
  const { preferences } = app.store;
  const onSort = (event: Event): void => preferences.set({ ...preferences.get(), runSort: (event.target as HTMLSelectElement).value });
  return html`<header>
    <b>Runs <span class="num">${shown === all ? formatCount(all) : `${formatCount(shown)} of ${formatCount(all)}`}</span></b>
    <select aria-label="Order of the runs" @change=${onSort}>
      ${RUN_SORTS.map(({ id, title }) => html`<option value=${id} ?selected=${id === preferences.get().runSort}>${title}</option>`)}
    </select>
  </header>`;
}

function filters(app: App, runs: readonly RunRow[]): TemplateResult | typeof nothing {
  const { runFilter } = app.store;
  const filter = runFilter.get();
  if (runs.length < 2) return nothing;
  const toggle = (outcome: string): void => {
    const outcomes = filter.outcomes.includes(outcome) ? filter.outcomes.filter((other) => other !== outcome) : [...filter.outcomes, outcome];
    runFilter.set({ ...filter, outcomes });
  };
  return html`<div class="filters">
    ${outcomeCounts(runs).map(
      ({ outcome, count }) => html`<button class="chip ${outcome}" aria-pressed=${String(filter.outcomes.includes(outcome))} @click=${() => toggle(outcome)}>
        <span class="mark" aria-hidden="true">${outcomeMark(outcome)}</span>${outcome} <span class="num">${formatCount(count)}</span>
      </button>`,
    )}
    ${filter.only === null ? nothing : html`<button class="chip" aria-pressed="true" title="Show the other runs too" @click=${() => runFilter.set({ ...filter, only: null })}>${countOf(filter.only.length, "run")} chosen ✕</button>`}
    <input type="search" placeholder="filter runs" aria-label="Filter runs by text" .value=${filter.text} @input=${(event: Event) => runFilter.set({ ...filter, text: (event.target as HTMLInputElement).value })} />
  </div>`;
}

interface RowPlace {
  readonly index: number;
  readonly count: number;
  /** The file, if several are open. */
  readonly file: FileState | undefined;
}

function runRow(app: App, run: RunRow, { index, count, file }: RowPlace): TemplateResult {
  const isActive = app.store.run.get() === run.run;
  return html`<div
    class="run ${run.outcome}"
    role="option"
    id="run-${run.run}"
    aria-selected=${String(isActive)}
    aria-posinset=${index + 1}
    aria-setsize=${count}
    title=${[runTitle(run), run.session, file?.name].filter(Boolean).join("\n")}
    ${cssProps({ transform: `translateY(${index * ROW}px)`, top: "0" })}
    @click=${() => app.selection.selectRun(run)}
  >
    <span class="mark" role="img" aria-label=${run.outcome}>${outcomeMark(run.outcome)}</span>
    <span class="title">${runTitle(run)}</span>
    <span class="dim num">${formatCount(run.events)} ev</span>
    <span class="sub">${facts(run, file)}</span>
  </div>`;
}

function facts(run: RunRow, file: FileState | undefined): TemplateResult[] {
  const told: TemplateResult[] = [];
  if (run.toolCalls > 0) told.push(html`<span>${countOf(run.toolCalls, "call")}</span>`);
  if (run.errors > 0) told.push(html`<span class="bad">${countOf(run.errors, "error")}</span>`);
  if (run.stopped > 0) told.push(html`<span class="held">${formatCount(run.stopped)} stopped</span>`);
  if (run.durationMs > 0 && !run.timesDerived) told.push(html`<span>${formatDuration(run.durationMs)}</span>`);
  if (run.costUsd > 0) told.push(html`<span>${formatCost(run.costUsd)}</span>`);
  if (run.tokensIn + run.tokensOut > 0) told.push(html`<span>${formatCount(run.tokensIn + run.tokensOut)} tok</span>`);
  if (run.agent !== "" && run.agent !== run.title) told.push(html`<span>${run.agent}</span>`);
  if (file !== undefined) told.push(html`<span>${file.name}</span>`);
  return told;
}

customElements.define("run-list", RunList);
