import { describe, expect, it } from "vitest";
import type { Flame } from "../../../viewer/engine/contracts/calls.ts";
import { barAt, layOutFlame, moveInFlame } from "../../../viewer/model/flame.ts";

/** A run of 100 ms that asks for 60 ms (3 dollars) and looks for 40 ms (1 dollar), inside which it reads for 10 ms. */
const flame: Flame = {
  row: Int32Array.of(0, 1, 2, 3),
  depth: Uint16Array.of(0, 1, 1, 2),
  startMs: Float64Array.of(0, 0, 60, 70),
  endMs: Float64Array.of(100, 60, 100, 80),
  costUsd: Float64Array.of(4, 3, 1, 0.5),
  names: ["run", "ask", "look", "read"],
  kinds: ["agent_start", "llm_request", "tool_call", "tool_call"],
  failing: Uint8Array.of(0, 0, 0, 0),
  durationMs: 100,
  leftOut: 0,
};

describe("a flame graph", () => {
  it("over time shows bars where they happened", () => {
    const { left, right, deepest } = layOutFlame(flame, "time");
    expect([...left]).toEqual([0, 0, 0.6, 0.7]);
    expect([...right]).toEqual([1, 0.6, 1, 0.8]);
    expect(deepest).toBe(2);
  });

  it("over cost shows each as wide as what it cost, inside what encloses it", () => {
    const { left, right } = layOutFlame(flame, "cost");
    expect([...left]).toEqual([0, 0, 0.75, 0.75]);
    expect([...right]).toEqual([1, 0.75, 1, 0.875]);
  });

  it("finds the bar under a place", () => {
    const layout = layOutFlame(flame, "time");
    expect(barAt(flame, layout, 0.75, 2)).toBe(3);
    expect(barAt(flame, layout, 0.9, 2)).toBe(-1);
  });

  it("is walked by arrows", () => {
    expect(moveInFlame(flame, 3, "ArrowUp")).toBe(2);
    expect(moveInFlame(flame, 2, "ArrowLeft")).toBe(1);
    expect(moveInFlame(flame, 2, "ArrowDown")).toBe(3);
    expect(moveInFlame(flame, 1, "ArrowDown")).toBe(1);
    expect(moveInFlame(flame, 1, "ArrowRight")).toBe(2);
  });
});
