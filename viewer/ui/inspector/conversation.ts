import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import type { Message } from "../../model/message.ts";
import { countOf } from "../../model/text.ts";
import { kindMarkStyles } from "../kit/kind-mark.ts";
import { messageView } from "./parts-view.ts";
import { inspectorStyles } from "./inspector.styles.ts";
import { partsStyles } from "./parts.styles.ts";

/** Messages shown at first: the newest, since an event is about the end of its conversation. */
const FIRST = 8;
const STEP = 100;

/** A conversation, newest messages shown, earlier ones at the press of a button. */
export class Conversation extends LitElement {
  static override styles = [kindMarkStyles, inspectorStyles, partsStyles];
  static override properties = { messages: { attribute: false }, shown: { state: true } };
  declare messages: readonly Message[];
  declare private shown: number;

  constructor() {
    super();
    this.messages = [];
    this.shown = FIRST;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("messages")) this.shown = FIRST;
  }

  protected override render(): TemplateResult {
    const hidden = Math.max(0, this.messages.length - this.shown);
    return html`${hidden === 0
      ? nothing
      : html`<button class="text" @click=${() => (this.shown += STEP)}>show ${countOf(Math.min(hidden, STEP), "earlier message")}${hidden > STEP ? ` of ${hidden}` : ""}</button>`}
    ${this.messages.slice(hidden).map(messageView)}`;
  }
}

customElements.define("peek-conversation", Conversation);
