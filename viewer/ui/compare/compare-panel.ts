import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import type { RunRow } from "../../engine/api.ts";
import type { Comparison } from "../../engine/contracts/compare.ts";
import { arrangeLines, nextDifference, type CompareItem } from "../../model/compare-lines.ts";
import { counterparts } from "../../model/counterpart.ts";
import { outcomeMark, runTitle } from "../../model/runs.ts";
import { AnalysisTask } from "../../state/analysis-task.ts";
import type { App } from "../../state/app.ts";
import { nextPart } from "../../state/first-part.ts";
import { LensPanel } from "../app/lens-panel.ts";
import type { PageAction } from "../commands/messages.ts";
import { answered, answeredStyles } from "../kit/answered.ts";
import { partView } from "../kit/part-view.ts";
import { base, buttons } from "../kit/tokens.ts";
import { compareStyles } from "./compare.styles.ts";
import { CompareTable, type LineSelectEvent } from "./compare-table.ts";
import { factsStrip } from "./facts.ts";
import { pairView, rankedDifferences } from "./pair-view.ts";

const MOST_OFFERED = 500;
const DIFFERENCE_MOVES: { readonly [action: string]: 1 | -1 } = { "next-difference": 1, "previous-difference": -1 };

/** The compare lens: the run looked at beside another, from their first difference on. */
export class ComparePanel extends LensPanel {
  static override styles = [base, buttons, answeredStyles, compareStyles];
  static override properties = { opened: { state: true }, line: { state: true } };
  declare private opened: ReadonlySet<number>;
  declare private line: number;
  #lines!: AnalysisTask<"compare-runs">;
  #pair!: AnalysisTask<"compare-pair">;
  #shown: Comparison | null = null;
  #items: readonly CompareItem[] = [];
  #arrangedFor: ReadonlySet<number> | undefined;

  constructor() {
    super();
    this.opened = new Set();
    this.line = -1;
  }

  get #table(): CompareTable | null {
    return this.renderRoot.querySelector("compare-table");
  }

  protected override begin(app: App): readonly { start(): void; stop(): void }[] {
    const { store, comparing } = app;
    this.#lines = new AnalysisTask(app, "compare-runs", () => {
      const [left, right] = [store.run.get(), comparing.other.get()];
      return left === null || right === null ? null : { left, right: right.run, ...nextPart(this.#lines.state.get().value) };
    });
    this.#pair = new AnalysisTask(app, "compare-pair", () => comparing.pair.get());
    return [this.#lines, this.#pair];
  }

  protected override view(app: App): TemplateResult {
    const [run, other] = [app.store.runRow.get(), app.comparing.other.get()];
    if (run === null || other === null) return html`<div class="none" role="status">There is only one run. Drop a second trace, for instance a run of the same task that went well, and the two are laid side by side.</div>`;
    return html`${this.#head(app, run, other)}${answered({ state: this.#lines.state.get(), view: (comparison) => this.#comparison(app, comparison), retry: () => this.#lines.retry() })}`;
  }

  protected override updated(_changed: PropertyValues): void {
    const comparison = this.#lines?.state.get().value ?? null;
    if (comparison === null || comparison === this.#shown || this.app === undefined) return;
    const here = this.#placeIn(comparison);
    this.#shown = comparison;
    this.opened = new Set();
    this.#goTo(here);
  }

  /** The first difference; where only more of the same two runs has been read, the line that was looked at. */
  #placeIn(comparison: Comparison): number {
    const row = this.#shown?.left[this.line] ?? -1;
    const place = this.#shown !== null && areOfSameRuns(this.#shown, comparison) && row >= 0 ? comparison.left.indexOf(row) : -1;
    return place >= 0 ? place : Math.max(0, comparison.firstDifference);
  }

  #head(app: App, run: RunRow, other: RunRow): TemplateResult {
    const offered = counterparts(run, app.store.runs.get()).slice(0, MOST_OFFERED);
    const onChoose = (event: Event): void => {
      const chosen = offered.find(({ run: number }) => String(number) === (event.target as HTMLSelectElement).value);
      if (chosen !== undefined) app.comparing.choose(chosen);
    };
    return html`<div class="head">
      <h2 class="hidden-visually">Two runs side by side</h2>
      <span class="this clip">${outcomeMark(run.outcome)} ${runTitle(run)}</span><span class="dim">against</span>
      <select aria-label="Run to compare with" @change=${onChoose}>
        ${offered.map((candidate) => html`<option value=${candidate.run} ?selected=${candidate.run === other.run}>${outcomeMark(candidate.outcome)} ${runTitle(candidate)}${candidate.task !== "" && candidate.task === run.task ? " (same task)" : ""}</option>`)}
      </select>
      <button class="button" @click=${() => app.comparing.swap((to) => app.selection.selectRun(to))}>Swap</button>
      <span class="grow">${partView(this.#lines.state.get())}</span>
      <button class="button" @click=${() => this.#step(-1)} title="Previous difference (:)" aria-label="Previous difference">↑</button><button class="button" @click=${() => this.#step(1)} title="Next difference (;)" aria-label="Next difference">↓</button>
    </div>`;
  }

  #comparison(app: App, comparison: Comparison): TemplateResult {
    if (this.#shown !== comparison || this.#arrangedFor !== this.opened) {
      this.#items = arrangeLines(comparison.state, this.opened);
      this.#arrangedFor = this.opened;
    }
    const pair = this.#pair.state.get();
    return html`${factsStrip(comparison)}
      <div class="table"><compare-table .comparison=${comparison} .items=${this.#items} .active=${this.line} .rowOf=${(row: number) => app.events.get(row)} .drawn=${app.events.arrived} @line-select=${this.#onSelect}></compare-table></div>
      <div class="pair">
        <div role="region" aria-label="What differs most" tabindex="0">
          ${comparison.cut ? html`<p role="status">The runs are too long to be compared whole: this is their beginning.</p>` : nothing} ${rankedDifferences(comparison, this.line, ({ line }) => this.#goTo(line))}
        </div>
        <div role="region" aria-label="The line looked at" tabindex="0">${answered({ state: pair, view: pairView, retry: () => this.#pair.retry() })}</div>
      </div>`;
  }

  readonly #onSelect = (event: LineSelectEvent): void => {
    if (event.open) this.opened = new Set([...this.opened, event.line]);
    this.#goTo(event.line);
  };

  #step(direction: 1 | -1): void {
    if (this.#shown === null) return;
    const next = nextDifference(this.#shown.state, this.line, direction);
    if (next >= 0) this.#goTo(next);
    else this.app?.store.announcement.set(direction > 0 ? "No later difference" : "No earlier difference");
  }

  /** Looks at a line: its event of the run looked at is shown in the details too. */
  #goTo(line: number): void {
    const { app } = this;
    if (app === undefined || this.#shown === null) return;
    this.line = line;
    const [left, right] = [this.#shown.left[line] ?? -1, this.#shown.right[line] ?? -1];
    app.comparing.pair.set({ left, right });
    if (left >= 0) app.selection.selectRow(left);
    void this.updateComplete.then(() => this.#table?.reveal(line));
  }

  protected override onAction(action: PageAction): void {
    const direction = DIFFERENCE_MOVES[action];
    if (direction !== undefined) this.#step(direction);
    else super.onAction(action, this.#table?.shadowRoot ?? this.shadowRoot);
  }
}

function areOfSameRuns(a: Comparison, b: Comparison): boolean {
  const first = (rows: Int32Array): number | undefined => rows.find((row) => row >= 0);
  return first(a.left) === first(b.left) && first(a.right) === first(b.right);
}

customElements.define("compare-panel", ComparePanel);
