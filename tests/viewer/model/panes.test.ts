import { expect, test } from "vitest";
import { isInSight, otherSide, paneLayout, type PaneChoices } from "../../../viewer/model/panes.ts";

const choices = (given: Partial<PaneChoices> = {}): PaneChoices => ({ runsShown: true, timelineShown: true, detailsShown: true, detailsSide: "auto", ...given });

test("on a wide page every pane is docked, details on the right, and each can be hidden", () => {
  expect(paneLayout(choices(), false, null)).toEqual({ runs: "docked", timeline: true, details: "right", open: null });
  const hidden = paneLayout(choices({ runsShown: false, timelineShown: false, detailsShown: false }), false, "runs");
  expect(hidden).toEqual({ runs: "hidden", timeline: false, details: "hidden", open: null });
});

test("on a narrow page runs are a drawer and details stand below, whatever is hidden on a wide one", () => {
  expect(paneLayout(choices({ runsShown: false }), true, null)).toMatchObject({ runs: "drawer", details: "below", open: null });
  expect(paneLayout(choices(), true, "runs").open).toBe("runs");
  expect(paneLayout(choices({ detailsSide: "right" }), true, "details")).toMatchObject({ details: "drawer", open: "details" });
});

test("details go to the side they are not on; a kept word that is none counts as auto", () => {
  expect(otherSide(choices(), false)).toBe("below");
  expect(otherSide(choices(), true)).toBe("right");
  expect(otherSide(choices({ detailsSide: "nonsense" }), false)).toBe("below");
  expect(paneLayout(choices({ detailsSide: "below" }), false, null).details).toBe("below");
});

test("a closed drawer is not in sight, an open one is", () => {
  expect(isInSight(paneLayout(choices(), true, null), "runs")).toBe(false);
  expect(isInSight(paneLayout(choices(), true, "runs"), "runs")).toBe(true);
  expect(isInSight(paneLayout(choices(), false, null), "timeline")).toBe(true);
});
