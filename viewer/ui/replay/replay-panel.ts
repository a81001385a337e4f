import { html, nothing, type TemplateResult } from "lit";
import { guard } from "lit/directives/guard.js";
import { Signal } from "signal-polyfill";
import type { EventRow } from "../../engine/api.ts";
import { countsBetween, stepOfRow } from "../../model/replay.ts";
import { rowText } from "../../model/event-row.ts";
import { countOf, formatCount } from "../../model/text.ts";
import { AnalysisTask } from "../../state/analysis-task.ts";
import type { App } from "../../state/app.ts";
import { answerFrom } from "../app/left-pictures.ts";
import { LensPanel } from "../app/lens-panel.ts";
import type { PageAction } from "../commands/messages.ts";
import { answered, answeredStyles } from "../kit/answered.ts";
import { kindMark, kindMarkStyles } from "../kit/kind-mark.ts";
import { base, buttons } from "../kit/tokens.ts";
import { partsStyles } from "../inspector/parts.styles.ts";
import { contextView } from "./context-view.ts";
import { replayStyles } from "./replay.styles.ts";
import { restoreView } from "./restore-view.ts";
import { stateView } from "./state-view.ts";
import { stopBar } from "./stop-bar.ts";
import { stretchNote, transport } from "./transport.ts";

/** Messages of a context shown at first. */
const FIRST_MESSAGES = 40;
/** Runs with so many events are read whole without asking. */
const QUICK_RUN = 2000;
/** Events since the call that are named. */
const MOST_SINCE = 8;

/** The replay lens: moves through a run in time, with the context and the state at each step. */
class ReplayPanel extends LensPanel {
  static override styles = [base, buttons, kindMarkStyles, partsStyles, answeredStyles, replayStyles];
  static override properties = { onlyNew: { state: true }, onlyChanges: { state: true }, messages: { state: true } };
  declare private onlyNew: boolean;
  declare private onlyChanges: boolean;
  declare private messages: number;
  declare private context: AnalysisTask<"replay-context">;
  declare private stateTask: AnalysisTask<"replay-state">;
  declare private since: AnalysisTask<"event-rows">;
  declare private points: AnalysisTask<"replay-checkpoints">;
  declare private insight: AnalysisTask<"insight">;
  /** Run whose checkpoints a person wants ranked whatever it takes. */
  declare private ranked: Signal.State<number | null>;

  constructor() {
    super();
    this.onlyNew = false;
    this.onlyChanges = true;
    this.messages = FIRST_MESSAGES;
    this.ranked = new Signal.State<number | null>(null);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.addEventListener("keydown", this.#onKey);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.app?.replay.pause("");
  }

  protected override begin(app: App): readonly { start(): void; stop(): void }[] {
    const { replay, store } = app;
    this.context = new AnalysisTask(app, "replay-context", () => {
      const [steps, request] = [replay.known, replay.request.get()];
      if (steps === null || replay.step.get() < 0) return null;
      // Where requests were recorded, the context is that of the request whatever the step.
      return { row: request < 0 ? store.row.get() : request, request, before: replay.before(request, "llm_request") };
    });
    this.stateTask = new AnalysisTask(app, "replay-state", () => {
      const row = replay.checkpoint.get();
      return row < 0 ? null : { row, against: this.#againstOf(app, row) };
    });
    this.since = new AnalysisTask(app, "event-rows", () => {
      const rows = sinceRows(app);
      return rows.length === 0 ? null : { rows };
    });
    this.points = new AnalysisTask(app, "replay-checkpoints", () => (store.run.get() === null ? null : { run: store.run.get() as number }));
    // Suspects are ranked by reading the whole run: for long ones only when a person asks.
    this.insight = new AnalysisTask(app, "insight", () => {
      const run = store.run.get();
      const wanted = this.ranked.get() === run || (store.runRow.get()?.events ?? Infinity) <= QUICK_RUN;
      return run === null || !wanted || (this.points.state.get().value?.total ?? 0) === 0 ? null : { run };
    });
    return [replay.steps, replay.stops, this.context, this.stateTask, this.since, this.points, this.insight];
  }

  /** Row of the checkpoint a state is held against: that of the pinned step, else the one before. */
  #againstOf({ replay }: App, row: number): number {
    const pinned = replay.against.get();
    return pinned >= 0 ? replay.upTo(pinned, "checkpoint") : replay.before(row, "checkpoint");
  }

  protected override view(app: App): TemplateResult {
    const { replay } = app;
    const { value } = replay.steps.state.get();
    if (value === null) return html`${answered({ state: replay.steps.state.get(), view: () => nothing, retry: () => replay.steps.retry() })}`;
    const rested = replay.rested.get();
    return html`${transport(app)}
      <div>${stopBar(app)}</div>
      <div class="says">${rested === "" ? nothing : html`<div class="rested" role="status">${rested}</div>`}${stretchNote(app)}</div>
      <div class="panes ${this.points.state.get().value?.total === 0 ? "single" : ""}">
        <section class="pane" aria-label="Context" tabindex="0" @picture-wanted=${answerFrom(app.client, this.context.state.get().value?.left ?? [])}>${this.#contextPane(app)}</section>
        <span class="rule"></span>
        <section class="pane" aria-label="State" tabindex="0">${this.#statePane(app)}</section>
      </div>`;
  }

  #contextPane(app: App): TemplateResult {
    const { replay, selection } = app;
    const state = this.context.state.get();
    const request = replay.request.get();
    const step = request < 0 || replay.known === null ? -1 : stepOfRow(replay.known, request);
    return html`<header class="head">
        <h2>Context</h2>
        <span class="what">${step < 0 ? "what the model must have seen" : html`what ${state.value?.model || "the model"} saw at <button class="link" @click=${() => selection.goTo(request)}>step ${formatCount(step + 1)}</button>`}</span>
        <button class="link" aria-pressed=${String(this.onlyNew)} @click=${() => (this.onlyNew = !this.onlyNew)}>${this.onlyNew ? "show all" : "only changes"}</button>
      </header>
      ${answered({
        state,
        retry: () => this.context.retry(),
        empty: (context) => (context.messagesTotal === 0 && context.tools.length === 0 && !context.tooLarge ? "No model was asked up to here." : null),
        // Made anew only for another context: a player passes many steps within one.
        view: (context) => guard([context, this.onlyNew, this.messages], () => contextView({ context, onlyChanges: this.onlyNew, shown: this.messages, onMore: () => (this.messages += 100), select: (row) => selection.goTo(row) })),
      })}
      ${this.#sinceView(app)}`;
  }

  /** What has been said and done since the call, up to the step. */
  #sinceView({ selection, store }: App): unknown {
    const rows = this.since.state.get().value;
    if (rows === null || rows.length === 0) return nothing;
    return html`<p class="line dim">${this.app?.replay.request.get() === -1 ? "Up to this step" : "Since this call, up to this step"}</p>
      <ul class="events">${rows.map((row) => html`<li><button class=${row.row === store.row.get() ? "now" : ""} @click=${() => selection.goTo(row.row)}>${kindMark(row.kind, row.outcome)}<span class="clip" dir="auto">${eventText(row)}</span></button></li>`)}</ul>`;
  }

  #statePane(app: App): TemplateResult {
    const { replay, selection, store } = app;
    const [steps, row] = [replay.known, replay.checkpoint.get()];
    const pinned = replay.against.get();
    const points = this.points.state.get();
    const run = store.runRow.get();
    const source = { file: store.open.get().files.find((candidate) => candidate.file === run?.file)?.name ?? "trace.peek.jsonl", session: run?.session ?? "" };
    const picks = this.insight.state.get().value?.restore;
    const step = steps === null || row < 0 ? -1 : stepOfRow(steps, row);
    return html`<header class="head">
        <h2>State</h2>
        <span class="what">${step < 0 ? "none was kept up to here" : html`from <button class="link" @click=${() => selection.goTo(row)}>the checkpoint at step ${formatCount(step + 1)}</button>`}</span>
        ${step < 0 ? nothing : html`<button class="link" title=${pinned < 0 ? "Hold the states of other steps against this one (Shift+P)" : "Compare with the checkpoint before again (Shift+P)"} @click=${() => replay.pin()}>${pinned < 0 ? "pin" : "unpin"}</button>
        <button class="link" aria-pressed=${String(this.onlyChanges)} @click=${() => (this.onlyChanges = !this.onlyChanges)}>${this.onlyChanges ? "show all" : "only changes"}</button>`}
      </header>
      ${step < 0 || steps === null
        ? nothing
        : html`${sinceCounts(app, step)} ${answered({ state: this.stateTask.state.get(), retry: () => this.stateTask.retry(), view: (state) => guard([state, this.onlyChanges, pinned], () => stateView({ state, onlyChanges: this.onlyChanges, against: againstText(app, this.#againstOf(app, row)), select: (other) => selection.goTo(other) })) })}`}
      <header class="head"><h2>Go back to</h2><span class="what">${points.value === null ? "" : `${countOf(points.value.total, "checkpoint")}, best first`}</span>${this.#rankButton(app)}</header>
      ${answered({ state: points, retry: () => this.points.retry(), view: (value) => guard([value, picks, row, source.file], () => restoreView({ ...value, picks: picks?.ok === true ? picks.value.picks : [], current: row, source, select: (other) => selection.goTo(other) })) })}`;
  }

  #rankButton({ store }: App): unknown {
    const { value, pending, failure } = this.insight.state.get();
    if (pending) return html`<span class="dim" role="status">ranking…</span>`;
    if (failure !== null) return html`<span class="what" title=${failure.next}>not ranked: ${failure.cause}</span>`;
    if (value !== null || (this.points.state.get().value?.total ?? 0) === 0) return nothing;
    return html`<button class="link" title="Reads the whole run; takes some seconds" @click=${() => this.ranked.set(store.run.get())}>rank by risk</button>`;
  }

  protected override onAction(action: PageAction): void {
    const steps = this.app?.replay.known;
    const moves: { readonly [A in PageAction]?: () => void } = {
      "next-row": () => this.app?.replay.move("next"),
      "previous-row": () => this.app?.replay.move("previous"),
      "first-row": () => this.app?.replay.seek(0),
      "focus-condition": () => this.renderRoot.querySelector<HTMLElement>(".condition")?.focus(),
      "last-row": () => this.app?.replay.seek((steps?.rows.length ?? 1) - 1),
    };
    moves[action]?.();
  }

  /** Space plays wherever it does not press a button. */
  readonly #onKey = (event: KeyboardEvent): void => {
    const target = event.composedPath()[0] as HTMLElement;
    if (event.key === "Escape" && target.matches(".condition")) {
      event.preventDefault();
      target.blur();
    }
    if (event.key !== " " || target.matches("button, input, select, summary, textarea, [role=treeitem]")) return;
    event.preventDefault();
    this.app?.replay.toggle();
  };
}

/** Rows after the call up to the step; without a call, the step and those before it. The newest ones. */
function sinceRows({ replay, store }: App): readonly number[] {
  const steps = replay.known;
  const step = replay.step.get();
  if (steps === null || step < 0) return [];
  const request = replay.request.get();
  const from = request < 0 ? step - 3 : stepOfRow(steps, request) + 1;
  const rows = [...steps.rows.subarray(Math.max(0, from, step - MOST_SINCE + 1), step + 1)];
  return rows.length === 1 && rows[0] === store.row.get() && request === rows[0] ? [] : rows;
}

function eventText(row: EventRow): TemplateResult {
  const { name, preview } = rowText(row.name, row.preview);
  return html`${name === "" ? nothing : html`<b>${name}</b> `}${preview}`;
}

function sinceCounts({ replay }: App, checkpointStep: number): unknown {
  const steps = replay.known;
  const step = replay.step.get();
  if (steps === null || step <= checkpointStep) return nothing;
  const counts = countsBetween(steps, checkpointStep, step);
  return html`<div class="since"><span>+ ${countOf(step - checkpointStep, "event")} since:</span>${counts.slice(0, 8).map(({ kind, count }) => html`<span>${kindMark(kind)}${formatCount(count)}</span>`)}</div>`;
}

function againstText({ replay }: App, row: number): string {
  const steps = replay.known;
  if (row < 0 || steps === null) return "";
  return `${replay.against.get() < 0 ? "the checkpoint before," : "the pinned state,"} step ${formatCount(stepOfRow(steps, row) + 1)}`;
}

customElements.define("replay-panel", ReplayPanel);
