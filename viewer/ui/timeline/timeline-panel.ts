import { SignalWatcher } from "@lit-labs/signals";
import { ContextConsumer } from "@lit/context";
import { css, html, LitElement, type TemplateResult } from "lit";
import { pinsOf, type NoteItem } from "../../model/notes.ts";
import { NO_PINS, type Pins } from "../../model/timeline.ts";
import type { TimelineData } from "../../engine/api.ts";
import { labelOf } from "../../model/event-row.ts";
import type { App } from "../../state/app.ts";
import { appContext } from "../app/context.ts";
import type { PageAction } from "../commands/messages.ts";
import { hearPageActions } from "../commands/page-actions.ts";
import type { BrushEvent, MarkSelectEvent } from "./messages.ts";
import { actOf } from "./timeline-keys.ts";
import type { TimelineView } from "./timeline-view.ts";
import "./timeline-view.ts";

const KEYS: { readonly [A in PageAction]?: string } = {
  "timeline-zoom-in": "w",
  "timeline-zoom-out": "s",
  "timeline-left": "a",
  "timeline-right": "d",
  "timeline-fit": "f",
  "timeline-reset": "0",
};

/** The timeline of the run looked at; its brush is the time filter of every lens. */
class TimelinePanel extends SignalWatcher(LitElement) {
  static override styles = css`
    :host { display: block; min-width: 0; height: 100%; }
  `;
  readonly #app = new ContextConsumer(this, { context: appContext, subscribe: true });
  #hitRows: Int32Array | null = null;
  #hits: ReadonlySet<number> = new Set();
  #noted: { readonly items: readonly NoteItem[]; readonly data: TimelineData | null; readonly pins: Pins } = { items: [], data: null, pins: NO_PINS };

  constructor() {
    super();
    hearPageActions(this, (action) => this.#onAction(action));
  }

  protected override render(): TemplateResult {
    const app = this.#app.value;
    if (app === undefined) return html``;
    const { store } = app;
    const data = store.timeline.get();
    const time = store.playheadUs.get() ?? store.detail.get()?.envelope.time_unix_us;
    const range = store.filters.get().range;
    return html`<peek-timeline-view
      fill
      .data=${data}
      .brush=${data === null || range === null ? null : [offsetOf(data, range[0]), offsetOf(data, range[1])]}
      .selectedMs=${data === null || time === undefined ? null : offsetOf(data, time)}
      .hits=${this.#hitSet(store.hits.get()?.rows ?? null)}
      .pins=${this.#pinsOf(app, data)}
      .describe=${(row: number) => describe(app, row)}
      @timeline-brush=${(event: BrushEvent) => setBrush(app, data, event.range)}
      @mark-select=${(event: MarkSelectEvent) => app.selection.goTo(event.row)}
    ></peek-timeline-view>`;
  }

  /** The same as before if nothing else is noted: a player draws sixty times a second. As long as the marks are those of the run before, so are the pins. */
  #pinsOf({ notes, store }: App, data: TimelineData | null): Pins {
    const items = notes.items.get();
    if (items === this.#noted.items && data === this.#noted.data) return this.#noted.pins;
    const session = store.runRow.get()?.session ?? "";
    this.#noted = { items, data, pins: data === null ? NO_PINS : pinsOf(items, notes.trace.get(), { ...data, session }) };
    return this.#noted.pins;
  }

  #hitSet(rows: Int32Array | null): ReadonlySet<number> {
    if (rows !== this.#hitRows) {
      this.#hitRows = rows;
      this.#hits = new Set(rows ?? []);
    }
    return this.#hits;
  }

  #onAction(action: PageAction): void {
    const key = KEYS[action];
    const view = this.renderRoot.querySelector<TimelineView>("peek-timeline-view");
    if (key !== undefined && view !== null) actOf(key)?.(view);
  }
}

function offsetOf(data: TimelineData, unixUs: number): number {
  return (unixUs - data.startUnixUs) / 1000;
}

async function describe({ client }: App, row: number): Promise<string> {
  const detail = await client.ask("event", row, 0);
  return detail === null ? "" : [labelOf(detail.envelope.kind ?? ""), detail.envelope.name ?? ""].filter(Boolean).join(" ");
}

function setBrush({ store }: App, data: TimelineData | null, range: readonly [number, number] | null): void {
  if (data === null) return;
  const unix = range === null ? null : ([Math.floor(data.startUnixUs + range[0] * 1000), Math.ceil(data.startUnixUs + range[1] * 1000)] as const);
  store.filters.set({ ...store.filters.get(), range: unix });
}

customElements.define("timeline-panel", TimelinePanel);
