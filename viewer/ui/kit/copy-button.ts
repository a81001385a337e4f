import { css, html, LitElement, type TemplateResult } from "lit";

const SAID_FOR_MS = 1500;

/** Copies a text; made only when it is asked for. Says whether it worked. */
class CopyButton extends LitElement {
  static override styles = css`
    :host {
      display: inline-block;
    }
    button {
      padding: 0 4px;
      border: 0;
      border-radius: 3px;
      background: none;
      font: inherit;
      font-size: 12px;
      line-height: 18px;
      color: var(--text-2);
      cursor: pointer;
    }
    button:hover {
      background: var(--bg-hover);
      color: var(--text);
    }
    button:focus-visible {
      outline: 2px solid var(--accent);
    }
  `;
  static override properties = { text: { attribute: false }, label: {}, hint: {}, said: { state: true } };
  declare text: () => string;
  declare label: string;
  /** What is copied, for the tooltip and screen readers. */
  declare hint: string;
  declare private said: string;

  constructor() {
    super();
    this.text = () => "";
    this.label = "copy";
    this.hint = "Copy";
    this.said = "";
  }

  protected override render(): TemplateResult {
    return html`<button type="button" title=${this.hint} aria-label=${this.hint} @click=${this.#copy}><span role="status">${this.said || this.label}</span></button>`;
  }

  readonly #copy = async (): Promise<void> => {
    this.said = (await copyText(this.text())) ? "copied ✓" : "not copied";
    setTimeout(() => (this.said = ""), SAID_FOR_MS);
  };
}

/** Puts text on the clipboard; false if the browser would not. Pages from file:// may only copy the old way. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const area = document.createElement("textarea");
    area.value = text;
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    return done;
  }
}

customElements.define("peek-copy-button", CopyButton);
