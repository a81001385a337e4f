import { html, nothing, type TemplateResult } from "lit";
import type { InsightInfo, Part } from "../../engine/contracts/insight.ts";
import { runTitle } from "../../model/runs.ts";
import { AnalysisTask } from "../../state/analysis-task.ts";
import type { App } from "../../state/app.ts";
import { nextPart } from "../../state/first-part.ts";
import { INSIGHT_SECTIONS, type InsightSection } from "../../state/insights.ts";
import { LensPanel } from "../app/lens-panel.ts";
import { answered, answeredStyles } from "../kit/answered.ts";
import { partView } from "../kit/part-view.ts";
import { kindMarkStyles } from "../kit/kind-mark.ts";
import { base, buttons } from "../kit/tokens.ts";
import { groundingView } from "./grounding-view.ts";
import { groupsView, type GroupActions } from "./groups-view.ts";
import { insightsStyles } from "./insights.styles.ts";
import { alertsView, momentsView, restoreView } from "./lists-view.ts";
import { percent, type InsightActions } from "./parts.ts";
import { storyView, whyView } from "./why-view.ts";

const TITLES: Readonly<Record<InsightSection, string>> = {
  why: "Why",
  story: "Story",
  groups: "Failure groups",
  alerts: "Alerts",
  moments: "Moments",
  restore: "Start again from",
  grounding: "Grounding",
};

/** The insights lens: what the page says about a run by itself, every word of it linked to the events it rests on. */
export class InsightsPanel extends LensPanel {
  static override styles = [base, buttons, kindMarkStyles, answeredStyles, insightsStyles];
  #insight!: AnalysisTask<"insight">;
  #clusters!: AnalysisTask<"clusters">;

  protected override begin(app: App): readonly { start(): void; stop(): void }[] {
    const { store, insights, groups } = app;
    this.#insight = new AnalysisTask(app, "insight", () => {
      const run = store.run.get();
      return run === null ? null : { run, ...nextPart(this.#insight.state.get().value) };
    });
    this.#clusters = new AnalysisTask(app, "clusters", () => {
      const run = store.run.get();
      return run === null ? null : { run: insights.scope.get() === "all" ? null : run, edits: groups.edits.get() };
    });
    return [this.#insight, this.#clusters];
  }

  protected override view(app: App): TemplateResult {
    const shown = app.insights.section.get();
    return html`<div class="tabs" role="tablist" aria-label="Insights">
        ${INSIGHT_SECTIONS.map((id) => html`<button class="chip" role="tab" aria-selected=${String(id === shown)} @click=${() => app.insights.section.set(id)}>${TITLES[id]}${this.#count(id)}</button>`)}${shown === "groups" ? nothing : partView(this.#insight.state.get())}
      </div>
      <div class="body" tabindex="0" role="tabpanel" aria-label=${TITLES[shown]}>${shown === "why" ? nothing : html`<h2 class="hidden-visually">${TITLES[shown]}</h2>`}${shown === "groups" ? this.#groups(app) : this.#part(app, shown)}</div>`;
  }

  /** What stands beside the title of a section. */
  #count(section: InsightSection): TemplateResult | typeof nothing {
    const count = this.#countOf(section);
    return count === "" ? nothing : html` <span class="num">${count}</span>`;
  }

  #countOf(section: InsightSection): string {
    const found = this.#insight.state.get().value;
    const groups = this.#clusters.state.get().value;
    if (section === "groups") return groups === null ? "" : String(groups.clusters.length);
    if (found === null) return "";
    if (section === "alerts") return found.alerts.ok ? String(found.alerts.value.length) : "!";
    if (section === "moments") return found.highlights.ok ? String(found.highlights.value.length) : "!";
    if (section === "grounding") return found.grounding.ok && found.grounding.value.run.rate !== null ? percent(found.grounding.value.run.rate) : "";
    return "";
  }

  #part(app: App, section: Exclude<InsightSection, "groups">): TemplateResult {
    if (app.store.run.get() === null) return html`<div class="answer-none" role="status">Choose a run first.</div>`;
    return answered({ state: this.#insight.state.get(), retry: () => this.#insight.retry(), view: (found) => viewOf(section, found, actionsOf(app)) });
  }

  #groups(app: App): TemplateResult {
    const { insights, events, groups } = app;
    const actions: GroupActions = {
      ...actionsOf(app),
      scope: insights.scope.get(),
      setScope: (scope) => insights.scope.set(scope),
      open: insights.group.get(),
      toggle: (id) => {
        insights.group.set(insights.group.get() === id ? "" : id);
        groups.begin();
      },
      chosen: groups.chosen.get(),
      listed: groups.listed.get(),
      listMore: () => groups.listMore(),
      choose: (row) => groups.toggle(row),
      rename: (group, name) => groups.rename(group, name),
      merge: (group, other) => groups.merge(group, other),
      split: () => void groups.split().then((made) => made !== "" && insights.group.set(made)),
      takeBack: (group) => groups.takeBack(group),
      titleOf: (run) => titleOf(app, run),
      rowOf: (row) => (events.arrived >= 0 ? events.get(row) : undefined),
    };
    return answered({ state: this.#clusters.state.get(), retry: () => this.#clusters.retry(), view: (found) => groupsView(found, actions) });
  }
}

function titleOf({ store }: App, run: number): string {
  const row = store.runs.get().find((candidate) => candidate.run === run);
  return row === undefined ? "" : runTitle(row);
}

function actionsOf({ selection, store }: App): InsightActions {
  return { goTo: (row) => selection.goTo(row), row: store.row.get() };
}

function viewOf(section: Exclude<InsightSection, "groups">, found: InsightInfo, actions: InsightActions): TemplateResult {
  switch (section) {
    case "why":
      return shown(found.why, "Why it failed cannot be told", (why) => whyView(why, actions));
    case "story":
      return shown(found.story, "The story cannot be told", (sentences) => storyView(sentences, actions));
    case "alerts":
      return shown(found.alerts, "Alerts could not be looked for", (alerts) => (alerts.length === 0 ? html`<div class="answer-none" role="status">Nothing odd: no loops, no going back and forth, no lost context, no drift from the task, no success claimed without the act.</div>` : alertsView(alerts, found.events, actions)));
    case "moments":
      return shown(found.highlights, "Moments could not be chosen", (moments) => (moments.length === 0 ? html`<div class="answer-none" role="status">No event of this run stands out.</div>` : momentsView(moments, found.events, actions)));
    case "restore":
      return shown(found.restore, "There is nowhere to start again from", (answer) => restoreView(answer, actions));
    case "grounding":
      return shown(found.grounding, "There is nothing to check", (grounding) => groundingView(grounding, actions));
  }
}

/** A part in its place, or why it is not there; the other parts stand. */
function shown<T>(part: Part<T>, failed: string, view: (value: T) => TemplateResult): TemplateResult {
  return part.ok ? view(part.value) : html`<div class="part-failed" role="status"><b>${failed}:</b> ${part.cause}.</div>`;
}

customElements.define("insights-panel", InsightsPanel);
