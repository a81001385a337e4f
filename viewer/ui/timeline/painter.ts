import { sharpContext } from "../kit/canvas.ts";
import { readPalette, type Palette } from "../kit/palette.ts";
import { drawLines, drawMarks } from "./draw.ts";
import type { TimelineScene } from "./scene.ts";

/**
 * Paints a timeline on two canvases, one above the other: marks, and the lines that move while nothing else does. A run
 * has thousands of marks; they are drawn again only if something of them changed, not for every event that is selected.
 */
export class TimelinePainter {
  readonly #host: HTMLElement;
  #palette: Palette | null = null;
  #painted: readonly unknown[] = [];

  constructor(host: HTMLElement) {
    this.#host = host;
  }

  /** The colours are to be read anew. */
  recolour(): void {
    this.#palette = null;
  }

  paint(marks: HTMLCanvasElement, lines: HTMLCanvasElement, scene: TimelineScene): void {
    const palette = (this.#palette ??= readPalette(this.#host));
    const { data, lanes, span, brush, hits, pins, laneScroll, folded } = scene;
    const seen = [data, lanes, span, brush?.fromMs, brush?.toMs, hits, pins, laneScroll, folded, palette, marks.clientWidth, marks.clientHeight, window.devicePixelRatio];
    const font = `12px ${getComputedStyle(this.#host).fontFamily}`;
    if (seen.some((value, at) => value !== this.#painted[at])) {
      const sharp = sharpContext(marks);
      if (sharp === null) return;
      drawMarks({ ...sharp, palette, font }, scene);
      this.#painted = seen;
    }
    const sharp = sharpContext(lines);
    if (sharp !== null) drawLines({ ...sharp, palette, font }, scene);
  }
}
