import type { Args, Command } from "../command.ts";
import { EXIT } from "../failure.ts";
import { traceFiles, traceLines } from "../input.ts";
import { json, type Io } from "../io.ts";
import { besideName, openOutput, OutputFile, outputOptions, refuseOneOutput } from "../output.ts";

export const repair: Command = {
  name: "repair",
  operands: "<trace…>",
  summary: "write what can be saved of a damaged trace into a new file",
  about: "Keeps every whole line byte for byte, in order, and leaves out what is no record: fragments, foreign text, lines cut by a crash. Those go to a file of their own, so nothing is lost. The damaged file is not touched. A hash chain is not mended: what follows a removed line stays provably out of chain.",
  options: {
    ...outputOptions("beside the trace, .repaired.peek.jsonl"),
  },
  examples: [
    ["peek repair run.peek.jsonl", "writes run.repaired.peek.jsonl and run.leftover.txt"],
    ["peek verify run.peek.jsonl || peek repair run.peek.jsonl", "only if needed"],
  ],
  run,
};

async function run(args: Args, io: Io): Promise<number> {
  const files = await traceFiles(args.paths);
  refuseOneOutput(args, files);
  for (const file of files) {
    const out = openOutput(args, [file], ".repaired.peek.jsonl");
    const dropped: string[] = [];
    let kept = 0;
    for await (const { text, event, header } of traceLines([file], io)) {
      if (event === undefined && header === undefined) dropped.push(text);
      else {
        out.write(`${text}\n`);
        kept++;
      }
    }
    out.close();
    const leftover = dropped.length > 0 ? writeLeftover(file, dropped, args.flag("force")) : undefined;
    if (io.isHuman) io.out(`${out.path}: ${kept.toLocaleString("en")} lines kept, ${dropped.length} left out${leftover === undefined ? "" : ` (${leftover})`}\n`);
    else json(io, { file, out: out.path, kept, left_out: dropped.length, leftover });
  }
  return EXIT.ok;
}

function writeLeftover(file: string, lines: readonly string[], force: boolean): string {
  const leftover = new OutputFile(besideName(file, ".leftover.txt"), force);
  for (const line of lines) leftover.write(`${line}\n`);
  leftover.close();
  return leftover.path;
}
