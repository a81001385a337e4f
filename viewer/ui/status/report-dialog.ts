import { Task } from "@lit/task";
import { ContextConsumer } from "@lit/context";
import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import type { FileReport, ReportEntry } from "../../engine/api.ts";
import { formatBytes, formatCount } from "../../model/text.ts";
import { appContext } from "../app/context.ts";
import { base, buttons } from "../kit/tokens.ts";
import "../kit/modal.ts";

const RAW_BYTES = 4096;

/**
 * What a file's reader could not read, mended or found odd: counted, placed, and viewable as it stands in the file.
 *
 * @fires close it was closed
 */
export class ReportDialog extends LitElement {
  static override styles = [
    base,
    buttons,
    css`
      modal-dialog { --modal-width: 860px; }
      .text { padding: 14px 20px 20px; }
      p { margin: 0 0 8px; }
      table { width: 100%; border-collapse: collapse; margin: 8px 0 16px; }
      th, td { text-align: left; padding: 3px 12px 3px 0; border-bottom: 1px solid var(--line); vertical-align: top; }
      th { font-weight: 600; color: var(--text-2); font-size: 12px; } td.n, th.n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
      code { font: 12px var(--mono); }
      pre { margin: 4px 0 8px; padding: 8px 10px; max-height: 200px; overflow: auto; font: 12px/1.5 var(--mono); background: var(--bg-sunk); border: 1px solid var(--line); border-radius: 5px; white-space: pre-wrap; overflow-wrap: anywhere; }
    `,
  ];
  static override properties = { file: { type: Number }, name: {}, raw: { state: true } };
  declare file: number;
  declare name: string;
  declare private raw: { readonly entry: ReportEntry; readonly text: string } | null;
  readonly #app = new ContextConsumer(this, { context: appContext });
  readonly #report = new Task(this, { task: async ([file]) => (await this.#app.value?.client.ask("report", file)) ?? null, args: () => [this.file] as const });

  constructor() {
    super();
    this.file = -1;
    this.name = "";
    this.raw = null;
  }

  protected override render(): TemplateResult {
    return html`<modal-dialog heading="How ${this.name} was read" @close=${() => this.dispatchEvent(new Event("close"))}>
      <div class="text">
        ${this.#report.render({
          pending: () => html`<p class="dim">Reading the report…</p>`,
          complete: (report) => (report === null ? html`<p>The file is no longer open.</p>` : this.#view(report)),
          error: () => html`<p>The report could not be read.</p>`,
        })}
      </div>
    </modal-dialog>`;
  }

  #view(report: FileReport): TemplateResult {
    const all = report.counts.reduce((sum, { count }) => sum + count, 0);
    return html`${report.summary.map((sentence) => html`<p>${sentence}</p>`)}
      ${all === 0 ? html`<p>Everything was read; nothing was skipped, mended or made up.</p>` : this.#counts(report)}
      ${report.entries.length === 0 ? nothing : this.#entries(report, all)}`;
  }

  #counts({ counts }: FileReport): TemplateResult {
    return html`<table>
      <thead><tr><th class="n">how often</th><th>what</th><th>means</th></tr></thead>
      <tbody>${counts.map(({ code, count, message }) => html`<tr><td class="n">${formatCount(count)}</td><td><code>${code}</code></td><td>${message}</td></tr>`)}</tbody>
    </table>`;
  }

  #entries(report: FileReport, all: number): TemplateResult {
    const { entries } = report;
    return html`<p class="dim">${entries.length < all ? `The first ${formatCount(entries.length)} of ${formatCount(all)} places:` : "Where:"}</p>
      <table>
        <thead><tr><th class="n">line</th><th class="n">byte</th><th>what</th><th></th></tr></thead>
        <tbody>
          ${entries.map(
            (entry) => html`<tr>
              <td class="n">${entry.line > 0 ? formatCount(entry.line) : "–"}</td>
              <td class="n">${entry.line > 0 ? formatCount(entry.byteOffset) : "–"}</td>
              <td>${entry.message}${this.raw?.entry === entry ? html`<pre dir="auto">${this.raw.text}</pre>` : nothing}</td>
              <td>${entry.byteLength > 0 ? html`<button class="link" @click=${() => void this.#show(entry)}>show raw</button>` : nothing}</td>
            </tr>`,
          )}
        </tbody>
      </table>`;
  }

  async #show(entry: ReportEntry): Promise<void> {
    if (this.raw?.entry === entry) {
      this.raw = null;
      return;
    }
    const bytes = await this.#app.value?.client.ask("raw", this.file, entry.byteOffset, Math.min(entry.byteLength, RAW_BYTES));
    const more = entry.byteLength > RAW_BYTES ? `\n… ${formatBytes(entry.byteLength - RAW_BYTES)} more` : "";
    if (bytes != null) this.raw = { entry, text: visible(bytes) + more };
  }
}

/** Bytes as text, with those that have no sign shown by number. */
function visible(bytes: Uint8Array): string {
  return [...new TextDecoder().decode(bytes)].map((sign) => (sign < " " && sign !== "\n" && sign !== "\t" ? `\\x${sign.charCodeAt(0).toString(16).padStart(2, "0")}` : sign)).join("");
}

customElements.define("report-dialog", ReportDialog);
