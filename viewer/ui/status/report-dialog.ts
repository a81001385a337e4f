import { SignalWatcher } from "@lit-labs/signals";
import { Task } from "@lit/task";
import { ContextConsumer } from "@lit/context";
import { html, LitElement, nothing, type TemplateResult } from "lit";
import type { FileReport, ReportEntry } from "../../engine/contracts/intake.ts";
import type { FileState } from "../../engine/api.ts";
import { countOf, formatBytes, formatCount } from "../../model/text.ts";
import { appContext } from "../app/context.ts";
import { base, buttons } from "../kit/tokens.ts";
import "../kit/modal.ts";
import { reportStyles } from "./report-dialog.styles.ts";

const SHOWN = 4096;

/**
 * What a file's reader made of it: what became of each record, what it could not read, mended or found odd: counted,
 * placed, and viewable as it stands in the dropped file.
 *
 * @fires close it was closed
 */
export class ReportDialog extends SignalWatcher(LitElement) {
  static override styles = [base, buttons, reportStyles];
  static override properties = { file: { type: Number }, name: {}, raw: { state: true } };
  declare file: number;
  declare name: string;
  declare private raw: { readonly entry: ReportEntry; readonly place: string; readonly text: string } | null;
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
        ${this.#files()}
        ${this.#report.render({
          pending: () => html`<p class="dim">Reading the report…</p>`,
          complete: (report) => (report === null ? html`<p>The file is no longer open.</p>` : this.#view(report)),
          error: () => html`<p>The report could not be read.</p>`,
        })}
      </div>
    </modal-dialog>`;
  }

  /** Which file is told of, where there are several. */
  #files(): TemplateResult | typeof nothing {
    const files = this.#app.value?.store.open.get().files.filter(({ status }) => status !== "waiting") ?? [];
    if (files.length < 2) return nothing;
    return html`<label class="which">File <select @change=${this.#onFile}>${files.map((file) => this.#fileOption(file))}</select></label>`;
  }

  #fileOption({ file, name, skipped, notices }: FileState): TemplateResult {
    const odd = [skipped > 0 ? `${formatCount(skipped)} skipped` : "", notices > 0 ? countOf(notices, "notice") : ""].filter((part) => part !== "");
    return html`<option value=${file} ?selected=${file === this.file}>${name}${odd.length > 0 ? ` — ${odd.join(", ")}` : ""}</option>`;
  }

  #view(report: FileReport): TemplateResult {
    const all = report.counts.reduce((sum, { count }) => sum + count, 0);
    return html`${report.summary.map((sentence) => html`<p>${sentence}</p>`)} ${report.records === undefined ? nothing : records(report.records)} ${this.#fields()}
      ${all === 0 ? html`<p>Everything was read; nothing was skipped, mended or made up.</p>` : counts(report)}
      ${report.entries.length === 0 ? nothing : this.#entries(report, all)}`;
  }

  #fields(): TemplateResult | typeof nothing {
    const { store } = this.#app.value ?? {};
    const file = store?.open.get().files.find((candidate) => candidate.file === this.file);
    if (store === undefined || file?.generic === undefined) return nothing;
    return html`<p><button class="button" @click=${() => store.overlay.set({ kind: "mapping", file: this.file })}>Map fields…</button> <span class="dim">${file.generic.guessed ? "What the fields mean was guessed." : "What the fields mean was chosen."}</span></p>`;
  }

  #entries(report: FileReport, all: number): TemplateResult {
    const { entries } = report;
    return html`<table class="entries">
      <caption>${entries.length < all ? `The first ${formatCount(entries.length)} of ${formatCount(all)} places` : "Where"}</caption>
      <thead><tr><th scope="col">place</th><th scope="col">what</th><th scope="col"><span class="hidden-visually">record</span></th></tr></thead>
      <tbody>${entries.map((entry, index) => this.#entry(entry, index))}</tbody>
    </table>`;
  }

  #entry(entry: ReportEntry, index: number): TemplateResult {
    const raw = this.raw?.entry === entry ? this.raw : null;
    const canShow = entry.byteLength > 0 || entry.place !== undefined;
    return html`<tr>
      <td class="place">${placeOf(entry)}</td>
      <td><code>${entry.code}</code> ${entry.message}${raw === null ? nothing : html`<pre dir="auto" tabindex="0">${raw.text === "" ? "This is about no single record." : raw.text}</pre>`}</td>
      <td class="n">${canShow ? html`<button class="link" aria-expanded=${raw !== null} @click=${() => void this.#show(entry, index)}>${raw === null ? "show raw" : "hide"}</button>` : nothing}</td>
    </tr>`;
  }

  readonly #onFile = (event: Event): void => {
    this.raw = null;
    this.file = Number((event.target as HTMLSelectElement).value);
    this.name = this.#app.value?.store.open.get().files.find((file) => file.file === this.file)?.name ?? this.name;
  };

  async #show(entry: ReportEntry, index: number): Promise<void> {
    if (this.raw?.entry === entry) {
      this.raw = null;
      return;
    }
    const found = await this.#app.value?.client.ask("reportedRecord", this.file, index);
    if (found == null) return;
    const more = found.text.length > SHOWN ? `\n… ${formatBytes(found.text.length - SHOWN)} more` : "";
    this.raw = { entry, place: found.place, text: visible(found.text.slice(0, SHOWN)) + more };
  }
}

function placeOf({ place, line, byteOffset }: ReportEntry): string {
  if (place !== undefined) return place;
  return line > 0 ? `line ${formatCount(line)}, byte ${formatCount(byteOffset)}` : "–";
}

function records({ became, merged, skipped, joined }: NonNullable<FileReport["records"]>): TemplateResult {
  const row = (count: number, what: string): TemplateResult => html`<tr><td class="n">${formatCount(count)}</td><td>${what}</td></tr>`;
  return html`<table>
    <caption>What became of ${countOf(became + merged + skipped, "record")}</caption>
    <tbody>
      ${row(became, "became events")} ${row(merged, "were joined into events of other records")}
      ${joined.map(({ count, message }) => html`<tr class="sub"><td class="n">${formatCount(count)}</td><td>${message}</td></tr>`)} ${row(skipped, "could not be used; each is listed below with its reason")}
    </tbody>
  </table>`;
}

function counts(report: FileReport): TemplateResult {
  return html`<table>
    <caption>Skipped, mended, made up or odd</caption>
    <thead><tr><th class="n" scope="col">how often</th><th scope="col">what</th><th scope="col">means</th></tr></thead>
    <tbody>${report.counts.map(({ code, count, message }) => html`<tr><td class="n">${formatCount(count)}</td><td><code>${code}</code></td><td>${message}</td></tr>`)}</tbody>
  </table>`;
}

/** Text with signs that cannot be seen shown by number. */
function visible(text: string): string {
  return [...text].map((sign) => (sign < " " && sign !== "\n" && sign !== "\t" ? `\\x${sign.charCodeAt(0).toString(16).padStart(2, "0")}` : sign)).join("");
}

customElements.define("report-dialog", ReportDialog);
