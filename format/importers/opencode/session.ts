import type { Json } from "../../event.ts";
import { titleOf } from "../agent-run/title.ts";
import { asObject, asText, present, type JsonObject } from "../kit/read.ts";
import { writeSteps } from "./answer.ts";
import type { KeptMessage, KeptSession } from "./store.ts";
import { agentOf, Telling, timeIn, type CallPlace, type SessionContext } from "./telling.ts";

/** Writes a session as a run, or below the call that started it. */
export function writeSession(session: KeptSession, context: SessionContext, below?: CallPlace): void {
  const messages = inOrder(session.messages);
  const first = messages.find(({ info }) => info["role"] === "assistant")?.info ?? session.info;
  const telling = new Telling(context, session.id, { agent: agentOf(first), below });
  openSession(telling, session, messages, below?.call);
  for (const message of messages) writeMessage(telling, message);
  telling.close(below === undefined ? undefined : telling.start);
}

function openSession(telling: Telling, { info, source, id }: KeptSession, messages: readonly KeptMessage[], call: string | undefined): void {
  const timeUs = timeIn(info, "created") ?? messages.map((message) => timeIn(message.info, "created")).find((time) => time !== undefined);
  const title = titleOf(asText(info["title"])) ?? titleOf(firstPrompt(messages)) ?? id;
  // Totals are those of the answers, which stand at them.
  const { id: _id, title: _title, time: _time, tokens: _tokens, cost: _cost, ...config } = info;
  const before = call === undefined ? asText(info["parentID"]) : undefined;
  const place = source ?? messages[0]?.source ?? messages[0]?.parts[0]?.source;
  const payload = { title, config: present(config), resumed_from: before === undefined ? undefined : { session: before } };
  telling.start = telling.run.add("agent_start", { source: place, timeUs, agent: telling.agent, parent: call }, { name: title, framework: "opencode" }, payload);
  if (source !== undefined) telling.sink.became(source);
}

function writeMessage(telling: Telling, message: KeptMessage): void {
  const { info, source, stray } = message;
  if (source !== undefined) telling.sink.became(source);
  if (stray !== undefined) writeStray(telling, message, stray);
  else if (info["role"] === "user") writePrompt(telling, message);
  else writeSteps(telling, message);
  telling.ending.lastTimeUs = timeIn(info, "completed") ?? timeIn(info, "created") ?? telling.ending.lastTimeUs;
  const error = asObject(info["error"]) ?? (asText(info["error"]) === undefined ? undefined : { message: info["error"] });
  if (error !== undefined) writeFailure(telling, message, error);
}

/** What belongs to a session but to no message: an error that ended it stands for itself. */
function writeStray(telling: Telling, { info, source }: KeptMessage, { type, sessionID: _session, timestamp: _time, ...data }: JsonObject): void {
  if (info["error"] !== undefined) return;
  const what = asText(type) ?? "record";
  telling.sink.notice("unknown_type", `records of type ${what.slice(0, 60)} are not known to this reader; they are kept as logs`, source);
  telling.run.add("log", telling.step(info, source), { name: what.replaceAll(/[_.]/g, " ").slice(0, 200) }, { data: present(data) });
}

function writePrompt(telling: Telling, { info, source, parts }: KeptMessage): void {
  const typed = parts.filter(({ value }) => value["synthetic"] !== true);
  const texts = typed.map(({ value }) => (value["type"] === "text" ? (asText(value["text"]) ?? "") : "")).filter((text) => text !== "");
  const others = typed.filter(({ value }) => value["type"] !== "text").map(({ value }) => value as Json);
  const step = telling.step(info, source ?? parts[0]?.source);
  telling.ending.set(undefined);
  telling.hear("human_input", { ...step, agent: "user", id: asText(info["id"]) }, { name: "prompt" }, { content: texts.join("\n\n"), parts: others.length > 0 ? others : undefined });
  for (const { value } of parts) if (value["synthetic"] === true && asText(value["text"]) !== undefined) telling.hear("log", step, { name: "context" }, { message: value["text"] });
  for (const part of parts) telling.sink.merged(part.source, "stands in the prompt it is a part of");
}

function writeFailure(telling: Telling, { info, source, parts }: KeptMessage, error: JsonObject): void {
  const name = asText(error["name"]) ?? "error";
  const message = asText(asObject(error["data"])?.["message"]) ?? asText(error["message"]) ?? name;
  const step = { ...telling.step(info, source ?? parts[0]?.source), timeUs: telling.ending.lastTimeUs };
  if (/Abort/.test(name)) {
    telling.hear("human_input", { ...step, agent: "user" }, { name: "interrupted", outcome: "cancelled" }, { content: message });
    return telling.ending.set("cancelled");
  }
  telling.run.add("error", step, { name, outcome: "error", error_class: name }, { message, extra: asObject(error["data"]) });
  telling.ending.set("error", name);
}

/** Messages of a storage come file by file: their own times say which was first. */
function inOrder(messages: ReadonlyMap<string, KeptMessage>): KeptMessage[] {
  const placed = [...messages.values()].map((message, index) => ({ message, index, at: timeIn(message.info, "created") ?? partTime(message) ?? Number.MAX_SAFE_INTEGER }));
  placed.sort((a, b) => (a.at === b.at ? a.index - b.index : a.at - b.at));
  return placed.map(({ message }) => message);
}

function partTime({ parts }: KeptMessage): number | undefined {
  return parts.map(({ value }) => timeIn(value, "start")).find((time) => time !== undefined);
}

function firstPrompt(messages: readonly KeptMessage[]): string | undefined {
  const parts = messages.filter(({ info }) => info["role"] === "user").flatMap((message) => message.parts);
  return parts.map(({ value }) => (value["synthetic"] === true ? undefined : asText(value["text"]))).find((text) => text !== undefined);
}
