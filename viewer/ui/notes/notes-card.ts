import { SignalWatcher } from "@lit-labs/signals";
import { ContextConsumer } from "@lit/context";
import { css, html, LitElement, type TemplateResult } from "lit";
import type { App } from "../../state/app.ts";
import { appContext } from "../app/context.ts";
import { base, buttons } from "../kit/tokens.ts";

/** Says what became of a side file, or why notes are not kept, until it has been read. */
class NotesCard extends SignalWatcher(LitElement) {
  static override styles = [
    base,
    buttons,
    css`
      :host { display: block; }
      .card { width: min(560px, calc(100vw - 32px)); padding: 12px 14px; border: 1px solid var(--line-strong); border-left: 3px solid var(--accent); border-radius: 6px; background: var(--bg-raised); box-shadow: 0 6px 24px rgb(0 0 0 / 0.18); }
      .card.trouble { border-left-color: var(--k-safety); }
      h2 { margin: 0 0 6px; font-size: 13px; overflow-wrap: anywhere; }
      p { margin: 0; overflow-wrap: anywhere; }
      .actions { display: flex; gap: 8px; margin-top: 10px; }
    `,
  ];
  readonly #app = new ContextConsumer(this, { context: appContext });

  protected override render(): TemplateResult {
    const app = this.#app.value;
    const told = app?.notes.told.get() ?? null;
    if (app === undefined || told === null) return html``;
    const dismiss = (): void => app.notes.told.set(null);
    return html`<section class="card ${told.isTrouble ? "trouble" : ""}" aria-label="Notes">
      <h2><span aria-hidden="true">${told.isTrouble ? "▲" : "✎"}</span> ${told.title}</h2>
      <p>${told.text()}</p>
      <div class="actions">${app.store.run.get() === null ? "" : html`<button class="button" @click=${() => show(app)}>Show notes</button>`}<button class="button" @click=${dismiss}>Dismiss</button></div>
    </section>`;
  }
}

function show({ store, notes }: App): void {
  store.lens.set("notes");
  notes.told.set(null);
}

customElements.define("notes-card", NotesCard);
