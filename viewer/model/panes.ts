/** Panes that can be put away. */
export const PANES = ["runs", "timeline", "details"] as const;
export type Pane = (typeof PANES)[number];
export const PANE_TITLES: Readonly<Record<Pane, string>> = { runs: "Runs", timeline: "Timeline", details: "Details" };

/** What a person chose, kept between visits. */
export interface PaneChoices {
  readonly runsShown: boolean;
  readonly timelineShown: boolean;
  readonly detailsShown: boolean;
  /** `right`, `below`, or `auto`: right of the lens on a wide page, below it on a narrow one. */
  readonly detailsSide: string;
}

/** How the panes of the page stand. A drawer lies over the lens and is open or not. */
export interface PaneLayout {
  readonly runs: "docked" | "hidden" | "drawer";
  readonly timeline: boolean;
  readonly details: "right" | "below" | "hidden" | "drawer";
  /** The drawer that is open. */
  readonly open: Pane | null;
}

/** Pages up to this width, in CSS pixels, are narrow: tablets, and halves of a screen. */
export const NARROW_PX = 1100;

/** The layout of the panes. On a narrow page the runs are a drawer, and details too where they are to stand on the right. */
export function paneLayout(choices: PaneChoices, isNarrow: boolean, drawer: Pane | null): PaneLayout {
  const { runsShown, timelineShown, detailsShown } = choices;
  const side = sideOf(choices, isNarrow);
  const runs = isNarrow ? "drawer" : runsShown ? "docked" : "hidden";
  const details = isNarrow && side === "right" ? "drawer" : detailsShown ? side : "hidden";
  const canOpen = (drawer === "runs" && runs === "drawer") || (drawer === "details" && details === "drawer");
  return { runs, timeline: timelineShown, details, open: canOpen ? drawer : null };
}

/** Where details stand once `auto` is decided. */
function sideOf({ detailsSide }: PaneChoices, isNarrow: boolean): "right" | "below" {
  return detailsSide === "right" || detailsSide === "below" ? detailsSide : isNarrow ? "below" : "right";
}

/** The side details go to when they are moved from where they are. */
export function otherSide(choices: PaneChoices, isNarrow: boolean): "right" | "below" {
  return sideOf(choices, isNarrow) === "right" ? "below" : "right";
}

/** True if a pane is in sight. */
export function isInSight(layout: PaneLayout, pane: Pane): boolean {
  if (pane === "timeline") return layout.timeline;
  return layout.open === pane || (layout[pane] !== "hidden" && layout[pane] !== "drawer");
}
