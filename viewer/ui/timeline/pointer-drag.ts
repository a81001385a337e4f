import type { Span } from "../../model/timeline.ts";
import { brushPixels } from "./draw.ts";
import { beginDrag, edgeAt, hasMoved, type Drag } from "./gestures.ts";
import { GUTTER, msAtX, spanBetween, type TimelineScene } from "./scene.ts";

/** What the pointer works on. */
interface DragStage {
  readonly scene: () => TimelineScene | null;
  readonly plotWidth: () => number;
  /** Moves what is in sight by so many milliseconds. */
  readonly pan: (ms: number) => void;
  /** A brush was drawn or moved. */
  readonly brushed: (span: Span) => void;
  readonly clicked: (event: PointerEvent) => void;
  readonly hovered: (event: PointerEvent) => void;
  /** The pointer was pressed on the picture. */
  readonly began: () => void;
  /** A drag began, went on or ended: it is drawn otherwise. */
  readonly changed: () => void;
}

/** The pointer on the picture: draws a brush, moves its edges, or pans with Shift; a drag too short is a click. */
export class PointerDrag {
  /** The brush as it is being drawn; null for none. */
  draft: Span | null = null;
  #drag: Drag | null = null;
  readonly #stage: DragStage;

  constructor(stage: DragStage) {
    this.#stage = stage;
  }

  get cursor(): string {
    return this.#drag?.type === "pan" ? "grabbing" : "crosshair";
  }

  readonly onDown = (event: PointerEvent): void => {
    const scene = this.#stage.scene();
    if (event.button !== 0 || scene === null || event.offsetX < GUTTER) return;
    (event.target as Element).setPointerCapture(event.pointerId);
    this.#stage.began();
    this.#set(beginDrag(event.offsetX, event.shiftKey, brushPixels(scene, this.#stage.plotWidth())));
  };

  readonly onMove = (event: PointerEvent): void => {
    const scene = this.#stage.scene();
    const drag = this.#drag;
    if (drag === null || scene === null) this.#hover(event, scene);
    else if (hasMoved(drag, event.offsetX)) this.#move(drag, event.offsetX, scene);
  };

  readonly onUp = (event: PointerEvent): void => {
    const { draft } = this;
    const drag = this.#drag;
    const scene = this.#stage.scene();
    if (drag === null) return;
    this.#set(null);
    if (draft !== null && scene !== null) this.#stage.brushed(spanBetween(scene, draft.fromMs, draft.toMs));
    else if (drag.type === "brush") this.#stage.clicked(event);
  };

  readonly onCancel = (): void => {
    this.draft = null;
    this.#set(null);
  };

  #move(drag: Drag, x: number, scene: TimelineScene): void {
    const ms = (of: number): number => msAtX(scene.span, this.#stage.plotWidth(), of);
    if (drag.type === "pan") {
      this.#stage.pan(ms(drag.lastX) - ms(x));
      this.#set({ type: "pan", lastX: x });
    } else if (drag.type === "brush") {
      this.draft = spanBetween(scene, ms(drag.fromX), ms(x));
      this.#set({ ...drag, moved: true });
    } else if (scene.brush !== null) {
      this.draft = drag.edge === "from" ? { ...scene.brush, fromMs: ms(x) } : { ...scene.brush, toMs: ms(x) };
      this.#set(drag);
    }
  }

  #hover(event: PointerEvent, scene: TimelineScene | null): void {
    const isOnEdge = scene !== null && edgeAt(event.offsetX, brushPixels(scene, this.#stage.plotWidth())) !== null;
    (event.target as HTMLElement).style.cursor = isOnEdge ? "ew-resize" : "crosshair";
    this.#stage.hovered(event);
  }

  #set(drag: Drag | null): void {
    this.#drag = drag;
    this.#stage.changed();
  }
}
