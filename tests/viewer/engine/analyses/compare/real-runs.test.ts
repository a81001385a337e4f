import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { RunRow } from "../../../../../viewer/engine/api.ts";
import { DATA, HAS_DATA } from "../../../../format/importers/data.ts";
import { openAll, startEngine, unwrap } from "../../../../support/engine.ts";

const RETAIL = join(DATA, "tau-retail-variants/final_results");
const AIRLINE = join(DATA, "tau-bench/historical_trajectories/gpt-4o-airline.json");

describe.skipIf(!HAS_DATA)("four variants of an agent on a hundred tasks", () => {
  it("regress and improve on exactly the tasks their rewards say", async () => {
    const engine = await startEngine();
    const names = readdirSync(RETAIL).filter((name) => name.endsWith(".json") && !name.includes("and-python"));
    await openAll(engine, names.map((name) => ({ name, blob: new Blob([readFileSync(join(RETAIL, name))]) })));
    const base = names.find((name) => name.startsWith("tool-calling-none")) ?? "";
    const board = unwrap(await engine.analyse("board", { by: "file", base }));
    const counts = board.sets.map(({ name }, set) => [name, board.counts[set]?.regressed, board.counts[set]?.improved] as const);
    const changes = counts.filter(([name]) => name !== base).map(([, regressed, improved]) => [regressed, improved]);
    expect(changes.toSorted((a, b) => (a[0] ?? 0) - (b[0] ?? 0))).toEqual([[14, 11], [31, 7], [43, 5]]);
    expect(board.rows).toHaveLength(100);
  });
});

describe.skipIf(!HAS_DATA)("two hundred runs of an airline agent", () => {
  it("show a first difference for every pair of a failed and a passed trial, and what goes with failing", async () => {
    const engine = await startEngine();
    await openAll(engine, [{ name: "airline.json", blob: new Blob([readFileSync(AIRLINE)]) }]);
    const runs = unwrap(await engine.runs());
    const pairs = mixedTasks(runs);
    expect(pairs).toHaveLength(26);
    for (const [failed, passed] of pairs) {
      const comparison = unwrap(await engine.analyse("compare-runs", { left: failed.run, right: passed.run }));
      expect(comparison.firstDifference).toBeGreaterThanOrEqual(0);
      expect(comparison.left.filter((row) => row >= 0)).toHaveLength(failed.events);
      expect(comparison.right.filter((row) => row >= 0)).toHaveLength(passed.events);
    }
    const traits = unwrap(await engine.analyse("traits", { runs: [] }));
    expect([traits.failed, traits.passed]).toEqual([116, 84]);
    expect(traits.traits[0]?.q).toBeLessThan(0.05);
    const flow = unwrap(await engine.analyse("flow", { runs: [] }));
    expect(flow.nodes[0]?.count).toBeGreaterThan(200);
  });

  it("leave the way most trials of their task go where they first did otherwise", async () => {
    const engine = await startEngine();
    await openAll(engine, [{ name: "airline.json", blob: new Blob([readFileSync(AIRLINE)]) }]);
    const task = unwrap(await engine.runs()).filter((run) => run.task === "0").map(({ run }) => run);
    const consensus = unwrap(await engine.analyse("consensus", { runs: task }));
    expect(consensus.runs.map(({ run }) => run)).toEqual(task);
    for (const { fitness } of consensus.runs) expect(fitness).toBeGreaterThan(0.3);
  });
});

/** The first failed and the first passed trial of every task that has both. */
function mixedTasks(runs: readonly RunRow[]): (readonly [RunRow, RunRow])[] {
  return [...new Set(runs.map(({ task }) => task))].flatMap((task) => {
    const [failed, passed] = ["failed", "passed"].map((outcome) => runs.find((run) => run.task === task && run.outcome === outcome));
    return failed === undefined || passed === undefined ? [] : [[failed, passed] as const];
  });
}
