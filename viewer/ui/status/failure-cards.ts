import { SignalWatcher } from "@lit-labs/signals";
import { ContextConsumer } from "@lit/context";
import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import type { EngineFailure, FileState } from "../../engine/api.ts";
import type { App } from "../../state/app.ts";
import { appContext } from "../app/context.ts";
import { base, buttons } from "../kit/tokens.ts";
import "../kit/copy-button.ts";

/** A card for each file that could not be opened and each failure of the engine: cause, place, next step. */
export class FailureCards extends SignalWatcher(LitElement) {
  static override styles = [
    base,
    buttons,
    css`
      :host { display: block; }
      .cards { display: grid; gap: 8px; max-height: 60vh; overflow: auto; width: min(560px, calc(100vw - 32px)); }
      .card { padding: 12px 14px; border: 1px solid var(--line-strong); border-left: 3px solid var(--k-error); border-radius: 6px; background: var(--bg-raised); box-shadow: 0 6px 24px rgb(0 0 0 / 0.18); }
      h2 { margin: 0 0 6px; font-size: 13px; display: flex; gap: 8px; } h2 span { color: var(--k-error); }
      p { margin: 0 0 6px; overflow-wrap: anywhere; }
      .actions { display: flex; align-items: center; gap: 8px; margin-top: 10px; }
    `,
  ];
  readonly #app = new ContextConsumer(this, { context: appContext });

  protected override render(): TemplateResult {
    const app = this.#app.value;
    if (app === undefined) return html``;
    const { store } = app;
    const failed = store.open.get().files.filter((file) => file.failure !== undefined);
    return html`<div class="cards" role="region" aria-label="Problems" aria-live="polite">
      ${failed.map((file) => fileCard(app, file))}
      ${store.failures.get().map((failure) => card(`Something went wrong in Peaky Peek`, failure, html`<button class="button" @click=${() => store.failures.set(store.failures.get().filter((other) => other !== failure))}>Dismiss</button>`))}
    </div>`;
  }
}

function fileCard(app: App, file: FileState): TemplateResult {
  const failure = file.failure as EngineFailure;
  const read = file.events > 0 ? html`<p class="dim">${file.events} events were read before that and are shown.</p>` : nothing;
  return card(
    `${file.name} could not be opened`,
    failure,
    html`${file.canAcceptNewer === true ? html`<button class="button main" @click=${() => void app.files.reopenNewer(file.file)}>Read what this viewer understands</button>` : nothing}
      <button class="button" @click=${() => void app.files.close(file.file)}>Dismiss</button>`,
    read,
  );
}

function card(heading: string, failure: EngineFailure, actions: TemplateResult, more: TemplateResult | typeof nothing = nothing): TemplateResult {
  const details = [heading, `cause: ${failure.cause}`, `place: ${failure.place}`, `code: ${failure.code}`, failure.detail === undefined ? "" : `detail: ${failure.detail}`].filter(Boolean).join("\n");
  return html`<div class="card" role="alert">
    <h2><span aria-hidden="true">▲</span>${heading}</h2>
    <p>${capitalised(failure.cause)}.</p>
    <p class="dim">Where: ${failure.place}</p>
    <p>${failure.next}</p>
    ${more}
    <div class="actions">${actions}<peek-copy-button .text=${() => details} label="copy details"></peek-copy-button></div>
  </div>`;
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

customElements.define("failure-cards", FailureCards);
