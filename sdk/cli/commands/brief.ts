import { randomBytes } from "node:crypto";
import { BRIEF_READERS, BRIEF_SUBJECTS, LEAST_BRIEF_TOKENS, type BriefReader, type BriefSubject } from "../../../viewer/engine/contracts/brief.ts";
import { chosenRun, openTraces } from "../analyse.ts";
import type { Args, Command } from "../command.ts";
import { EXIT, usage } from "../failure.ts";
import { json, type Io } from "../io.ts";
import { NOTE_OPTIONS, Notes } from "../notes.ts";

const TOKENS = 8000;
const KEY_BYTES = 24;

export const brief: Command = {
  name: "brief",
  operands: "<trace…>",
  summary: "a run as Markdown for a colleague or a coding agent, within a budget of tokens",
  about: "Writes what was asked, how it ended, the steps to suspect with their reasons, what failed with arguments and answers, what people noted beside the trace, and the decisive steps; the most telling first, and never more than the budget by the estimate of docs/briefs.md. What had no room is counted at the end. Content of the trace stands in code blocks it cannot break out of; for an agent it is marked as data, not instructions.",
  options: {
    budget: { type: "string", short: "b", value: "tokens", help: `Most tokens; default ${TOKENS}, at least ${LEAST_BRIEF_TOKENS}` },
    for: { type: "string", value: "reader", help: `Who reads it: ${BRIEF_READERS.join(" or ")}; default agent` },
    about: { type: "string", value: "what", help: "why (it failed) or run (what happened); default why" },
    event: { type: "string", value: "id", help: "About this event, by its id" },
    run: { type: "string", short: "r", value: "run", help: "Number (from 0) or session of the run; default the first that failed" },
    redact: { type: "boolean", help: "Without secrets and personal data" },
    ...NOTE_OPTIONS,
  },
  examples: [
    ["peek brief run.peek.jsonl | claude -p 'Find the bug in our tool'", "the failure, for a coding agent"],
    ["peek brief run.peek.jsonl --for colleague --budget 2000 --redact", "short, to paste into an issue"],
  ],
  run,
};

async function run(args: Args, io: Io): Promise<number> {
  const tokens = args.count("budget", TOKENS);
  if (tokens < LEAST_BRIEF_TOKENS) throw usage(`--budget ${tokens} is too small`, `Give it at least ${LEAST_BRIEF_TOKENS}.`);
  const reader = wordOf<BriefReader>(args, "for", BRIEF_READERS, "agent");
  const about = wordOf<BriefSubject>(args, "about", BRIEF_SUBJECTS.filter((subject) => subject !== "event"), "why");
  const event = args.text("event");
  const opened = await openTraces(args.paths, io);
  const { runs, ask } = opened;
  const chosen = chosenRun(runs, args.text("run"));
  const redactKey = args.flag("redact") ? randomBytes(KEY_BYTES).toString("hex") : "";
  const answer = await ask("brief", { run: chosen.run, about: event === undefined ? about : "event", event: event ?? null, reader, tokens, redactKey, notes: (await Notes.read(opened, args, io)).of(chosen.session) });
  if (args.flag("json")) json(io, answer);
  else io.out(answer.markdown);
  return EXIT.ok;
}

function wordOf<Word extends string>(args: Args, name: string, words: readonly Word[], otherwise: Word): Word {
  const given = args.text(name) ?? otherwise;
  const found = words.find((word) => word === given);
  if (found === undefined) throw usage(`--${name} knows no “${given}”`, `It takes ${words.join(" or ")}.`);
  return found;
}
