import { Signal } from "signal-polyfill";
import { isInSight, otherSide, PANE_TITLES, paneLayout, type Pane, type PaneLayout } from "../model/panes.ts";
import type { Store } from "./store.ts";

/** Which panes are in sight and where. What is chosen on a wide page is kept between visits; drawers of a narrow one are not. */
export class Panes {
  readonly isNarrow = new Signal.State(false);
  readonly #drawer = new Signal.State<Pane | null>(null);
  readonly #store: Store;
  readonly layout = new Signal.Computed<PaneLayout>(() => paneLayout(this.#store.preferences.get(), this.isNarrow.get(), this.#drawer.get()));

  constructor(store: Store) {
    this.#store = store;
  }

  /** Brings a pane into sight, or puts it away. */
  toggle(pane: Pane): void {
    const layout = this.layout.get();
    const { preferences, announcement } = this.#store;
    const isShown = !isInSight(layout, pane);
    if (pane !== "timeline" && layout[pane] === "drawer") this.#drawer.set(isShown ? pane : null);
    else preferences.set({ ...preferences.get(), [`${pane}Shown`]: isShown });
    announcement.set(`${PANE_TITLES[pane]} ${isShown ? "shown" : "hidden"}`);
  }

  /** Brings a pane into sight if it is not; then it is there with the next frame. True if it was there already. */
  show(pane: Pane): boolean {
    const wasInSight = isInSight(this.layout.get(), pane);
    if (!wasInSight) this.toggle(pane);
    return wasInSight;
  }

  /** Closes the drawer that is open. */
  closeDrawer(): void {
    this.#drawer.set(null);
  }

  /** Puts details below the lens, or to the right of it. */
  moveDetails(): void {
    const { preferences, announcement } = this.#store;
    const detailsSide = otherSide(preferences.get(), this.isNarrow.get());
    preferences.set({ ...preferences.get(), detailsSide, detailsShown: true });
    if (detailsSide === "right" && this.isNarrow.get()) this.#drawer.set("details");
    announcement.set(`Details ${detailsSide === "right" ? "on the right" : "below"}`);
  }
}
