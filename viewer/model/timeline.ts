import type { TimelineData, TimelineLane } from "../engine/api.ts";

/** The part of a run that is on screen, in milliseconds since its start. */
export interface Span {
  readonly fromMs: number;
  readonly toMs: number;
}

/** A tick of the axis. */
interface Tick {
  readonly ms: number;
  /** Distance between ticks; how exactly the label must be written. */
  readonly stepMs: number;
}

const SHORTEST_SPAN_MS = 0.01;
/** Steps a person counts in: thousandths to seconds by 1, 2, 5; then clock steps. */
const CLOCK_STEPS_MS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 21_600, 43_200, 86_400].map((s) => s * 1000);

/** The whole run, a little wider so that the last mark is seen; never empty. */
export function wholeSpan(durationMs: number): Span {
  const length = Math.max(durationMs, 1);
  return { fromMs: -length * 0.01, toMs: length * 1.01 };
}

/** Ticks for a span, at least `gapPx` apart on an axis `widthPx` wide. */
export function ticksOf(span: Span, widthPx: number, gapPx: number): readonly Tick[] {
  const length = span.toMs - span.fromMs;
  if (!(length > 0) || widthPx <= 0) return [];
  const stepMs = niceStep((length / widthPx) * gapPx);
  const ticks: Tick[] = [];
  for (let index = Math.ceil(Math.max(0, span.fromMs) / stepMs); index * stepMs <= span.toMs; index++) ticks.push({ ms: index * stepMs, stepMs });
  return ticks;
}

function niceStep(atLeastMs: number): number {
  if (atLeastMs <= 1000) {
    const power = 10 ** Math.floor(Math.log10(atLeastMs));
    return [1, 2, 5, 10].map((factor) => factor * power).find((step) => step >= atLeastMs * 0.999) ?? power * 10;
  }
  const clock = CLOCK_STEPS_MS.find((step) => step >= atLeastMs);
  return clock ?? Math.ceil(atLeastMs / 86_400_000) * 86_400_000;
}

/** Pixel of a time. */
export function xOf(span: Span, widthPx: number, ms: number): number {
  return ((ms - span.fromMs) / (span.toMs - span.fromMs)) * widthPx;
}

/** Time at a pixel, in milliseconds. */
export function msAt(span: Span, widthPx: number, x: number): number {
  return span.fromMs + (x / widthPx) * (span.toMs - span.fromMs);
}

/** Zooms by `factor` (below 1: closer) so that `aroundMs` stays where it is. */
export function zoom(span: Span, whole: Span, factor: number, aroundMs: number): Span {
  const length = Math.min(Math.max((span.toMs - span.fromMs) * factor, SHORTEST_SPAN_MS), whole.toMs - whole.fromMs);
  const share = (aroundMs - span.fromMs) / (span.toMs - span.fromMs);
  return within({ fromMs: aroundMs - share * length, toMs: aroundMs + (1 - share) * length }, whole);
}

/** Moves by milliseconds, without leaving the run. */
export function pan(span: Span, whole: Span, byMs: number): Span {
  return within({ fromMs: span.fromMs + byMs, toMs: span.toMs + byMs }, whole);
}

function within(span: Span, whole: Span): Span {
  const length = span.toMs - span.fromMs;
  if (length >= whole.toMs - whole.fromMs) return whole;
  const fromMs = Math.min(Math.max(span.fromMs, whole.fromMs), whole.toMs - length);
  return { fromMs, toMs: fromMs + length };
}

/** A span that shows [fromMs, toMs] with a tenth of air on either side. */
export function spanAround(fromMs: number, toMs: number, whole: Span): Span {
  const length = Math.max(toMs - fromMs, (whole.toMs - whole.fromMs) / 200, SHORTEST_SPAN_MS);
  const middle = (fromMs + toMs) / 2;
  return within({ fromMs: middle - length * 0.6, toMs: middle + length * 0.6 }, whole);
}

/** A lane made ready for looking up: its marks by start time, and how far before a span one may begin and still reach it. */
export interface LaneIndex {
  readonly lane: TimelineLane;
  /** Mark numbers by start. */
  readonly order: Uint32Array;
  readonly longestMs: number;
}

/** Indexes every lane; done once for each timeline. */
export function indexLanes(data: TimelineData): readonly LaneIndex[] {
  return data.lanes.map((lane) => {
    const order = Uint32Array.from(lane.startMs.keys());
    order.sort((one, other) => (lane.startMs[one] ?? 0) - (lane.startMs[other] ?? 0));
    let longestMs = 0;
    for (const mark of order) longestMs = Math.max(longestMs, (lane.endMs[mark] ?? 0) - (lane.startMs[mark] ?? 0));
    return { lane, order, longestMs };
  });
}

/** Marks that reach into [fromMs, toMs], by start. */
export function* marksIn(index: LaneIndex, fromMs: number, toMs: number): Generator<number> {
  const { lane, order } = index;
  let low = 0;
  let high = order.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((lane.startMs[order[middle] ?? 0] ?? 0) < fromMs - index.longestMs) low = middle + 1;
    else high = middle;
  }
  for (; low < order.length; low++) {
    const mark = order[low] ?? 0;
    if ((lane.startMs[mark] ?? 0) > toMs) return;
    if ((lane.endMs[mark] ?? 0) >= fromMs || (lane.startMs[mark] ?? 0) >= fromMs) yield mark;
  }
}

/**
 * The mark nearest to a time, no farther than `reachMs`; -1 if there is none. Where several lie under the pointer,
 * those of the group `under` (drawn beneath the others) lose, then the failing one wins, then the shortest, so that
 * what lies upon a long mark can be reached.
 */
export function nearestMark(index: LaneIndex, ms: number, reachMs: number, under = -1): number {
  const { lane } = index;
  let best = -1;
  let bestRank: readonly number[] = [];
  for (const mark of marksIn(index, ms - reachMs, ms + reachMs)) {
    const start = lane.startMs[mark] ?? 0;
    const end = Math.max(start, lane.endMs[mark] ?? 0);
    const rank = [Math.max(0, start - ms, ms - end), lane.group[mark] === under ? 1 : 0, lane.flag[mark] === 1 ? 0 : 1, end - start];
    if (best < 0 || isBefore(rank, bestRank)) {
      best = mark;
      bestRank = rank;
    }
  }
  return best;
}

function isBefore(one: readonly number[], other: readonly number[]): boolean {
  for (const [place, value] of one.entries()) {
    const against = other[place] ?? 0;
    if (value !== against) return value < against;
  }
  return false;
}

/** What a run looks like from afar, in one sentence for people who do not see the picture. */
export function timelineSummary(data: TimelineData, duration: string): string {
  let events = 0;
  let failing = 0;
  let stopped = 0;
  for (const lane of data.lanes) {
    for (let index = 0; index < lane.startMs.length; index++) {
      events += lane.density[index] ?? 1;
      if (lane.flag[index] === 1) failing++;
      if (lane.flag[index] === 2) stopped++;
    }
  }
  const lanes = `${data.lanes.length} lane${data.lanes.length === 1 ? "" : "s"}`;
  return `Timeline of ${events} events over ${duration} in ${lanes}: ${failing} failing, ${stopped} stopped.`;
}

/** What is noted on a timeline, in milliseconds since the run's start. */
export interface Pins {
  readonly timesMs: readonly number[];
  readonly ranges: readonly (readonly [fromMs: number, toMs: number])[];
}

export const NO_PINS: Pins = { timesMs: [], ranges: [] };
