import { asText } from "../kit/read.ts";
import { titleOf } from "../agent-run/title.ts";
import { blocksOf, textOfRecord, type LogRecord } from "./records.ts";
import { writeResults } from "./results.ts";
import { messageOf, type Story } from "./story.ts";

/** Blocks the editor or the program puts before what a person typed. */
const INSERTED = /<(ide_opened_file|ide_selection|ide_diagnostics|system-reminder|local-command-caveat|command-message|command-contents|task-metadata)>[^<]*(?:<(?!\/\1>)[^<]*){0,400}<\/\1>/g;
const INTERRUPTED = /^\s*\[Request interrupted by user/;
const TEAMMATE = /^\s*<teammate-message\s+teammate_id="([^"]{1,80})"/;
const COMMAND = /<command-name>\s*([^<]{1,80}?)\s*<\/command-name>/;
const COMMAND_ARGS = /<command-args>([^<]{0,2000})<\/command-args>/;

/** What a user record without results is, by the way its text begins; the first that matches counts. */
interface UserForm {
  readonly matches: (text: string, record: LogRecord) => boolean;
  readonly write: (story: Story, record: LogRecord, text: string) => void;
}

const FORMS: readonly UserForm[] = [
  { matches: (_, record) => record.value["isCompactSummary"] === true, write: writeSummary },
  { matches: (text) => INTERRUPTED.test(text), write: writeInterrupt },
  { matches: (text) => TEAMMATE.test(text), write: writeTeammate },
  { matches: (text) => COMMAND.test(text.slice(0, 400)), write: writeCommand },
  { matches: (text) => /^\s*<(?:local-command-std(?:out|err)|bash-std(?:out|err))>/.test(text), write: named("command output") },
  { matches: (text) => /^\s*<bash-input>/.test(text), write: writeShell },
  { matches: (text) => /^\s*<(?:task-notification|background-task-output)>/.test(text), write: named("task notification") },
  { matches: (text, record) => record.value["isMeta"] === true || text.startsWith("Caveat: The messages below"), write: named("context") },
];

/** A record of the user's side: results of tools, what a person typed, or what the program put in. */
export function writeUser(story: Story, record: LogRecord): void {
  if (writeResults(story, record)) return writeBeside(story, record);
  const text = textOfRecord(record);
  const form = FORMS.find(({ matches }) => matches(text, record));
  if (form === undefined) writePrompt(story, record);
  else form.write(story, record, text);
}

/** Text that stands in one record with results: an interrupt, or something put in. */
function writeBeside(story: Story, record: LogRecord): void {
  const text = textOfRecord(record);
  if (INTERRUPTED.test(text)) addInterrupt(story, record, text);
  else if (text !== "") story.run.hear(record.agent, story.run.add("log", story.step(record), { name: "context" }, { message: text }));
}

function writePrompt(story: Story, record: LogRecord): void {
  const blocks = blocksOf(record);
  const only = blocks.length === 1 && blocks[0]?.["type"] === "text" ? blocks[0]["text"] : undefined;
  const raw = messageOf(record)["content"] ?? record.value["message"];
  const content = only ?? (blocks.length > 0 ? [...blocks] : raw);
  const fromAgent = record.agent !== "";
  const branch = story.branchOf(record);
  const envelope = { name: fromAgent ? "task" : "prompt", ...(!fromAgent && { agent: "user" }), upstream: branch === undefined ? undefined : [branch] };
  hears(story, record, story.become(fromAgent ? "agent_turn" : "human_input", record, envelope, { content, taken_up_at: branch }));
}

function writeSummary(story: Story, record: LogRecord, text: string): void {
  hears(story, record, story.become("checkpoint", record, { name: "summary of what was compacted" }, { checkpoint: record.uuid, memory: text }));
}

function writeInterrupt(story: Story, record: LogRecord, text: string): void {
  const event = addInterrupt(story, record, text);
  story.became(record, event);
}

function addInterrupt(story: Story, record: LogRecord, text: string): string {
  const event = story.run.add("human_input", { ...story.step(record), id: record.uuid }, { name: "interrupted", agent: "user", outcome: "cancelled" }, { content: text });
  story.run.hear(record.agent, event);
  story.ending(record, "cancelled");
  return event;
}

function writeTeammate(story: Story, record: LogRecord, text: string): void {
  const from = TEAMMATE.exec(text)?.[1] ?? "teammate";
  hears(story, record, story.become("agent_turn", record, { name: `message from ${from}`, agent: from, to: story.castOf(record).name }, { content: text }));
}

function writeCommand(story: Story, record: LogRecord, text: string): void {
  const command = COMMAND.exec(text)?.[1] ?? "command";
  const args = COMMAND_ARGS.exec(text)?.[1]?.trim();
  hears(story, record, story.become("human_input", record, { name: command, agent: "user" }, { content: args === undefined || args === "" ? command : `${command} ${args}`, text }));
}

function writeShell(story: Story, record: LogRecord, text: string): void {
  hears(story, record, story.become("human_input", record, { name: "shell command", agent: "user" }, { content: text.replace(/^\s*<bash-input>/, "").replace(/<\/bash-input>\s*$/, "") }));
}

function named(name: string): (story: Story, record: LogRecord, text: string) => void {
  return (story, record, text) => hears(story, record, story.become("log", record, { name }, { message: text || undefined, data: text === "" ? record.value["message"] : undefined }));
}

function hears(story: Story, record: LogRecord, event: string): void {
  story.run.hear(record.agent, event);
}

/** Commands that set something up: they say nothing of what a session is about. */
const SETTING = /^\/?(?:add-dir|clear|config|effort|fast|ide|login|logout|mcp|memory|model|output-style|permissions|plugin|statusline|terminal-setup|theme|vim)$/;

/** The command a record is, if it is one and nothing else. */
export function commandIn(record: LogRecord): string | undefined {
  return record.type === "user" ? COMMAND.exec(textOfRecord(record).slice(0, 400))?.[1] : undefined;
}

/** What a person typed in a record, without what was put before it; undefined if it is no prompt. */
export function promptOf(record: LogRecord): string | undefined {
  if (record.type !== "user" || record.value["isMeta"] === true || record.value["isCompactSummary"] === true) return undefined;
  if (blocksOf(record).some((block) => block["type"] === "tool_result")) return undefined;
  const text = textOfRecord(record);
  const command = COMMAND_ARGS.exec(text.slice(0, 4000))?.[1]?.trim();
  if (command !== undefined && command !== "" && !SETTING.test(COMMAND.exec(text)?.[1] ?? "")) return titleOf(`${COMMAND.exec(text)?.[1] ?? ""} ${command}`);
  return FORMS.some(({ matches }) => matches(text, record)) ? undefined : titleOf(typed(text));
}

const MOST_FOR_TITLE = 20_000;

function typed(text: string): string {
  return asText(text.slice(0, MOST_FOR_TITLE).replaceAll(INSERTED, " ")) ?? "";
}
