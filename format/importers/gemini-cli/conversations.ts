import type { Json } from "../../event.ts";
import { placeWithin, readJson } from "../kit/documents.ts";
import { asList, asObject, asText, type JsonObject } from "../kit/read.ts";
import { fromQwen, isQwen, QWEN_SETTINGS } from "./qwen.ts";
import { isStreamed, StreamReader } from "./stream.ts";
import type { ImportFile, ImportSink, SourcePlace } from "../types.ts";

/** A message of a conversation, or the mark that it was taken back to an earlier one. */
export interface Entry {
  value: JsonObject;
  readonly source: SourcePlace;
  readonly rewindTo?: string;
}

/** A conversation put together from its file. */
export interface Conversation {
  readonly id: string;
  readonly file: string;
  meta: JsonObject;
  source: SourcePlace | undefined;
  readonly entries: Entry[];
  readonly byId: Map<string, Entry>;
}

/** Reads files into conversations, by their ids. */
export class ConversationReader {
  readonly conversations = new Map<string, Conversation>();
  readonly #sink: ImportSink;
  readonly #streams = new Map<Conversation, StreamReader>();

  constructor(sink: ImportSink) {
    this.#sink = sink;
  }

  async read(file: ImportFile): Promise<void> {
    let current: Conversation | undefined;
    for await (const { value, source } of readJson(file, this.#sink)) {
      if (Array.isArray(value)) {
        this.#list(value as readonly Json[], source, file);
        continue;
      }
      const record = asObject(value);
      if (record === undefined) this.#sink.skipped(source, "not_an_object", "a line that is no record of a session");
      else current = this.#record(record, source, { file, current });
    }
  }

  #conversation(id: string, file: string): Conversation {
    const known = this.conversations.get(id);
    if (known !== undefined) return known;
    const made: Conversation = { id, file, meta: {}, source: undefined, entries: [], byId: new Map() };
    this.conversations.set(id, made);
    return made;
  }

  /** A whole session, a checkpoint, or a line of a session that is written as it goes. */
  #record(record: JsonObject, source: SourcePlace, { file, current }: { file: ImportFile; current: Conversation | undefined }): Conversation {
    if (isStreamed(record)) return this.#streamed(record, source, { file, current });
    if (isQwen(record)) return this.#qwen(record, source, file);
    const history = record["clientHistory"] ?? record["history"];
    if (Array.isArray(history)) return this.#checkpoint(record, history as readonly Json[], source, file);
    const { messages, ...meta } = record;
    const id = asText(record["sessionId"]) ?? asText(record["session_id"]);
    if (Array.isArray(messages)) return this.#whole(this.#conversation(id ?? file.name, file.name), { meta, messages: messages as readonly Json[], source });
    const open = current ?? this.#conversation(id ?? file.name, file.name);
    const set = asObject(record["$set"]);
    const rewindTo = asText(record["$rewindTo"]);
    if (set !== undefined) this.#update(open, set, source);
    else if (rewindTo !== undefined) open.entries.push({ value: record, source, rewindTo });
    else if (asText(record["id"]) !== undefined || record["type"] !== undefined) this.#message(open, record, source);
    else this.#begin(open, meta, source);
    return open;
  }

  #streamed(record: JsonObject, source: SourcePlace, { file, current }: { file: ImportFile; current: Conversation | undefined }): Conversation {
    const id = asText(record["session_id"]);
    const open = id === undefined && current !== undefined ? current : this.#conversation(id ?? file.name, file.name);
    const stream = this.#streams.get(open) ?? new StreamReader(open, this.#sink);
    this.#streams.set(open, stream);
    stream.add(record, source);
    return open;
  }

  #qwen(record: JsonObject, source: SourcePlace, file: ImportFile): Conversation {
    const conversation = this.#conversation(asText(record["sessionId"]) ?? file.name, file.name);
    const settings = Object.fromEntries(QWEN_SETTINGS.map((key) => [key, record[key]] as const).filter(([, value]) => value !== undefined));
    conversation.meta = { ...settings, ...conversation.meta };
    this.#message(conversation, fromQwen(record), source);
    return conversation;
  }

  #begin(conversation: Conversation, meta: JsonObject, source: SourcePlace): void {
    conversation.meta = { ...conversation.meta, ...meta };
    if (conversation.source === undefined) conversation.source = source;
    else this.#sink.merged(source, "what it says stands at the start of the session");
  }

  #whole(conversation: Conversation, { meta, messages, source }: { meta: JsonObject; messages: readonly Json[]; source: SourcePlace }): Conversation {
    this.#begin(conversation, meta, source);
    for (const [index, item] of messages.entries()) this.#item(conversation, item, placeWithin(source, "messages", index));
    return conversation;
  }

  #item(conversation: Conversation, item: Json, source: SourcePlace): void {
    const message = asObject(item);
    if (message === undefined) this.#sink.skipped(source, "not_an_object", "an entry that is no message");
    else this.#message(conversation, message, source);
  }

  /** A message that is written again once its tools have run replaces its first form, in its place. */
  #message(conversation: Conversation, value: JsonObject, source: SourcePlace): void {
    const id = asText(value["id"]);
    const known = id === undefined ? undefined : conversation.byId.get(id);
    if (known !== undefined) {
      known.value = { ...known.value, ...value };
      return this.#sink.merged(source, "a later form of a message that stands before it");
    }
    const entry = { value, source };
    conversation.entries.push(entry);
    if (id !== undefined) conversation.byId.set(id, entry);
  }

  #update(conversation: Conversation, { messages, ...meta }: JsonObject, source: SourcePlace): void {
    conversation.meta = { ...conversation.meta, ...meta };
    this.#sink.merged(source, "what it changes stands at the start of the session, or in its messages");
    for (const [index, item] of asList(messages).entries()) {
      const message = asObject(item);
      const known = conversation.byId.get(asText(message?.["id"]) ?? "");
      if (message !== undefined && known !== undefined) known.value = { ...known.value, ...message };
      else this.#item(conversation, item, placeWithin(source, "$set", "messages", index));
    }
  }

  #checkpoint(record: JsonObject, history: readonly Json[], source: SourcePlace, file: ImportFile): Conversation {
    const conversation = this.#conversation(file.name, file.name);
    const key = Array.isArray(record["clientHistory"]) ? "clientHistory" : "history";
    const { [key]: _history, ...meta } = record;
    this.#begin(conversation, meta, source);
    for (const [index, item] of history.entries()) this.#item(conversation, item, placeWithin(source, key, index));
    return conversation;
  }

  /** A list of contents (a saved chat), or the log of prompts, each of which names its session. */
  #list(list: readonly Json[], source: SourcePlace, file: ImportFile): void {
    for (const [index, item] of list.entries()) {
      const session = asText(asObject(item)?.["sessionId"]);
      this.#item(this.#conversation(session ?? file.name, file.name), item, placeWithin(source, index));
    }
  }
}
