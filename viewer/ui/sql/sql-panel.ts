import { html, nothing, type TemplateResult } from "lit";
import type { EngineFailure } from "../../engine/api.ts";
import type { SqlSchema } from "../../engine/contracts/sql.ts";
import { complete, completionsAt, toTsv, type Completion } from "../../model/sql.ts";
import { AnalysisTask } from "../../state/analysis-task.ts";
import type { App } from "../../state/app.ts";
import { LensPanel } from "../app/lens-panel.ts";
import { base, buttons } from "../kit/tokens.ts";
import { resultSize, resultView, schemaView } from "./result-view.ts";
import { sqlStyles } from "./sql.styles.ts";
import "../kit/copy-button.ts";

/** The SQL lens: any question that reads, over every event of everything open. */
export class SqlPanel extends LensPanel {
  static override styles = [base, buttons, sqlStyles];
  static override properties = { offers: { state: true }, chosen: { state: true } };
  /** What may stand at the cursor, and which of it is marked. */
  declare private offers: readonly Completion[];
  declare private chosen: number;
  #schema!: AnalysisTask<"sql-schema">;

  constructor() {
    super();
    this.offers = [];
    this.chosen = 0;
  }

  protected override begin(app: App): readonly { start(): void; stop(): void }[] {
    this.#schema = new AnalysisTask(app, "sql-schema", () => ({ run: app.store.run.get() }));
    return [this.#schema];
  }

  protected override view(app: App): TemplateResult {
    const { sql } = app;
    const schema = this.#schema.state.get().value;
    const [result, failure] = [sql.result.get(), sql.failure.get()];
    return html`<div class="ask">
        <textarea spellcheck="false" aria-label="SQL statement" aria-autocomplete="list" aria-controls=${this.offers.length > 0 ? "offers" : nothing} placeholder="SELECT kind, count(*) FROM events GROUP BY kind" .value=${sql.text.get()} @input=${this.#onInput} @keydown=${this.#onKey} @blur=${() => (this.offers = [])}></textarea>
        ${this.#offers()}
        <div class="bar">
          <button class="button main" ?disabled=${sql.isRunning.get()} @click=${() => this.#run()}>${sql.isRunning.get() ? "Running…" : "Run"} <kbd>Ctrl ⏎</kbd></button>
          <select aria-label="Questions ready to ask" @change=${(event: Event) => this.#ready(event, schema)}>
            <option value="">ready to ask…</option>
            ${(schema?.ready ?? []).map(({ title }, index) => html`<option value=${index}>${title}</option>`)}
          </select>
          <span class="grow"></span>
          ${result === null ? nothing : html`<span class="dim num" role="status">${resultSize(result)}</span><peek-copy-button .text=${() => toTsv(result)} label="copy table"></peek-copy-button>`}
        </div>
      </div>
      <div class="body" tabindex="0" role="region" aria-label="Result">
        <h2 class="hidden-visually">${result === null ? "What may be asked about" : "Result"}</h2>
        ${failure === null ? nothing : wrong(failure)} ${result !== null ? resultView(result, (row) => app.selection.goTo(row)) : failure === null && schema !== null ? schemaView(schema) : nothing}
      </div>`;
  }

  #offers(): TemplateResult | typeof nothing {
    if (this.offers.length === 0) return nothing;
    return html`<ul class="offers" id="offers" role="listbox" aria-label="Completions">
      ${this.offers.map(({ text, doc }, index) => html`<li role="option" aria-selected=${String(index === this.chosen)} @mousedown=${(event: Event) => this.#take(event, index)}><code>${text}</code><span>${doc}</span></li>`)}
    </ul>`;
  }

  get #editor(): HTMLTextAreaElement | null {
    return this.renderRoot.querySelector("textarea");
  }

  readonly #onInput = (): void => {
    const editor = this.#editor;
    if (editor === null) return;
    this.offers = completionsAt(editor.value, editor.selectionStart, this.#schema.state.get().value);
    this.chosen = 0;
  };

  readonly #onKey = (event: KeyboardEvent): void => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) this.#run();
    else if (this.offers.length === 0) return;
    else if (event.key === "Tab" && !event.shiftKey) this.#take(event, this.chosen);
    else if (event.key === "ArrowDown" || event.key === "ArrowUp") this.chosen = (this.chosen + (event.key === "ArrowDown" ? 1 : -1) + this.offers.length) % this.offers.length;
    else if (event.key === "Escape") this.offers = [];
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  #take(event: Event, index: number): void {
    const [editor, offer] = [this.#editor, this.offers[index]];
    if (editor === null || offer === undefined) return;
    event.preventDefault();
    const { text, cursor } = complete(editor.value, editor.selectionStart, offer.text);
    editor.value = text;
    editor.setSelectionRange(cursor, cursor);
    this.offers = [];
  }

  #run(): void {
    this.offers = [];
    void this.app?.sql.run(this.#editor?.value ?? "");
  }

  #ready(event: Event, schema: SqlSchema | null): void {
    const select = event.target as HTMLSelectElement;
    const ready = schema?.ready[Number(select.value)];
    const isChosen = select.value !== "";
    select.value = "";
    if (isChosen && ready !== undefined) void this.app?.sql.run(ready.text);
  }
}

function wrong({ cause, next }: EngineFailure): TemplateResult {
  return html`<div class="wrong" role="alert"><pre>${cause}</pre><p class="dim">${next}</p></div>`;
}

customElements.define("sql-panel", SqlPanel);
