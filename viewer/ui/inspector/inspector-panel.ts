import { SignalWatcher } from "@lit-labs/signals";
import { ContextConsumer } from "@lit/context";
import { css, html, LitElement, type TemplateResult } from "lit";
import { appContext } from "../app/context.ts";
import { answerFrom } from "../app/left-pictures.ts";
import { linkOf } from "../app/link.ts";
import type { LinkSelectEvent } from "./messages.ts";
import "../notes/note-strip.ts";
import "./event-inspector.ts";

/** The event looked at. */
class InspectorPanel extends SignalWatcher(LitElement) {
  static override styles = css`
    :host { display: block; min-height: 0; overflow: auto; scrollbar-width: thin; scrollbar-color: var(--line-strong) transparent; }
  `;
  readonly #app = new ContextConsumer(this, { context: appContext, subscribe: true });
  #row = -1;

  protected override render(): TemplateResult {
    const app = this.#app.value;
    if (app === undefined) return html``;
    const detail = app.store.detail.get();
    return html`<peek-event-inspector
      .detail=${detail}
      .link=${() => linkOf(app)}
      @link-select=${(event: LinkSelectEvent) => app.selection.goTo(event.row)}
      @picture-wanted=${answerFrom(app.client, detail?.left ?? [])}
      @load-payload=${() => void app.selection.loadDetail(detail?.payloadBytes ?? 0)}
    ><note-strip></note-strip></peek-event-inspector>`;
  }

  /** Another event is read from its beginning. */
  protected override updated(): void {
    const row = this.#app.value?.store.detail.get()?.row ?? -1;
    if (row === this.#row) return;
    this.#row = row;
    this.scrollTop = 0;
  }
}

customElements.define("inspector-panel", InspectorPanel);
