import { css, html, LitElement, type TemplateResult } from "lit";
import type { GraphPicture } from "../../engine/contracts/graph.ts";
import { FrameRequest, sharpContext } from "../kit/canvas.ts";
import { readPalette } from "../kit/palette.ts";
import { NODE_HEIGHT, NODE_WIDTH } from "./looks.ts";

/** What of the picture is in sight, in its own pixels. */
export interface MapView {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A person pointed at a place of the map; it is to be the middle. */
export class MapMoveEvent extends Event {
  static readonly type = "map-move";
  readonly x: number;
  readonly y: number;
  constructor(x: number, y: number) {
    super(MapMoveEvent.type);
    this.x = x;
    this.y = y;
  }
}

const AIR = 120;

/**
 * The whole picture in a corner, with a frame around what is in sight; gone while everything is.
 *
 * @fires map-move
 */
class MiniMap extends LitElement {
  static override styles = css`
    :host { display: block; border: 1px solid var(--line-strong); border-radius: 4px; overflow: hidden; background: color-mix(in srgb, var(--bg-sunk) 88%, transparent); }
    :host([whole]) { visibility: hidden; }
    canvas { display: block; width: 100%; height: 100%; cursor: crosshair; touch-action: none; }
  `;
  static override properties = { picture: { attribute: false }, seen: { attribute: false } };
  declare picture: GraphPicture | null;
  declare seen: MapView;
  readonly #frame = new FrameRequest(() => this.#draw());

  constructor() {
    super();
    this.picture = null;
    this.seen = { x: 0, y: 0, width: 0, height: 0 };
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#frame.cancel();
  }

  protected override render(): TemplateResult {
    return html`<canvas aria-hidden="true" @pointerdown=${this.#onDown} @pointermove=${this.#onMove}></canvas>`;
  }

  protected override updated(): void {
    this.#frame.request();
  }

  readonly #onDown = (event: PointerEvent): void => {
    (event.target as HTMLElement).setPointerCapture(event.pointerId);
    this.#move(event);
  };

  readonly #onMove = (event: PointerEvent): void => {
    if (event.buttons === 1) this.#move(event);
  };

  #move(event: PointerEvent): void {
    const { scale, left, top } = this.#scaleOf(this.clientWidth, this.clientHeight);
    this.dispatchEvent(new MapMoveEvent((event.offsetX - left) / scale, (event.offsetY - top) / scale));
  }

  /** The picture, from the middle of its first node, and some air around it, within the box. */
  #scaleOf(width: number, height: number): { readonly scale: number; readonly left: number; readonly top: number } {
    const scale = Math.min(width / ((this.picture?.width ?? 1) + 2 * AIR), height / ((this.picture?.height ?? 1) + 2 * AIR));
    return { scale, left: AIR * scale, top: AIR * scale };
  }

  #draw(): void {
    const canvas = this.renderRoot.querySelector("canvas");
    const sharp = canvas === null ? null : sharpContext(canvas);
    const { picture, seen } = this;
    if (sharp === null || picture === null) return;
    this.toggleAttribute("whole", seen.x <= 0 && seen.y <= 0 && seen.x + seen.width >= picture.width - NODE_WIDTH && seen.y + seen.height >= picture.height - NODE_HEIGHT);
    const { context, width, height } = sharp;
    const palette = readPalette(this);
    const { scale, left, top } = this.#scaleOf(width, height);
    for (const node of picture.nodes) {
      context.fillStyle = node.failing > 0 ? palette["k-error"] : node.stopped > 0 ? palette["k-safety"] : palette["text-3"];
      context.fillRect(left + (node.x - NODE_WIDTH / 2) * scale, top + (node.y - NODE_HEIGHT / 2) * scale, Math.max(2, NODE_WIDTH * scale), Math.max(1, NODE_HEIGHT * scale));
    }
    context.strokeStyle = palette.accent;
    context.lineWidth = 1.5;
    context.strokeRect(left + seen.x * scale, top + seen.y * scale, seen.width * scale, seen.height * scale);
  }
}

customElements.define("peek-mini-map", MiniMap);
