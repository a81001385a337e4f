import type { ReactiveController, ReactiveControllerHost } from "lit";
import * as scroll from "../../../model/scroll.ts";

/** Row height in CSS pixels, everywhere. */
export const ROW_HEIGHT = 24;

const OVERSCAN = 3;
/** Rows share one moving layer; its zero is moved along in these steps, to keep coordinates small enough to be exact. */
const ANCHOR_ROWS = 1024;

/** What the controller needs of its element. */
interface VirtualRowsOptions {
  readonly rowCount: () => number;
  /** Pixels at the top of the scroller that rows never use (a sticky header). */
  readonly headerHeight: number;
  /** Row that stays in sight when the view gets smaller; -1 for none. */
  readonly rowToKeep?: () => number;
}

/** A pooled row element and what it shows. */
export interface Slot {
  readonly index: number;
  /** Pixels from the layer's zero. */
  readonly top: number;
}

/**
 * Keeps a list of any length under a scrollbar. The element renders a scroller with a spacer in it, and in the spacer a
 * sticky layer as high as the view; rows hang in the layer and are moved by script alone. The browser therefore never
 * shows a place where no row is yet, however fast it scrolls, and the list may be higher than any element can be.
 */
export class VirtualRows implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #options: VirtualRowsOptions;
  /** A frame later: to lay out again while the browser tells sizes makes it tell them again. */
  readonly #resize = new ResizeObserver(() => requestAnimationFrame(() => this.#resized()));
  #scroller: HTMLElement | null = null;
  #viewport = 0;
  #width = 0;
  #position = 0;
  #expectedScroll = 0;
  /** True if the position was set by script and the scrollbar may not have been able to follow yet. */
  #owesScroll = false;
  #rowsBefore = 0;
  /** A row to bring into sight as soon as the size of the view is known. */
  #awaited: { readonly index: number; readonly margin: number } | null = null;

  constructor(host: ReactiveControllerHost, options: VirtualRowsOptions) {
    this.#host = host;
    this.#options = options;
    host.addController(this);
  }

  /** Takes the scroller once it is rendered; `null` lets go of it. */
  attach(scroller: HTMLElement | null): void {
    if (scroller === this.#scroller) return;
    this.#resize.disconnect();
    this.#scroller?.removeEventListener("scroll", this.#onScroll);
    this.#scroller?.removeEventListener("wheel", this.#onWheel);
    this.#scroller = scroller;
    if (scroller === null) return;
    scroller.addEventListener("scroll", this.#onScroll, { passive: true });
    scroller.addEventListener("wheel", this.#onWheel, { passive: false });
    this.#resize.observe(scroller);
    this.#resized();
  }

  hostDisconnected(): void {
    this.attach(null);
  }

  hostUpdated(): void {
    const measure = this.#measure;
    if (measure.rows !== this.#rowsBefore) {
      this.#rowsBefore = measure.rows;
      this.#owesScroll = true;
    }
    // Only then: between a scroll of the person's and its event, the scrollbar is right and the position is not.
    if (this.#owesScroll && this.#viewport > 0) this.moveTo(this.#position);
    this.#owesScroll = false;
  }

  get #measure(): scroll.ScrollMeasure {
    return { rows: this.#options.rowCount(), rowHeight: ROW_HEIGHT, viewport: this.#viewport };
  }

  /** Height for the spacer: rows, capped, and the header. */
  get spacerHeight(): number {
    return scroll.spacerHeight(this.#measure) + this.#options.headerHeight;
  }

  get viewport(): number {
    return this.#viewport;
  }

  /** Pixels a row is wide. */
  get width(): number {
    return this.#width;
  }

  /** Exact place in the list, pixels of rows × row height. */
  get position(): number {
    return this.#position;
  }

  /** Whole rows that fit. */
  get pageRows(): number {
    return Math.max(1, Math.floor(this.#viewport / ROW_HEIGHT) - 1);
  }

  /** Rows to render: from `first` up to, not including, `end`. */
  get range(): { readonly first: number; readonly end: number } {
    return scroll.visibleRange(this.#measure, this.#position, OVERSCAN);
  }

  /** What the layer is shifted by, in pixels. */
  get layerShift(): number {
    return this.#anchor * ROW_HEIGHT - this.#position;
  }

  get #anchor(): number {
    return Math.floor(this.range.first / ANCHOR_ROWS) * ANCHOR_ROWS;
  }

  /**
   * The pool, in its fixed order: an element keeps its row until that row leaves the view, so scrolling by one row
   * changes one element.
   */
  get slots(): readonly Slot[] {
    const { first, end } = this.range;
    const size = Math.min(this.#options.rowCount(), Math.ceil(this.#viewport / ROW_HEIGHT) + 1 + 2 * OVERSCAN);
    const anchor = this.#anchor;
    const slots: Slot[] = [];
    for (let slot = 0; slot < size; slot++) {
      const index = first + ((((slot - first) % size) + size) % size);
      slots.push({ index: index < end ? index : -1, top: (index - anchor) * ROW_HEIGHT });
    }
    return slots;
  }

  /** Goes to an exact position. */
  moveTo(position: number): void {
    const clamped = scroll.clampPosition(this.#measure, position);
    if (clamped !== this.#position) {
      this.#position = clamped;
      this.#owesScroll = true;
      this.#host.requestUpdate();
    }
    this.#pushScroll();
  }

  /** Brings a row into sight; `margin` rows of air if it was out of it. */
  reveal(index: number, margin: number): void {
    if (this.#viewport === 0) {
      this.#awaited = { index, margin };
      return;
    }
    this.moveTo(scroll.reveal(this.#measure, this.#position, index, margin));
  }

  /** Brings the scrollbar to where the position is. */
  #pushScroll(): void {
    if (this.#scroller === null) return;
    const wanted = scroll.scrollOf(this.#measure, this.#position);
    if (Math.abs(this.#scroller.scrollTop - wanted) < 1) return;
    this.#scroller.scrollTop = wanted;
    this.#expectedScroll = this.#scroller.scrollTop;
  }

  readonly #onScroll = (): void => {
    const at = this.#scroller?.scrollTop ?? 0;
    if (Math.abs(at - this.#expectedScroll) < 1 && scroll.isScaled(this.#measure)) return;
    this.#expectedScroll = at;
    const position = scroll.positionOf(this.#measure, at);
    if (position === this.#position) return;
    this.#position = position;
    this.#host.requestUpdate();
  };

  /** In a scaled list the browser's own wheel would skip rows: a pixel of its scroll is several of ours. */
  readonly #onWheel = (event: WheelEvent): void => {
    if (event.ctrlKey || event.deltaY === 0 || !scroll.isScaled(this.#measure)) return;
    event.preventDefault();
    const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? ROW_HEIGHT : event.deltaMode === WheelEvent.DOM_DELTA_PAGE ? this.#viewport : 1;
    this.moveTo(this.#position + event.deltaY * unit);
  };

  #resized(): void {
    const height = Math.max(0, (this.#scroller?.clientHeight ?? 0) - this.#options.headerHeight);
    const width = this.#scroller?.clientWidth ?? 0;
    if (height === this.#viewport && width === this.#width) return;
    const kept = this.#options.rowToKeep?.() ?? -1;
    const wasInSight = kept >= 0 && this.#viewport > 0 && scroll.reveal(this.#measure, this.#position, kept, 0) === this.#position;
    this.#viewport = height;
    this.#width = width;
    this.#owesScroll = true;
    if (wasInSight && height > 0) this.reveal(kept, 0);
    if (this.#awaited !== null && height > 0) {
      this.reveal(this.#awaited.index, this.#awaited.margin);
      this.#awaited = null;
    }
    this.#host.requestUpdate();
  }
}
