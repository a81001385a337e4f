import type { EventRow, RunRow } from "../../../viewer/engine/api.ts";
import type { Comparison, ComparedFact, Difference, PairDetail, ValueChange } from "../../../viewer/engine/contracts/compare.ts";
import { chosenRun, openTraces, type Opened } from "../analyse.ts";
import type { Args, Command } from "../command.ts";
import { EXIT, usage } from "../failure.ts";
import { json, paint, type Io } from "../io.ts";
import { oneLine, printTable } from "../table.ts";

const SHOWN = 5;
const CHANGES = 6;

export const diff: Command = {
  name: "diff",
  operands: "<trace…>",
  summary: "lay two runs side by side: the first difference, and what differs most, down to the word",
  about: "Compares two runs of the traces named: the first failed one and a run of the same task that passed, unless --left and --right name others. Steps are aligned, so that one step more does not make all after it differ; differences are ranked by how much they are likely to matter. Exit code 0 if the runs are equal, 1 if they differ, as diff does.",
  options: {
    left: { type: "string", short: "l", value: "run", help: "Number (from 0) or session of the one run; default the first that failed" },
    right: { type: "string", short: "r", value: "run", help: "The other run; default the best to compare with" },
    most: { type: "string", short: "n", value: "count", help: `How many differences; default ${SHOWN}` },
  },
  examples: [
    ["peek diff good.peek.jsonl bad.peek.jsonl", "what the bad run did differently"],
    ["peek diff runs.peek.jsonl --left 0 --right 3 --json", "for a program"],
  ],
  run,
};

async function run(args: Args, io: Io): Promise<number> {
  const opened = await openTraces(args.paths, io);
  const left = chosenRun(opened.runs, args.text("left"));
  const right = args.text("right") === undefined ? otherThan(left, opened.runs) : chosenRun(opened.runs, args.text("right"));
  const comparison = await opened.ask("compare-runs", { left: left.run, right: right.run });
  const differences = await Promise.all(comparison.differences.slice(0, args.count("most", SHOWN)).map(async (difference) => ({ ...difference, changes: await changesOf(opened, difference) })));
  const first = await firstOf(opened, comparison);
  const told = { left: sideOf(left), right: sideOf(right), equal: comparison.firstDifference < 0, first, differences, differencesTotal: comparison.differencesTotal, facts: comparison.facts };
  if (io.isHuman) print(io, told);
  else json(io, told);
  return told.equal ? EXIT.ok : EXIT.found;
}

/** A run of the same task that ended otherwise if there is one. */
function otherThan(run: RunRow, runs: readonly RunRow[]): RunRow {
  const others = runs.filter((other) => other.run !== run.run);
  const score = (other: RunRow): number => (run.task !== "" && other.task === run.task ? 2 : 0) + (other.outcome === run.outcome ? 0 : 1);
  const [best] = others.toSorted((a, b) => score(b) - score(a) || a.run - b.run);
  if (best === undefined) throw usage("there is only one run", "Name a second trace to compare with.");
  return best;
}

function sideOf({ session, title, outcome, run: number }: RunRow): Told["left"] {
  return { run: number, session, title, outcome };
}

async function changesOf({ ask }: Opened, { left, right }: Difference): Promise<readonly ValueChange[]> {
  const pair: PairDetail = await ask("compare-pair", { left, right });
  return pair.changes.slice(0, CHANGES);
}

async function firstOf({ ask }: Opened, { firstDifference, left, right }: Comparison): Promise<Told["first"]> {
  if (firstDifference < 0) return null;
  const [a, b] = [left[firstDifference] ?? -1, right[firstDifference] ?? -1];
  const rows = await ask("event-rows", { rows: [a, b].filter((row) => row >= 0) });
  const of = (row: number): EventRow | null => rows.find((found) => found.row === row) ?? null;
  return { line: firstDifference, left: of(a), right: of(b) };
}

interface Told {
  readonly left: { readonly run: number; readonly session: string; readonly title: string; readonly outcome: string };
  readonly right: Told["left"];
  readonly equal: boolean;
  readonly first: { readonly line: number; readonly left: EventRow | null; readonly right: EventRow | null } | null;
  readonly differences: readonly (Difference & { readonly changes: readonly ValueChange[] })[];
  readonly differencesTotal: number;
  readonly facts: readonly ComparedFact[];
}

function print(io: Io, { left, right, first, differences, differencesTotal, facts }: Told): void {
  io.out(`${paint(io, "red", "−")} ${oneLine(left.title || left.session)} (${left.outcome})\n${paint(io, "green", "+")} ${oneLine(right.title || right.session)} (${right.outcome})\n`);
  if (first === null) {
    io.out("\nThe two runs did the same, step for step.\n");
    return;
  }
  io.out(`\n${paint(io, "bold", `First difference, at line ${first.line + 1}`)}\n${paint(io, "red", "−")} ${stepText(first.left)}\n${paint(io, "green", "+")} ${stepText(first.right)}\n`);
  io.out(`\n${paint(io, "bold", "What differs most")} ${paint(io, "dim", `${differences.length} of ${differencesTotal}`)}\n`);
  for (const [index, { what, state, why, changes }] of differences.entries()) {
    io.out(`${index + 1}. ${oneLine(what)}: ${WORDS[state]}, ${why}\n`);
    for (const change of changes) io.out(`     ${oneLine(change.pointer) || "/"}  ${paint(io, "red", short(change.left))} ${paint(io, "dim", "→")} ${paint(io, "green", short(change.right))}\n`);
  }
  io.out("\n");
  printTable(io, facts.filter((fact) => fact.left !== fact.right), [
    { title: "", cell: ({ name }) => name },
    { title: "−", cell: (fact) => fact.left ?? undefined },
    { title: "+", cell: (fact) => fact.right ?? undefined },
  ]);
}

const WORDS: Readonly<Record<Difference["state"], string>> = { equal: "equal", reworded: "said in other words", changed: "changed", result: "another result", instead: "something else instead", removed: "only in the first run", added: "only in the second run", moved: "moved" };
const LONGEST = 80;

function stepText(row: EventRow | null): string {
  return row === null ? "(nothing)" : oneLine(`${row.kind} ${row.name} ${row.preview}`).slice(0, LONGEST * 2);
}

function short(value: string | null): string {
  if (value === null) return "(nothing)";
  const text = oneLine(value);
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}
