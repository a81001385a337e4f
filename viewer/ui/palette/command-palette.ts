import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import { findCommands, keyLabel, type Command } from "../../model/commands.ts";
import { base } from "../kit/tokens.ts";
import { commandsOnPage } from "./on-page.ts";
import "../kit/modal.ts";

/**
 * Every command by name, then every control in sight: type, arrow, Enter.
 *
 * @fires close it was closed
 */
export class CommandPalette extends LitElement {
  static override styles = [
    base,
    css`
      modal-dialog { --modal-width: 560px; }
      input { width: 100%; height: 44px; padding: 0 16px; border: 0; border-bottom: 1px solid var(--line); background: none; font-size: 15px; }
      input:focus-visible { outline: none; }
      ul { margin: 0; padding: 6px; list-style: none; max-height: 50vh; overflow: auto; }
      li { display: flex; align-items: center; gap: 8px; min-height: 30px; padding: 0 10px; border-radius: 5px; cursor: default; }
      li[aria-selected="true"] { background: var(--bg-selected); }
      li[aria-disabled="true"] { color: var(--text-3); }
      li span:first-child { flex: 1; }
      .none { padding: 14px 16px; color: var(--text-2); }
    `,
  ];
  static override properties = { commands: { attribute: false }, isMac: { type: Boolean }, query: { state: true }, at: { state: true } };
  declare commands: readonly Command[];
  declare isMac: boolean;
  declare private query: string;
  declare private at: number;

  /** Controls that were in sight when it was opened. */
  readonly #onPage = commandsOnPage(document.body);

  constructor() {
    super();
    this.commands = [];
    this.isMac = false;
    this.query = "";
    this.at = 0;
  }

  protected override firstUpdated(): void {
    requestAnimationFrame(() => this.renderRoot.querySelector("input")?.focus());
  }

  protected override updated(changed: PropertyValues): void {
    if (changed.has("at")) this.renderRoot.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: "nearest" });
  }

  protected override render(): TemplateResult {
    const found = [...findCommands(this.commands, this.query), ...findCommands(this.#onPage, this.query)];
    return html`<modal-dialog bare heading="Commands" @close=${this.#close}>
      <input role="combobox" aria-expanded="true" aria-controls="list" aria-activedescendant=${found.length > 0 ? `c${this.at}` : nothing} aria-label="Command" placeholder="What do you want to do?" @input=${this.#onInput} @keydown=${(event: KeyboardEvent) => this.#onKey(event, found)} />
      ${found.length === 0 ? html`<p class="none">No command has that name.</p>` : nothing}
      <ul id="list" role="listbox" aria-label="Commands" ?hidden=${found.length === 0}>
        ${found.map((command, index) => this.#item(command, index))}
      </ul>
    </modal-dialog>`;
  }

  #item(command: Command, index: number): TemplateResult {
    const disabled = command.isReady?.() === false;
    return html`<li role="option" id="c${index}" aria-selected=${String(index === this.at)} aria-disabled=${String(disabled)} @click=${() => this.#run(command)}>
      <span>${command.title}</span><span class="dim">${command.group}</span>${command.keys.slice(0, 1).map((key) => html`<kbd>${keyLabel(key, this.isMac)}</kbd>`)}
    </li>`;
  }

  readonly #onInput = (event: Event): void => {
    this.query = (event.target as HTMLInputElement).value;
    this.at = 0;
  };

  #onKey(event: KeyboardEvent, found: readonly Command[]): void {
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step !== 0) this.at = (this.at + step + found.length) % Math.max(1, found.length);
    else if (event.key === "Enter") this.#run(found[this.at]);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  #run(command: Command | undefined): void {
    if (command === undefined || command.isReady?.() === false) return;
    this.#close();
    command.run();
  }

  readonly #close = (): void => {
    this.dispatchEvent(new Event("close"));
  };
}

customElements.define("command-palette", CommandPalette);
