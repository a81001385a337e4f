import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import type { Args, Command } from "../command.ts";
import { CliError, EXIT } from "../failure.ts";
import { traceFiles, traceLines } from "../input.ts";
import { json, type Io } from "../io.ts";
import { readNotes } from "../notes.ts";
import { besideName, openOutput, outputOptions } from "../output.ts";

/** Where the viewer in one file stands in the package. */
const VIEWER = fileURLToPath(new URL("../../../../dist/peaky-peek.html", import.meta.url));
/** What the page's own program begins with; what is put before it is read when it starts. */
const PROGRAM = '<script type="module">';

export const html: Command = {
  name: "html",
  operands: "<trace…>",
  summary: "put traces and the whole viewer into one HTML file that opens by double-click",
  about: "Writes a page that holds viewer, engine and traces: attach it to a bug report, open it anywhere, without a server and without a network. What is in the traces is in the page: redact them first (peek redact) if others are to have it.",
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
  const page = readViewer(args.text("viewer") ?? VIEWER);
  const at = page.lastIndexOf(PROGRAM);
  if (at < 0) throw new CliError("this is not the viewer in one file", args.text("viewer") ?? VIEWER, "Name a peaky-peek.html made by npm run build.");
  const notes = args.text("notes");
  const noted = notes === undefined ? undefined : readNotes(notes).text;
  const lines: string[] = [];
  for await (const { text } of traceLines(files, io)) lines.push(text);
  const [first = "trace.peek.jsonl"] = files;
  const out = openOutput(args, files, ".peek.html");
  out.write(page.slice(0, at));
  out.write(element("peek-trace", `${besideName(basename(first), "")}.peek.jsonl`, `${lines.join("\n")}\n`));
  if (noted !== undefined) out.write(element("peek-notes", `${besideName(basename(first), "")}.peek-notes.json`, noted));
  out.write(page.slice(at));
  out.close();
  if (io.isHuman) io.out(`${out.path}: ${lines.length.toLocaleString("en")} lines and the viewer\n`);
  else json(io, { files, out: out.path, lines: lines.length });
  return EXIT.ok;
}

/** What the page unpacks when it starts. */
function element(id: string, name: string, text: string): string {
  return `<script type="application/gzip" id="${id}" data-name="${escaped(name)}">${gzipSync(text, { level: 9 }).toString("base64")}</script>\n`;
}

function readViewer(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    throw new CliError("the viewer in one file is not there", path, "Run npm run build first, or name it with --viewer.");
  }
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");
}
