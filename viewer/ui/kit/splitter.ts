import { css, html, LitElement, type TemplateResult } from "lit";

/** A person moved a splitter to a new size, in CSS pixels. */
export class SplitEvent extends Event {
  static readonly type = "split";
  readonly size: number;
  constructor(size: number) {
    super(SplitEvent.type);
    this.size = size;
  }
}

const KEY_STEP = 16;

/**
 * The line between two panes, moved by pointer or arrow keys.
 *
 * @fires split the pane beside it is to have another size
 */
export class PaneSplitter extends LitElement {
  static override styles = css`
    :host { position: relative; z-index: 2; background: var(--line); touch-action: none; }
    :host([orientation="vertical"]) { width: 1px; cursor: col-resize; }
    :host([orientation="horizontal"]) { height: 1px; cursor: row-resize; }
    div { position: absolute; inset: -3px; }
    @media (pointer: coarse) { div { inset: -10px; } }
    div:hover, div:focus-visible { background: color-mix(in srgb, var(--accent) 45%, transparent); outline: none; }
  `;
  static override properties = { size: { type: Number }, min: { type: Number }, max: { type: Number }, sign: { type: Number }, label: {}, orientation: { reflect: true } };
  /** Size of the pane it belongs to. */
  declare size: number;
  declare min: number;
  declare max: number;
  /** 1 if the pane is before the line, -1 if it is after. */
  declare sign: 1 | -1;
  declare label: string;
  declare orientation: "vertical" | "horizontal";

  constructor() {
    super();
    this.size = 0;
    this.min = 80;
    this.max = 800;
    this.sign = 1;
    this.label = "";
    this.orientation = "vertical";
  }

  protected override render(): TemplateResult {
    return html`<div
      role="separator"
      tabindex="0"
      aria-label=${this.label}
      aria-orientation=${this.orientation}
      aria-valuenow=${Math.round(this.size)}
      aria-valuemin=${this.min}
      aria-valuemax=${this.max}
      @pointerdown=${this.#onDown}
      @keydown=${this.#onKey}
    ></div>`;
  }

  readonly #onDown = (event: PointerEvent): void => {
    const line = event.currentTarget as HTMLElement;
    const along = (pointer: PointerEvent): number => (this.orientation === "vertical" ? pointer.clientX : pointer.clientY);
    const [from, size] = [along(event), this.size];
    line.setPointerCapture(event.pointerId);
    const move = (moved: PointerEvent): void => this.#set(size + (along(moved) - from) * this.sign);
    line.addEventListener("pointermove", move);
    line.addEventListener("lostpointercapture", () => line.removeEventListener("pointermove", move), { once: true });
    event.preventDefault();
  };

  readonly #onKey = (event: KeyboardEvent): void => {
    const [less, more] = this.orientation === "vertical" ? ["ArrowLeft", "ArrowRight"] : ["ArrowUp", "ArrowDown"];
    const step = event.key === less ? -KEY_STEP : event.key === more ? KEY_STEP : 0;
    if (step === 0) return;
    event.preventDefault();
    event.stopPropagation();
    this.#set(this.size + step * this.sign);
  };

  #set(size: number): void {
    this.dispatchEvent(new SplitEvent(Math.min(this.max, Math.max(this.min, size))));
  }
}

customElements.define("pane-splitter", PaneSplitter);
