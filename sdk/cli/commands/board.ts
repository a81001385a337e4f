import { BOARD_GROUPINGS, type Board, type BoardGrouping, type BoardRow } from "../../../viewer/engine/contracts/compare.ts";
import { openTraces } from "../analyse.ts";
import type { Args, Command } from "../command.ts";
import { CliError, EXIT, usage } from "../failure.ts";
import { json, type Io } from "../io.ts";
import { printTable } from "../table.ts";

export const board: Command = {
  name: "board",
  operands: "<trace…>",
  summary: "tasks against sets of runs: what regressed, what improved, what is flaky",
  about: "A set is a file, or all runs of an agent, model, framework or attempt. Runs of one task are held against those of the base set: regressed (all passed, now all fail), improved, flaky (runs of one set disagree). Exit code 1 if a task regressed, so that a build can stop on it.",
  options: {
    by: { type: "string", value: "what", help: `What makes a set: ${BOARD_GROUPINGS.join(", ")}; default file` },
    base: { type: "string", value: "set", help: "The set the others are held against (its name or a part of it); default the first" },
  },
  examples: [
    ["peek board before.peek.jsonl after.peek.jsonl", "did it get better?"],
    ["peek board runs/ --by model --base gpt-4o", "one model against another"],
  ],
  run,
};

async function run(args: Args, io: Io): Promise<number> {
  const by = groupingOf(args.text("by") ?? "file");
  const { ask } = await openTraces(args.paths, io);
  const first = await ask("board", { by, base: "" });
  if (first.missing !== "") throw new CliError(first.missing, "the board", "Record the task with each run: TraceContext.run({ task, … }).", EXIT.usage);
  const base = nameOfBase(first, args.text("base"));
  const answer = base === "" ? first : await ask("board", { by, base });
  const changed = answer.rows.filter(({ verdicts }) => verdicts.some((verdict) => verdict === "regressed" || verdict === "improved" || verdict === "flaky"));
  if (io.isHuman) print(io, answer, changed);
  else json(io, { sets: answer.sets, base: answer.sets[answer.base]?.name, counts: answer.counts, rows: answer.rows });
  return answer.counts.some(({ regressed }) => regressed > 0) ? EXIT.found : EXIT.ok;
}

function groupingOf(text: string): BoardGrouping {
  const found = BOARD_GROUPINGS.find((by) => by === text);
  if (found === undefined) throw usage(`there are no sets by ${text}`, `Sets are made by ${BOARD_GROUPINGS.join(", ")}.`);
  return found;
}

function nameOfBase({ sets }: Board, wanted: string | undefined): string {
  if (wanted === undefined) return "";
  const found = sets.find(({ name }) => name === wanted) ?? sets.find(({ name }) => name.includes(wanted));
  if (found === undefined) throw usage(`there is no set ${wanted}`, `There are: ${sets.map(({ name }) => name).join(", ")}.`);
  return found.name;
}

function print(io: Io, { sets, base, counts }: Board, changed: readonly BoardRow[]): void {
  const rows = sets.map((set, index) => ({ ...set, isBase: index === base, counts: counts[index] }));
  printTable(io, rows, [
    { title: "set", cell: ({ name, isBase }) => `${name || "(unnamed)"}${isBase ? " (base)" : ""}`, grows: true },
    { title: "runs", cell: ({ runs }) => runs },
    { title: "passed", cell: ({ passed }) => passed },
    { title: "regressed", cell: ({ counts: own }) => own?.regressed },
    { title: "improved", cell: ({ counts: own }) => own?.improved },
    { title: "flaky", cell: ({ counts: own }) => own?.flaky },
  ]);
  if (changed.length === 0) return;
  io.out("\n");
  printTable(io, changed, [
    { title: "task", cell: ({ task }) => task, grows: true },
    ...sets.map(({ name }, index) => ({ title: name.slice(0, 24) || "(unnamed)", cell: ({ verdicts }: BoardRow) => (index === base ? "" : (verdicts[index] ?? "").replace("_", " ")) })),
  ]);
}
