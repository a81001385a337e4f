/**
 * Scrolling over more pixels than a browser lays out. The list's own coordinate ("position") is exact, in pixels of
 * rows × row height; the browser's ("scroll") is capped, and the two are proportional. Below the cap they are equal.
 */

/** Measures of a list, in CSS pixels. */
export interface ScrollMeasure {
  readonly rows: number;
  readonly rowHeight: number;
  /** Height in which rows are seen. */
  readonly viewport: number;
}

/** Tallest element the list asks a browser for; engines begin to fail at about 16 million. */
export const SPACER_CAP = 8_000_000;

/** Height of the element that gives the scrollbar its size. */
export function spacerHeight(measure: ScrollMeasure): number {
  return Math.min(measure.rows * measure.rowHeight, SPACER_CAP);
}

/** True if scroll and position differ. */
export function isScaled(measure: ScrollMeasure): boolean {
  return measure.rows * measure.rowHeight > SPACER_CAP;
}

/** The position at which the last row stands at the lower edge. */
export function maxPosition(measure: ScrollMeasure): number {
  return Math.max(0, measure.rows * measure.rowHeight - measure.viewport);
}

/** Keeps a position inside the list. */
export function clampPosition(measure: ScrollMeasure, position: number): number {
  return Math.min(Math.max(0, position), maxPosition(measure));
}

/** Where the scrollbar stands for a position. Exact at both ends. */
export function scrollOf(measure: ScrollMeasure, position: number): number {
  const longest = maxPosition(measure);
  if (longest === 0 || !isScaled(measure)) return clampPosition(measure, position);
  return (clampPosition(measure, position) / longest) * (spacerHeight(measure) - measure.viewport);
}

/** The position for a place of the scrollbar. Exact at both ends. */
export function positionOf(measure: ScrollMeasure, scroll: number): number {
  if (!isScaled(measure)) return clampPosition(measure, scroll);
  const longest = spacerHeight(measure) - measure.viewport;
  if (scroll >= longest - 0.5) return maxPosition(measure);
  return clampPosition(measure, (scroll / longest) * maxPosition(measure));
}

/** The nearest position at which row `index` is wholly seen, with `margin` rows around it if it had to move. */
export function reveal(measure: ScrollMeasure, position: number, index: number, margin: number): number {
  const top = index * measure.rowHeight;
  const bottom = top + measure.rowHeight;
  if (top >= position && bottom <= position + measure.viewport) return position;
  const room = Math.min(margin * measure.rowHeight, Math.max(0, (measure.viewport - measure.rowHeight) / 2));
  const target = top < position ? top - room : bottom + room - measure.viewport;
  return clampPosition(measure, target);
}

/** Rows that are seen at a position, `overscan` more on either side: from `first` up to, not including, `end`. */
export function visibleRange(measure: ScrollMeasure, position: number, overscan: number): { readonly first: number; readonly end: number } {
  const first = Math.max(0, Math.floor(position / measure.rowHeight) - overscan);
  const end = Math.min(measure.rows, Math.ceil((position + measure.viewport) / measure.rowHeight) + overscan);
  return { first: Math.min(first, end), end };
}
