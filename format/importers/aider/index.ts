import type { LooseEnvelope, Step } from "../agent-run/agent-run.ts";
import { writeAnswer } from "../agent-run/answer.ts";
import { RunTelling, type ImportContext } from "../agent-run/telling.ts";
import { stemOf, titleOf } from "../agent-run/title.ts";
import { unixMicros } from "../kit/time.ts";
import type { DetectionInput, ImportFile, ImportSink, Importer } from "../types.ts";
import { modelIn, toldBy, usageIn, type Told } from "./program.ts";
import { readSegments, STARTED, type Segment } from "./segments.ts";

/** Chat histories of aider (`.aider.chat.history.md`): a run for each start of the program. */
export const aider: Importer = { id: "aider", title: "aider chat history", grouping: "each", detect, read };

function detect({ head }: DetectionInput): number {
  return /^\s*# aider chat started at \d{4}-\d\d-\d\d /.test(head.slice(0, 400)) ? 0.95 : 0;
}

async function read(files: readonly ImportFile[], sink: ImportSink): Promise<void> {
  const context = { sink, taken: new Set<string>() };
  for (const file of files) {
    for (const [number, chat] of chatsOf(await readSegments(file)).entries()) new ChatWriter(chat, number === 0 ? file.name : `${file.name}#${number}`, context).write();
    sink.notice("derived_times", "a chat history tells only when the program was started, and in no time zone; its events stand in their order", { file: file.name });
  }
}

/** What was written before the first start is a chat of its own. */
function chatsOf(segments: readonly Segment[]): Segment[][] {
  const chats: Segment[][] = [];
  for (const segment of segments) {
    if (segment.voice === "start" || chats.length === 0) chats.push([segment]);
    else chats.at(-1)?.push(segment);
  }
  return chats;
}

const AGENT = "aider";
const COMMAND = /^\/[a-z-]{1,30}\b/;
/** Commands that only end the program: what was said before them stands. */
const LEAVE = /^\/(?:exit|quit)\s*$/;

class ChatWriter extends RunTelling {
  readonly #segments: readonly Segment[];
  readonly #name: string;
  readonly #timeUs: number | undefined;
  #model: string | undefined;
  #answer: string | undefined;

  constructor(segments: readonly Segment[], name: string, context: ImportContext) {
    super(context, name, { agent: AGENT });
    this.#segments = segments;
    this.#name = name;
    this.#timeUs = unixMicros(STARTED.exec(segments[0]?.lines[0] ?? "")?.[1]);
    this.#model = segments.flatMap(({ voice, lines }) => (voice === "program" ? lines : [])).map(modelIn).find((model) => model !== undefined);
  }

  write(): void {
    const [first] = this.#segments;
    if (first === undefined) return;
    const title = titleOf(this.#firstPrompt()) ?? `aider ${STARTED.exec(first.lines[0] ?? "")?.[1] ?? stemOf(this.#name)}`;
    this.start = this.run.add("agent_start", { source: first.source, timeUs: this.#timeUs, agent: AGENT }, { name: title, framework: AGENT, model: this.#model }, { title });
    for (const [index, segment] of this.#segments.entries()) {
      if (segment.voice === "start") this.sink.became(segment.source);
      else this.#segment(segment, this.#segments[index + 1]);
    }
    this.close();
  }

  #firstPrompt(): string | undefined {
    const prompts = this.#segments.filter(({ voice }) => voice === "user").map(({ lines }) => lines.join("\n"));
    return prompts.find((prompt) => !COMMAND.test(prompt)) ?? prompts[0];
  }

  #step({ source }: Segment): Step {
    return { source, agent: AGENT, parent: this.start };
  }

  #segment(segment: Segment, next: Segment | undefined): void {
    if (segment.voice === "user") this.#prompt(segment);
    else if (segment.voice === "model") this.#say(segment, next);
    else this.#program(segment);
    this.sink.became(segment.source);
  }

  #prompt(segment: Segment): void {
    const content = segment.lines.join("\n").trim();
    if (!LEAVE.test(content)) this.ending.set(undefined);
    this.#answer = undefined;
    this.heard(this.run.add("human_input", { ...this.#step(segment), agent: "user" }, { name: COMMAND.exec(content)?.[0] ?? "prompt" }, { content }));
  }

  #say(segment: Segment, next: Segment | undefined): void {
    const text = segment.lines.join("\n").trim();
    const usage = next?.voice === "program" ? next.lines.map(usageIn).find((each) => each !== undefined) : undefined;
    this.#answer = writeAnswer(this.run, this.#step(segment), { of: AGENT, text, reasoning: "", calls: [], envelope: { ...usage, model: this.#model } });
    this.ending.output = text;
    this.ending.set("ok");
  }

  /** What the program said: its words in one, what they tell of as events of their own. */
  #program(segment: Segment): void {
    const told = segment.lines.map(toldBy).filter((each) => each !== undefined);
    this.#model = segment.lines.map(modelIn).find((model) => model !== undefined) ?? this.#model;
    const failed = told.some(({ what }) => what === "error");
    this.heard(this.run.add("log", this.#step(segment), { name: "aider", outcome: failed ? "warn" : undefined }, { message: segment.lines.join("\n").trim() }));
    for (const each of told) this.#tell(each, segment);
  }

  #tell(told: Told, segment: Segment): void {
    const step = { ...this.#step(segment), parent: this.#answer ?? this.start };
    if (told.what === "edit") {
      const callId = `edit ${segment.source.line ?? 0} ${told.of}`;
      this.run.call(step, { callId, tool: "edit", args: { file: told.of }, isOwnId: true });
      this.heard(this.run.result(step, { callId, content: `Applied edit to ${told.of}`, errorClass: undefined }));
    } else if (told.what === "error") {
      this.#add("error", step, { name: told.errorClass, outcome: "error", error_class: told.errorClass }, { message: told.of });
      this.ending.set("error", told.errorClass);
    } else if (told.what === "commit") this.#add("checkpoint", step, { name: "commit" }, { checkpoint: told.of });
    else {
      this.#add("human_input", { ...step, agent: "user" }, { name: "interrupted", outcome: "cancelled" }, { content: told.of });
      this.ending.set("cancelled");
    }
  }

  #add(kind: string, step: Step, envelope: LooseEnvelope, payload: { readonly [key: string]: string }): void {
    this.heard(this.run.add(kind, step, envelope, payload));
  }
}
