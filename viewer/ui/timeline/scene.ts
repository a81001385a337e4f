import type { TimelineData, TimelineLane } from "../../engine/api.ts";
import { msAt, nearestMark, type LaneIndex, type Pins, type Span } from "../../model/timeline.ts";

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
  readonly pins: Pins;
  /** Pixels the lanes are scrolled by. */
  readonly laneScroll: number;
  /** All lanes drawn upon each other. */
  readonly folded: boolean;
}

/** Lanes as drawn: one if they are folded. */
export function laneRows(scene: TimelineScene): number {
  return scene.folded ? Math.min(1, scene.data.lanes.length) : scene.data.lanes.length;
}

/** Time at a pixel of the picture. */
export function msAtX(span: Span, plotWidth: number, x: number): number {
  return msAt(span, plotWidth, x - GUTTER);
}

/** From the earlier to the later of two times, inside the run. */
export function spanBetween({ data }: TimelineScene, oneMs: number, otherMs: number): Span {
  const inside = (ms: number): number => Math.min(Math.max(0, ms), data.durationMs);
  return { fromMs: inside(Math.min(oneMs, otherMs)), toMs: inside(Math.max(oneMs, otherMs)) };
}

/** Lanes under a pixel row of the picture: one, or all where they are folded; none on the axis or below. */
function lanesAt(scene: TimelineScene, y: number): readonly LaneIndex[] {
  const row = Math.floor((y - AXIS + scene.laneScroll) / LANE);
  if (y < AXIS || row < 0 || row >= laneRows(scene)) return [];
  return scene.folded ? scene.lanes : scene.lanes.slice(row, row + 1);
}

/** A mark under the pointer. */
export interface Mark {
  readonly row: number;
  readonly startMs: number;
  readonly endMs: number;
  readonly events: number;
}

function markOf(lane: TimelineLane, mark: number): Mark {
  const startMs = lane.startMs[mark] ?? 0;
  return { row: lane.row[mark] ?? -1, startMs, endMs: Math.max(startMs, lane.endMs[mark] ?? startMs), events: lane.density[mark] ?? 1 };
}

/** How far from a mark the pointer may be, in pixels. */
const REACH_PX = 6;

/** The mark at a point of the picture, if one is near. */
export function markAt(scene: TimelineScene, plotWidth: number, at: { readonly x: number; readonly y: number }): Mark | null {
  if (at.x < GUTTER) return null;
  const reachMs = (REACH_PX / plotWidth) * (scene.span.toMs - scene.span.fromMs);
  const ms = msAtX(scene.span, plotWidth, at.x);
  for (const lane of lanesAt(scene, at.y)) {
    const mark = nearestMark(lane, ms, reachMs, scene.data.groups.indexOf("agent"));
    if (mark >= 0) return markOf(lane.lane, mark);
  }
  return null;
}
