import { html, nothing, type TemplateResult } from "lit";
import type { AgentsInfo } from "../../engine/contracts/agents.ts";
import { laneLines, type LaneLine } from "../../model/agents.ts";
import { countOf, formatCount } from "../../model/text.ts";
import { AGENT_SECTIONS, type AgentSection } from "../../state/agents.ts";
import { AnalysisTask } from "../../state/analysis-task.ts";
import type { App } from "../../state/app.ts";
import { nextPart } from "../../state/first-part.ts";
import { LensPanel } from "../app/lens-panel.ts";
import { insightsStyles } from "../insights/insights.styles.ts";
import type { InsightActions } from "../insights/parts.ts";
import { answered, answeredStyles } from "../kit/answered.ts";
import { partView } from "../kit/part-view.ts";
import { kindMarkStyles } from "../kit/kind-mark.ts";
import { base, buttons } from "../kit/tokens.ts";
import { rowListStyles } from "../kit/virtual-list/row-list.ts";
import { agentsStyles } from "./agents.styles.ts";
import { DEBATE_PAGE, debateView } from "./debate-view.ts";
import { findingsCount, findingsView } from "./findings-view.ts";
import { lanesView } from "./lanes-view.ts";
import { speakersView } from "./speakers-view.ts";

const TITLES: Readonly<Record<AgentSection, string>> = { lanes: "Lanes", debate: "Debate", speakers: "Who speaks to whom", findings: "Findings" };

/** The agents lens: what passes between the agents of a run. */
export class AgentsPanel extends LensPanel {
  static override styles = [base, buttons, kindMarkStyles, answeredStyles, rowListStyles, insightsStyles, agentsStyles];
  static override properties = { space: { state: true } };
  declare private space: number;
  #agents!: AnalysisTask<"agents">;
  #debate!: AnalysisTask<"debate">;
  #lines: { readonly info: AgentsInfo; readonly lines: readonly LaneLine[] } | undefined;
  readonly #resize = new ResizeObserver(() => requestAnimationFrame(() => (this.space = this.clientWidth)));

  constructor() {
    super();
    this.space = 0;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#resize.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#resize.disconnect();
  }

  protected override begin(app: App): readonly { start(): void; stop(): void }[] {
    const { store, agents } = app;
    this.#agents = new AnalysisTask(app, "agents", () => {
      const run = store.run.get();
      return run === null ? null : { run, ...nextPart(this.#agents.state.get().value) };
    });
    this.#debate = new AnalysisTask(app, "debate", () => {
      const [run, info] = [store.run.get(), this.#agents.state.get().value];
      if (run === null || info === null || agents.section.get() !== "debate") return null;
      const at = debateAt(app, info);
      return { run, rows: [...info.messages.rows.subarray(at, at + DEBATE_PAGE)] };
    });
    return [this.#agents, this.#debate];
  }

  protected override view(app: App): TemplateResult {
    const shown = app.agents.section.get();
    const state = this.#agents.state.get();
    return html`<div class="tabs" role="tablist" aria-label="Agents">
        ${AGENT_SECTIONS.map((id) => html`<button class="chip" role="tab" aria-selected=${String(id === shown)} @click=${() => app.agents.section.set(id)}>${TITLES[id]}${countView(id, state.value)}</button>`)}${partView(state)}${noteView(state.value)}
      </div>
      <div class="body ${shown === "lanes" ? "lanes" : ""}" tabindex=${shown === "lanes" ? "-1" : "0"} role="tabpanel" aria-label=${TITLES[shown]}><h2 class="hidden-visually">${TITLES[shown]}</h2>${app.store.run.get() === null ? html`<div class="answer-none" role="status">Choose a run first.</div>` : answered({ state, retry: () => this.#agents.retry(), empty: emptyOf, view: (info) => this.#section(app, info, shown) })}</div>`;
  }

  #section(app: App, info: AgentsInfo, section: AgentSection): TemplateResult {
    const { store, events, selection } = app;
    const actions: InsightActions = { goTo: (row) => selection.goTo(row), row: store.row.get() };
    switch (section) {
      case "lanes":
        return info.messages.rows.length === 0 ? html`<div class="answer-none" role="status">Nothing passes between agents in this run.</div>` : lanesView({ info, lines: this.#linesOf(info), row: actions.row, rowOf: (row) => events.get(row), drawn: events.arrived, goTo: actions.goTo, space: this.space });
      case "debate":
        return answered({ state: this.#debate.state.get(), retry: () => this.#debate.retry(), view: (turns) => debateView({ info, turns, at: debateAt(app, info), page: (at) => actions.goTo(info.messages.rows[at] ?? -1), actions }) });
      case "speakers":
        return speakersView(info, actions);
      case "findings":
        return findingsView(info, actions);
    }
  }

  #linesOf(info: AgentsInfo): readonly LaneLine[] {
    if (this.#lines?.info !== info) this.#lines = { info, lines: laneLines(info) };
    return this.#lines.lines;
  }
}

function countView(id: AgentSection, info: AgentsInfo | null): TemplateResult | typeof nothing {
  if (info === null || id === "debate") return nothing;
  const count = { lanes: info.messages.rows.length, speakers: info.speakers.length, findings: findingsCount(info) }[id];
  return html` <span class="num">${formatCount(count)}</span>`;
}

function emptyOf({ speakers, events }: AgentsInfo): string | null {
  return speakers.length === 0 ? `None of the ${countOf(events, "event")} of this run names an agent.` : null;
}

/** What must be said of a run with one agent. */
function noteView(info: AgentsInfo | null): TemplateResult | typeof nothing {
  return info?.speakers.length === 1 ? html`<span class="dim" role="status">${`Only one agent takes part in this run: ${info.speakers[0]?.name ?? ""}.`}</span>` : nothing;
}

/** First message on the page of the debate that holds the event looked at, or the last message before it. */
function debateAt({ store }: App, { messages }: AgentsInfo): number {
  const row = store.row.get();
  return Math.floor(Math.max(0, messages.rows.findLastIndex((other) => other <= row)) / DEBATE_PAGE) * DEBATE_PAGE;
}

customElements.define("agents-panel", AgentsPanel);
