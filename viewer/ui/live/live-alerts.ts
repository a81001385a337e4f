import { SignalWatcher } from "@lit-labs/signals";
import { ContextConsumer } from "@lit/context";
import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import type { LiveAlert } from "../../engine/contracts/live.ts";
import { countOf, wordsOf } from "../../model/text.ts";
import { appContext } from "../app/context.ts";
import { groupMark, kindMarkStyles } from "../kit/kind-mark.ts";
import { base, buttons } from "../kit/tokens.ts";

const SHOWN = 3;

/** Alerts on runs that are followed, as they come. */
export class LiveAlerts extends SignalWatcher(LitElement) {
  static override styles = [
    base,
    buttons,
    kindMarkStyles,
    css`
      :host { display: block; }
      .alerts { display: grid; gap: 6px; width: min(420px, calc(100vw - 32px)); }
      .alert { display: grid; grid-template-columns: 16px minmax(0, 1fr) auto; gap: 4px 8px; align-items: start; padding: 8px 10px; border: 1px solid var(--line-strong); border-left: 3px solid var(--k-safety); border-radius: 6px; background: var(--bg-raised); box-shadow: 0 4px 16px rgb(0 0 0 / 0.16); }
      .signal { overflow-wrap: anywhere; }
      .more { display: flex; justify-content: space-between; padding: 2px 4px; font-size: 12px; }
    `,
  ];
  readonly #app = new ContextConsumer(this, { context: appContext });

  protected override render(): TemplateResult {
    const app = this.#app.value;
    const alerts = app?.store.liveAlerts.get() ?? [];
    if (app === undefined || alerts.length === 0) return html``;
    const { liveAlerts } = app.store;
    const dismiss = (gone: readonly LiveAlert[]): void => liveAlerts.set(liveAlerts.get().filter((alert) => !gone.includes(alert)));
    return html`<div class="alerts" role="region" aria-label="Alerts on runs that are followed">
      ${alerts.slice(-SHOWN).map(
        (alert) => html`<div class="alert">
          ${groupMark("safety")}<span class="signal"><b>${wordsOf(alert.type)}</b> (${alert.severity}): ${alert.signal}</span>
          <span><button class="link" @click=${() => app.selection.goTo(alert.row)}>show</button> <button class="icon-button" aria-label="Put this alert aside" @click=${() => dismiss([alert])}>✕</button></span>
        </div>`,
      )}
      ${alerts.length > SHOWN ? html`<div class="more"><span class="dim">${countOf(alerts.length - SHOWN, "earlier alert")}</span><button class="link" @click=${() => dismiss(alerts)}>put all aside</button></div>` : nothing}
    </div>`;
  }
}

customElements.define("live-alerts", LiveAlerts);
