import { SignalWatcher } from "@lit-labs/signals";
import { ContextConsumer } from "@lit/context";
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import type { Mapping, MappedMember } from "../../../format/importers/generic/mapping.ts";
import type { MappingView } from "../../engine/contracts/intake.ts";
import { mappingText, MEMBER_CHOICES, readMappingText, withField } from "../../model/mapping.ts";
import { appContext } from "../app/context.ts";
import { copyText } from "../kit/copy-button.ts";
import "../kit/modal.ts";
import { base, buttons } from "../kit/tokens.ts";
import { mappingStyles } from "./mapping-dialog.styles.ts";
import { previewTable } from "./preview-table.ts";

/**
 * What the fields of a file of no known format mean: a guess to correct, with what its first records become.
 *
 * @fires close it was closed
 */
export class MappingDialog extends SignalWatcher(LitElement) {
  static override styles = [base, buttons, mappingStyles];
  static override properties = { file: { type: Number }, name: {}, view: { state: true }, all: { state: true }, remember: { state: true }, said: { state: true } };
  declare file: number;
  declare name: string;
  declare private view: MappingView | "none" | null;
  /** Every meaning is offered, not only the most telling. */
  declare private all: boolean;
  declare private remember: boolean;
  declare private said: string;
  readonly #app = new ContextConsumer(this, { context: appContext });
  #asked = 0;
  /** What was chosen last, also while its rows are still being made. */
  #chosen: Mapping | null = null;

  constructor() {
    super();
    this.file = -1;
    this.name = "";
    this.view = null;
    this.all = false;
    this.remember = true;
    this.said = "";
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("file")) void this.#look(null);
  }

  protected override render(): TemplateResult {
    return html`<modal-dialog heading="What do the fields of ${this.name} mean?" @close=${this.#close}>${this.#content()}</modal-dialog>`;
  }

  #content(): TemplateResult {
    const { view } = this;
    if (view === null) return html`<div class="text"><p class="dim">Looking at the first records…</p></div>`;
    if (view === "none") return html`<div class="text"><p>No records whose fields could be mapped are in this file.</p></div>`;
    const offered = MEMBER_CHOICES.filter(({ member, isMain }) => isMain || this.all || view.mapping[member] !== undefined);
    return html`<div class="text">
        <p>${this.#isGuess(view) ? "This is no format the page knows, so it guessed. Change what is wrong; the records below follow." : "The records below follow your choice."}</p>
        <div class="fields">${offered.map(({ member, label, hint }) => this.#choice(view, member, { label, hint }))}</div>
        ${offered.length < MEMBER_CHOICES.length ? html`<p><button class="link" @click=${this.#showAll}>Show all ${MEMBER_CHOICES.length} meanings</button></p>` : nothing}
        ${previewTable(view.rows)}
      </div>
      <div class="foot">
        <label><input type="checkbox" .checked=${this.remember} @change=${this.#onRemember} /> Remember for files with these fields</label>
        <span class="said" role="status">${this.said}</span>
        <button class="button" @click=${this.#copy}>Copy mapping</button>
        <button class="button" @click=${this.#paste}>Paste mapping</button>
        <button class="button" ?disabled=${this.#isGuess(view)} @click=${this.#reset}>Back to the guess</button>
        <button class="button main" @click=${this.#apply}>Read it so</button>
      </div>`;
  }

  #choice(view: MappingView, member: MappedMember, { label, hint }: { readonly label: string; readonly hint: string }): TemplateResult {
    const chosen = view.mapping[member] ?? "";
    const known = chosen === "" || view.fields.some(({ path }) => path === chosen);
    return html`<label class="field" title=${hint}>
      <span>${label}</span>
      <select name=${member} @change=${this.#onChoice}>
        <option value="" ?selected=${chosen === ""}>—</option>
        ${known ? nothing : html`<option value=${chosen} selected>${chosen} (not in these records)</option>`}
        ${view.fields.map(({ path, example }) => html`<option value=${path} ?selected=${path === chosen}>${path} — ${example}</option>`)}
      </select>
    </label>`;
  }

  #isGuess({ mapping, guess }: MappingView): boolean {
    return MEMBER_CHOICES.every(({ member }) => mapping[member] === guess[member]);
  }

  /** Asks for the rows a mapping makes; answers that come too late are dropped. */
  async #look(mapping: Mapping | null): Promise<void> {
    const asked = ++this.#asked;
    this.#chosen = mapping;
    const view = await this.#app.value?.client.tryAsk("mapping", this.file, mapping);
    if (asked === this.#asked) this.view = view?.ok === true ? view.value : "none";
  }

  #current(): MappingView | undefined {
    return this.view === null || this.view === "none" ? undefined : this.view;
  }

  readonly #onChoice = (event: Event): void => {
    const select = event.target as HTMLSelectElement;
    const view = this.#current();
    if (view !== undefined) void this.#look(withField(this.#chosen ?? view.mapping, select.name as MappedMember, select.value));
  };

  readonly #onRemember = (event: Event): void => {
    this.remember = (event.target as HTMLInputElement).checked;
  };

  readonly #showAll = (): void => {
    this.all = true;
  };

  readonly #reset = (): void => {
    const view = this.#current();
    if (view !== undefined) void this.#look(view.guess);
  };

  readonly #copy = async (): Promise<void> => {
    const view = this.#current();
    if (view !== undefined) this.said = (await copyText(mappingText(this.#chosen ?? view.mapping))) ? "Copied: paste it to whoever reads such files." : "The browser did not allow copying.";
  };

  readonly #paste = async (): Promise<void> => {
    const text = await clipboardText();
    const mapping = text === null ? null : readMappingText(text);
    this.said = text === null ? "The browser did not allow pasting." : mapping === null ? "There is no mapping on the clipboard." : "Pasted.";
    if (mapping !== null) await this.#look(mapping);
  };

  readonly #apply = (): void => {
    const view = this.#current();
    if (view === undefined) return;
    void this.#app.value?.files.remap(this.file, this.#chosen ?? view.mapping, this.remember ? view.shape : null);
    this.#close();
  };

  readonly #close = (): void => {
    this.dispatchEvent(new Event("close"));
  };
}

async function clipboardText(): Promise<string | null> {
  try {
    return await navigator.clipboard.readText();
  } catch {
    return null;
  }
}

customElements.define("mapping-dialog", MappingDialog);
