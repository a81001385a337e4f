import { lineHash } from "../chain.ts";
import type { Args, Command } from "../command.ts";
import { EXIT, explain } from "../failure.ts";
import { openSource, traceFiles, traceLines, type TraceLine } from "../input.ts";
import { json, paint, type Io } from "../io.ts";
import { printTable } from "../table.ts";

const MOST_SHOWN = 50;
const NEWLINE = 0x0a;

/** Something wrong with a file. */
interface Finding {
  readonly file: string;
  readonly line: number;
  readonly code: string;
  readonly message: string;
}

export const verify: Command = {
  name: "verify",
  operands: "<trace…>",
  summary: "check that traces are whole: hash chain, numbering, damaged lines, links",
  about: "Checks every line: that it is an event or a header, that the numbers of each run have no gaps, that no id comes twice, that calls and parents that are pointed at exist, and, where the header says there is one, that the hash chain holds, so that a changed, missing or inserted line is found. The exit code is 1 if anything was found.",
  options: {},
  examples: [
    ["peek verify traces/", "every trace of a folder"],
    ["peek verify run.peek.jsonl && echo whole", "in a script"],
  ],
  run,
};

async function run(args: Args, io: Io): Promise<number> {
  const files = await traceFiles(args.paths);
  let worst: number = EXIT.ok;
  for (const file of files) {
    const { findings, events, chained, exitCode } = await check(file, io);
    worst = Math.max(worst, files.length > 1 && exitCode !== EXIT.ok ? EXIT.found : exitCode);
    if (!io.isHuman) json(io, { file, events, chain: chained, findings });
    else report(io, file, { findings, events, chained });
  }
  return worst;
}

/** One file. Among several, one that cannot be read at all is a finding, and the others go on. */
async function check(file: string, io: Io): Promise<Result & { readonly exitCode: number }> {
  const checker = new Checker(file);
  try {
    for await (const line of traceLines([file], io)) checker.take(line);
    const result = await checker.finish();
    return { ...result, exitCode: result.findings.length === 0 ? EXIT.ok : EXIT.found };
  } catch (error) {
    const { failure, exitCode } = explain(error);
    return { findings: [{ file, line: 0, code: "unreadable", message: `${failure.cause}. ${failure.next}` }], events: 0, chained: false, exitCode };
  }
}

interface Result {
  readonly findings: readonly Finding[];
  readonly events: number;
  readonly chained: boolean;
}

function report(io: Io, file: string, { findings, events, chained }: Result): void {
  const chain = chained ? ", hash chain holds" : "";
  if (findings.length === 0) {
    io.out(`${paint(io, "green", "whole")}  ${file}: ${events.toLocaleString("en")} events${chain}\n`);
    return;
  }
  io.out(`${paint(io, "red", "not whole")}  ${file}: ${events.toLocaleString("en")} events, ${findings.length} ${findings.length === 1 ? "finding" : "findings"}\n`);
  printTable(io, findings.slice(0, MOST_SHOWN), [
    { title: "line", cell: ({ line }) => line },
    { title: "finding", cell: ({ code }) => code },
    { title: "says", cell: ({ message }) => message, grows: true },
  ]);
  if (findings.length > MOST_SHOWN) io.out(`${findings.length - MOST_SHOWN} more; --json shows all\n`);
}

/** Checks the lines of one file as they come. */
class Checker {
  readonly #file: string;
  readonly #findings: Finding[] = [];
  readonly #ids = new Set<string>();
  readonly #links = new Map<string, { readonly line: number; readonly member: string }>();
  readonly #next = new Map<string, number>();
  #events = 0;
  #lines = 0;
  #last: TraceLine | undefined;
  #chained = false;
  #everChained = false;

  constructor(file: string) {
    this.#file = file;
  }

  take(line: TraceLine): void {
    this.#lines++;
    if (this.#lines === 1 && line.header === undefined) this.#find(line.line, "no_header", "the first line is no header");
    if (line.header !== undefined) {
      this.#chained = line.header.chain === "sha256";
      this.#everChained ||= this.#chained;
    } else if (this.#chained) this.#checkChain(line);
    if (line.problem !== undefined) this.#find(line.line, line.problem, PROBLEMS[line.problem]);
    if (line.event !== undefined) this.#checkEvent(line, line.event);
    this.#last = line;
  }

  async finish(): Promise<Result> {
    for (const [id, { line, member }] of this.#links) if (!this.#ids.has(id)) this.#find(line, `missing_${member}`, `${member} ${id} is not in this file`);
    await this.#checkEnd();
    if (this.#lines > 0 && this.#events === 0) this.#find(1, "no_events", "there are no events");
    return { findings: this.#findings.toSorted((a, b) => a.line - b.line), events: this.#events, chained: this.#everChained };
  }

  #checkEvent({ line }: TraceLine, event: NonNullable<TraceLine["event"]>): void {
    this.#events++;
    if (this.#ids.has(event.id)) this.#find(line, "duplicate_id", `id ${event.id} was used before`);
    this.#ids.add(event.id);
    if (typeof event.parent === "string") this.#links.set(event.parent, this.#links.get(event.parent) ?? { line, member: "parent" });
    if (typeof event.reply_to === "string") this.#links.set(event.reply_to, this.#links.get(event.reply_to) ?? { line, member: "reply_to" });
    if (event.seq === undefined) return;
    const expected = this.#next.get(event.session) ?? 0;
    if (event.seq !== expected) this.#find(line, "seq_gap", `number ${event.seq} of run ${event.session.slice(0, 8)} where ${expected} was to come`);
    this.#next.set(event.session, event.seq + 1);
  }

  #checkChain({ line, event }: TraceLine): void {
    const before = this.#last === undefined ? "" : lineHash(this.#last.text);
    if (event !== undefined && event.prev !== before) this.#find(line, "chain_broken", `the line before is not the one that was recorded: ${event.prev === undefined ? "no hash" : "another hash"}`);
  }

  /** A last line without a newline is not a record yet. */
  async #checkEnd(): Promise<void> {
    if (!this.#file.endsWith(".jsonl") || this.#last === undefined) return;
    const { source, close } = await openSource(this.#file);
    const end = await source.slice(source.size - 1, source.size);
    await close();
    if (end[0] !== NEWLINE) this.#find(this.#last.line, "torn_tail", "the last line is not ended: it was being written when the recording stopped, or the file was cut");
  }

  #find(line: number, code: string, message: string): void {
    this.#findings.push({ file: this.#file, line, code, message });
  }
}

const PROBLEMS: Readonly<Record<NonNullable<TraceLine["problem"]>, string>> = {
  bad_json: "the line is not JSON",
  not_an_object: "the line is no object",
  missing_member: "id, kind or session is missing",
  newer_version: "written by a newer version of the format than this one reads",
};
