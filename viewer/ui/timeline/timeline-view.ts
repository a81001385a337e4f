import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import type { TimelineData } from "../../engine/api.ts";
import { formatDuration } from "../../model/text.ts";
import * as time from "../../model/timeline.ts";
import { FrameRequest } from "../kit/canvas.ts";
import { cssProps } from "../kit/css-props.ts";
import { actOfPress } from "./timeline-keys.ts";
import { BrushEvent, MarkSelectEvent } from "./messages.ts";
import { brushHandles, corner, type OverlayInput } from "./overlay.ts";
import { TimelinePainter } from "./painter.ts";
import { PointerDrag } from "./pointer-drag.ts";
import { AXIS, GUTTER, LANE, laneRows, markAt, msAtX, spanBetween, type Mark, type TimelineScene } from "./scene.ts";
import { timelineStyles } from "./timeline-view.styles.ts";
import { Tooltip, type DescribeRow } from "./tooltip.ts";

const LANES_SHOWN = 6;

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
    pins: { attribute: false },
    describe: { attribute: false },
    fill: { type: Boolean, reflect: true },
    span: { state: true },
    folded: { state: true },
  };
  declare data: TimelineData | null;
  /** The range that filters, in milliseconds since the run's start; null for none. */
  declare brush: readonly [number, number] | null;
  declare selectedMs: number | null;
  declare hits: ReadonlySet<number>;
  /** What is noted. */
  declare pins: time.Pins;
  /** For the tooltip. */
  declare describe: DescribeRow | null;
  /** Takes the height it is given instead of that of its lanes. */
  declare fill: boolean;
  declare private span: time.Span;
  declare private folded: boolean;

  #lanes: readonly time.LaneIndex[] = [];
  #laneScroll = 0;
  readonly #painter = new TimelinePainter(this);
  readonly #tooltip = new Tooltip(this);
  readonly #pointer = new PointerDrag({
    scene: () => this.#scene,
    plotWidth: () => this.#plot,
    pan: (ms) => (this.span = time.pan(this.span, this.#whole, ms)),
    brushed: (span) => this.#sendBrush(span),
    clicked: (event) => this.#choose(event),
    hovered: (event) => this.#hover(event),
    began: () => this.#tooltip.hide(),
    changed: () => this.requestUpdate(),
  });
  readonly #frame = new FrameRequest(() => this.#draw());
  readonly #resize = new ResizeObserver(() => requestAnimationFrame(() => this.requestUpdate()));
  readonly #scheme = matchMedia("(prefers-color-scheme: dark)");
  readonly #themes = new MutationObserver(() => this.#recolour());

  constructor() {
    super();
    this.data = null;
    this.brush = null;
    this.selectedMs = null;
    this.hits = new Set();
    this.pins = time.NO_PINS;
    this.describe = null;
    this.fill = false;
    this.span = time.wholeSpan(1);
    this.folded = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#resize.observe(this);
    this.#themes.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
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
    this.#painter.recolour();
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
    if (this.#pointer.draft !== null) return this.#pointer.draft;
    return this.brush === null ? null : { fromMs: this.brush[0], toMs: this.brush[1] };
  }

  get #scene(): TimelineScene | null {
    if (this.data === null) return null;
    return { data: this.data, lanes: this.#lanes, span: this.span, brush: this.#brush, selectedMs: this.selectedMs, hits: this.hits, pins: this.pins, laneScroll: this.#laneScroll, folded: this.folded };
  }

  protected override render(): TemplateResult {
    const scene = this.#scene;
    const rows = scene === null ? 2 : Math.min(laneRows(scene), LANES_SHOWN);
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
          ${cssProps({ height: this.fill ? "100%" : `${AXIS + Math.max(1, rows) * LANE + 6}px`, cursor: this.#pointer.cursor })}
          @pointerdown=${this.#pointer.onDown}
          @pointermove=${this.#pointer.onMove}
          @pointerup=${this.#pointer.onUp}
          @pointercancel=${this.#pointer.onCancel}
          @pointerleave=${() => this.#tooltip.hide()}
          @dblclick=${this.#onDouble}
          @wheel=${{ handleEvent: this.#onWheel, passive: false }}
        ></canvas>
        <canvas class="lines" aria-hidden="true"></canvas>
        ${scene === null ? nothing : brushHandles(this.#overlay(scene))}
      </div>
      ${scene === null ? nothing : corner(this.#overlay(scene))} ${this.#tooltip.render()}`;
  }

  #overlay(scene: TimelineScene): OverlayInput {
    return {
      scene,
      width: this.clientWidth,
      stepMs: this.#step,
      zoomed: this.span.toMs - this.span.fromMs < (this.#whole.toMs - this.#whole.fromMs) * 0.999,
      onBrush: (range) => this.#sendBrush(range === null ? null : spanBetween(scene, range[0], range[1])),
      onWhole: () => this.zoomToWhole(),
      onFold: () => {
        this.folded = !this.folded;
        this.#laneScroll = 0;
      },
    };
  }

  get #step(): number {
    return Math.max(0.01, (this.span.toMs - this.span.fromMs) / 1000);
  }

  protected override updated(): void {
    this.#frame.request();
  }

  #draw(): void {
    const scene = this.#scene;
    const [marks, lines] = this.renderRoot.querySelectorAll("canvas");
    if (scene !== null && marks !== undefined && lines !== undefined) this.#painter.paint(marks, lines, scene);
  }

  #markAt(x: number, y: number): Mark | null {
    const scene = this.#scene;
    return scene === null ? null : markAt(scene, this.#plot, { x, y });
  }

  #hover({ offsetX, offsetY }: PointerEvent): void {
    const mark = this.#markAt(offsetX, offsetY);
    if (mark === null) this.#tooltip.hide();
    else this.#tooltip.show({ x: offsetX, y: offsetY }, mark, this.#step);
  }

  #choose({ offsetX, offsetY }: PointerEvent): void {
    const mark = this.#markAt(offsetX, offsetY);
    if (mark !== null) this.dispatchEvent(new MarkSelectEvent(mark.row));
  }

  #sendBrush(brush: time.Span | null): void {
    this.#pointer.draft = null;
    this.brush = brush === null ? null : [brush.fromMs, brush.toMs];
    this.dispatchEvent(new BrushEvent(this.brush));
  }

  readonly #onDouble = (event: MouseEvent): void => {
    const mark = this.#markAt(event.offsetX, event.offsetY);
    if (mark !== null) this.span = time.spanAround(mark.startMs, mark.endMs, this.#whole);
    else if (this.#brush !== null) this.span = time.spanAround(this.#brush.fromMs, this.#brush.toMs, this.#whole);
  };

  readonly #onWheel = (event: WheelEvent): void => {
    if (event.ctrlKey) {
      event.preventDefault();
      this.span = time.zoom(this.span, this.#whole, Math.exp(event.deltaY * 0.004), msAtX(this.span, this.#plot, event.offsetX));
    } else if (event.deltaX !== 0 || event.shiftKey) {
      event.preventDefault();
      const pixels = event.deltaX === 0 ? event.deltaY : event.deltaX;
      this.span = time.pan(this.span, this.#whole, (pixels / this.#plot) * (this.span.toMs - this.span.fromMs));
    } else this.#scrollLanes(event);
  };

  #scrollLanes(event: WheelEvent): void {
    const scene = this.#scene;
    const seen = (this.renderRoot.querySelector("canvas")?.clientHeight ?? 0) - AXIS;
    const room = scene === null ? 0 : Math.max(0, laneRows(scene) * LANE - seen);
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

  /** Clears the brush. */
  clearBrush(): void {
    this.#sendBrush(null);
  }

  /** Shows the whole run. */
  zoomToWhole(): void {
    this.span = this.#whole;
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    const act = actOfPress(event);
    if (act === null || (event.key === "Escape" && this.#brush === null)) return;
    event.preventDefault();
    event.stopPropagation();
    act(this);
  };
}

customElements.define("peek-timeline-view", TimelineView);

declare global {
  interface HTMLElementTagNameMap {
    "peek-timeline-view": TimelineView;
  }
}
