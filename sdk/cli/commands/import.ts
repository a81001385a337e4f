import { IMPORTERS } from "../../../format/importers/index.ts";
import { importFile } from "../../../format/importers/file.ts";
import { planImports } from "../../../format/importers/plan.ts";
import { runImport, type ImportReport } from "../../../format/importers/run.ts";
import type { ImportFile } from "../../../format/importers/types.ts";
import { MAGIC_BYTES, packingOf } from "../../../format/containers/magic.ts";
import type { Args, Command } from "../command.ts";
import { CliError, EXIT, usage } from "../failure.ts";
import { openSource } from "../input.ts";
import { json, type Io } from "../io.ts";
import { openOutput, outputOptions } from "../output.ts";
import { printTable } from "../table.ts";

export const importCommand: Command = {
  name: "import",
  operands: "<file…>",
  summary: "turn recordings of other tools into a trace",
  about: `Recognises the format by its content and writes a trace; files that belong together are read together. Every record of the source is accounted for, and what was left out is listed. Reads: ${IMPORTERS.map(({ title }) => title).join(", ")}.`,
  options: {
    ...outputOptions("beside the first file, .peek.jsonl"),
  },
  examples: [
    ["peek import spans.json", "writes spans.peek.jsonl"],
    ["peek import export.zip --out week.peek.jsonl", "all recordings of an archive in one trace"],
  ],
  run,
};

async function run(args: Args, io: Io): Promise<number> {
  const [first] = args.paths;
  if (first === undefined) throw usage("no file was named", "Name what to import: peek import spans.json");
  const closers: (() => Promise<void>)[] = [];
  try {
    const files = (await Promise.all(args.paths.map((path) => filesOf(path, io, closers)))).flat();
    const { plans, unrecognised } = planImports(files);
    for (const { name } of unrecognised) io.err(`${name}: not a format this knows; left out\n`);
    if (plans.length === 0) throw new CliError("nothing could be recognised", first, "peek import --help lists what can be read.");
    const out = openOutput(args, args.paths, ".peek.jsonl");
    const reports: ImportReport[] = [];
    for (const plan of plans) reports.push(await runImport(plan, (line) => out.write(`${line}\n`)));
    out.close();
    report(io, out.path, reports);
    return reports.some(({ failure }) => failure !== undefined) || unrecognised.length > 0 ? EXIT.found : EXIT.ok;
  } finally {
    for (const close of closers) await close();
  }
}

async function filesOf(path: string, io: Io, closers: (() => Promise<void>)[]): Promise<ImportFile[]> {
  const { source, close } = await openSource(path);
  closers.push(close);
  if (packingOf(await source.slice(0, MAGIC_BYTES)) === undefined) return [await importFile({ name: path, archive: "", source })];
  const { expand } = await import("../../../format/containers/expand.ts");
  const files: ImportFile[] = [];
  for await (const item of expand(source)) {
    if (item.type === "file") files.push(await importFile(item));
    else io.err(item.type === "notice" ? `${item.place}: ${item.message}\n` : `${item.name}: ${item.failure.cause}\n`);
  }
  return files;
}

function report(io: Io, out: string, reports: readonly ImportReport[]): void {
  if (!io.isHuman) return json(io, { out, imports: reports });
  printTable(io, reports, [
    { title: "format", cell: ({ title }) => title, grows: true },
    { title: "files", cell: ({ files }) => files },
    { title: "events", cell: ({ events }) => events },
    { title: "records read", cell: ({ became }) => became },
    { title: "joined", cell: ({ merged }) => merged },
    { title: "left out", cell: ({ skipped }) => skipped },
  ]);
  for (const { failure, counts } of reports) {
    for (const { code, count, message } of counts) io.out(`  ${count.toLocaleString("en")} × ${code}: ${message}\n`);
    if (failure !== undefined) io.out(`  stopped early: ${failure.cause} (${failure.place}). ${failure.next}\n`);
  }
  io.out(`${out}\n`);
}
