import { SignalWatcher } from "@lit-labs/signals";
import { ContextConsumer } from "@lit/context";
import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import type { FileState } from "../../engine/api.ts";
import { countOf, formatCount } from "../../model/text.ts";
import type { App } from "../../state/app.ts";
import { appContext } from "../app/context.ts";
import { cssProps } from "../kit/css-props.ts";
import { base, buttons } from "../kit/tokens.ts";

const REQUESTS_PAUSE_MS = 1000;

/** The line at the foot of the page: requests made, what is open, how reading goes, what was skipped. */
export class StatusBar extends SignalWatcher(LitElement) {
  static override styles = [
    base,
    buttons,
    css`
      :host { display: flex; align-items: center; gap: 14px; height: 26px; padding: 0 12px; border-top: 1px solid var(--line); background: var(--bg-sunk); color: var(--text-2); font-size: 12px; white-space: nowrap; overflow: hidden; }
      .chip { height: 18px; padding: 0 8px; font-size: 12px; }
      .chip .dot { width: 7px; height: 7px; border-radius: 50%; background: var(--ok); } .chip.bad .dot { background: var(--k-error); border-radius: 0; }
      .space { flex: 1; }
      .bar { width: 120px; height: 4px; border-radius: 2px; background: var(--line-strong); overflow: hidden; } .bar i { display: block; height: 100%; background: var(--accent); }
      .skipped { color: var(--k-safety); }
      .clip { min-width: 0; }
      button.plain { border: 0; background: none; padding: 0; color: inherit; }
    `,
  ];
  static override properties = { requests: { state: true } };
  declare private requests: number;
  readonly #app = new ContextConsumer(this, { context: appContext });
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor() {
    super();
    this.requests = 0;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#timer = setInterval(() => (this.requests = this.#app.value?.requests() ?? 0), REQUESTS_PAUSE_MS);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.#timer);
  }

  protected override render(): TemplateResult {
    const app = this.#app.value;
    if (app === undefined) return html``;
    const { store } = app;
    const preferences = store.preferences;
    return html`<button class="chip ${this.requests === 0 ? "" : "bad"}" title="What leaves this computer?" @click=${() => store.overlay.set({ kind: "proof" })}>
        <span class="dot" aria-hidden="true"></span>${countOf(this.requests, "request")} since load
      </button>
      ${openText(app)}
      <span class="space"></span>
      <button class="plain" title="Switch between UTC and the time of this computer" @click=${() => preferences.set({ ...preferences.get(), utc: !preferences.get().utc })}>${preferences.get().utc ? "UTC" : "local time"}</button>
      <span>v${app.version}</span>
      <button class="plain" @click=${() => store.overlay.set({ kind: "keys" })}><kbd>?</kbd> keys</button>`;
  }
}

function openText(app: App): TemplateResult {
  const { files, events, runs } = app.store.open.get();
  const reading = files.filter((file) => file.status === "reading" || file.status === "waiting");
  if (reading.length > 0) return progress(app, reading);
  const good = files.filter((file) => file.status === "ready" || file.status === "cancelled");
  if (good.length === 0) return html`<span>${app.store.engine.get() === "starting" ? "starting the engine…" : "works offline"}</span>`;
  const names = good.length === 1 ? (good[0]?.name ?? "") : countOf(good.length, "file");
  return html`${liveChip(app, good)}<span class="clip" title=${good.map((file) => `${file.name} — ${file.format}`).join("\n")}>${names} · ${countOf(runs, "run")} · ${countOf(events, "event")}</span>${skipped(app, good)}`;
}

/** What followed files do, if there is anything to say or to press. */
function liveChip(app: App, files: readonly FileState[]): TemplateResult | typeof nothing {
  const file = files.find(({ live, growing }) => growing || live === "paused" || live === "changed" || live === "replaced" || live === "lost");
  if (file === undefined) return nothing;
  const { live } = file;
  if (live === "lost") return html`<span class="skipped">▲ ${file.name} can no longer be read</span>`;
  if (live === "changed" || live === "replaced") return html`<span>${file.name} was ${live === "changed" ? "written to" : "replaced"}</span><button class="link" @click=${() => void app.files.reread(file.file)}>read it again</button>`;
  if (live === "paused") return html`<button class="chip" @click=${() => void app.files.follow(file.file, true)}>▮▮ paused: go on</button>`;
  return html`<button class="chip live" title="What is appended is read as it comes. Press to pause." @click=${() => void app.files.follow(file.file, false)}><span class="dot" aria-hidden="true"></span>live</button>`;
}

function progress(app: App, reading: readonly FileState[]): TemplateResult {
  const current = reading.find((file) => file.status === "reading") ?? reading[0];
  if (current === undefined) return html``;
  const share = current.bytes === 0 ? 0 : current.bytesRead / current.bytes;
  const percent = Math.floor(share * 100);
  return html`<span class="clip">reading ${current.name}</span>
    <span class="bar" role="progressbar" aria-label="Reading ${current.name}" aria-valuenow=${percent} aria-valuemin="0" aria-valuemax="100"><i ${cssProps({ width: `${percent}%` })}></i></span>
    <span class="num">${percent} % · ${Math.round(current.mbPerSecond)} MB/s · ${countOf(current.events, "event")}</span>
    ${reading.length > 1 ? html`<span>${countOf(reading.length - 1, "file")} waiting</span>` : nothing}
    <button class="link" @click=${() => void app.files.cancel(current.file)}>Cancel</button>`;
}

function skipped(app: App, files: readonly FileState[]): TemplateResult {
  const odd = files.filter((file) => file.skipped + file.notices > 0);
  const skippedCount = odd.reduce((sum, file) => sum + file.skipped, 0);
  const first = odd[0] ?? files[0];
  const show = (): void => app.store.overlay.set({ kind: "report", file: first?.file ?? -1 });
  if (odd.length === 0) return html`<button class="link" @click=${show}>all read, nothing skipped</button>`;
  const notices = odd.reduce((sum, file) => sum + file.notices, 0);
  const parts = [skippedCount > 0 ? `${formatCount(skippedCount)} skipped` : "nothing skipped", notices > 0 ? countOf(notices, "notice") : ""].filter(Boolean);
  return html`<button class="link ${skippedCount > 0 ? "skipped" : ""}" @click=${show}>${skippedCount > 0 ? "▲ " : ""}${parts.join(", ")}</button>`;
}

customElements.define("status-bar", StatusBar);
