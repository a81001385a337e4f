import { css, html, LitElement, type PropertyValues, type TemplateResult } from "lit";
import type { Flame } from "../../engine/contracts/calls.ts";
import { groupOf } from "../../model/event-row.ts";
import { barAt, layOutFlame, moveInFlame, type FlameBy, type FlameLayout } from "../../model/flame.ts";
import { formatCost, formatDuration } from "../../model/text.ts";
import { FrameRequest, sharpContext } from "../kit/canvas.ts";
import { cssProps } from "../kit/css-props.ts";
import { readPalette, type Palette } from "../kit/palette.ts";
import { base } from "../kit/tokens.ts";

const ROW = 20;
const LEAST_TEXT_PX = 34;
const PADDING = 4;

/** A bar was chosen. */
export class FlameSelectEvent extends Event {
  static readonly type = "flame-select";
  readonly row: number;
  constructor(row: number) {
    super(FlameSelectEvent.type, { bubbles: true, composed: true });
    this.row = row;
  }
}

/**
 * Bars below what encloses them, drawn on a canvas; arrows move between them.
 *
 * @fires flame-select
 */
export class FlameGraph extends LitElement {
  static override styles = [
    base,
    css`
      :host { display: grid; grid-template-rows: minmax(0, 1fr) auto; min-height: 0; }
      .scroller { overflow: auto; min-height: 0; outline-offset: -2px; }
      canvas { display: block; width: 100%; }
      p { margin: 0; padding: 5px 12px; border-top: 1px solid var(--line); color: var(--text-2); white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
      p b { color: var(--text); }
    `,
  ];
  static override properties = { flame: { attribute: false }, by: {}, row: { type: Number } };
  declare flame: Flame | null;
  declare by: FlameBy;
  /** Row of the event looked at; -1 for none. */
  declare row: number;
  #layout: FlameLayout | null = null;
  #palette: Palette | null = null;
  readonly #frame = new FrameRequest(() => this.#draw());
  readonly #resize = new ResizeObserver(() => this.#frame.request());
  readonly #scheme = matchMedia("(prefers-color-scheme: dark)");

  constructor() {
    super();
    this.flame = null;
    this.by = "time";
    this.row = -1;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#resize.observe(this);
    this.#scheme.addEventListener("change", this.#recolour);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#resize.disconnect();
    this.#scheme.removeEventListener("change", this.#recolour);
    this.#frame.cancel();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("flame") || changed.has("by")) this.#layout = this.flame === null ? null : layOutFlame(this.flame, this.by);
  }

  protected override render(): TemplateResult {
    const { flame } = this;
    const bar = this.#active;
    const height = ((this.#layout?.deepest ?? 0) + 1) * ROW + PADDING * 2;
    const said = flame === null || bar < 0 ? "Arrows move between bars; up goes to what encloses one." : `${flame.names[bar] ?? ""}: ${this.#amount(bar)}`;
    return html`<div class="scroller" tabindex="0" role="application" aria-roledescription="flame graph" aria-label=${`Flame graph over ${this.by}, ${flame?.row.length ?? 0} bars. ${said}`} @keydown=${this.#onKey} @click=${this.#onClick}><canvas ${cssProps({ height: `${height}px` })}></canvas></div>
      <p aria-live="polite">${flame === null || bar < 0 ? said : html`<b>${flame.names[bar]}</b> ${this.#amount(bar)}${flame.failing[bar] === 1 ? " · ✕ failed" : ""}`}</p>`;
  }

  protected override updated(): void {
    this.#palette = null;
    this.#frame.request();
  }

  get #active(): number {
    return this.flame?.row.indexOf(this.row) ?? -1;
  }

  #amount(bar: number): string {
    const { flame } = this;
    if (flame === null) return "";
    const cost = flame.costUsd[bar] ?? 0;
    return [formatDuration((flame.endMs[bar] ?? 0) - (flame.startMs[bar] ?? 0)), cost > 0 ? formatCost(cost) : ""].filter(Boolean).join(" · ");
  }

  readonly #recolour = (): void => {
    this.#palette = null;
    this.#frame.request();
  };

  #draw(): void {
    const canvas = this.renderRoot.querySelector("canvas");
    const sharp = canvas === null ? null : sharpContext(canvas);
    const { flame } = this;
    if (sharp === null || flame === null || this.#layout === null) return;
    this.#palette ??= readPalette(this);
    sharp.context.font = `12px ${getComputedStyle(this).fontFamily}`;
    sharp.context.textBaseline = "middle";
    for (let bar = 0; bar < flame.row.length; bar++) this.#drawBar(sharp, flame, { bar, layout: this.#layout, palette: this.#palette });
  }

  #drawBar({ context, width }: { readonly context: CanvasRenderingContext2D; readonly width: number }, flame: Flame, { bar, layout, palette }: { readonly bar: number; readonly layout: FlameLayout; readonly palette: Palette }): void {
    const x = (layout.left[bar] ?? 0) * width;
    const wide = Math.max(1, (layout.right[bar] ?? 0) * width - x - 1);
    const y = PADDING + (flame.depth[bar] ?? 0) * ROW;
    context.fillStyle = flame.failing[bar] === 1 ? palette["k-error"] : palette[`k-${groupOf(flame.kinds[bar] ?? "")}`];
    context.fillRect(x, y, wide, ROW - 2);
    if (flame.row[bar] === this.row) {
      context.strokeStyle = palette["text"];
      context.lineWidth = 2;
      context.strokeRect(x + 1, y + 1, Math.max(1, wide - 2), ROW - 4);
    }
    if (wide < LEAST_TEXT_PX) return;
    context.save();
    context.beginPath();
    context.rect(x, y, wide - PADDING, ROW);
    context.clip();
    context.fillStyle = palette["bg"];
    context.fillText(`${flame.failing[bar] === 1 ? "✕ " : ""}${flame.names[bar] ?? ""}`, x + PADDING, y + (ROW - 2) / 2);
    context.restore();
  }

  readonly #onClick = (event: MouseEvent): void => {
    const canvas = this.renderRoot.querySelector("canvas");
    const { flame } = this;
    if (canvas === null || flame === null || this.#layout === null) return;
    const box = canvas.getBoundingClientRect();
    this.#choose(barAt(flame, this.#layout, (event.clientX - box.left) / box.width, Math.floor((event.clientY - box.top - PADDING) / ROW)));
  };

  readonly #onKey = (event: KeyboardEvent): void => {
    const { flame } = this;
    if (flame === null || !event.key.startsWith("Arrow") || flame.row.length === 0) return;
    event.preventDefault();
    event.stopPropagation();
    const from = this.#active;
    this.#choose(from < 0 ? 0 : moveInFlame(flame, from, event.key));
  };

  #choose(bar: number): void {
    const row = this.flame?.row[bar] ?? -1;
    if (row >= 0) this.dispatchEvent(new FlameSelectEvent(row));
  }
}

customElements.define("flame-graph", FlameGraph);
