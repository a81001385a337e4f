import type { KindGroup } from "../../../format/kinds.ts";
import type { TimelineLane } from "../../engine/api.ts";
import { formatOffset } from "../../model/text.ts";
import { marksIn, ticksOf, xOf, type LaneIndex } from "../../model/timeline.ts";
import type { Palette, PaletteName } from "../kit/palette.ts";
import { AXIS, GUTTER, LANE, type TimelineScene } from "./scene.ts";

/** How a group's marks look: colour, and height and corner so that it reads without colour. */
const LOOKS: Readonly<Record<KindGroup, { readonly colour: PaletteName; readonly top: number; readonly height: number; readonly radius: number }>> = {
  agent: { colour: "k-agent", top: 16, height: 3, radius: 0 },
  decision: { colour: "k-decision", top: 3, height: 8, radius: 4 },
  llm: { colour: "k-llm", top: 5, height: 11, radius: 5 },
  tool: { colour: "k-tool", top: 7, height: 9, radius: 1 },
  safety: { colour: "k-safety", top: 3, height: 13, radius: 2 },
  error: { colour: "k-error", top: 3, height: 13, radius: 0 },
  checkpoint: { colour: "k-checkpoint", top: 11, height: 5, radius: 2 },
};

const SHORTEST_MARK = 3;
/** Pixels a flagged mark needs to be told from its neighbours. */
const CROWD_PX = 10;

/** A context and the room to draw in, CSS pixels. */
export interface Sheet {
  readonly context: CanvasRenderingContext2D;
  readonly width: number;
  readonly height: number;
  readonly palette: Palette;
  readonly font: string;
}

/** Draws all but the lines above the marks. */
export function drawMarks(sheet: Sheet, scene: TimelineScene): void {
  sheet.context.font = sheet.font;
  sheet.context.textBaseline = "middle";
  drawBrush(sheet, scene);
  drawAxis(sheet, scene);
  clipped(sheet, { x: GUTTER, y: AXIS }, () => {
    for (const [index, lane] of scene.lanes.entries()) {
      const top = AXIS + (scene.folded ? 0 : index * LANE) - scene.laneScroll;
      if (top > sheet.height || top + LANE < AXIS) continue;
      drawLane(sheet, scene, { lane, top });
    }
  });
  drawLabels(sheet, scene);
  drawPins(sheet, scene);
}

function plot(sheet: Sheet): number {
  return sheet.width - GUTTER;
}

function clipped(sheet: Sheet, corner: { readonly x: number; readonly y: number }, draw: () => void): void {
  const { context } = sheet;
  context.save();
  context.beginPath();
  context.rect(corner.x, corner.y, sheet.width - corner.x, sheet.height - corner.y);
  context.clip();
  draw();
  context.restore();
}

function drawAxis(sheet: Sheet, scene: TimelineScene): void {
  const { context, palette } = sheet;
  context.textAlign = "left";
  for (const tick of ticksOf(scene.span, plot(sheet), 90)) {
    const x = Math.round(GUTTER + xOf(scene.span, plot(sheet), tick.ms)) + 0.5;
    context.fillStyle = palette.line;
    context.fillRect(x - 0.5, AXIS - 4, 1, sheet.height);
    context.fillStyle = palette["text-2"];
    context.fillText(formatOffset(tick.ms, tick.stepMs), x + 4, AXIS / 2);
  }
}

function drawLabels(sheet: Sheet, scene: TimelineScene): void {
  const { context, palette, height } = sheet;
  context.fillStyle = palette["bg-sunk"];
  context.fillRect(0, AXIS, GUTTER - 4, height - AXIS);
  context.fillStyle = palette["text-2"];
  context.textAlign = "left";
  const labels = scene.folded ? [`${scene.data.lanes.length} lanes`] : scene.data.lanes.map((lane) => lane.label);
  context.save();
  context.beginPath();
  context.rect(0, AXIS, GUTTER - 8, height - AXIS);
  context.clip();
  for (const [index, label] of labels.entries()) {
    const y = AXIS + index * LANE - scene.laneScroll;
    if (y > -LANE && y < height) context.fillText(fitted(context, label, GUTTER - 22), 12, y + LANE / 2 - 1);
  }
  context.restore();
}

function fitted(context: CanvasRenderingContext2D, text: string, width: number): string {
  if (context.measureText(text.slice(0, 80)).width <= width && text.length <= 80) return text;
  let length = Math.min(text.length, 40);
  while (length > 1 && context.measureText(`${text.slice(0, length)}…`).width > width) length--;
  return `${text.slice(0, length)}…`;
}

function drawLane(sheet: Sheet, scene: TimelineScene, place: { readonly lane: LaneIndex; readonly top: number }): void {
  const { lane } = place.lane;
  const flagged: number[] = [];
  const reachMs = (SHORTEST_MARK / plot(sheet)) * (scene.span.toMs - scene.span.fromMs);
  for (const mark of marksIn(place.lane, scene.span.fromMs - reachMs, scene.span.toMs)) {
    if (lane.flag[mark] === 0) drawMark(sheet, scene, { lane, top: place.top, mark });
    else flagged.push(mark);
  }
  // Where flags stand shoulder to shoulder, whole red marks would say that all failed: their caps show where and how many.
  const crowded = flagged.length * CROWD_PX > plot(sheet);
  for (const mark of flagged) {
    if (crowded) drawCap(sheet, scene, { lane, top: place.top, mark });
    else drawMark(sheet, scene, { lane, top: place.top, mark });
  }
}

function drawCap({ context, palette, width }: Sheet, scene: TimelineScene, place: MarkPlace): void {
  const { lane, top, mark } = place;
  const x = GUTTER + xOf(scene.span, width - GUTTER, lane.startMs[mark] ?? 0);
  context.fillStyle = lane.flag[mark] === 1 ? palette["k-error"] : palette["k-safety"];
  context.fillRect(Math.round(x), top, 1, 4);
}

interface MarkPlace {
  readonly lane: TimelineLane;
  readonly top: number;
  readonly mark: number;
}

function drawMark(sheet: Sheet, scene: TimelineScene, place: MarkPlace): void {
  const { context, palette } = sheet;
  const { lane, top, mark } = place;
  const start = lane.startMs[mark] ?? 0;
  const group = scene.data.groups[lane.group[mark] ?? 0] ?? "checkpoint";
  const look = LOOKS[group];
  const x = Math.max(GUTTER - 8, GUTTER + xOf(scene.span, plot(sheet), start));
  const right = Math.min(sheet.width + 8, GUTTER + xOf(scene.span, plot(sheet), lane.endMs[mark] ?? start));
  const width = Math.max(SHORTEST_MARK, right - x);
  const flag = lane.flag[mark] ?? 0;
  const alarm = flag === 1 ? palette["k-error"] : palette["k-safety"];
  // A turn or a whole run that failed would draw one long red line: its end says it better.
  context.fillStyle = flag === 0 || group === "agent" ? palette[look.colour] : alarm;
  context.beginPath();
  context.roundRect(x, top + look.top, width, look.height, Math.min(look.radius, width / 2));
  context.fill();
  if (flag !== 0) {
    const end = x + width - 2;
    context.fillStyle = alarm;
    context.fillRect(end, top, 2, LANE - 2);
    if (flag === 1) context.fillRect(end - 2, top, 6, 2);
  }
  if (scene.hits.has(lane.row[mark] ?? -1)) {
    context.fillStyle = palette.accent;
    context.fillRect(x - 1, top + LANE - 3, Math.max(width + 2, 5), 2);
  }
}

function drawBrush(sheet: Sheet, scene: TimelineScene): void {
  if (scene.brush === null) return;
  const { context, palette, height } = sheet;
  const [left, right] = brushPixels(scene, plot(sheet));
  clipped(sheet, { x: GUTTER, y: 0 }, () => {
    context.fillStyle = palette["bg-selected"];
    context.fillRect(left, AXIS, right - left, height);
  });
}

/** The brush's edges in CSS pixels of the picture; off the picture where it is off the span. */
export function brushPixels(scene: TimelineScene, plotWidth: number): readonly [number, number] {
  const { brush, span } = scene;
  if (brush === null) return [-1e6, -1e6];
  return [GUTTER + xOf(span, plotWidth, brush.fromMs), GUTTER + xOf(span, plotWidth, brush.toMs)];
}

/** What is noted: a diamond at each time, a bar along each range, on the edge between axis and lanes. */
function drawPins(sheet: Sheet, { pins, span }: TimelineScene): void {
  const { context, palette } = sheet;
  const at = (ms: number): number => Math.round(GUTTER + xOf(span, plot(sheet), ms)) + 0.5;
  clipped(sheet, { x: GUTTER - 4, y: 0 }, () => {
    context.fillStyle = palette.accent;
    for (const [fromMs, toMs] of pins.ranges) context.fillRect(at(fromMs), AXIS - 3, Math.max(2, at(toMs) - at(fromMs)), 2);
    for (const ms of pins.timesMs) {
      const x = at(ms);
      context.beginPath();
      context.moveTo(x - 4, AXIS - 2);
      context.lineTo(x, AXIS - 6);
      context.lineTo(x + 4, AXIS - 2);
      context.lineTo(x, AXIS + 2);
      context.fill();
    }
  });
}

/** Draws the edges of the brush and the time of the selected event. */
export function drawLines(sheet: Sheet, scene: TimelineScene): void {
  const { context, palette, height } = sheet;
  clipped(sheet, { x: GUTTER - 2, y: 0 }, () => {
    if (scene.brush !== null) {
      context.fillStyle = palette.accent;
      for (const x of brushPixels(scene, plot(sheet))) context.fillRect(Math.round(x), AXIS, 1, height);
    }
    if (scene.selectedMs === null) return;
    const x = Math.round(GUTTER + xOf(scene.span, plot(sheet), scene.selectedMs));
    context.fillStyle = palette.text;
    context.fillRect(x, AXIS - 6, 1, height);
    context.beginPath();
    context.moveTo(x - 4, AXIS - 6);
    context.lineTo(x + 5, AXIS - 6);
    context.lineTo(x + 0.5, AXIS);
    context.fill();
  });
}
