import { openTraces, chosenRun } from "../analyse.ts";
import type { Args, Command } from "../command.ts";
import { EXIT } from "../failure.ts";
import { json, type Io } from "../io.ts";
import { duration, printTable } from "../table.ts";

const SHOWN = 50;

export const clusters: Command = {
  name: "clusters",
  operands: "<trace…>",
  summary: "group the failures: which are one problem, how bad and how new each is",
  about: "Failures that differ only in ids, numbers, paths and quotations are one group, across all traces named. Severity says how much a group weighs on its runs, 0 to 1; novelty how surprising it is against the other runs, in bits. Exit code 1 if there is no failure.",
  options: {
    run: { type: "string", short: "r", value: "run", help: "Only the failures of one run, measured against the others" },
    most: { type: "string", short: "n", value: "count", help: `How many groups; default ${SHOWN}` },
  },
  examples: [
    ["peek clusters traces/", "what goes wrong this week"],
    ["peek clusters traces/ --json | jq -r .template", "one line a group"],
  ],
  run,
};

async function run(args: Args, io: Io): Promise<number> {
  const { runs, ask } = await openTraces(args.paths, io);
  const named = args.text("run");
  const { clusters: all, failures, note } = await ask("clusters", { run: named === undefined ? null : chosenRun(runs, named).run });
  const shown = all.slice(0, args.count("most", SHOWN)).map(({ rows, ...group }) => ({ ...group, members: rows.length }));
  if (!io.isHuman) for (const group of shown) json(io, group);
  else {
    io.out(`${failures.toLocaleString("en")} failures in ${runs.length.toLocaleString("en")} runs, ${all.length.toLocaleString("en")} groups${note === "" ? "" : `. ${note}`}\n`);
    if (shown.length > 0) {
      printTable(io, shown, [
        { title: "count", cell: ({ count }) => count },
        { title: "runs", cell: ({ runs: count }) => count },
        { title: "severity", cell: ({ severity }) => severity.toFixed(2) },
        { title: "novelty", cell: ({ novelty }) => (novelty === null ? "" : novelty.toFixed(1)) },
        { title: "wasted", cell: ({ wastedMs }) => duration(wastedMs) },
        { title: "tool", cell: ({ tool }) => tool },
        { title: "class", cell: ({ errorClass }) => errorClass },
        { title: "template", cell: ({ template }) => template, grows: true },
      ]);
    }
  }
  return all.length > 0 ? EXIT.ok : EXIT.found;
}
