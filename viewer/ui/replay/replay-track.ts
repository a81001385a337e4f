import { css, html, LitElement, type PropertyValues, type TemplateResult } from "lit";
import type { ReplaySteps } from "../../engine/contracts/replay.ts";
import { stepOfRow } from "../../model/replay.ts";
import { FrameRequest, sharpContext } from "../kit/canvas.ts";
import { readPalette, type Palette } from "../kit/palette.ts";
import { StepSeekEvent } from "./messages.ts";

/** Height of the bar, and air at its ends so that the handle's middle is the step. */
const BAR_TOP = 11;
const BAR_HEIGHT = 4;
const AIR = 8;

/**
 * The steps of a run as a slider: done so far, stretches that say little hatched, failures as red ticks above, places
 * to stop at as ticks below, checkpoints as diamonds.
 *
 * @fires step-seek
 */
class ReplayTrack extends LitElement {
  static override styles = css`
    :host { display: block; position: relative; height: 26px; min-width: 60px; }
    canvas { position: absolute; inset: 0; width: 100%; height: 100%; }
    input { position: absolute; inset: 0; width: 100%; height: 100%; margin: 0; opacity: 0; cursor: pointer; }
    .focus { position: absolute; inset: 2px 0; border-radius: 4px; pointer-events: none; }
    input:focus-visible + .focus { outline: 2px solid var(--accent); }
  `;
  static override properties = { steps: { attribute: false }, stops: { attribute: false }, step: { type: Number }, said: {} };
  declare steps: ReplaySteps | null;
  /** Rows to stop at, rising. */
  declare stops: Int32Array | null;
  declare step: number;
  /** The step in words, for screen readers. */
  declare said: string;
  readonly #frame = new FrameRequest(() => this.#draw());
  readonly #resize = new ResizeObserver(() => this.#frame.request());
  #palette: Palette | undefined;

  constructor() {
    super();
    this.steps = null;
    this.stops = null;
    this.step = -1;
    this.said = "";
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#resize.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#resize.disconnect();
    this.#frame.cancel();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("steps") || changed.has("stops")) this.#palette = undefined;
  }

  protected override render(): TemplateResult {
    const last = Math.max(0, (this.steps?.rows.length ?? 0) - 1);
    return html`<canvas aria-hidden="true"></canvas><input type="range" min="0" max=${last} step="1" .value=${String(Math.max(0, this.step))} aria-label="Step" aria-valuetext=${this.said} @input=${this.#onInput} /><span class="focus"></span>`;
  }

  protected override updated(): void {
    this.#frame.request();
  }

  readonly #onInput = (event: Event): void => {
    this.dispatchEvent(new StepSeekEvent(Number((event.target as HTMLInputElement).value)));
  };

  #draw(): void {
    const canvas = this.renderRoot.querySelector("canvas");
    const sharp = canvas === null ? null : sharpContext(canvas);
    const { steps } = this;
    if (sharp === null || steps === null || steps.rows.length === 0) return;
    const palette = (this.#palette ??= readPalette(this));
    const { context, width } = sharp;
    const scale = (width - 2 * AIR) / Math.max(1, steps.rows.length - 1);
    const x = (step: number): number => AIR + step * scale;
    const bar = (from: number, to: number, colour: string): void => {
      context.fillStyle = colour;
      context.fillRect(from, BAR_TOP, Math.max(1, to - from), BAR_HEIGHT);
    };
    bar(AIR, width - AIR, palette["line-strong"]);
    bar(AIR, x(Math.max(0, this.step)), palette.accent);
    context.fillStyle = palette.bg;
    for (const { from, to } of steps.stretches) for (let at = x(from); at < x(to - 1); at += 4) context.fillRect(at, BAR_TOP, 1.5, BAR_HEIGHT);
    this.#ticks(context, steps, x);
    this.#handle(context, x(Math.max(0, this.step)), palette);
  }

  /** One tick a pixel at most, however many steps failed. */
  #ticks(context: CanvasRenderingContext2D, steps: ReplaySteps, x: (step: number) => number): void {
    const palette = this.#palette as Palette;
    const checkpoint = steps.kinds.indexOf("checkpoint");
    let [failedX, keptX, stopX] = [-2, -9, -2];
    for (let step = 0; step < steps.rows.length; step++) {
      const at = x(step);
      if (steps.flag[step] !== 0 && at - failedX >= 1.5) {
        failedX = at;
        context.fillStyle = steps.flag[step] === 1 ? palette["k-error"] : palette["k-safety"];
        context.fillRect(at - 0.75, BAR_TOP - 8, 1.5, 7);
      }
      if (steps.kind[step] === checkpoint && at - keptX >= 8) {
        keptX = at;
        diamond(context, at, palette);
      }
    }
    context.fillStyle = palette["text-2"];
    for (const row of this.stops ?? []) {
      const at = x(stepOfRow(steps, row));
      if (at - stopX < 2) continue;
      stopX = at;
      context.fillRect(at - 0.5, BAR_TOP + BAR_HEIGHT + 2, 1, 5);
    }
  }

  #handle(context: CanvasRenderingContext2D, at: number, palette: Palette): void {
    context.beginPath();
    context.arc(at, BAR_TOP + BAR_HEIGHT / 2, 6, 0, Math.PI * 2);
    context.fillStyle = palette.accent;
    context.fill();
    context.lineWidth = 2;
    context.strokeStyle = palette.bg;
    context.stroke();
  }
}

function diamond(context: CanvasRenderingContext2D, at: number, palette: Palette): void {
  const [middle, half] = [BAR_TOP + BAR_HEIGHT / 2, 4];
  context.beginPath();
  context.moveTo(at - half, middle);
  context.lineTo(at, middle - half);
  context.lineTo(at + half, middle);
  context.lineTo(at, middle + half);
  context.closePath();
  context.fillStyle = palette.bg;
  context.fill();
  context.lineWidth = 1.2;
  context.strokeStyle = palette["k-checkpoint"];
  context.stroke();
}

customElements.define("peek-replay-track", ReplayTrack);
