import { css, html, LitElement, type TemplateResult } from "lit";
import { FrameRequest, sharpContext } from "../kit/canvas.ts";
import { readPalette, type PaletteName } from "../kit/palette.ts";

/** What a slice of the view may hold, strongest last: it is drawn over the others. Each has its own side of the ruler. */
const FLAGS: readonly { readonly bit: number; readonly colour: PaletteName; readonly from: number; readonly to: number }[] = [
  { bit: 4, colour: "accent", from: 0.5, to: 1 },
  { bit: 2, colour: "k-safety", from: 0, to: 0.5 },
  { bit: 1, colour: "k-error", from: 0, to: 0.5 },
];

/** A person pointed at a place of the ruler; `share` of the view, 0 to 1. */
export class RulerJumpEvent extends Event {
  static readonly type = "ruler-jump";
  readonly share: number;
  constructor(share: number) {
    super(RulerJumpEvent.type, { bubbles: true, composed: true });
    this.share = share;
  }
}

/**
 * The whole view in one strip beside the scrollbar: failures red and stops amber on the left half, hits on the right,
 * the selected row a line across. A click goes there.
 *
 * @fires ruler-jump
 */
class OverviewRuler extends LitElement {
  static override styles = css`
    :host {
      display: block;
      width: 10px;
      cursor: pointer;
      border-left: 1px solid var(--line);
    }
    canvas {
      display: block;
      width: 100%;
      height: 100%;
    }
  `;
  static override properties = { slices: { attribute: false }, selected: { type: Number } };
  /** Flags of each equal part of the view: 1 failing, 2 stopped, 4 hit. */
  declare slices: Uint8Array;
  /** Where the selected row stands, 0 to 1; negative for none. */
  declare selected: number;

  readonly #frame = new FrameRequest(() => this.#draw());
  readonly #resize = new ResizeObserver(() => this.#frame.request());

  constructor() {
    super();
    this.slices = new Uint8Array(0);
    this.selected = -1;
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

  protected override render(): TemplateResult {
    return html`<canvas aria-hidden="true" @click=${this.#onClick}></canvas>`;
  }

  protected override updated(): void {
    this.#frame.request();
  }

  readonly #onClick = (event: MouseEvent): void => {
    const box = this.getBoundingClientRect();
    if (box.height > 0) this.dispatchEvent(new RulerJumpEvent(Math.min(1, Math.max(0, (event.clientY - box.top) / box.height))));
  };

  #draw(): void {
    const canvas = this.renderRoot.querySelector("canvas");
    const sharp = canvas === null ? null : sharpContext(canvas);
    if (sharp === null) return;
    const { context, width, height } = sharp;
    const palette = readPalette(this);
    const count = this.slices.length;
    for (const flag of FLAGS) {
      context.fillStyle = palette[flag.colour];
      for (let slice = 0; slice < count; slice++) {
        if (((this.slices[slice] ?? 0) & flag.bit) === 0) continue;
        context.fillRect(Math.floor(flag.from * width), Math.min(height - 2, Math.floor((slice / count) * height)), Math.ceil((flag.to - flag.from) * width), 2);
      }
    }
    if (this.selected < 0) return;
    context.fillStyle = palette.text;
    context.fillRect(0, Math.min(height - 1, Math.round(this.selected * height)), width, 1);
  }
}

customElements.define("peek-overview-ruler", OverviewRuler);

declare global {
  interface HTMLElementTagNameMap {
    "peek-overview-ruler": OverviewRuler;
  }
}
