import { describe, expect, it } from "vitest";
import type { RunRow } from "../../../viewer/engine/api.ts";
import { counterpartOf, counterparts } from "../../../viewer/model/counterpart.ts";

const run = (number: number, given: Partial<RunRow>): RunRow => ({ run: number, task: "", title: "", agent: "", outcome: "passed", ...given }) as RunRow;

describe("the run to compare with", () => {
  const failed = run(0, { task: "7", outcome: "failed" });

  it("is one of the same task that ended otherwise", () => {
    const runs = [failed, run(1, { task: "8" }), run(2, { task: "7", outcome: "failed" }), run(3, { task: "7" })];
    expect(counterpartOf(failed, runs)?.run).toBe(3);
    expect(counterparts(failed, runs).map(({ run: number }) => number)).toEqual([3, 2, 1]);
  });

  it("is none where there is no other", () => {
    expect(counterpartOf(failed, [failed])).toBeNull();
  });
});
