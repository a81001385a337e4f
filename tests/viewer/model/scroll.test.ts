import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { clampPosition, isScaled, maxPosition, positionOf, reveal, scrollOf, SPACER_CAP, spacerHeight, visibleRange } from "../../../viewer/model/scroll.ts";

const million = { rows: 1_000_000, rowHeight: 24, viewport: 600 };
const few = { rows: 100, rowHeight: 24, viewport: 600 };

describe("scaled scrolling", () => {
  it("asks no browser for more than the cap", () => {
    expect(spacerHeight(million)).toBe(SPACER_CAP);
    expect(isScaled(million)).toBe(true);
    expect(spacerHeight(few)).toBe(2400);
    expect(isScaled(few)).toBe(false);
  });

  it("is exact at both ends", () => {
    const lowest = SPACER_CAP - million.viewport;
    expect(positionOf(million, 0)).toBe(0);
    expect(positionOf(million, lowest)).toBe(maxPosition(million));
    expect(scrollOf(million, maxPosition(million))).toBe(lowest);
    expect(visibleRange(million, maxPosition(million), 0).end).toBe(1_000_000);
  });

  it("leaves short lists alone", () => {
    fc.assert(fc.property(fc.double({ min: 0, max: 1800, noNaN: true }), (at) => positionOf(few, at) === at && scrollOf(few, at) === at));
  });

  it("comes back to where it was, to less than a pixel of the scrollbar", () => {
    fc.assert(
      fc.property(fc.integer({ min: 400_000, max: 50_000_000 }), fc.double({ min: 0, max: 1, noNaN: true }), (rows, share) => {
        const measure = { ...million, rows };
        const position = share * maxPosition(measure);
        const back = positionOf(measure, scrollOf(measure, position));
        const pixel = maxPosition(measure) / (spacerHeight(measure) - measure.viewport);
        return Math.abs(back - position) <= pixel;
      }),
    );
  });

  it("reveals any row wholly and moves only if it must", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 999_999 }), fc.double({ min: 0, max: 1, noNaN: true }), fc.integer({ min: 0, max: 20 }), (index, share, margin) => {
        const before = clampPosition(million, share * maxPosition(million));
        const after = reveal(million, before, index, margin);
        const seen = index * 24 >= after && index * 24 + 24 <= after + 600;
        const wasSeen = index * 24 >= before && index * 24 + 24 <= before + 600;
        return seen && (!wasSeen || after === before);
      }),
    );
  });
});
