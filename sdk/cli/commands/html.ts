import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { buffer } from "node:stream/consumers";
import { pipeline } from "node:stream/promises";
import { createGzip, gzipSync } from "node:zlib";
import { carried, CARRIED, openPage } from "../../../format/one-page.ts";
import type { Args, Command } from "../command.ts";
import { CliError, EXIT } from "../failure.ts";
import { traceFiles, traceLines } from "../input.ts";
import { json, type Io } from "../io.ts";
import { readNotes } from "../notes.ts";
import { besideName, openOutput, outputOptions } from "../output.ts";
import { BlobPacker } from "../pack-blobs.ts";

/** Where the viewer in one file stands in the package. */
const VIEWER = fileURLToPath(new URL("../../../../dist/peaky-peek.html", import.meta.url));

const LEVEL = { level: 9 };
/** Characters compressed at a time. */
const PIECE_UNITS = 1 << 20;

export const html: Command = {
  name: "html",
  operands: "<trace…>",
  summary: "put traces and the whole viewer into one HTML file that opens by double-click",
  about: "Writes a page that holds viewer, engine and traces: attach it to a bug report, open it anywhere, without a server and without a network. What the traces name and lies beside them (NAME.blobs) is taken along, up to 50 MB in all; what is not is said, here and in the page. What is in the traces is in the page: redact them first (peek redact) if others are to have it.",
  options: {
    ...outputOptions("beside the first input"),
    notes: { type: "string", value: "file", help: "Notes on the traces to put in too, as the viewer exports them" },
    viewer: { type: "string", value: "file", help: "Another peaky-peek.html than the one of this package" },
  },
  examples: [
    ["peek html run.peek.jsonl", "writes run.peek.html"],
    ["peek html run.peek.jsonl --notes run.peek-notes.json", "with the bookmarks and notes you made"],
    ["peek redact run.peek.jsonl && peek html run.redacted.peek.jsonl", "without secrets and personal data"],
  ],
  run: writePage,
};

async function writePage(args: Args, io: Io): Promise<number> {
  const files = await traceFiles(args.paths);
  const page = openPage(readViewer(args.text("viewer") ?? VIEWER));
  if (page === undefined) throw new CliError("this is not the viewer in one file", args.text("viewer") ?? VIEWER, "Name a peaky-peek.html made by npm run build.");
  const notes = args.text("notes");
  const noted = notes === undefined ? undefined : readNotes(notes).text;
  const blobs = new BlobPacker();
  const { trace, lines } = await packTraces(files, io, blobs);
  const [first = "trace.peek.jsonl"] = files;
  const name = besideName(basename(first), "");
  const leftOut = blobs.leftOut();
  const out = openOutput(args, files, ".peek.html");
  const put = (id: string, path: string, packed: Buffer, without = ""): void => out.write(carried(id, path, without).join(packed.toString("base64")));
  out.write(page.before);
  put(CARRIED.trace, `${name}.peek.jsonl`, trace, leftOut);
  if (noted !== undefined) put(CARRIED.notes, `${name}.peek-notes.json`, gzipSync(noted, LEVEL));
  for (const [index, [hash, bytes]] of [...blobs.packed].entries()) put(CARRIED.blob(index), `${name}.peek.jsonl.blobs/${hash}`, gzipSync(bytes, LEVEL));
  out.write(page.after);
  out.close();
  if (leftOut !== "") io.err(`${leftOut}\n`);
  if (io.isHuman) io.out(`${out.path}: ${lines.toLocaleString("en")} lines${besideText(blobs)} and the viewer\n`);
  else json(io, { files, out: out.path, lines, blobs: blobs.packed.size });
  return EXIT.ok;
}

/** The traces as one, compressed as it is read: no string could hold a large one. */
async function packTraces(files: readonly string[], io: Io, blobs: BlobPacker): Promise<{ readonly trace: Buffer; readonly lines: number }> {
  let lines = 0;
  const trace = await pipeline(pieces, createGzip(LEVEL), async (packed) => await buffer(packed));
  return { trace, lines };

  async function* pieces(): AsyncGenerator<string> {
    let piece = "";
    for await (const { file, text } of traceLines(files, io)) {
      blobs.take(file, text);
      lines++;
      piece += `${text}\n`;
      if (piece.length < PIECE_UNITS) continue;
      yield piece;
      piece = "";
    }
    yield piece;
  }
}

function besideText({ packed, bytes }: BlobPacker): string {
  return packed.size === 0 ? "" : `, ${packed.size.toLocaleString("en")} ${packed.size === 1 ? "value" : "values"} kept beside (${(bytes / 1e6).toFixed(1)} MB)`;
}

function readViewer(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    throw new CliError("the viewer in one file is not there", path, "Run npm run build first, or name it with --viewer.");
  }
}
