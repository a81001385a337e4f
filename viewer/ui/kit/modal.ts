import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import { base, buttons } from "./tokens.ts";

/**
 * A dialog over the page: the browser's own, so focus stays in it and Esc closes it.
 *
 * @fires close it was closed
 * @slot what it holds
 */
export class ModalDialog extends LitElement {
  static override styles = [
    base,
    buttons,
    css`
      dialog { padding: 0; border: 1px solid var(--line-strong); border-radius: 8px; color: var(--text); background: var(--bg-raised); width: min(var(--modal-width, 640px), calc(100vw - 32px)); max-height: min(80vh, 720px); overflow: hidden; box-shadow: 0 12px 40px rgb(0 0 0 / 0.28); }
      dialog[open] { display: flex; flex-direction: column; }
      dialog.top { margin-top: 12vh; }
      dialog::backdrop { background: rgb(8 10 14 / 0.45); }
      .head { display: flex; align-items: center; justify-content: space-between; gap: 12px; padding: 10px 10px 10px 16px; border-bottom: 1px solid var(--line); }
      h2 { margin: 0; font-size: 14px; }
      .body { overflow: auto; min-height: 0; outline-offset: -2px; }
    `,
  ];
  static override properties = { heading: {}, bare: { type: Boolean } };
  declare heading: string;
  /** Without a heading of its own; the content brings one. */
  declare bare: boolean;

  constructor() {
    super();
    this.heading = "";
    this.bare = false;
  }

  protected override firstUpdated(_changed: PropertyValues<this>): void {
    this.renderRoot.querySelector("dialog")?.showModal();
  }

  protected override render(): TemplateResult {
    return html`<dialog class=${this.bare ? "top" : ""} aria-label=${this.heading} @close=${this.#onClose} @click=${this.#onClick}>
      ${this.bare ? "" : html`<div class="head"><h2>${this.heading}</h2><button class="icon-button" aria-label="Close" @click=${this.#onClose}>✕</button></div>`}
      <div class="body" tabindex=${this.bare ? nothing : "0"}><slot></slot></div>
    </dialog>`;
  }

  readonly #onClose = (): void => {
    this.dispatchEvent(new Event("close"));
  };

  /** A click on the backdrop is a click on the dialog itself. */
  readonly #onClick = (event: MouseEvent): void => {
    if (event.target instanceof HTMLDialogElement) this.#onClose();
  };
}

customElements.define("modal-dialog", ModalDialog);
