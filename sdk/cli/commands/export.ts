import type { EventRecord } from "../../../format/event.ts";
import { EXPORTERS } from "../../../format/exporters/index.ts";
import type { Args, Command } from "../command.ts";
import { EXIT, usage } from "../failure.ts";
import { filterOf, FILTERS } from "../filters.ts";
import { traceEvents, traceFiles } from "../input.ts";
import { json, type Io } from "../io.ts";
import { openOutput, outputOptions } from "../output.ts";

const IDS = EXPORTERS.map(({ id }) => id).join(", ");

export const exportCommand: Command = {
  name: "export",
  operands: "<format> <trace…>",
  summary: "take traces to other formats",
  about: `Formats: ${EXPORTERS.map(({ id, title }) => `${id} (${title})`).join(", ")}. Filters choose what is taken along.`,
  options: {
    ...FILTERS,
    ...outputOptions("beside the first trace; - for standard output"),
  },
  examples: [
    [`peek export ${EXPORTERS[0]?.id} run.peek.jsonl`, `writes run.${EXPORTERS[0]?.extension}`],
    ["peek export markdown run.peek.jsonl --out - | less", "read it here"],
  ],
  run,
};

async function run(args: Args, io: Io): Promise<number> {
  const [id, ...paths] = args.paths;
  const exporter = EXPORTERS.find((candidate) => candidate.id === id);
  if (exporter === undefined) throw usage(id === undefined ? "no format was named" : `there is no format “${id}”`, `Formats: ${IDS}.`);
  const files = await traceFiles(paths);
  const passes = filterOf(args);
  const events = async function* (): AsyncGenerator<EventRecord> {
    for await (const event of traceEvents(files, io)) if (passes(event)) yield event;
  };
  if (args.text("out") === "-") {
    await exporter.write(events(), (text) => io.out(text));
    return EXIT.ok;
  }
  const out = openOutput(args, files, `.${exporter.extension}`);
  await exporter.write(events(), (text) => out.write(text));
  out.close();
  if (io.isHuman) io.out(`${out.path}\n`);
  else json(io, { out: out.path, format: exporter.id });
  return EXIT.ok;
}
