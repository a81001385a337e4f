import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import "./copy-button.ts";
import "./long-text.ts";

/** A titled block: content as a person reads it, the text behind it one press away, and a button that copies that text. */
class TextBlock extends LitElement {
  static override styles = css`
    :host {
      display: block;
    }
    header {
      display: flex;
      align-items: center;
      gap: 4px;
      min-height: 20px;
      margin-bottom: 2px;
    }
    h3 {
      flex: 1;
      margin: 0;
      font-size: 11px;
      font-weight: 600;
      letter-spacing: 0.04em;
      text-transform: uppercase;
      color: var(--text-2);
    }
    .tools {
      display: flex;
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
    .raw {
      padding: 6px 8px;
      border: 1px solid var(--line);
      border-radius: 4px;
      background: var(--bg-sunk);
    }
  `;
  static override properties = { heading: {}, source: { attribute: false }, plain: { type: Boolean }, raw: { state: true } };
  declare heading: string;
  /** The text behind the block, made when asked for. */
  declare source: () => string;
  /** The block shows its text as it is: there is nothing rawer. */
  declare plain: boolean;
  declare private raw: boolean;

  constructor() {
    super();
    this.heading = "";
    this.source = () => "";
    this.plain = false;
    this.raw = false;
  }

  protected override render(): TemplateResult {
    return html`<header>
        <h3>${this.heading}</h3>
        <span class="tools">
          ${this.plain
            ? nothing
            : html`<button type="button" aria-pressed=${String(this.raw)} title=${this.raw ? "Show it formatted" : "Show the text as recorded"} @click=${() => (this.raw = !this.raw)}>${this.raw ? "pretty" : "raw"}</button>`}
          <peek-copy-button hint=${`Copy ${this.heading.toLowerCase()}`} .text=${() => this.source()}></peek-copy-button>
        </span>
      </header>
      ${this.raw ? html`<div class="raw"><peek-long-text mono .text=${this.source()}></peek-long-text></div>` : html`<slot></slot>`}`;
  }
}

customElements.define("peek-text-block", TextBlock);
