import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { EventBatch } from "../../../format/arrow/batch.ts";
import type { ViewSpec } from "../../../viewer/engine/api.ts";
import { FastScanner } from "../../../viewer/engine/scan/fast-scanner.ts";
import { timelineOf } from "../../../viewer/engine/timeline.ts";
import { TraceFile } from "../../../viewer/engine/trace-file.ts";
import { ViewMaker } from "../../../viewer/engine/view.ts";
import { Workspace } from "../../../viewer/engine/workspace.ts";

const KINDS = ["tool_call", "tool_result", "llm_response", "log", "error"];

interface Event {
  readonly kind: string;
  readonly parent: number;
  readonly run: number;
  readonly durationMs: number;
}

/** A file in a workspace that takes lines as they come. */
class Grown {
  readonly workspace = new Workspace();
  readonly file = new TraceFile(0, "grown", 0, this.workspace.shared);
  readonly #scanner = new FastScanner(undefined, new EventBatch(), { header: () => undefined, problem: (problem) => expect(problem).toBe("") });

  constructor() {
    this.workspace.add(this.file);
  }

  add(events: readonly Event[]): void {
    const lines = events.map(({ kind, parent, run, durationMs }, at) => {
      const row = this.file.rows + at;
      return JSON.stringify({ id: `e${row}`, kind, session: `s${run}`, agent: `a${row % 3}`, time_unix_us: 1.7e15 + row * 1000, ...(parent < 0 ? {} : { parent: `e${parent}` }), ...(durationMs > 0 ? { duration_ms: durationMs } : {}) });
    });
    const batch = new EventBatch();
    this.#scanner.use(batch);
    this.#scanner.scan(new TextEncoder().encode(`${lines.join("\n")}\n`), 0, false);
    batch.finish();
    this.file.columns.add(batch);
    this.file.reorder(true);
  }
}

/** Events as recorders write them: mostly inside one that is still open, now and then in a branch that was left, or in another run. */
const someEvents = fc.array(fc.record({ kind: fc.constantFrom(...KINDS), up: fc.nat(3), isOdd: fc.nat(60), durationMs: fc.constantFrom(0, 3, 50) }), { minLength: 1, maxLength: 50 }).map((drawn) => {
  const open: number[] = [];
  return drawn.map(({ kind, up, isOdd, durationMs }, at): Event => {
    open.length = Math.max(0, open.length - up);
    const parent = isOdd === 1 ? Math.max(0, at - 4) : (open.at(-1) ?? -1);
    open.push(at);
    return { kind, durationMs, parent, run: isOdd === 2 ? 1 : 0 };
  });
});

const someSpec: fc.Arbitrary<ViewSpec> = fc.record(
  { run: fc.constantFrom(0, 0, 0, 1), hiddenKinds: fc.constantFrom([], ["log"], ["error", "tool_call"]), timeRange: fc.constantFrom([1.7e15 + 4000, 1.7e15 + 20_000] as const), collapsed: fc.array(fc.nat(30), { maxLength: 5 }), collapseAll: fc.boolean(), expanded: fc.array(fc.nat(8), { maxLength: 1 }) },
  { requiredKeys: ["run"] },
);

describe("a view that is gone on with", () => {
  it("is the view made anew, and leaves those before it as they were", () => {
    let [wentOn, anew] = [0, 0];
    fc.assert(
      fc.property(someEvents, fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 12 }), someSpec, (events, steps, spec) => {
        const grown = new Grown();
        let maker: ViewMaker | undefined;
        let before: { readonly rows: Int32Array; readonly were: readonly number[] } | undefined;
        for (let at = 0, step = 0; at < events.length && step < steps.length; at += steps[step++] as number) {
          grown.add(events.slice(at, at + (steps[step] as number)));
          if (maker?.goesOn === true) wentOn++;
          else {
            anew++;
            maker = new ViewMaker(grown.workspace, spec, undefined);
          }
          const { rows, info } = maker.make();
          const whole = new ViewMaker(grown.workspace, spec, undefined).make();
          expect([[...rows], info]).toEqual([[...whole.rows], whole.info]);
          if (before !== undefined) expect([...before.rows]).toEqual(before.were);
          before = { rows, were: [...rows] };
        }
      }),
      { numRuns: 500 },
    );
    expect(wentOn).toBeGreaterThan(80);
    expect(anew).toBeGreaterThan(100);
  });

  it("is made anew where a filter was asked of the database, or the file is gone", () => {
    const grown = new Grown();
    grown.add([{ kind: "log", parent: -1, run: 0, durationMs: 0 }]);
    const filtered = new ViewMaker(grown.workspace, { run: 0 }, new Set([0]));
    filtered.make();
    const plain = new ViewMaker(grown.workspace, { run: 0 }, undefined);
    plain.make();
    expect([filtered.goesOn, plain.goesOn]).toEqual([false, true]);
    grown.workspace.remove(grown.file);
    expect(plain.goesOn).toBe(false);
  });
});

describe("a timeline of more events than marks", () => {
  it("counts every event in a mark of its lane, group and flag, none outside of the run", () => {
    fc.assert(
      fc.property(someEvents, fc.integer({ min: 1, max: 60 }), (events, most) => {
        const grown = new Grown();
        grown.add(events.map((event) => ({ ...event, run: 0 })));
        const { lanes, durationMs } = timelineOf(grown.workspace, 0, most);
        const bins = Math.max(1, Math.floor(most / 14));
        for (const lane of lanes) {
          expect(lane.density.length).toBeLessThanOrEqual(Math.max(most, bins * 21));
          for (let mark = 0; mark < lane.row.length; mark++) {
            expect(lane.startMs[mark]).toBeGreaterThanOrEqual(-0.001);
            expect(lane.endMs[mark]).toBeLessThanOrEqual(durationMs + 0.001);
          }
        }
        expect(lanes.flatMap(({ density }) => [...density]).reduce((sum, count) => sum + count, 0)).toBe(events.length);
      }),
    );
  });

  it("stays small where all happened at one moment", () => {
    const grown = new Grown();
    grown.add(Array.from({ length: 3 }, () => ({ kind: "log", parent: -1, run: 0, durationMs: 0 })));
    for (let row = 0; row < 3; row++) grown.file.columns.timeUs.array[row] = 1.7e15;
    const { lanes } = timelineOf(grown.workspace, 0, 2);
    expect(lanes.map(({ density }) => [...density])).toEqual([[1], [1], [1]]);
  });
});
