import type { Json } from "../event.ts";
import { ConversationWriter } from "./chat/conversation.ts";
import { messageIn } from "./chat/message-in.ts";
import { MESSAGE_LISTS, runFacts, runFailure, runMessages, type RunFacts } from "./chat/run-facts.ts";
import { itemsOf, placeWithin, readJson } from "./kit/documents.ts";
import { asList, asObject, asText, type JsonObject } from "./kit/read.ts";
import { RunBuilder } from "./run-builder.ts";
import type { DetectionInput, ImportFile, ImportSink, Importer, SourcePlace } from "./types.ts";

/**
 * Lists of chat messages in the manner of OpenAI and Anthropic: alone, a message a line, or inside runs with a task, an
 * attempt and a reward (tau-bench and its kin).
 */
export const chat: Importer = { id: "chat", title: "Chat messages", grouping: "each", detect, read };

/** Members of a document that hold runs, as tau2-bench and other harnesses write them. */
const RUN_LISTS = ["simulations", "runs", "results", "trajectories", "episodes", "samples", "data"] as const;
const ABOVE: readonly string[] = ["", "*.", ...RUN_LISTS.map((list) => `${list}.*.`)];
const RUNS: readonly (readonly string[])[] = MESSAGE_LISTS.flatMap((list) => ABOVE.flatMap((above) => [[`${above}${list}.*.role`], [`${above}${list}.*.from`, `${above}${list}.*.value`]]));
/** tau2-bench puts its tasks before its runs, often beyond what detection sees. */
const TAU2: readonly string[] = ["info.environment_info.domain_name", "info.agent_info"];
/** LangChain's messages have a type where others have a role. */
const TYPED: readonly (readonly string[])[] = ["", "*.", "messages.*.", "*.messages.*."].map((above) => [`${above}type`, `${above}content`, `${above}response_metadata`]);
const MESSAGES: readonly (readonly string[])[] = [["*.role", "*.content"], ["role", "content"], ["*.role", "*.tool_calls"]];

function detect({ paths, jsonLines, document }: DetectionInput): number {
  const has = (keys: readonly string[]): boolean => keys.every((key) => paths.has(key));
  if (RUNS.some(has) || has(TAU2)) return 0.6;
  const messages = jsonLines.length > 0 ? jsonLines.every(isMessage) : MESSAGES.some(has);
  if (messages || MESSAGES.slice(0, 1).some(has)) return 0.5;
  if (TYPED.some(has)) return 0.45;
  const items = Array.isArray(document) ? (document as unknown[]) : jsonLines;
  const others = items.filter((item) => messageIn(item) === undefined);
  const found = items.length - others.length;
  // Calls beside the messages would be lost: such logs are better read field by field.
  const isDialogue = found >= 2 && found >= items.length * 0.7 && !others.some(isCallLike);
  return isDialogue ? 0.4 : 0;
}

function isCallLike(value: unknown): boolean {
  return /^(?:tool|function)[_.-]?(?:call|use|start|execution)/i.test(asText(asObject(value)?.["type"]) ?? "");
}

/** True for a value that is one chat message by itself. */
function isMessage(value: unknown): boolean {
  const object = asObject(value);
  return object !== undefined && asText(object["role"]) !== undefined && ("content" in object || "tool_calls" in object || "parts" in object);
}

interface Loose {
  readonly value: Json;
  readonly source: SourcePlace;
}

async function read(files: readonly ImportFile[], sink: ImportSink): Promise<void> {
  for (const file of files) {
    const loose: Loose[] = [];
    let runs = 0;
    for await (const { value, source } of readJson(file, sink)) {
      for (const item of unfold(value, source)) {
        const message = messageIn(item.value);
        if (message !== undefined) loose.push({ value: message, source: item.source });
        else if (runMessages(asObject(item.value) ?? {}) !== undefined) readRun(item, { file, number: runs++ }, sink);
        else if (Array.isArray(item.value) && item.value.some((each) => messageIn(each) !== undefined)) readList(item, { file, number: runs++ }, sink);
        else sink.skipped(item.source, "not_messages", "neither a message nor a run with messages");
      }
    }
    if (loose.length > 0) readMessages(loose, { facts: runFacts({}, runs, file.name), failure: undefined }, sink);
  }
}

/** A list of runs, or of messages, by its items, also where it is a member of a document; anything else as it is. */
function unfold(value: Json, source: SourcePlace): readonly Loose[] {
  if (Array.isArray(value)) return itemsOf({ value, source });
  const document = asObject(value) ?? {};
  const key = runMessages(document) === undefined ? RUN_LISTS.find((name) => asList(document[name]).some((item) => runMessages(asObject(item) ?? {}) !== undefined)) : undefined;
  if (key === undefined) return [{ value, source }];
  const { [key]: list, ...about } = document;
  // What the document says of all its runs goes with the first.
  return asList(list).map((item, index) => ({ value: index === 0 && asObject(item) !== undefined ? ({ document: about, ...asObject(item) } as Json) : item, source: placeWithin(source, key, index) }));
}

interface RunPlace {
  readonly file: ImportFile;
  readonly number: number;
}

function readRun({ value, source }: Loose, { file, number }: RunPlace, sink: ImportSink): void {
  const run = asObject(value) as JsonObject;
  const list = runMessages(run) as { readonly key: string; readonly messages: readonly Json[] };
  const messages = list.messages.map((message, index) => ({ value: message, source: placeWithin(source, list.key, index) }));
  sink.became(source, "runs");
  readMessages(messages, { facts: runFacts(run, number, file.name), failure: runFailure(run) }, sink, source);
}

function readList({ value, source }: Loose, { file, number }: RunPlace, sink: ImportSink): void {
  const messages = asList(value).map((message, index) => ({ value: message, source: placeWithin(source, index) }));
  readMessages(messages, { facts: runFacts({}, number, file.name), failure: undefined }, sink);
}

interface RunStory {
  readonly facts: RunFacts;
  readonly failure: ReturnType<typeof runFailure>;
}

function readMessages(messages: readonly Loose[], { facts, failure }: RunStory, sink: ImportSink, source?: SourcePlace): void {
  const run = new RunBuilder(sink, facts.session);
  const writer = new ConversationWriter(run, facts.agent);
  const at = source === undefined ? {} : { source };
  const parent = run.add({ kind: "agent_start", envelope: { ...facts.start, agent: facts.agent, name: facts.title }, payload: facts.startPayload, ...at });
  if (facts.system !== undefined && source !== undefined) writer.add({ role: "system", content: facts.system }, parent, source);
  for (const message of messages) {
    if (writer.add(messageIn(message.value) ?? message.value, parent, message.source) !== undefined) sink.became(message.source, "messages");
    else sink.skipped(message.source, "not_a_message", "an entry of the conversation that is no message");
  }
  if (failure !== undefined) {
    const { errorClass, message, stack } = failure;
    const envelope = { parent, agent: facts.agent, name: errorClass, outcome: "error", error_class: errorClass } as const;
    run.add({ kind: "error", envelope, payload: { message, ...(stack !== undefined && { stack }) }, ...at });
  }
  if (facts.end !== undefined) run.add({ kind: "agent_end", envelope: { ...facts.end, agent: facts.agent, name: facts.title }, payload: facts.endPayload, ...at });
}
