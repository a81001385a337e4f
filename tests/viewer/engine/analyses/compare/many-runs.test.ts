import { describe, expect, it } from "vitest";
import type { RunRow } from "../../../../../viewer/engine/api.ts";
import { boardOf } from "../../../../../viewer/engine/analyses/compare/board.ts";
import { consensusOf } from "../../../../../viewer/engine/analyses/compare/consensus.ts";
import { flowOf, type JudgedPath } from "../../../../../viewer/engine/analyses/compare/flow.ts";
import { TermIndex } from "../../../../../viewer/engine/analyses/compare/term-index.ts";
import { compareTraits } from "../../../../../viewer/engine/analyses/compare/traits.ts";
import { openAll, startEngine, textFile, traceText, unwrap } from "../../../../support/engine.ts";

const run = (task: string, agent: string, outcome: string): RunRow => ({ run: 0, task, agent, outcome }) as RunRow;

describe("the board", () => {
  it("says what regressed, improved, is flaky or has no verdict against the base", () => {
    const runs = [run("1", "old", "passed"), run("1", "new", "failed"), run("2", "old", "failed"), run("2", "new", "passed"), run("3", "old", "passed"), run("3", "new", "passed"), run("3", "new", "failed"), run("4", "new", "passed"), run("5", "old", "unfinished"), run("5", "new", "passed")];
    const board = boardOf(runs, ({ agent }) => agent, "old");
    expect(board.rows.map(({ task, verdicts }) => `${task} ${verdicts[1]}`)).toEqual(["1 regressed", "2 improved", "3 flaky", "4 missing", "5 missing"]);
    expect(board.counts[1]).toMatchObject({ regressed: 1, improved: 1, flaky: 1, missing: 2 });
  });

  it("says why there is none", () => {
    expect(boardOf([run("", "a", "passed")], ({ agent }) => agent, "").missing).toContain("task");
  });
});

const path = (number: number, passed: boolean, steps: string): JudgedPath => ({ run: number, passed, path: steps.split(" ").map((name, row) => ({ name, kind: "tool_call", row })) });

describe("the ways of many runs", () => {
  const paths = [path(0, true, "ask look book"), path(1, true, "ask look book"), path(2, false, "ask book book")];

  it("are counted move by move, with how they end", () => {
    const { nodes, edges, variants } = flowOf(paths);
    const name = (index: number): string => nodes[index]?.name ?? "";
    expect(edges.map(({ from, to, count, failed }) => `${name(from)} ${name(to)} ${count} ${failed}`)).toContain("ask look 2 0");
    expect(edges.map(({ from, to, count, failed }) => `${name(from)} ${name(to)} ${count} ${failed}`)).toContain("book book 1 1");
    expect(variants[0]?.runs).toEqual([0, 1]);
  });

  it("show where a run leaves the way of most", () => {
    const { runs, steps } = consensusOf(paths);
    expect(steps.map(({ name }) => name)).toEqual(["ask", "look", "book"]);
    expect(runs.map(({ leavesAt }) => leavesAt)).toEqual([-1, -1, 1]);
    expect(runs[0]?.fitness).toBe(1);
  });
});

describe("what differs in failing runs", () => {
  const judged = (number: number, passed: boolean, tools: readonly string[]) => ({ run: number, passed, traits: { has: new Map([["tool", new Set(tools)]]), numbers: new Map([["steps", passed ? 5 : 50]]) } });

  it("comes first, with its effect and its chance", () => {
    const runs = Array.from({ length: 20 }, (_, at) => judged(at, at % 2 === 0, at % 2 === 0 ? ["look"] : ["look", "guess"].slice(at === 1 ? 0 : 1)));
    const { traits, tested } = compareTraits(runs);
    expect(tested).toBeGreaterThan(1);
    expect(traits.find(({ name }) => name === "guess")).toMatchObject({ failedWith: 10, passedWith: 0, effect: 1 });
    expect(traits.find(({ name }) => name === "steps")).toMatchObject({ effect: 1, failedMedian: 50, passedMedian: 5 });
    expect(traits[0]?.q).toBeLessThan(0.001);
  });

  it.each([
    [[judged(0, true, [])], "failed"],
    [[judged(0, false, [])], "passed"],
    [[], "verdict"],
  ])("cannot be told where nothing stands against anything", (runs, word) => {
    expect(compareTraits(runs).missing).toContain(word);
  });
});

describe("the nearest document", () => {
  it("shares rare words rather than common ones", () => {
    const index = new TermIndex([["error", "timeout"], ["error", "denied"], ["error", "error", "error"]]);
    expect(index.nearest(["error", "denied"], 3).map(({ index: place }) => place)).toEqual([1, 2, 0]);
    expect(index.nearest(["error", "denied"], 1)[0]?.likeness).toBeCloseTo(1, 6);
    expect(index.nearest(["nothing"], 3)).toEqual([]);
  });
});

describe("a failure seen before", () => {
  it("is found in another file with what mended it; disjoint ones are not alike", async () => {
    const engine = await startEngine();
    const failing = (message: string) => ({ kind: "tool_result", tool: "fetch_page", outcome: "error", error_class: "TimeoutError", payload: { error: message } });
    await openAll(engine, [
      textFile("a.peek.jsonl", traceText([failing("connection to host 10 timed out after 30 s")])),
      textFile("b.peek.jsonl", traceText([{ ...failing("connection to host 99 timed out after 5 s"), session: "t" }, { kind: "tool_result", tool: "fetch_page", outcome: "ok", session: "t", payload: { result: "page" } }, { kind: "error", error_class: "SyntaxError", outcome: "error", session: "t", payload: { message: "unexpected token" } }])),
    ]);
    const { found } = unwrap(await engine.analyse("similar", { row: 0 }));
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({ row: 1, fixes: [{ row: 2, how: "same tool, worked" }] });
    expect(unwrap(await engine.analyse("similar", { row: 3 })).found).toEqual([]);
  });
});
