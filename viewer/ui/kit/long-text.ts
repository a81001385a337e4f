import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import { headOf } from "../../../format/shorten.ts";
import { formatBytes } from "../../model/text.ts";

/** Characters shown at first, and added by one press when there is too much to show at once. */
const FIRST = 3_000;
const STEP = 500_000;

/** Text of any length, line breaks kept, its direction found from its own letters. Shows a beginning and says how much there is. */
class LongText extends LitElement {
  static override styles = css`
    :host {
      display: block;
    }
    .text {
      white-space: pre-wrap;
      overflow-wrap: anywhere;
      unicode-bidi: plaintext;
      tab-size: 4;
    }
    :host([mono]) .text {
      font: 12px/1.5 var(--mono);
    }
    button {
      margin-top: 4px;
      padding: 0;
      border: 0;
      background: none;
      font: inherit;
      font-size: 12px;
      color: var(--accent);
      text-decoration: underline;
      cursor: pointer;
    }
    button:focus-visible {
      outline: 2px solid var(--accent);
    }
  `;
  static override properties = { text: { attribute: false }, mono: { type: Boolean, reflect: true }, first: { type: Number }, shown: { state: true } };
  declare text: string;
  declare mono: boolean;
  /** Characters shown before more is asked for. */
  declare first: number;
  declare private shown: number;

  constructor() {
    super();
    this.text = "";
    this.mono = false;
    this.first = FIRST;
    this.shown = 0;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("text") || changed.has("first")) this.shown = this.first;
  }

  protected override render(): TemplateResult {
    const { text, shown } = this;
    // A handful of characters more are not worth a button.
    const whole = text.length <= shown * 1.1;
    const left = text.length - shown;
    return html`<div class="text" dir="auto">${whole ? text : `${headOf(text, shown)}…`}</div>
      ${whole
        ? nothing
        : html`<button type="button" @click=${() => (this.shown = shown + Math.min(left, STEP))}>${
            left <= STEP ? `Show all ${formatBytes(text.length)}` : `Show ${formatBytes(STEP)} more of ${formatBytes(text.length)}`
          }</button>`}`;
  }
}

customElements.define("peek-long-text", LongText);
