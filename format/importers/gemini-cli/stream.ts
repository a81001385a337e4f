import type { Json } from "../../event.ts";
import { asObject, asText, lookUp, type JsonObject } from "../kit/read.ts";
import type { ImportSink, SourcePlace } from "../types.ts";
import type { Conversation } from "./conversations.ts";

/** Members that only a line of the stream of that type has together. */
const MEMBERS: Readonly<Record<string, readonly string[]>> = {
  init: ["session_id", "model"],
  message: ["role", "content"],
  tool_use: ["tool_name", "tool_id"],
  tool_result: ["tool_id", "status"],
  error: ["severity", "message"],
  result: ["status", "stats"],
};

/** True for what Gemini CLI prints with `--output-format stream-json`. */
export function isStream(lines: readonly JsonObject[]): boolean {
  return lines.some((line) => line["type"] !== "message" && line["type"] !== "error" && isStreamed(line));
}

/** True for one line of it. */
export function isStreamed(line: JsonObject): boolean {
  if ("id" in line || "uuid" in line || "sessionId" in line) return false;
  return lookUp(MEMBERS, asText(line["type"]))?.every((member) => member in line) ?? false;
}

/** Puts the lines of a stream together into the messages of a session: pieces of an answer, and the calls it makes at once, are one. */
export class StreamReader {
  readonly #conversation: Conversation;
  readonly #sink: ImportSink;
  /** The parts of the answer that goes on. */
  #answer: Json[] | undefined;

  constructor(conversation: Conversation, sink: ImportSink) {
    this.#conversation = conversation;
    this.#sink = sink;
  }

  add(line: JsonObject, source: SourcePlace): void {
    const type = line["type"];
    if (type === "init") return this.#begin(line, source);
    if (type === "tool_use") return this.#say({ functionCall: { id: line["tool_id"] ?? null, name: line["tool_name"] ?? null, args: line["parameters"] ?? {} } }, line, source);
    if (type === "message" && line["role"] === "assistant") return this.#say({ text: line["content"] ?? "" }, line, source);
    this.#answer = undefined;
    this.#conversation.entries.push({ value: entryOf(line), source });
  }

  #begin({ type: _type, session_id: _session, timestamp, ...more }: JsonObject, source: SourcePlace): void {
    const { meta } = this.#conversation;
    this.#conversation.meta = { startTime: timestamp, ...meta, ...more };
    if (this.#conversation.source === undefined) this.#conversation.source = source;
    else this.#sink.merged(source, "what it says stands at the start of the session");
  }

  #say(part: JsonObject, line: JsonObject, source: SourcePlace): void {
    if (this.#answer !== undefined) {
      append(this.#answer, part);
      return this.#sink.merged(source, "a further piece of an answer that stands before it");
    }
    this.#answer = [part as Json];
    this.#conversation.entries.push({ value: { type: "gemini", timestamp: line["timestamp"], model: this.#conversation.meta["model"], parts: this.#answer }, source });
  }
}

/** In place: an answer may come in very many pieces. */
function append(parts: Json[], part: JsonObject): void {
  const last = asObject(parts.at(-1));
  if (typeof last?.["text"] === "string" && typeof part["text"] === "string") parts[parts.length - 1] = { text: last["text"] + part["text"] };
  else parts.push(part as Json);
}

function entryOf(line: JsonObject): JsonObject {
  const { type, timestamp } = line;
  if (type === "message") return { type: "user", timestamp, content: line["content"] };
  if (type === "error") return { type: line["severity"] === "warning" ? "warning" : "error", timestamp, content: line["message"] };
  if (type === "result") return line;
  const error = asText(asObject(line["error"])?.["message"]);
  const failed = line["status"] === "error";
  const response = failed ? { error: asText(line["output"]) ?? error ?? "failed" } : { output: line["output"] ?? "" };
  return { type: "user", timestamp, parts: [{ functionResponse: { id: line["tool_id"] ?? null, response } }] };
}
