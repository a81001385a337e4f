import { shortened } from "../../../format/shorten.ts";
import type { RunNote } from "../../../viewer/engine/contracts/notes.ts";
import type { EventRef, SuspectInfo, WhyInfo } from "../../../viewer/engine/contracts/insight.ts";
import { rangeText } from "../../../viewer/engine/analyses/notes/in-run.ts";
import { chosenRun, openTraces } from "../analyse.ts";
import type { Args, Command } from "../command.ts";
import { CliError, EXIT } from "../failure.ts";
import { json, paint, type Io } from "../io.ts";
import { NOTE_OPTIONS, Notes } from "../notes.ts";
import { oneLine } from "../table.ts";

const SUSPECTS = 3;
const REASONS = 4;
const NOTES = 20;
const LONGEST_NOTE = 400;

export const why: Command = {
  name: "why",
  operands: "<trace…>",
  summary: "say why a run failed: five sentences, and the steps to suspect with each reason",
  about: "Reads a run as the viewer does and ranks its steps by how likely it is that it went wrong there. Probabilities are fitted on labelled runs; they say where to look first, not what the cause is. Numbers (#12) are those of the viewer. Other runs of the same task that are named too are used for comparison. What people noted on the run beside the trace comes last. Exit code 1 if nothing says that the run failed.",
  options: {
    run: { type: "string", short: "r", value: "run", help: "Number (from 0) or session of the run; default the first that failed" },
    suspects: { type: "string", short: "n", value: "count", help: `How many suspects; default ${SUSPECTS}` },
    ...NOTE_OPTIONS,
  },
  examples: [
    ["peek why run.peek.jsonl", "why the run failed"],
    ["peek why traces/ --run 3 --json | jq .suspects", "for a program"],
  ],
  run,
};

async function run(args: Args, io: Io): Promise<number> {
  const opened = await openTraces(args.paths, io);
  const { runs, ask } = opened;
  const chosen = chosenRun(runs, args.text("run"));
  const { why: answer } = await ask("insight", { run: chosen.run });
  if (!answer.ok) throw new CliError(answer.cause, chosen.session, "The other analyses are in the viewer's Insights lens.");
  const most = args.count("suspects", SUSPECTS);
  const notes = await ask("run-notes", { run: chosen.run, notes: (await Notes.read(opened, args, io)).of(chosen.session) });
  const told = { session: chosen.session, title: chosen.title, outcome: chosen.outcome, ...answer.value, suspects: answer.value.suspects.slice(0, most), notes };
  if (io.isHuman) print(io, told);
  else json(io, told);
  return answer.value.failed ? EXIT.ok : EXIT.found;
}

function print(io: Io, told: WhyInfo & { readonly title: string; readonly outcome: string; readonly session: string; readonly notes: readonly RunNote[] }): void {
  io.out(`${paint(io, "bold", oneLine(told.title || told.session))} (${told.outcome})\n\n`);
  for (const { text, events } of told.sentences) io.out(`${oneLine(text)} ${paint(io, "dim", events.map(numberOf).join(" "))}\n`);
  io.out(`\n${paint(io, "bold", "Suspects")} ${paint(io, "dim", `of ${told.steps} steps; ${oneLine(told.family)}`)}\n`);
  for (const suspect of told.suspects) printSuspect(io, suspect);
  if (told.notes.length > 0) io.out(`\n${paint(io, "bold", "Noted by people")}\n`);
  for (const note of told.notes.slice(0, NOTES)) io.out(`       ${noteLine(note)}\n`);
  if (told.notes.length > NOTES) io.out(`       and ${(told.notes.length - NOTES).toLocaleString("en")} more\n`);
}

function noteLine({ event, rangeMs, text, by }: RunNote): string {
  const place = event !== null ? numberOf(event) : rangeMs !== null ? rangeText(rangeMs) : "";
  return `${place}${by === "" ? "" : ` ${oneLine(by)}:`} ${text === "" ? "bookmarked" : shortened(oneLine(text), LONGEST_NOTE)}`;
}

function printSuspect(io: Io, { event, probability, reasons }: SuspectInfo): void {
  io.out(`${`${Math.round(probability * 100)} %`.padStart(5)}  ${numberOf(event)} ${oneLine(event.agent)} ${oneLine(event.text).slice(0, Math.max(20, io.width - 30))}\n`);
  for (const { says, logOdds } of reasons.slice(0, REASONS)) io.out(`         ${paint(io, logOdds > 0 ? "red" : "green", `${logOdds > 0 ? "+" : "−"}${Math.abs(logOdds).toFixed(2)}`)} ${oneLine(says)}\n`);
}

function numberOf({ number }: EventRef): string {
  return `#${number}`;
}
