import type { Json } from "../../event.ts";
import type { ImportContext } from "../agent-run/telling.ts";
import { placeWithin, readJson } from "../kit/documents.ts";
import { asList, asObject, asText, type JsonObject } from "../kit/read.ts";
import { unixMicros } from "../kit/time.ts";
import type { DetectionInput, ImportFile, ImportSink, Importer, SourcePlace } from "../types.ts";
import { writeClassic } from "./classic.ts";
import { closeTelling, openTelling, type Conversation, type Placed } from "./run.ts";
import { writeSdk } from "./sdk.ts";

/** Events of OpenHands: a list of them, a file each, or inside the records of an evaluation (`output.jsonl`); of 0.x and of the SDK. */
export const openhands: Importer = { id: "openhands", title: "OpenHands events", grouping: "together", detect, read };

const INSIDE = ["", "history", "trajectory", "entries", "events"] as const;
/** What tells an event of 0.x and one of the SDK, by members that stand together. */
const SHAPES: readonly (readonly string[])[] = [["action", "args"], ["observation", "extras"], ["observation", "cause"], ["kind", "llm_message"], ["kind", "tool_call_id", "action"], ["kind", "tool_call_id", "observation"], ["kind", "system_prompt"]];

function detect({ paths }: DetectionInput): number {
  for (const list of INSIDE) {
    for (const shape of SHAPES) {
      const at = (prefix: string): boolean => paths.has(`${prefix}source`) && shape.every((key) => paths.has(`${prefix}${key}`));
      if (at(list === "" ? "*." : `${list}.*.`) || (list === "" && at(""))) return 0.9;
      if (list !== "" && (at(`*.${list}.*.`) || at(`${list}.*.*.`))) return 0.9;
    }
  }
  const isRecord = (sign: string, ...further: readonly string[]): boolean => paths.has(sign) && further.some((path) => paths.has(path));
  if (isRecord("git_patch", "history.*.action", "history.*.observation")) return 0.85;
  return paths.has("instance_id") && isRecord("history", "test_result", "metadata.agent_class") ? 0.9 : 0;
}

async function read(files: readonly ImportFile[], sink: ImportSink): Promise<void> {
  const context = { sink, taken: new Set<string>() };
  const loose = new Map<string, Placed[]>();
  for (const file of files) {
    let number = 0;
    for await (const { value, source } of readJson(file, sink)) {
      const conversation = conversationOf(value, source, sink);
      if (conversation !== undefined) writeConversation({ ...conversation, name: number++ === 0 ? file.name : `${file.name}#${number}` }, context);
      else gather(value, source, loose, sink);
    }
  }
  for (const [name, events] of loose) writeConversation({ name, events: inOrder(events), about: {}, source: undefined }, context);
}

/** A list of events, or a record that has one; undefined for anything else. */
function conversationOf(value: Json, source: SourcePlace, sink: ImportSink): Omit<Conversation, "name"> | undefined {
  if (Array.isArray(value)) return { events: placedEvents(value, source, sink), about: {}, source: undefined };
  const record = asObject(value) ?? {};
  const key = INSIDE.find((name) => name !== "" && Array.isArray(record[name]));
  return key === undefined || isEvent(record) ? undefined : { events: placedEvents(asList(record[key]), placeWithin(source, key), sink), about: record, source };
}

/** Events of a list; old evaluations write pairs of an action and its observation. */
function placedEvents(list: readonly Json[], source: SourcePlace, sink: ImportSink): Placed[] {
  const events: Placed[] = [];
  const unfolder = new Unfolder();
  for (const [index, item] of list.entries()) {
    const place = placeWithin(source, index);
    const inner = Array.isArray(item) ? (item as readonly Json[]).map((each, at) => ({ value: asObject(each), source: placeWithin(place, at) })) : [{ value: asObject(item), source: place }];
    for (const each of inner) {
      if (each.value === undefined) sink.skipped(each.source, "not_an_object", "an entry that is no event");
      else events.push({ value: unfolder.event(each.value), source: each.source });
    }
  }
  return events;
}

/** The oldest events have what they are about beside their kind, not inside, and no ids: `{action: "run", command: "ls"}`, and what came of it after it. */
class Unfolder {
  #action = 0;

  event(event: JsonObject): JsonObject {
    const { action, observation, content, id, timestamp, source, ...about } = event;
    if (typeof action === "string" && asObject(event["args"]) === undefined) {
      this.#action++;
      return { id: id ?? this.#action, timestamp, source: source ?? "agent", content, action, args: { ...about, content: content ?? null } } as JsonObject;
    }
    const isFolded = typeof observation === "string" && asObject(event["extras"]) === undefined && event["cause"] === undefined && id === undefined;
    return isFolded ? ({ timestamp, source: source ?? "environment", content, observation, cause: this.#action, extras: about } as JsonObject) : event;
  }
}

function isEvent(record: JsonObject): boolean {
  return asText(record["action"]) !== undefined || asText(record["observation"]) !== undefined || asText(record["kind"]) !== undefined;
}

/** An event that stands alone in a file or on a line belongs to the others of its folder, or of its file. */
function gather(value: Json, source: SourcePlace, loose: Map<string, Placed[]>, sink: ImportSink): void {
  const event = asObject(value);
  if (event === undefined || !isEvent(event)) return sink.skipped(source, "unknown_record", "neither an event nor a record with events");
  const folder = source.line === undefined ? source.file.replace(/\/?(?:events\/)?[^/]*$/, "") : source.file;
  const name = folder === "" ? "conversation" : folder;
  const list = loose.get(name);
  if (list === undefined) loose.set(name, [{ value: event, source }]);
  else list.push({ value: event, source });
}

/** Files come in any order: by number where events are numbered, else by time. */
function inOrder(events: readonly Placed[]): Placed[] {
  const keyed = events.map((placed, index) => ({ placed, index, id: placed.value["id"], at: unixMicros(placed.value["timestamp"]) ?? 0 }));
  const numbered = keyed.every(({ id }) => typeof id === "number");
  keyed.sort((a, b) => (numbered ? (a.id as number) - (b.id as number) : a.at - b.at) || a.index - b.index);
  return keyed.map(({ placed }) => placed);
}

function writeConversation(conversation: Conversation, context: ImportContext): void {
  const { sink } = context;
  if (conversation.events.length === 0 && conversation.source === undefined) return sink.notice("no_events", "a list of events with none in it", { file: conversation.name });
  const telling = openTelling(conversation, context);
  if (conversation.source !== undefined) sink.became(conversation.source);
  for (const placed of conversation.events) {
    const isClassic = asText(placed.value["action"]) !== undefined || asText(placed.value["observation"]) !== undefined;
    (isClassic ? writeClassic : writeSdk)(telling, placed);
    sink.became(placed.source);
    telling.ending.lastTimeUs = unixMicros(placed.value["timestamp"]) ?? telling.ending.lastTimeUs;
  }
  closeTelling(telling, conversation);
}
