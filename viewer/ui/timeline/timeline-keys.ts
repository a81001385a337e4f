/** What keys can do to the timeline. */
interface TimelineHands {
  /** Below 1: closer. */
  zoomBy(factor: number): void;
  /** By a share of what is in sight. */
  panBy(share: number): void;
  zoomToSelection(): void;
  zoomToWhole(): void;
  clearBrush(): void;
}

const ZOOM_STEP = 0.7;
const PAN_STEP = 0.2;

const KEYS: Readonly<Record<string, (view: TimelineHands) => void>> = {
  w: (view) => view.zoomBy(ZOOM_STEP),
  s: (view) => view.zoomBy(1 / ZOOM_STEP),
  a: (view) => view.panBy(-PAN_STEP),
  d: (view) => view.panBy(PAN_STEP),
  f: (view) => view.zoomToSelection(),
  "0": (view) => view.zoomToWhole(),
  escape: (view) => view.clearBrush(),
};

/** What a key press does; `null` if it is not one of the timeline's. Keys held with Ctrl, Alt or Meta belong to the page. */
export function actOfPress(event: KeyboardEvent): ((view: TimelineHands) => void) | null {
  return event.ctrlKey || event.metaKey || event.altKey ? null : actOf(event.key.toLowerCase());
}

/** What a key does, by its name in lower case. */
export function actOf(key: string): ((view: TimelineHands) => void) | null {
  return Object.hasOwn(KEYS, key) ? (KEYS[key] ?? null) : null;
}
