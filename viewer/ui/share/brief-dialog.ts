import { css, html, nothing, type TemplateResult } from "lit";
import { Signal } from "signal-polyfill";
import type { BriefInfo, BriefSubject } from "../../engine/contracts/brief.ts";
import { BUDGETS, leftOutLine, READERS, readerOf, SUBJECTS } from "../../model/brief.ts";
import { AnalysisTask } from "../../state/analysis-task.ts";
import type { App } from "../../state/app.ts";
import { randomSecret } from "../../state/secret.ts";
import { LensPanel } from "../app/lens-panel.ts";
import { answered, answeredStyles } from "../kit/answered.ts";
import { copyText } from "../kit/copy-button.ts";
import { saveFile } from "../kit/save-file.ts";
import { base, buttons } from "../kit/tokens.ts";
import "../kit/modal.ts";

interface Choice<Id> {
  readonly id: Id;
  readonly title: string;
}

/**
 * A run, its failure or an event as Markdown, to copy: for whom, about what, how long, with what will be copied in sight.
 *
 * @fires close it was closed
 */
export class BriefDialog extends LensPanel {
  static override styles = [
    base,
    buttons,
    answeredStyles,
    css`
      .choices { display: flex; flex-wrap: wrap; gap: 8px 20px; padding: 12px 16px; border-bottom: 1px solid var(--line); }
      fieldset { display: flex; align-items: center; gap: 6px; margin: 0; padding: 0; border: 0; }
      legend { float: left; padding: 0 4px 0 0; color: var(--text-2); }
      pre { height: min(46vh, 420px); margin: 0; padding: 12px 16px; overflow: auto; background: var(--bg-sunk); font: 12px/1.45 var(--mono); white-space: pre-wrap; overflow-wrap: anywhere; unicode-bidi: plaintext; outline-offset: -2px; }
      .answer { min-height: min(46vh, 420px); }
      .foot { display: flex; align-items: center; gap: 8px; padding: 10px 16px; border-top: 1px solid var(--line); }
      .foot p { flex: 1; margin: 0; color: var(--text-2); font-size: 12px; }
      modal-dialog { --modal-width: 860px; }
    `,
  ];
  readonly #about = new Signal.State<BriefSubject>("why");
  readonly #redact = new Signal.State(false);
  readonly #withNotes = new Signal.State(true);
  readonly #secret = randomSecret();
  #isFocused = false;
  #brief: AnalysisTask<"brief"> | undefined;

  set about(subject: BriefSubject) {
    this.#about.set(subject);
  }

  /** Once there is something to copy, Enter copies it. */
  protected override updated(): void {
    if (this.#isFocused || this.#brief?.state.get().value == null) return;
    this.#isFocused = true;
    this.renderRoot.querySelector<HTMLButtonElement>(".main")?.focus();
  }

  protected override begin(app: App): readonly { start(): void; stop(): void }[] {
    const task = new AnalysisTask(app, "brief", () => {
      const [run, row] = [app.store.run.get(), app.store.row.get()];
      const about = row < 0 && this.#about.get() === "event" ? "run" : this.#about.get();
      const { briefReader, briefTokens } = app.store.preferences.get();
      const notes = this.#withNotes.get() ? app.notes.written.get() : [];
      return run === null ? null : { run, about, event: row < 0 ? null : row, reader: readerOf(briefReader), tokens: Math.max(BUDGETS[0] ?? 0, briefTokens), redactKey: this.#redact.get() ? this.#secret : "", notes };
    });
    this.#brief = task;
    return [task];
  }

  protected override view(app: App): TemplateResult {
    const { preferences, row } = app.store;
    const { briefReader, briefTokens } = preferences.get();
    const found = this.#brief?.state.get() ?? { value: null, failure: null, pending: true };
    const subjects = SUBJECTS.filter(({ id }) => id !== "event" || row.get() >= 0);
    return html`<modal-dialog heading="Copy as Markdown" @close=${() => this.dispatchEvent(new Event("close"))}>
      <div class="choices">
        ${choices("About", subjects, this.#about.get(), (id) => this.#about.set(id))}
        ${choices("For", READERS, readerOf(briefReader), (id) => preferences.set({ ...preferences.get(), briefReader: id }))}
        ${choices("At most", BUDGETS.map((id) => ({ id, title: `${id / 1000}k tokens` })), briefTokens, (id) => preferences.set({ ...preferences.get(), briefTokens: id }))}
        <fieldset><button class="chip" aria-pressed=${String(this.#redact.get())} title="Replace keys, passwords and people's data by placeholders" @click=${() => this.#redact.set(!this.#redact.get())}>redacted</button>${app.notes.written.get().length === 0 ? nothing : html`<button class="chip" aria-pressed=${String(this.#withNotes.get())} title="With the bookmarks and notes people left beside the trace" @click=${() => this.#withNotes.set(!this.#withNotes.get())}>with notes</button>`}</fieldset>
      </div>
      <div class="answer">${answered({ state: found, retry: () => this.#brief?.retry(), view: ({ markdown }) => html`<pre tabindex="0" aria-label="What will be copied">${markdown}</pre>` })}</div>
      <div class="foot">
        <p role="status">${found.value === null ? "" : html`About ${found.value.tokens.toLocaleString("en")} tokens. ${leftOutLine(found.value)}`}</p>
        <button class="button" ?disabled=${found.value === null} @click=${() => void this.#save(app)}>Save as .md</button>
        <button class="button main" ?disabled=${found.value === null} @click=${() => void this.#copy(app)}>Copy</button>
      </div>
    </modal-dialog>`;
  }

  /** What was chosen last, not what stands there until it is made: a brief that was to be redacted must not leave as it was. */
  async #chosen(): Promise<BriefInfo | null> {
    return (await this.#brief?.settled()) ?? null;
  }

  async #copy({ store }: App): Promise<void> {
    const brief = await this.#chosen();
    if (brief === null) return;
    const done = await copyText(brief.markdown);
    store.announcement.set(done ? "Copied as Markdown." : "The browser did not allow copying; save it as a file.");
    if (done) this.dispatchEvent(new Event("close"));
  }

  async #save({ store }: App): Promise<void> {
    const brief = await this.#chosen();
    if (brief === null) return;
    saveFile(new Blob([brief.markdown], { type: "text/markdown" }), "brief.md");
    store.announcement.set("Saved as brief.md.");
  }
}

function choices<Id extends string | number>(legend: string, all: readonly Choice<Id>[], chosen: Id, choose: (id: Id) => void): TemplateResult {
  return html`<fieldset><legend>${legend}</legend>${all.map(({ id, title }) => html`<button class="chip" aria-pressed=${String(id === chosen)} @click=${() => choose(id)}>${title}</button>`)}</fieldset>`;
}

customElements.define("brief-dialog", BriefDialog);
