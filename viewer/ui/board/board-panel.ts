import { html, nothing, type TemplateResult } from "lit";
import { BOARD_GROUPINGS, type BoardGrouping } from "../../engine/contracts/compare.ts";
import { runTitle } from "../../model/runs.ts";
import { formatCount } from "../../model/text.ts";
import { AnalysisTask } from "../../state/analysis-task.ts";
import type { App } from "../../state/app.ts";
import { BOARD_SECTIONS, type BoardSection, type BoardState } from "../../state/board.ts";
import { LensPanel } from "../app/lens-panel.ts";
import { answered, answeredStyles } from "../kit/answered.ts";
import { base, buttons } from "../kit/tokens.ts";
import { boardStyles } from "./board.styles.ts";
import { promptsView } from "./prompts-view.ts";
import type { BoardActions } from "./sections.ts";
import { notedBefore, similarView } from "./similar-view.ts";
import { tasksView, type VerdictFilter } from "./tasks-view.ts";
import { traitsView } from "./traits-view.ts";
import { consensusView, waysView } from "./ways-view.ts";

const TITLES: Readonly<Record<BoardSection, string>> = {
  tasks: "Tasks",
  traits: "What differs in failing ones",
  ways: "Ways",
  consensus: "This task",
  prompts: "Prompts",
  similar: "Similar failures",
};

/** The board lens: many runs at once. */
export class BoardPanel extends LensPanel {
  static override styles = [base, buttons, answeredStyles, boardStyles];
  static override properties = { filter: { state: true } };
  declare private filter: VerdictFilter;
  #tasks!: BoardTasks;

  constructor() {
    super();
    this.filter = "all";
  }

  protected override begin(app: App): readonly { start(): void; stop(): void }[] {
    this.#tasks = createTasks(app);
    return Object.values(this.#tasks);
  }

  protected override view(app: App): TemplateResult {
    const { section } = app.board;
    const shown = section.get();
    return html`<div class="bar" role="tablist" aria-label="Many runs">
        ${BOARD_SECTIONS.map((id) => html`<button class="chip" role="tab" aria-selected=${String(id === shown)} @click=${() => section.set(id)}>${TITLES[id]}</button>`)}
      </div>
      <div class="body" tabindex="0" role="tabpanel" aria-label=${TITLES[shown]}><h2 class="hidden-visually">${TITLES[shown]}</h2>${this.#section(app)}</div>`;
  }

  #section(app: App): TemplateResult {
    const actions = actionsOf(app);
    const tasks = this.#tasks;
    const missing = (value: { readonly missing: string }): string | null => value.missing || null;
    switch (app.board.section.get()) {
      case "tasks":
        return html`${this.#groupBar(app)}${answered({ state: tasks.board.state.get(), view: (value) => tasksView(value, this.filter, actions), empty: missing, retry: () => tasks.board.retry() })}`;
      case "traits":
        return answered({ state: tasks.traits.state.get(), view: (value) => traitsView(value, actions), empty: missing, retry: () => tasks.traits.retry() });
      case "ways":
        return answered({ state: tasks.flow.state.get(), view: (value) => waysView(value, actions), retry: () => tasks.flow.retry() });
      case "consensus":
        return answered({ state: tasks.consensus.state.get(), view: (value) => consensusView(value, actions), empty: missing, retry: () => tasks.consensus.retry() });
      case "prompts":
        return this.#prompts(app, actions);
      case "similar":
        return this.#similar(app, actions);
    }
  }

  #similar(app: App, actions: BoardActions): TemplateResult {
    const { similar, groups } = this.#tasks;
    if (app.store.detail.get() === null) return html`<div class="answer-none">Choose a failure first.</div>`;
    const row = app.store.row.get();
    const group = groups.state.get().value?.clusters.find(({ rows }) => rows.includes(row));
    const before = group === undefined ? [] : app.notes.notesOnFailure(group.id).filter((noted) => noted.row !== row);
    const similarActions = { ...actions, notesOn: (of: number) => app.notes.notesOf(of) };
    return html`${notedBefore(before, actions.goTo)}${answered({ state: similar.state.get(), view: (value) => similarView(value, (of) => app.events.get(of), similarActions), empty: ({ missing }) => missing || null, retry: () => similar.retry() })}`;
  }

  #groupBar(app: App): TemplateResult {
    const { grouping, base: baseName } = app.board;
    const value = this.#tasks.board.state.get().value;
    const counts = (verdict: VerdictFilter): number => (value === null ? 0 : verdict === "all" ? value.rows.length : value.rows.filter(({ verdicts }) => verdicts.includes(verdict)).length);
    return html`<div class="bar">
      <label>by <select aria-label="What makes a set of runs" @change=${(event: Event) => grouping.set((event.target as HTMLSelectElement).value as BoardGrouping)}>${BOARD_GROUPINGS.map((by) => html`<option ?selected=${by === grouping.get()}>${by}</option>`)}</select></label>
      ${value === null || value.sets.length < 2 ? nothing : html`<label>base <select aria-label="Set the others are held against" @change=${(event: Event) => baseName.set((event.target as HTMLSelectElement).value)}>${value.sets.map(({ name }, index) => html`<option value=${name} ?selected=${index === value.base}>${name || "(unnamed)"}</option>`)}</select></label>`}
      <span class="grow"></span>
      ${(["all", "regressed", "improved", "flaky"] as const).map((verdict) => html`<button class="chip" aria-pressed=${String(this.filter === verdict)} @click=${() => (this.filter = verdict)}>${verdict} <span class="num">${formatCount(counts(verdict))}</span></button>`)}
    </div>`;
  }

  #prompts(app: App, actions: BoardActions): TemplateResult {
    const { prompts, words } = this.#tasks;
    const chosen = app.board.versions.get();
    const value = chosen.left === chosen.right ? null : words.state.get().value;
    return answered({
      state: prompts.state.get(),
      empty: ({ missing }) => missing || null,
      retry: () => prompts.retry(),
      view: ({ versions }) => promptsView(versions, chosen, { words: value, choose: (next) => app.board.versions.set(next), actions }),
    });
  }
}

interface BoardTasks {
  readonly board: AnalysisTask<"board">;
  readonly traits: AnalysisTask<"traits">;
  readonly flow: AnalysisTask<"flow">;
  readonly consensus: AnalysisTask<"consensus">;
  readonly prompts: AnalysisTask<"prompts">;
  readonly words: AnalysisTask<"text-diff">;
  readonly similar: AnalysisTask<"similar">;
  /** Which failures are the same; asked only if notes on failures are there. */
  readonly groups: AnalysisTask<"clusters">;
}

/** Each section is worked out only while it is shown. */
function createTasks(app: App): BoardTasks {
  const { store, board } = app;
  const when = <T>(section: BoardSection, params: () => T | null): (() => T | null) => () => (board.section.get() === section ? params() : null);
  const listed = (): { readonly runs: readonly number[] } => ({ runs: board.listed.get() });
  const prompts = new AnalysisTask(app, "prompts", when("prompts", listed));
  return {
    board: new AnalysisTask(app, "board", when("tasks", () => ({ by: board.grouping.get(), base: board.base.get() }))),
    traits: new AnalysisTask(app, "traits", when("traits", listed)),
    flow: new AnalysisTask(app, "flow", when("ways", listed)),
    consensus: new AnalysisTask(app, "consensus", when("consensus", () => ({ runs: board.sameTask.get() }))),
    prompts,
    words: new AnalysisTask(app, "text-diff", when("prompts", () => chosenTexts(board, prompts))),
    similar: new AnalysisTask(app, "similar", when("similar", () => (store.row.get() < 0 ? null : { row: store.row.get() }))),
    groups: new AnalysisTask(app, "clusters", when("similar", () => (app.notes.hasFailureNotes.get() ? { run: null } : null))),
  };
}

function chosenTexts(board: BoardState, prompts: AnalysisTask<"prompts">): { readonly left: string; readonly right: string } | null {
  const { left, right } = board.versions.get();
  const versions = prompts.state.get().value?.versions ?? [];
  const [a, b] = [versions[left], versions[right]];
  return a === undefined || b === undefined || a === b ? null : { left: a.text, right: b.text };
}

function actionsOf(app: App): BoardActions {
  const { store, selection, comparing, board } = app;
  const runOf = (run: number): ReturnType<typeof store.runRow.get> => store.runs.get().find((row) => row.run === run) ?? null;
  return {
    run: store.run.get(),
    titleOf: (run) => {
      const row = runOf(run);
      return row === null ? `run ${run}` : runTitle(row);
    },
    outcomeOf: (run) => runOf(run)?.outcome ?? "",
    select: (run) => {
      const row = runOf(run);
      if (row !== null) selection.selectRun(row);
    },
    compare: (left, right) => {
      const [row, other] = [runOf(left), runOf(right)];
      if (row === null || other === null) return;
      selection.selectRun(row);
      comparing.choose(other);
      store.lens.set("compare");
    },
    goTo: (row) => selection.goTo(row),
    filter: (runs) => board.showOnly(runs),
  };
}

customElements.define("board-panel", BoardPanel);
