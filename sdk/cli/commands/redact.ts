import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import type { PersonalData } from "../../../format/redaction/options.ts";
import { Redactor } from "../../../format/redaction/redactor.ts";
import type { Args, Command } from "../command.ts";
import { EXIT, usage } from "../failure.ts";
import { traceFiles, traceLines } from "../input.ts";
import { json, type Io } from "../io.ts";
import { openOutput, outputOptions, refuseOneOutput } from "../output.ts";
import { redactBlobs } from "../redact-blobs.ts";
import { LineRedactor } from "../redact-line.ts";
import { printTable } from "../table.ts";

const KINDS: readonly PersonalData[] = ["email", "phone", "card", "iban", "id", "ip"];
const KEY_BYTES = 32;

export const redact: Command = {
  name: "redact",
  operands: "<trace…>",
  summary: "write a copy without secrets and personal data",
  about: "Replaces keys, tokens, passwords, e-mail addresses, telephone and card numbers, accounts, identity numbers and addresses of machines by placeholders, in payloads, names and blobs; binary blobs are left out. Equal values get equal placeholders, so runs can still be followed. A hash chain is made anew over the redacted lines. --dry-run only counts. No program finds everything: look at the copy before you share it.",
  options: {
    "dry-run": { type: "boolean", help: "Count what would be replaced; write nothing" },
    secrets: { type: "boolean", help: "Only keys, tokens and passwords" },
    only: { type: "string", value: "kinds", help: `Personal data to replace: some of ${KINDS.join(",")}` },
    names: { type: "string", value: "names", help: "Names of people to replace as well, separated by commas" },
    keys: { type: "string", value: "names", help: "Further member names whose values are secrets" },
    key: { type: "string", value: "text", help: "Makes equal values equal placeholders across files and calls; keep it secret" },
    ...outputOptions("beside the trace, .redacted.peek.jsonl"),
  },
  examples: [
    ["peek redact run.peek.jsonl --dry-run", "what would go, by kind, with counts"],
    ["peek redact run.peek.jsonl", "writes run.redacted.peek.jsonl"],
    ["peek redact traces/ --names 'Ada Lovelace,Bob' --key \"$(cat key.txt)\"", "names too, and placeholders that join across files"],
  ],
  run,
};

async function run(args: Args, io: Io): Promise<number> {
  const redactor = redactorOf(args);
  const files = await traceFiles(args.paths);
  refuseOneOutput(args, files);
  for (const file of files) {
    const before = new Map(redactor.counts());
    const done = args.flag("dry-run") ? await count(file, redactor, io) : await copy(file, redactor, args, io);
    const found = [...redactor.counts()].map(([label, total]) => ({ label, count: total - (before.get(label) ?? 0) })).filter((row) => row.count > 0);
    report(io, { file, ...done, found: found.toSorted((a, b) => b.count - a.count) });
  }
  return EXIT.ok;
}

function redactorOf(args: Args): Redactor {
  const list = (name: string): string[] => (args.text(name) ?? "").split(",").map((item) => item.trim()).filter((item) => item !== "");
  const only = list("only");
  const wrong = only.find((kind) => !KINDS.includes(kind as PersonalData));
  if (wrong !== undefined) throw usage(`--only knows no “${wrong}”`, `It takes some of ${KINDS.join(",")}.`);
  const pii = args.flag("secrets") ? false : only.length > 0 ? (only as PersonalData[]) : true;
  try {
    return new Redactor({ pii, names: list("names"), keys: list("keys"), key: args.text("key") }, new Uint8Array(randomBytes(KEY_BYTES)));
  } catch (error) {
    throw usage((error as Error).message, "Use a longer --key, or none.");
  }
}

interface Done {
  readonly lines: number;
  readonly out: string | undefined;
}

async function count(file: string, redactor: Redactor, io: Io): Promise<Done> {
  const lineRedactor = new LineRedactor(redactor, new Map());
  let lines = 0;
  for await (const { text } of traceLines([file], io)) {
    lineRedactor.redact(text);
    lines++;
  }
  return { lines, out: undefined };
}

async function copy(file: string, redactor: Redactor, args: Args, io: Io): Promise<Done> {
  const out = openOutput(args, [file], ".redacted.peek.jsonl");
  const { renamed, leftOut } = existsSync(`${file}.blobs`) ? redactBlobs(`${file}.blobs`, `${out.path}.blobs`, redactor) : { renamed: new Map<string, string>(), leftOut: 0 };
  if (leftOut > 0) io.err(`${file}: ${leftOut.toLocaleString("en")} binary ${leftOut === 1 ? "value" : "values"} kept beside the trace left out: what they show cannot be redacted\n`);
  const lineRedactor = new LineRedactor(redactor, renamed);
  let lines = 0;
  for await (const { text } of traceLines([file], io)) {
    out.write(`${lineRedactor.redact(text)}\n`);
    lines++;
  }
  out.close();
  return { lines, out: out.path };
}

interface Report extends Done {
  readonly file: string;
  readonly found: readonly { readonly label: string; readonly count: number }[];
}

function report(io: Io, done: Report): void {
  if (!io.isHuman) return json(io, done);
  if (done.found.length === 0) io.out(`${done.file}: nothing found in ${done.lines.toLocaleString("en")} lines\n`);
  else {
    printTable(io, done.found, [
      { title: "what", cell: ({ label }) => label },
      { title: "count", cell: ({ count: times }) => times },
    ]);
  }
  io.out(done.out === undefined ? `${done.file}: dry run, nothing was written\n` : `${done.out}: ${done.lines.toLocaleString("en")} lines\n`);
}
