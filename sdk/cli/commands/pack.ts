import { isArrow, MAGIC_BYTES } from "../../../format/containers/magic.ts";
import type { Args, Command } from "../command.ts";
import { CliError, EXIT } from "../failure.ts";
import { openSource, traceFiles, traceLines } from "../input.ts";
import { json, type Io } from "../io.ts";
import { openOutput, outputOptions, refuseOneOutput } from "../output.ts";
import { Progress } from "../progress.ts";

const BATCH_UNITS = 8 << 20;

const OPTIONS = outputOptions("beside the input");

export const pack: Command = {
  name: "pack",
  operands: "<trace…>",
  summary: "turn traces into the Arrow form (.peek.arrow): smaller, and opened at once",
  about: "Writes the same records as an Arrow IPC stream: one column for each member of the envelope, payloads as text. peek unpack gives the lines back, record for record. Needs the package apache-arrow.",
  options: OPTIONS,
  examples: [["peek pack run.peek.jsonl", "writes run.peek.arrow"]],
  run: packAll,
};

export const unpack: Command = {
  name: "unpack",
  operands: "<trace…>",
  summary: "turn packed traces (.peek.arrow, .gz, .zst, .zip) back into lines",
  about: "Writes the records as JSONL, a line each. What is in an archive becomes one trace after the other in the same file, which is a trace too.",
  options: OPTIONS,
  examples: [
    ["peek unpack run.peek.arrow", "writes run.peek.jsonl"],
    ["peek unpack report.zip --out report.peek.jsonl", "all traces of an archive in one file"],
  ],
  run: unpackAll,
};

async function packAll(args: Args, io: Io): Promise<number> {
  const files = await traceFiles(args.paths);
  refuseOneOutput(args, files);
  for (const file of files) {
    const { packLines } = await import("../../../format/arrow/pack.ts");
    const { RecordBatchStreamWriter } = await import("apache-arrow");
    const out = openOutput(args, [file], ".peek.arrow");
    const writer = new RecordBatchStreamWriter();
    const encoder = new TextEncoder();
    let lines = 0;
    let batch = "";
    const flush = (): void => {
      if (batch !== "") writer.write(packLines(encoder.encode(batch)));
      batch = "";
    };
    for await (const { text } of traceLines([file], io)) {
      lines++;
      batch += `${text}\n`;
      if (batch.length >= BATCH_UNITS) flush();
    }
    flush();
    writer.finish();
    out.writeBytes(writer.toUint8Array(true));
    out.close();
    report(io, { file, out: out.path, lines });
  }
  return EXIT.ok;
}

async function unpackAll(args: Args, io: Io): Promise<number> {
  const files = await traceFiles(args.paths);
  refuseOneOutput(args, files);
  for (const file of files) {
    const { source, close } = await openSource(file);
    const isPlain = !isArrow(await source.slice(0, MAGIC_BYTES)) && file.endsWith(".jsonl");
    await close();
    if (isPlain) throw new CliError("this trace is not packed", file, "It can be read as it is.", EXIT.usage);
    const out = openOutput(args, [file], ".peek.jsonl");
    const progress = new Progress(io, file, 0);
    let lines = 0;
    let units = 0;
    for await (const { text } of traceLines([file], io)) {
      lines++;
      out.write(`${text}\n`);
      progress.at((units += text.length));
    }
    progress.end();
    out.close();
    report(io, { file, out: out.path, lines });
  }
  return EXIT.ok;
}

function report(io: Io, done: { readonly file: string; readonly out: string; readonly lines: number }): void {
  if (io.isHuman) io.out(`${done.out}: ${done.lines.toLocaleString("en")} lines\n`);
  else json(io, done);
}
