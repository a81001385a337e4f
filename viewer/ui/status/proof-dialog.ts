import { css, html, LitElement, type TemplateResult } from "lit";
import { base } from "../kit/tokens.ts";
import "../kit/modal.ts";

/**
 * How the page shows that nothing leaves this computer, and how to check it.
 *
 * @fires close it was closed
 */
export class ProofDialog extends LitElement {
  static override styles = [base, css`.text { padding: 16px 20px 20px; } p { margin: 0 0 10px; } ul { margin: 0 0 10px; padding-left: 20px; } li { margin-bottom: 4px; } code { font: 12px var(--mono); } b.num { font-size: 20px; }`];
  static override properties = { requests: { type: Number }, version: {} };
  declare requests: number;
  declare version: string;

  constructor() {
    super();
    this.requests = 0;
    this.version = "";
  }

  protected override render(): TemplateResult {
    return html`<modal-dialog heading="What leaves this computer" @close=${() => this.dispatchEvent(new Event("close"))}>
      <div class="text">
        <p><b class="num">${this.requests}</b> requests since the page was loaded.</p>
        <p>Traces are read by this page, on this computer. The page forbids itself to talk to anybody:</p>
        <ul>
          <li>A Content-Security-Policy with <code>connect-src 'none'</code> is in force in the page and in its workers. The browser enforces it, not we.</li>
          <li>Links carry a hash and your place in the trace, never the trace.</li>
          <li>Pictures in a trace are drawn from its own data only; addresses in it are text.</li>
        </ul>
        <p class="dim">To check: open your browser's network panel, drop a trace, and watch it stay empty. Or pull the plug. Peaky Peek ${this.version}.</p>
      </div>
    </modal-dialog>`;
  }
}

customElements.define("proof-dialog", ProofDialog);
