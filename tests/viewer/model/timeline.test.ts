import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { indexLanes, marksIn, msAt, nearestMark, pan, spanAround, ticksOf, timelineSummary, wholeSpan, xOf, zoom } from "../../../viewer/model/timeline.ts";
import { lane, timelineOf } from "../support.ts";

describe("the time axis", () => {
  it.each([
    [80_000, 10_000],
    [5_000, 1000],
    [80, 10],
    [7_200_000, 900_000],
    [0.5, 0.1],
  ])("ticks for %d ms stand %d ms apart", (length, step) => {
    const ticks = ticksOf({ fromMs: 0, toMs: length }, 800, 90);
    expect(ticks[1]?.ms).toBeCloseTo(step, 6);
    expect(ticks.length).toBeLessThanOrEqual(9);
  });

  it("keeps the time under the pointer where it is while zooming", () => {
    const whole = wholeSpan(100_000);
    const span = { fromMs: 20_000, toMs: 60_000 };
    const closer = zoom(span, whole, 0.5, 30_000);
    expect(xOf(closer, 800, 30_000)).toBeCloseTo(xOf(span, 800, 30_000), 6);
    expect(msAt(closer, 800, xOf(closer, 800, 33_333))).toBeCloseTo(33_333, 6);
  });

  it("never leaves the run", () => {
    const whole = wholeSpan(100_000);
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.double({ min: 0.2, max: 5, noNaN: true }), fc.double({ min: -1e6, max: 1e6, noNaN: true })), { maxLength: 20 }), (acts) => {
        let span = whole;
        for (const [factor, by] of acts) span = pan(zoom(span, whole, factor, span.fromMs + 1), whole, by);
        return span.fromMs >= whole.fromMs - 1e-6 && span.toMs <= whole.toMs + 1e-6 && span.toMs > span.fromMs;
      }),
    );
  });

  it("goes to a mark that takes no time", () => {
    const span = spanAround(500, 500, wholeSpan(1000));
    expect(span.toMs - span.fromMs).toBeGreaterThan(0);
    expect(span.fromMs).toBeLessThan(500);
    expect(span.toMs).toBeGreaterThan(500);
  });
});

describe("marks", () => {
  it("finds those that reach in, in whatever order they came", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.integer({ min: 0, max: 1000 }), fc.integer({ min: 0, max: 300 })), { maxLength: 50 }), fc.integer({ min: 0, max: 1000 }), fc.integer({ min: 0, max: 200 }), (given, from, length) => {
        const marks = given.map(([start, took]) => [start, start + took] as const);
        const [index] = indexLanes(timelineOf([lane("a", marks)], 2000));
        if (index === undefined) throw new Error("no lane");
        const found = [...marksIn(index, from, from + length)].toSorted((a, b) => a - b);
        const wanted = marks.flatMap(([start, end], mark) => (start <= from + length && end >= from ? [mark] : []));
        return JSON.stringify(found) === JSON.stringify(wanted);
      }),
    );
  });

  it("prefers the nearest, then the failing, then the shortest", () => {
    const [index] = indexLanes(timelineOf([lane("a", [[0, 1000], [100, 200], [150, 400, 1], [600, 610]])], 1000));
    if (index === undefined) throw new Error("no lane");
    expect(nearestMark(index, 120, 5)).toBe(1);
    expect(nearestMark(index, 160, 5)).toBe(2);
    expect(nearestMark(index, 500, 5)).toBe(0);
    expect(nearestMark(index, 5000, 5)).toBe(-1);
  });

  it("reaches what is drawn upon a failing run", () => {
    const upon = lane("a", [[0, 1000, 1], [100, 200]]);
    upon.group[0] = 1;
    const [index] = indexLanes(timelineOf([upon], 1000));
    if (index === undefined) throw new Error("no lane");
    expect(nearestMark(index, 150, 5, 1)).toBe(1);
    expect(nearestMark(index, 500, 5, 1)).toBe(0);
  });

  it("says in words what the picture shows", () => {
    const data = timelineOf([lane("a", [[0, 1], [1, 2, 1]]), lane("b", [[0, 1, 2]])], 2);
    expect(timelineSummary(data, "2 ms")).toBe("Timeline of 3 events over 2 ms in 2 lanes: 1 failing, 1 stopped.");
  });
});
