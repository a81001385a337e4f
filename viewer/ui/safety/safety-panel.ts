import { html, nothing, type TemplateResult } from "lit";
import type { SafetyInfo, TrailEntry } from "../../engine/contracts/safety.ts";
import { runTitle } from "../../model/runs.ts";
import { filterTrail, type SafetyFilter } from "../../model/safety.ts";
import { reportOf, type ReportPart } from "../../model/safety-report.ts";
import { formatCount } from "../../model/text.ts";
import { AnalysisTask } from "../../state/analysis-task.ts";
import type { App } from "../../state/app.ts";
import { nextPart } from "../../state/first-part.ts";
import { SAFETY_SECTIONS, type SafetySection } from "../../state/safety.ts";
import { LensPanel } from "../app/lens-panel.ts";
import { insightsStyles } from "../insights/insights.styles.ts";
import type { InsightActions } from "../insights/parts.ts";
import { answered, answeredStyles } from "../kit/answered.ts";
import { partView } from "../kit/part-view.ts";
import { kindMarkStyles } from "../kit/kind-mark.ts";
import { base, buttons } from "../kit/tokens.ts";
import { rowListStyles } from "../kit/virtual-list/row-list.ts";
import { gapsView, incidentsView } from "./incidents-view.ts";
import { reportView } from "./report-view.ts";
import { safetyStyles } from "./safety.styles.ts";
import { trailView } from "./trail-view.ts";
import { policyForm, whatIfView, type WhatIfActions } from "./what-if-view.ts";

const TITLES: Readonly<Record<SafetySection, string>> = { trail: "Trail", incidents: "Incidents", gaps: "No verdict", "what-if": "What if", report: "Report" };
/** A policy file larger than this is none. */
const MOST_POLICY_BYTES = 2_000_000;

/** The safety lens: what guards, people and models said of everything a run did, and what nobody looked at. */
export class SafetyPanel extends LensPanel {
  static override styles = [base, buttons, kindMarkStyles, answeredStyles, rowListStyles, insightsStyles, safetyStyles];
  #trail!: AnalysisTask<"safety-trail">;
  #chain!: AnalysisTask<"hash-chain">;
  #whatIf!: AnalysisTask<"what-if">;
  #filtered: { readonly info: SafetyInfo; readonly filter: SafetyFilter; readonly entries: readonly TrailEntry[] } | undefined;

  protected override begin(app: App): readonly { start(): void; stop(): void }[] {
    const { store, safety } = app;
    const ofRun = (): { readonly run: number } | null => {
      const run = store.run.get();
      return run === null ? null : { run };
    };
    this.#trail = new AnalysisTask(app, "safety-trail", () => {
      const run = ofRun();
      return run === null ? null : { ...run, ...nextPart(this.#trail.state.get().value) };
    });
    this.#chain = new AnalysisTask(app, "hash-chain", () => (store.reading.get() ? null : ofRun()));
    this.#whatIf = new AnalysisTask(app, "what-if", () => {
      const [run, policy] = [ofRun(), safety.policy.get()];
      return run === null || policy.trim() === "" ? null : { ...run, policy };
    });
    return [this.#trail, this.#chain, this.#whatIf];
  }

  protected override view(app: App): TemplateResult {
    const shown = app.safety.section.get();
    const state = this.#trail.state.get();
    return html`<div class="tabs" role="tablist" aria-label="Safety">
        ${SAFETY_SECTIONS.map((id) => html`<button class="chip" role="tab" aria-selected=${String(id === shown)} @click=${() => app.safety.section.set(id)}>${TITLES[id]}${countView(id, state.value)}</button>`)}${partView(state)}
      </div>
      <div class="body ${shown === "trail" ? "trail" : ""}" tabindex=${shown === "trail" ? "-1" : "0"} role="tabpanel" aria-label=${TITLES[shown]}><h2 class="hidden-visually">${TITLES[shown]}</h2>${app.store.run.get() === null ? html`<div class="answer-none" role="status">Choose a run first.</div>` : answered({ state, retry: () => this.#trail.retry(), view: (info) => this.#section(app, info, shown) })}</div>`;
  }

  #section(app: App, info: SafetyInfo, section: SafetySection): TemplateResult {
    const { safety, selection, store } = app;
    const actions: InsightActions = { goTo: (row) => selection.goTo(row), row: store.row.get() };
    const showCalls = (): void => {
      safety.filter.set("none");
      safety.section.set("trail");
    };
    switch (section) {
      case "trail":
        return trailView({ info, shown: this.#entries(info, safety.filter.get()), filter: safety.filter.get(), choose: (filter) => safety.filter.set(filter), chain: this.#chain.state.get().value, ...actions });
      case "incidents":
        return incidentsView(info, actions);
      case "gaps":
        return gapsView(info, { actions, showCalls });
      case "what-if":
        return this.#tryOut(app);
      case "report":
        return reportView(this.#report(app, info), store.runRow.get()?.session ?? "run");
    }
  }

  #tryOut({ safety, selection, store }: App): TemplateResult {
    const actions: WhatIfActions = {
      text: safety.policy.get(),
      setText: (text) => safety.policy.set(text),
      take: (files) => void takePolicy(files, { set: (text) => safety.policy.set(text), say: (text) => store.announcement.set(text) }),
      changesOnly: safety.changesOnly.get(),
      setChangesOnly: (only) => safety.changesOnly.set(only),
      row: store.row.get(),
      goTo: (row) => selection.goTo(row),
    };
    return html`${policyForm(actions)}${answered({ state: this.#whatIf.state.get(), retry: () => this.#whatIf.retry(), view: (found) => whatIfView(found, actions) })}`;
  }

  #report({ store }: App, info: SafetyInfo): readonly ReportPart[] {
    const run = store.runRow.get();
    const file = store.open.get().files.find((candidate) => candidate.file === run?.file);
    return reportOf({ title: run === null ? "a run" : runTitle(run), file: file?.name ?? "", info, chain: this.#chain.state.get().value, whatIf: this.#whatIf.state.get().value });
  }

  #entries(info: SafetyInfo, filter: SafetyFilter): readonly TrailEntry[] {
    if (this.#filtered?.info !== info || this.#filtered.filter !== filter) this.#filtered = { info, filter, entries: filterTrail(info.entries, filter) };
    return this.#filtered.entries;
  }
}

function countView(id: SafetySection, info: SafetyInfo | null): TemplateResult | typeof nothing {
  if (info === null || id === "report" || id === "what-if") return nothing;
  return html` <span class="num">${formatCount({ trail: info.entriesTotal, incidents: info.incidentsTotal, gaps: info.gaps.none }[id])}</span>`;
}

/** Reads the first of the files as the text of a policy. */
async function takePolicy(files: FileList | null | undefined, { set, say }: { readonly set: (text: string) => void; readonly say: (text: string) => void }): Promise<void> {
  const file = files?.[0];
  if (file === undefined) return;
  if (file.size > MOST_POLICY_BYTES) say(`${file.name} is too large for a policy`);
  else set(await file.text());
}

customElements.define("safety-panel", SafetyPanel);
