import type { GroupEdits } from "../../../format/notes/group-edits.ts";
import type { ClusterInfo } from "../../../viewer/engine/contracts/insight.ts";
import { openTraces, chosenRun } from "../analyse.ts";
import type { Args, Command } from "../command.ts";
import { EXIT } from "../failure.ts";
import { json, type Io } from "../io.ts";
import { NOTE_OPTIONS, Notes } from "../notes.ts";
import { duration, oneLine, printTable } from "../table.ts";

const SHOWN = 50;

export const clusters: Command = {
  name: "clusters",
  operands: "<trace…>",
  summary: "group the failures: which are one problem, how bad and how new each is",
  about: "Failures that differ only in ids, numbers, paths and quotations are one group, across all traces named. Severity says how much a group weighs on its runs, 0 to 1; novelty how surprising it is against the other runs, in bits. What a person changed about groups in the viewer (names, groups made one, failures taken out) holds here too, if the notes lie beside the trace or are named. Exit code 1 if there is no failure.",
  options: {
    run: { type: "string", short: "r", value: "run", help: "Only the failures of one run, measured against the others" },
    most: { type: "string", short: "n", value: "count", help: `How many groups; default ${SHOWN}` },
    ...NOTE_OPTIONS,
  },
  examples: [
    ["peek clusters traces/", "what goes wrong this week"],
    ["peek clusters traces/ --json | jq -r .template", "one line a group"],
  ],
  run,
};

async function run(args: Args, io: Io): Promise<number> {
  const opened = await openTraces(args.paths, io);
  const { runs, ask } = opened;
  const { edits, from } = (await Notes.read(opened, args, io)).groupEdits();
  const named = args.text("run");
  const { clusters: all, failures, note } = await ask("clusters", { run: named === undefined ? null : chosenRun(runs, named).run, edits });
  const shown = all.slice(0, args.count("most", SHOWN)).map(({ rows, ...group }) => ({ ...group, members: rows.length }));
  if (from.length > 0) (io.isHuman ? io.out : io.err)(`Groups changed by hand, as noted in ${from.map(oneLine).join(", ")}: ${changesOf(edits)}\n`);
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
        { title: "template", cell: groupText, grows: true },
      ]);
    }
  }
  return all.length > 0 ? EXIT.ok : EXIT.found;
}

/** What a person calls the group, what they did to it, and its template. */
function groupText({ name, joined, isSplit, template }: Pick<ClusterInfo, "name" | "joined" | "isSplit" | "template">): string {
  const byHand = [name, joined.length > 0 ? `${joined.length} made one` : "", isSplit ? "taken out" : ""].filter((part) => part !== "");
  return byHand.length === 0 ? template : `[${byHand.join("; ")}] ${template}`;
}

function changesOf({ names, merges, splits }: GroupEdits): string {
  const parts = [[names.length, "named"], [merges.length, "made one"], [splits.length, "taken out of another"]] as const;
  return parts.filter(([count]) => count > 0).map(([count, what]) => `${count.toLocaleString("en")} ${what}`).join(", ");
}
