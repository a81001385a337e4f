import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import type { Json } from "../../../format/event.ts";
import type { EventDetail } from "../../engine/api.ts";
import { labelOf, standingOf } from "../../model/event-row.ts";
import { isObject, parseJson, textMember, toJsonText, type JsonObject } from "../../model/json.ts";
import { contentText } from "../../model/message.ts";
import { countOf, formatBytes, formatCount, formatDuration, formatOffset } from "../../model/text.ts";
import { kindMark, kindMarkStyles } from "../kit/kind-mark.ts";
import { section, tree, verbatim } from "./body.ts";
import { envelopeView } from "./envelope-view.ts";
import { inspectorStyles } from "./inspector.styles.ts";
import { partsStyles } from "./parts.styles.ts";
import { bodyViewOf } from "./kinds/index.ts";
import { linksView } from "./links-view.ts";
import { LinkSelectEvent } from "./messages.ts";
import "../kit/copy-button.ts";

const RAW_LIMIT = 50_000_000;

/**
 * One event, as a person reads it: what went wrong, what it says, what led to it and what came of it, and the record
 * behind it.
 *
 * @fires link-select another event was chosen
 * @slot what stands between its title and what it holds
 * @fires load-payload the whole of a payload that was cut is wanted
 */
export class EventInspector extends LitElement {
  static override styles = [kindMarkStyles, inspectorStyles, partsStyles];
  static override properties = { detail: { attribute: false }, link: { attribute: false }, raw: { type: Boolean } };
  declare detail: EventDetail | null;
  /** Address of the event, for "copy link". */
  declare link: (() => string) | null;
  /** Show the record as it stands in the file. */
  declare raw: boolean;

  #payload: Json | undefined = undefined;

  constructor() {
    super();
    this.detail = null;
    this.link = null;
    this.raw = false;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has("detail")) return;
    const { detail } = this;
    this.#payload = detail === null || detail.payload === "" || detail.payloadCut ? undefined : parseJson(detail.payload);
  }

  protected override updated(changed: PropertyValues<this>): void {
    const before = changed.get("detail") as EventDetail | null | undefined;
    if (changed.has("detail") && before?.row !== this.detail?.row) this.scrollTop = 0;
  }

  protected override render(): TemplateResult {
    const { detail } = this;
    if (detail === null) return html`<p class="empty">Select an event to see what it holds.</p>`;
    return html`${this.#header(detail)}<slot></slot>${this.raw ? this.#rawView(detail) : this.#pretty(detail)}`;
  }

  readonly #select = (row: number): void => {
    this.dispatchEvent(new LinkSelectEvent(row));
  };

  #header(detail: EventDetail): TemplateResult {
    const { kind = "", outcome = "" } = detail.envelope;
    const { link } = this;
    return html`<header class="head">
      <h2>${kindMark(kind, outcome)}${labelOf(kind)}</h2>
      <span class="dim num">#${detail.index} · ${formatOffset(detail.offsetMs, 10)}</span>
      <span class="grow"></span>
      <button class="tool" aria-pressed=${String(this.raw)} title=${this.raw ? "Show it formatted" : "Show the record as it stands in the file"} @click=${() => (this.raw = !this.raw)}>
        ${this.raw ? "pretty" : "raw"}
      </button>
      ${link === null ? nothing : html`<peek-copy-button label="copy link" hint="Copy a link to this event" .text=${link}></peek-copy-button>`}
    </header>`;
  }

  #pretty(detail: EventDetail): TemplateResult {
    const payload: JsonObject = isObject(this.#payload) ? this.#payload : {};
    const kind = detail.envelope.kind ?? "";
    const { shows, view } = bodyViewOf(kind);
    return html`${this.#summary(detail)} ${this.#banner(detail, payload)} ${this.#cut(detail)} ${missing(detail)} ${view({ detail, payload, select: this.#select })} ${this.#rest(shows)} ${linksView(detail, this.#select)}
    ${envelopeView(detail)}`;
  }

  /** Who, to whom, with what and for how long, in one line. */
  #summary(detail: EventDetail): unknown {
    const { name = "", agent = "", to = "", model = "", duration_ms: took } = detail.envelope;
    const who = to === "" ? agent : `${agent} → ${to}`;
    const parts = [who, model, took === undefined ? "" : formatDuration(took)].filter(Boolean);
    if (name === "" && parts.length === 0) return nothing;
    return html`<section class="summary">
      ${name === "" ? nothing : html`<div class="name" dir="auto">${name}</div>`}${parts.length === 0 ? nothing : html`<div class="dim" dir="auto">${parts.join(" · ")}</div>`}
    </section>`;
  }

  #banner(detail: EventDetail, payload: JsonObject): unknown {
    const { kind = "", outcome = "", error_class: errorClass = "", policy = "" } = detail.envelope;
    const standing = standingOf(kind, outcome);
    if (standing === "quiet") return nothing;
    const message = contentText(payload["error"]) ?? textMember(payload, "message");
    const title = standing === "failing" ? errorClass || (outcome === "failed" ? "Failed" : "Error") : `${outcome.charAt(0).toUpperCase()}${outcome.slice(1)}${policy === "" ? "" : ` by ${policy}`}`;
    return html`<section class="banner ${standing}">
      <h3>${standing === "failing" ? "✕" : "■"} ${title}${message === "" ? nothing : html`<peek-copy-button hint="Copy the message" .text=${() => message}></peek-copy-button>`}</h3>
      ${message === "" ? nothing : html`<peek-long-text .text=${message} .first=${600}></peek-long-text>`}
    </section>`;
  }

  #cut(detail: EventDetail): unknown {
    if (!detail.payloadCut) return nothing;
    return html`${this.#notice(detail, `the first ${formatBytes(detail.payload.length)} are shown, as text.`)} ${verbatim("Payload, beginning", detail.payload)}`;
  }

  #left(detail: EventDetail): unknown {
    if (detail.left.length === 0) return nothing;
    return this.#notice(detail, `the data of ${countOf(detail.left.length, "picture")} were left in the file and are named where they stand.`);
  }

  #notice(detail: EventDetail, what: string): TemplateResult {
    return html`<section class="notice" role="status">
      <p>This payload is ${formatBytes(detail.payloadBytes)}; ${what}</p>
      <button class="text" @click=${() => this.dispatchEvent(new Event("load-payload", { bubbles: true, composed: true }))}>load all ${formatBytes(detail.payloadBytes)}</button>
    </section>`;
  }

  /** What the kind's view does not show, so that nothing recorded is hidden. */
  #rest(shows: readonly string[]): unknown {
    const payload = this.#payload;
    if (payload === undefined) return this.detail?.payloadCut === true ? nothing : verbatim("Payload, not readable as JSON", this.detail?.payload ?? "");
    if (!isObject(payload)) return tree("Payload", payload);
    const rest = Object.entries(payload).filter(([key]) => !shows.includes(key));
    if (rest.length === 0) return nothing;
    return section(tree(shows.length === 0 ? "Payload" : "Further members", Object.fromEntries(rest)));
  }

  #rawView(detail: EventDetail): TemplateResult {
    const envelope = toJsonText(detail.envelope, RAW_LIMIT);
    const payload = this.#payload === undefined ? detail.payload : toJsonText(this.#payload, RAW_LIMIT);
    return html`${verbatim("Envelope", envelope)} ${verbatim("Payload", payload)} ${verbatim("Members of other writers", detail.otherMembers)} ${this.#cut(detail)} ${this.#left(detail)}
    <section class="dim">line ${detail.line}, bytes ${detail.byteOffset} to ${detail.byteOffset + detail.byteLength}</section>`;
  }
}

/** What the event names and is not open. */
function missing({ blobsMissing }: EventDetail): unknown {
  if (blobsMissing === 0) return nothing;
  const what = blobsMissing === 1 ? "1 value of this event is kept beside the trace and is" : `${formatCount(blobsMissing)} values of this event are kept beside the trace and are`;
  return html`<section class="notice" role="status"><p>${what} not here. Whoever has the trace has the folder named like it with .blobs at the end: drop that folder too.</p></section>`;
}

customElements.define("peek-event-inspector", EventInspector);

declare global {
  interface HTMLElementTagNameMap {
    "peek-event-inspector": EventInspector;
  }
}
