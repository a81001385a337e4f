import { placeWithin, type JsonRecord } from "../kit/documents.ts";
import { asList, asObject, asText, type JsonObject } from "../kit/read.ts";
import type { ImportSink, SourcePlace } from "../types.ts";

/** Members of which a session has one and no other record has any. */
const SESSION_MEMBERS = ["title", "projectID", "directory", "parentID"];

/** Something opencode keeps, with its place. */
export interface Kept {
  readonly value: JsonObject;
  readonly source: SourcePlace;
}

/** A message, and the parts it is made of, in order. */
export interface KeptMessage {
  info: JsonObject;
  source: SourcePlace | undefined;
  readonly parts: Kept[];
  /** Where the part with an id stands. */
  readonly places: Map<string, number>;
  /** The record of a session that is no message. */
  readonly stray?: JsonObject;
}

/** A session with its messages, in order. */
export interface KeptSession {
  readonly id: string;
  info: JsonObject;
  source: SourcePlace | undefined;
  readonly messages: Map<string, KeptMessage>;
}

/** Puts sessions together from an export, from the files of opencode's own storage, or from what `opencode run --format json` prints. */
export class Store {
  readonly sessions = new Map<string, KeptSession>();
  readonly #sink: ImportSink;

  constructor(sink: ImportSink) {
    this.#sink = sink;
  }

  add({ value, source }: JsonRecord): void {
    const record = asObject(value);
    const session = asText(record?.["sessionID"]);
    if (record === undefined) this.#sink.skipped(source, "not_an_object", "not a record of opencode");
    else if (Array.isArray(record["messages"])) this.#exported(record, source);
    else if (asObject(record["part"]) !== undefined) this.#printed(record, source);
    else if (session === undefined) this.#loose(record, source);
    else if (asText(record["messageID"]) !== undefined) this.#part(session, record, source);
    else if (asText(record["role"]) !== undefined) this.#message(session, record, source);
    else this.#stray(session, record, source);
  }

  #open(id: string): KeptSession {
    const known = this.sessions.get(id) ?? { id, info: {}, source: undefined, messages: new Map<string, KeptMessage>() };
    this.sessions.set(id, known);
    return known;
  }

  #exported(record: JsonObject, source: SourcePlace): void {
    const info = asObject(record["info"]) ?? {};
    const id = asText(info["id"]) ?? source.file;
    this.#session({ ...info, id }, source);
    for (const [index, item] of asList(record["messages"]).entries()) {
      const place = placeWithin(source, "messages", index);
      const message = asObject(item);
      const about = asObject(message?.["info"]);
      if (message === undefined || about === undefined) {
        this.#sink.skipped(place, "not_a_message", "an entry that is no message");
        continue;
      }
      const messageId = asText(about["id"]) ?? `message ${index}`;
      this.#message(id, { ...about, id: messageId }, place);
      for (const [at, part] of asList(message["parts"]).entries()) this.#part(id, { ...asObject(part), messageID: messageId }, placeWithin(place, "parts", at));
    }
  }

  /** Projects and the like stand beside sessions and have ids too. */
  #loose(record: JsonObject, source: SourcePlace): void {
    const id = asText(record["id"]);
    if (id === undefined || !(id.startsWith("ses") || SESSION_MEMBERS.some((member) => asText(record[member]) !== undefined))) this.#sink.skipped(source, "no_session", "a record that names no session");
    else this.#session(record, source);
  }

  #session(info: JsonObject, source: SourcePlace): void {
    const session = this.#open(asText(info["id"]) ?? source.file);
    session.info = { ...session.info, ...info };
    if (session.source === undefined) session.source = source;
    else this.#sink.merged(source, "a later form of a session");
  }

  #messageOf(session: string, id: string): KeptMessage {
    const { messages } = this.#open(session);
    const known = messages.get(id) ?? { info: { role: "assistant" }, source: undefined, parts: [], places: new Map<string, number>() };
    messages.set(id, known);
    return known;
  }

  #message(session: string, info: JsonObject, source: SourcePlace): void {
    const message = this.#messageOf(session, asText(info["id"]) ?? source.file);
    message.info = info;
    if (message.source === undefined) message.source = source;
    else this.#sink.merged(source, "a later form of a message");
  }

  /** A later form of a part takes the place of the first. */
  #part(session: string, value: JsonObject, source: SourcePlace): void {
    const { parts, places } = this.#messageOf(session, asText(value["messageID"]) ?? "");
    const id = asText(value["id"]);
    const at = id === undefined ? undefined : places.get(id);
    if (at === undefined) {
      if (id !== undefined) places.set(id, parts.length);
      parts.push({ value, source });
      return;
    }
    parts[at] = { value, source: parts[at]?.source ?? source };
    this.#sink.merged(source, "a later form of a part");
  }

  #printed(record: JsonObject, source: SourcePlace): void {
    const part = asObject(record["part"]) ?? {};
    const session = asText(record["sessionID"]) ?? asText(part["sessionID"]) ?? source.file;
    this.#part(session, { ...part, time: part["time"] ?? { start: record["timestamp"] ?? null } }, source);
  }

  /** What belongs to a session but to no message. */
  #stray(session: string, record: JsonObject, source: SourcePlace): void {
    const { messages } = this.#open(session);
    messages.set(`stray ${messages.size}`, { info: { error: record["error"], time: { created: record["timestamp"] ?? null } }, source, parts: [], places: new Map(), stray: record });
  }
}
