/** Things only elements on the page can do, asked for by commands. */
export const PAGE_ACTIONS = ["open-files", "open-folder", "focus-search", "focus-runs", "focus-events", "copy-link", "timeline-zoom-in", "timeline-zoom-out", "timeline-left", "timeline-right", "timeline-fit", "timeline-reset", "first-row", "last-row", "next-row", "previous-row", "toggle-fold", "next-difference", "previous-difference", "graph-fit", "focus-condition", "follow-files", "follow-folder", "follow-end", "write-note", "write-range-note"] as const;
export type PageAction = (typeof PAGE_ACTIONS)[number];

/** Sent on the window; the element that can do it listens. */
export class PageActionEvent extends Event {
  static readonly type = "page-action";
  readonly action: PageAction;
  constructor(action: PageAction) {
    super(PageActionEvent.type);
    this.action = action;
  }
}
