import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import type { TimelineData, TimelineLane } from "../../engine/api.ts";
import { formatDuration, formatOffset } from "../../model/text.ts";
import * as time from "../../model/timeline.ts";
import { FrameRequest, sharpContext } from "../kit/canvas.ts";
import { cssProps } from "../kit/css-props.ts";
import { readPalette, type Palette } from "../kit/palette.ts";
import { brushPixels, drawTimeline } from "./draw.ts";
import { beginDrag, edgeAt, hasMoved, type Drag } from "./gestures.ts";
import { BrushEvent, MarkSelectEvent } from "./messages.ts";
import { AXIS, GUTTER, LANE, laneRows, lanesAt, type TimelineScene } from "./scene.ts";
import { timelineStyles } from "./timeline-view.styles.ts";

const LANES_SHOWN = 6;
const ZOOM_STEP = 0.7;
const PAN_STEP = 0.2;
const REACH_PX = 6;

/** A mark under the pointer. */
interface Mark {
  readonly row: number;
  readonly startMs: number;
  readonly endMs: number;
  readonly events: number;
}

function markOf(lane: TimelineLane, mark: number): Mark {
  const startMs = lane.startMs[mark] ?? 0;
  return { row: lane.row[mark] ?? -1, startMs, endMs: Math.max(startMs, lane.endMs[mark] ?? startMs), events: lane.density[mark] ?? 1 };
}

/** Says what a row is, for the tooltip. */
export type DescribeRow = (row: number) => Promise<string>;

/**
 * A run over time, a lane for each agent. Drag draws a brush, Shift-drag and A/D pan, Ctrl+wheel and W/S zoom, F goes
 * to the selection, 0 back to the whole, Esc clears the brush, double-click zooms to the mark or the brush.
 *
 * @fires timeline-brush
 * @fires mark-select
 */
export class TimelineView extends LitElement {
  static override styles = timelineStyles;
  static override properties = {
    data: { attribute: false },
    brush: { attribute: false },
    selectedMs: { attribute: false },
    hits: { attribute: false },
    describe: { attribute: false },
    span: { state: true },
    folded: { state: true },
    drag: { state: true },
    tip: { state: true },
  };
  declare data: TimelineData | null;
  /** The range that filters, in milliseconds since the run's start; null for none. */
  declare brush: readonly [number, number] | null;
  declare selectedMs: number | null;
  declare hits: ReadonlySet<number>;
  declare describe: DescribeRow | null;
  declare private span: time.Span;
  declare private folded: boolean;
  declare private drag: Drag | null;
  declare private tip: { readonly x: number; readonly y: number; readonly text: string } | null;

  #lanes: readonly time.LaneIndex[] = [];
  #draft: time.Span | null = null;
  #laneScroll = 0;
  #palette: Palette | null = null;
  readonly #frame = new FrameRequest(() => this.#draw());
  readonly #resize = new ResizeObserver(() => this.requestUpdate());
  readonly #scheme = matchMedia("(prefers-color-scheme: dark)");
  readonly #themes = new MutationObserver(() => this.#recolour());

  constructor() {
    super();
    this.data = null;
    this.brush = null;
    this.selectedMs = null;
    this.hits = new Set();
    this.describe = null;
    this.span = time.wholeSpan(1);
    this.folded = false;
    this.drag = null;
    this.tip = null;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#resize.observe(this);
    this.#themes.observe(document.documentElement, { attributes: true });
    this.#scheme.addEventListener("change", this.#recolour);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#resize.disconnect();
    this.#themes.disconnect();
    this.#scheme.removeEventListener("change", this.#recolour);
    this.#frame.cancel();
  }

  readonly #recolour = (): void => {
    this.#palette = null;
    this.#frame.request();
  };

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has("data")) return;
    this.#lanes = this.data === null ? [] : time.indexLanes(this.data);
    const before = changed.get("data") as TimelineData | null | undefined;
    if (before?.startUnixUs === this.data?.startUnixUs && before?.durationMs === this.data?.durationMs) return;
    this.span = this.#whole;
    this.#laneScroll = 0;
    this.folded = (this.data?.lanes.length ?? 0) > 40;
  }

  get #whole(): time.Span {
    return time.wholeSpan(this.data?.durationMs ?? 1);
  }

  get #plot(): number {
    return Math.max(1, this.clientWidth - GUTTER);
  }

  get #brush(): time.Span | null {
    if (this.#draft !== null) return this.#draft;
    return this.brush === null ? null : { fromMs: this.brush[0], toMs: this.brush[1] };
  }

  get #scene(): TimelineScene | null {
    if (this.data === null) return null;
    return { data: this.data, lanes: this.#lanes, span: this.span, brush: this.#brush, selectedMs: this.selectedMs, hits: this.hits, laneScroll: this.#laneScroll, folded: this.folded };
  }

  protected override render(): TemplateResult {
    const scene = this.#scene;
    const rows = scene === null ? 2 : Math.min(laneRows(scene), LANES_SHOWN);
    const cursor = this.drag?.type === "pan" ? "grabbing" : "crosshair";
    return html`<div
        class="stage"
        tabindex="0"
        role="group"
        aria-label="Timeline. W and S zoom, A and D pan, F goes to the selection, 0 shows all."
        @keydown=${this.#onKey}
      >
        <canvas
          role="img"
          aria-label=${this.data === null ? "Timeline, nothing yet" : time.timelineSummary(this.data, formatDuration(this.data.durationMs))}
          ${cssProps({ height: `${AXIS + Math.max(1, rows) * LANE + 6}px`, cursor })}
          @pointerdown=${this.#onDown}
          @pointermove=${this.#onMove}
          @pointerup=${this.#onUp}
          @pointercancel=${this.#onCancel}
          @pointerleave=${() => (this.tip = null)}
          @dblclick=${this.#onDouble}
          @wheel=${{ handleEvent: this.#onWheel, passive: false }}
        ></canvas>
        ${scene === null ? nothing : this.#handles(scene)}
      </div>
      ${this.#corner(scene)} ${this.tip === null ? nothing : html`<div class="tip" ${cssProps({ left: `${this.tip.x}px`, top: `${this.tip.y}px` })}>${this.tip.text}</div>`}`;
  }

  /** The brush's edges as sliders, for keyboards and screen readers. */
  #handles(scene: TimelineScene): TemplateResult {
    const whole = { fromMs: 0, toMs: scene.data.durationMs };
    const brush = scene.brush ?? whole;
    const xs = scene.brush === null ? [GUTTER + time.xOf(scene.span, this.#plot, 0), GUTTER + time.xOf(scene.span, this.#plot, whole.toMs)] : brushPixels(scene, this.#plot);
    return html`${(["from", "to"] as const).map((edge, index) => {
      const ms = edge === "from" ? brush.fromMs : brush.toMs;
      return html`<span
        class="handle"
        role="slider"
        tabindex="0"
        aria-label=${edge === "from" ? "Range start" : "Range end"}
        aria-valuemin="0"
        aria-valuemax=${Math.round(whole.toMs)}
        aria-valuenow=${Math.round(ms)}
        aria-valuetext=${formatOffset(ms, this.#step)}
        ${cssProps({ left: `${Math.min(this.clientWidth - 4, Math.max(GUTTER, xs[index] ?? 0))}px` })}
        @keydown=${(event: KeyboardEvent) => this.#onHandleKey(event, edge)}
      ></span>`;
    })}`;
  }

  #corner(scene: TimelineScene | null): TemplateResult {
    const brush = scene?.brush ?? null;
    const zoomed = this.span.toMs - this.span.fromMs < (this.#whole.toMs - this.#whole.fromMs) * 0.999;
    return html`<div class="corner">
      <span role="status">${brush === null ? nothing : html`${formatOffset(brush.fromMs, this.#step)} – ${formatOffset(brush.toMs, this.#step)} · ${formatDuration(brush.toMs - brush.fromMs)}`}</span>
      ${brush === null ? nothing : html`<button title="Clear the range (Esc)" aria-label="Clear the range" @click=${() => this.#sendBrush(null)}>✕</button>`}
      ${zoomed ? html`<button title="Show the whole run (0)" @click=${() => (this.span = this.#whole)}>whole run</button>` : nothing}
      ${(scene?.data.lanes.length ?? 0) > 1
        ? html`<button title=${this.folded ? "Show a lane for each agent" : "Lay all lanes upon each other"} aria-expanded=${String(!this.folded)} @click=${this.#toggleLanes}>
            ${this.folded ? "▸" : "▾"} ${scene?.data.lanes.length} lanes
          </button>`
        : nothing}
    </div>`;
  }

  get #step(): number {
    return Math.max(0.01, (this.span.toMs - this.span.fromMs) / 1000);
  }

  readonly #toggleLanes = (): void => {
    this.folded = !this.folded;
    this.#laneScroll = 0;
  };

  protected override updated(): void {
    this.#frame.request();
  }

  #draw(): void {
    const scene = this.#scene;
    const canvas = this.renderRoot.querySelector("canvas");
    const sharp = canvas === null ? null : sharpContext(canvas);
    if (scene === null || sharp === null) return;
    this.#palette ??= readPalette(this);
    drawTimeline({ ...sharp, palette: this.#palette, font: `12px ${getComputedStyle(this).fontFamily}` }, scene);
  }

  #msAt(x: number): number {
    return time.msAt(this.span, this.#plot, x - GUTTER);
  }

  /** The mark at a point, if one is near. */
  #markAt(x: number, y: number): Mark | null {
    const scene = this.#scene;
    if (scene === null || x < GUTTER) return null;
    const reach = (REACH_PX / this.#plot) * (this.span.toMs - this.span.fromMs);
    for (const lane of lanesAt(scene, y)) {
      const mark = time.nearestMark(lane, this.#msAt(x), reach);
      if (mark >= 0) return markOf(lane.lane, mark);
    }
    return null;
  }

  readonly #onDown = (event: PointerEvent): void => {
    const scene = this.#scene;
    if (event.button !== 0 || scene === null || event.offsetX < GUTTER) return;
    (event.target as Element).setPointerCapture(event.pointerId);
    this.tip = null;
    this.drag = beginDrag(event.offsetX, event.shiftKey, brushPixels(scene, this.#plot));
  };

  readonly #onMove = (event: PointerEvent): void => {
    const { drag } = this;
    const x = event.offsetX;
    if (drag === null) return this.#hover(event);
    if (!hasMoved(drag, x)) return;
    if (drag.type === "pan") {
      this.span = time.pan(this.span, this.#whole, this.#msAt(drag.lastX) - this.#msAt(x));
      this.drag = { type: "pan", lastX: x };
    } else if (drag.type === "brush") {
      this.drag = { ...drag, moved: true };
      this.#draft = this.#ordered(this.#msAt(drag.fromX), this.#msAt(x));
    } else {
      const brush = this.#brush;
      if (brush !== null) this.#draft = drag.edge === "from" ? { ...brush, fromMs: this.#msAt(x) } : { ...brush, toMs: this.#msAt(x) };
    }
  };

  readonly #onUp = (event: PointerEvent): void => {
    const { drag } = this;
    this.drag = null;
    if (drag === null) return;
    if (this.#draft !== null) {
      const range = this.#ordered(this.#draft.fromMs, this.#draft.toMs);
      this.#sendBrush([range.fromMs, range.toMs]);
    } else if (drag.type === "brush") {
      const mark = this.#markAt(event.offsetX, event.offsetY);
      if (mark !== null) this.dispatchEvent(new MarkSelectEvent(mark.row));
    }
  };

  readonly #onCancel = (): void => {
    this.drag = null;
    this.#draft = null;
  };

  #ordered(one: number, other: number): time.Span {
    const last = this.data?.durationMs ?? 0;
    const inside = (ms: number): number => Math.min(Math.max(0, ms), last);
    return { fromMs: inside(Math.min(one, other)), toMs: inside(Math.max(one, other)) };
  }

  #sendBrush(range: readonly [number, number] | null): void {
    this.#draft = null;
    this.brush = range;
    this.dispatchEvent(new BrushEvent(range));
  }

  #hover(event: PointerEvent): void {
    const scene = this.#scene;
    const canvas = event.target as HTMLCanvasElement;
    if (scene !== null && edgeAt(event.offsetX, brushPixels(scene, this.#plot)) !== null) canvas.style.cursor = "ew-resize";
    else canvas.style.cursor = "crosshair";
    const mark = this.#markAt(event.offsetX, event.offsetY);
    if (mark === null) {
      this.tip = null;
      return;
    }
    const took = mark.endMs - mark.startMs;
    const facts = `${formatOffset(mark.startMs, this.#step)}${took > 0 ? ` · took ${formatDuration(took)}` : ""}${mark.events > 1 ? ` · ${mark.events} events here` : ""}`;
    this.#showTip(event, facts, mark.row);
  }

  #showTip(event: PointerEvent, facts: string, row: number): void {
    const x = Math.min(event.offsetX + 12, Math.max(0, this.clientWidth - 260));
    const y = event.offsetY + 16;
    const known = this.tip?.text.endsWith(facts) === true ? this.tip.text : facts;
    this.tip = { x, y, text: known };
    if (known !== facts) return;
    void this.describe?.(row).then((name) => {
      if (this.tip?.text === facts && name !== "") this.tip = { ...this.tip, text: `${name} · ${facts}` };
    });
  }

  readonly #onDouble = (event: MouseEvent): void => {
    const mark = this.#markAt(event.offsetX, event.offsetY);
    if (mark !== null) this.span = time.spanAround(mark.startMs, mark.endMs, this.#whole);
    else if (this.#brush !== null) this.span = time.spanAround(this.#brush.fromMs, this.#brush.toMs, this.#whole);
  };

  readonly #onWheel = (event: WheelEvent): void => {
    if (event.ctrlKey) {
      event.preventDefault();
      this.span = time.zoom(this.span, this.#whole, Math.exp(event.deltaY * 0.004), this.#msAt(event.offsetX));
    } else if (event.deltaX !== 0 || event.shiftKey) {
      event.preventDefault();
      const pixels = event.deltaX === 0 ? event.deltaY : event.deltaX;
      this.span = time.pan(this.span, this.#whole, (pixels / this.#plot) * (this.span.toMs - this.span.fromMs));
    } else this.#scrollLanes(event);
  };

  #scrollLanes(event: WheelEvent): void {
    const scene = this.#scene;
    const room = scene === null ? 0 : Math.max(0, (laneRows(scene) - LANES_SHOWN) * LANE);
    const to = Math.min(Math.max(0, this.#laneScroll + event.deltaY), room);
    if (to === this.#laneScroll) return;
    event.preventDefault();
    this.#laneScroll = to;
    this.requestUpdate();
  }

  /** Zooms about the selection if it is in sight, else about the middle. */
  zoomBy(factor: number): void {
    const middle = (this.span.fromMs + this.span.toMs) / 2;
    const at = this.selectedMs !== null && this.selectedMs > this.span.fromMs && this.selectedMs < this.span.toMs ? this.selectedMs : middle;
    this.span = time.zoom(this.span, this.#whole, factor, at);
  }

  /** Pans by a share of what is in sight. */
  panBy(share: number): void {
    this.span = time.pan(this.span, this.#whole, share * (this.span.toMs - this.span.fromMs));
  }

  /** Zooms to the brush, else to the surroundings of the selected event. */
  zoomToSelection(): void {
    const brush = this.#brush;
    if (brush !== null) this.span = time.spanAround(brush.fromMs, brush.toMs, this.#whole);
    else if (this.selectedMs !== null) this.span = time.spanAround(this.selectedMs, this.selectedMs, this.#whole);
  }

  /** Shows the whole run. */
  zoomToWhole(): void {
    this.span = this.#whole;
  }

  readonly #keys: Readonly<Record<string, () => void>> = {
    w: () => this.zoomBy(ZOOM_STEP),
    s: () => this.zoomBy(1 / ZOOM_STEP),
    a: () => this.panBy(-PAN_STEP),
    d: () => this.panBy(PAN_STEP),
    f: () => this.zoomToSelection(),
    "0": () => this.zoomToWhole(),
    escape: () => this.#sendBrush(null),
  };

  readonly #onKey = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const act = Object.hasOwn(this.#keys, event.key.toLowerCase()) ? this.#keys[event.key.toLowerCase()] : undefined;
    if (act === undefined || (event.key === "Escape" && this.#brush === null)) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  };

  #onHandleKey(event: KeyboardEvent, edge: "from" | "to"): void {
    const steps: Readonly<Record<string, number>> = { ArrowLeft: -0.01, ArrowDown: -0.01, ArrowRight: 0.01, ArrowUp: 0.01, PageDown: -0.1, PageUp: 0.1, Home: -Infinity, End: Infinity };
    const step = Object.hasOwn(steps, event.key) ? steps[event.key] : undefined;
    if (step === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    const brush = this.#brush ?? { fromMs: 0, toMs: this.data?.durationMs ?? 0 };
    const moved = brush[edge === "from" ? "fromMs" : "toMs"] + step * (this.span.toMs - this.span.fromMs);
    const range = edge === "from" ? this.#ordered(Math.min(moved, brush.toMs), brush.toMs) : this.#ordered(brush.fromMs, Math.max(moved, brush.fromMs));
    this.#sendBrush([range.fromMs, range.toMs]);
  }
}

customElements.define("peek-timeline-view", TimelineView);

declare global {
  interface HTMLElementTagNameMap {
    "peek-timeline-view": TimelineView;
  }
}
