import { html, type TemplateResult } from "lit";
import type { CallsInfo, SpendInfo } from "../../engine/contracts/calls.ts";
import type { FlameBy } from "../../model/flame.ts";
import { formatCount } from "../../model/text.ts";
import { AnalysisTask } from "../../state/analysis-task.ts";
import type { App } from "../../state/app.ts";
import { CALL_SECTIONS, type CallSection } from "../../state/calls.ts";
import { nextPart } from "../../state/first-part.ts";
import { LensPanel } from "../app/lens-panel.ts";
import { answered, answeredStyles } from "../kit/answered.ts";
import { partView } from "../kit/part-view.ts";
import { base, buttons } from "../kit/tokens.ts";
import { callsStyles } from "./calls.styles.ts";
import type { FlameSelectEvent } from "./flame-graph.ts";
import { llmView, type CallsActions } from "./llm-view.ts";
import { spendView } from "./spend-view.ts";
import { toolsView } from "./tools-view.ts";
import "./flame-graph.ts";

const TITLES: Readonly<Record<CallSection, string>> = { spend: "Spending", llm: "Model calls", tools: "Tools", flame: "Flame graph" };
const PAGE = 500;

/** The calls lens: models and tools, what they took and what it cost. */
export class CallsPanel extends LensPanel {
  static override styles = [base, buttons, answeredStyles, callsStyles];
  static override properties = { by: { state: true }, most: { state: true } };
  declare private by: FlameBy;
  declare private most: number;
  #calls!: AnalysisTask<"calls">;
  #spend!: AnalysisTask<"spend">;

  constructor() {
    super();
    this.by = "time";
    this.most = PAGE;
  }

  protected override begin({ store, client }: App): readonly { start(): void; stop(): void }[] {
    const part = (task: AnalysisTask<"calls" | "spend">): { readonly run: number; readonly most?: number } | null => {
      const run = store.run.get();
      return run === null ? null : { run, ...nextPart(task.state.get().value) };
    };
    this.#calls = new AnalysisTask({ store, client }, "calls", () => part(this.#calls));
    this.#spend = new AnalysisTask({ store, client }, "spend", () => part(this.#spend));
    return [this.#calls, this.#spend];
  }

  protected override view(app: App): TemplateResult {
    const shown = app.calls.section.get();
    const counts = this.#calls.state.get().value;
    const count = (id: CallSection): string => (counts === null || id === "spend" || id === "flame" ? "" : formatCount(id === "llm" ? counts.llmTotal : counts.tools.length));
    return html`<div class="bar" role="tablist" aria-label="Calls">
        ${CALL_SECTIONS.map((id) => html`<button class="chip" role="tab" aria-selected=${String(id === shown)} @click=${() => app.calls.section.set(id)}>${TITLES[id]} <span class="num">${count(id)}</span></button>`)}${partView(this.#taskOf(shown).state.get())}
      </div>
      <div class="body" tabindex="0" role="tabpanel" aria-label=${TITLES[shown]}><h2 class="hidden-visually">${TITLES[shown]}</h2>${app.store.run.get() === null ? html`<div class="answer-none" role="status">Choose a run first.</div>` : this.#section(app, shown)}</div>`;
  }

  /** What a section rests on. */
  #taskOf(section: CallSection): AnalysisTask<"calls" | "spend"> {
    return section === "spend" || section === "flame" ? this.#spend : this.#calls;
  }

  #section(app: App, section: CallSection): TemplateResult {
    const actions: CallsActions = { row: app.store.row.get(), goTo: (row) => app.selection.goTo(row) };
    const [calls, spend] = [this.#calls, this.#spend];
    switch (section) {
      case "llm":
        return answered({ state: calls.state.get(), empty: noModels, retry: () => calls.retry(), view: (info) => html`${llmView(info, this.most, actions)}${info.llm.length > this.most ? html`<p class="note"><button class="button" @click=${() => (this.most += PAGE)}>Show ${PAGE} more</button></p>` : ""}` });
      case "tools":
        return answered({ state: calls.state.get(), empty: ({ tools }) => (tools.length === 0 ? "This run called no tool." : null), retry: () => calls.retry(), view: (info) => toolsView(info, actions) });
      case "spend":
        return answered({ state: spend.state.get(), empty: ({ total }) => (total.calls === 0 ? "This run called no model and no tool, so nothing was spent that the trace shows." : null), retry: () => spend.retry(), view: (info) => spendView(info, actions) });
      case "flame":
        return answered({ state: spend.state.get(), empty: noFlame, retry: () => spend.retry(), view: (info) => this.#flame(info, actions) });
    }
  }

  #flame({ flame, total }: SpendInfo, { row, goTo }: CallsActions): TemplateResult {
    const by = total.costUsd > 0 ? this.by : "time";
    return html`<div class="flame">
      <flame-graph .flame=${flame} .by=${by} .row=${row} @flame-select=${(event: FlameSelectEvent) => goTo(event.row)}></flame-graph>
      <div class="bar">
        ${total.costUsd > 0 ? (["time", "cost"] as const).map((kind) => html`<button class="chip" aria-pressed=${String(by === kind)} @click=${() => (this.by = kind)}>by ${kind}</button>`) : ""}
        ${flame.leftOut > 0 ? html`<span class="dim">${formatCount(flame.leftOut)} events take no time of their own, or too little to be drawn</span>` : ""}
      </div>
    </div>`;
  }
}

function noModels({ llmTotal }: CallsInfo): string | null {
  return llmTotal === 0 ? "No call of a model was recorded in this run." : null;
}

function noFlame({ flame }: SpendInfo): string | null {
  return flame.row.length === 0 ? "No event of this run says how long it took." : null;
}

customElements.define("calls-panel", CallsPanel);
