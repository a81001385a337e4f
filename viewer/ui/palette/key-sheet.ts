import { css, html, LitElement, type TemplateResult } from "lit";
import { keyLabel, type Command } from "../../model/commands.ts";
import { base } from "../kit/tokens.ts";
import "../kit/modal.ts";

/**
 * The keys of every command that has some, by group.
 *
 * @fires close it was closed
 */
export class KeySheet extends LitElement {
  static override styles = [
    base,
    css`
      modal-dialog { --modal-width: 760px; }
      .groups { columns: 2; column-gap: 32px; padding: 16px 20px 20px; }
      section { break-inside: avoid; margin-bottom: 16px; }
      h3 { margin: 0 0 6px; font-size: 12px; color: var(--text-2); }
      dl { margin: 0; display: grid; grid-template-columns: 1fr auto; gap: 4px 12px; align-items: center; }
      dd { margin: 0; display: flex; gap: 4px; justify-content: flex-end; }
      @media (max-width: 640px) { .groups { columns: 1; } }
    `,
  ];
  static override properties = { commands: { attribute: false }, isMac: { type: Boolean } };
  declare commands: readonly Command[];
  declare isMac: boolean;

  constructor() {
    super();
    this.commands = [];
    this.isMac = false;
  }

  protected override render(): TemplateResult {
    const withKeys = this.commands.filter((command) => command.keys.length > 0);
    const groups = [...new Set(withKeys.map((command) => command.group))];
    return html`<modal-dialog heading="Keys" @close=${() => this.dispatchEvent(new Event("close"))}>
      <div class="groups">
        ${groups.map((group) => html`<section><h3>${group}</h3><dl>${withKeys.filter((command) => command.group === group).map((command) => this.#row(command))}</dl></section>`)}
      </div>
    </modal-dialog>`;
  }

  #row(command: Command): TemplateResult {
    return html`<dt>${command.title}</dt><dd>${command.keys.map((key) => html`<kbd>${keyLabel(key, this.isMac)}</kbd>`)}</dd>`;
  }
}

customElements.define("key-sheet", KeySheet);
