import type { TimelineData } from "../../engine/api.ts";
import type { LaneIndex, Span } from "../../model/timeline.ts";

/** Pixels of the picture's parts. */
export const GUTTER = 96;
export const AXIS = 20;
export const LANE = 22;

/** All that one picture of the timeline shows. */
export interface TimelineScene {
  readonly data: TimelineData;
  readonly lanes: readonly LaneIndex[];
  readonly span: Span;
  /** Brush, in milliseconds since the run's start. */
  readonly brush: Span | null;
  /** Time of the selected event; null for none. */
  readonly selectedMs: number | null;
  /** Rows with search hits. */
  readonly hits: ReadonlySet<number>;
  /** Pixels the lanes are scrolled by. */
  readonly laneScroll: number;
  /** All lanes drawn upon each other. */
  readonly folded: boolean;
}

/** Lanes as drawn: one if they are folded. */
export function laneRows(scene: TimelineScene): number {
  return scene.folded ? Math.min(1, scene.data.lanes.length) : scene.data.lanes.length;
}

/** Lanes under a pixel row of the picture: one, or all where they are folded; none on the axis or below. */
export function lanesAt(scene: TimelineScene, y: number): readonly LaneIndex[] {
  const row = Math.floor((y - AXIS + scene.laneScroll) / LANE);
  if (y < AXIS || row < 0 || row >= laneRows(scene)) return [];
  return scene.folded ? scene.lanes : scene.lanes.slice(row, row + 1);
}
