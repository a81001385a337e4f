import type { ImportContext } from "../agent-run/telling.ts";
import { placeWithin, readJson, type JsonRecord } from "../kit/documents.ts";
import { asList, asObject, asText, type JsonObject } from "../kit/read.ts";
import type { DetectionInput, ImportFile, ImportSink, Importer, SourcePlace } from "../types.ts";
import { writeChat } from "./chat.ts";
import { writeEvents } from "./events.ts";
import { isMutation, replay } from "./mutations.ts";

/** GitHub Copilot: chats of its editors (what *Export Chat* writes, and their session files), and the event logs of its command line. */
export const copilot: Importer = { id: "copilot", title: "GitHub Copilot session", grouping: "each", detect, read };

const EVENT = /^(?:session|user|assistant|tool|system|hook|subagent|skill|permission)\.[a-z_]+$/;

function detect({ paths, jsonLines, document }: DetectionInput): number {
  const has = (...keys: readonly string[]): boolean => keys.every((key) => paths.has(key));
  if (has("requests", "responderUsername")) return 0.95;
  if (has("requests.*.requestId", "requests.*.message") || has("requests.*.response", "requests.*.message.text")) return 0.9;
  const lines = (jsonLines.length > 0 ? jsonLines : [document]).map(asObject).filter((line) => line !== undefined);
  const [head] = lines;
  if (head?.["kind"] === 0 && isMutation(head) && Array.isArray(asObject(head["v"])?.["requests"])) return 0.95;
  if (paths.has("v.requests") && paths.has("kind")) return 0.9;
  return lines.some((line) => isEvent(line)) ? 0.9 : 0;
}

function isEvent(line: JsonObject): boolean {
  return EVENT.test(asText(line["type"]) ?? "") && asObject(line["data"]) !== undefined && "parentId" in line && "id" in line;
}

async function read(files: readonly ImportFile[], sink: ImportSink): Promise<void> {
  const context = { sink, taken: new Set<string>() };
  for (const file of files) {
    const events: JsonRecord[] = [];
    const changes: JsonRecord[] = [];
    for await (const record of readJson(file, sink)) {
      const object = asObject(record.value);
      if (object === undefined) sink.skipped(record.source, "not_an_object", "not a record of Copilot");
      else if (Array.isArray(object["requests"])) writeRequests(record, object, file, context);
      else (isMutation(object) ? changes : events).push(record);
    }
    const left = replay(changes, sink);
    if (left !== undefined) writeRequests(left, left.value, file, context);
    if (events.length > 0) writeEvents(events, file.name, context);
  }
}

function writeRequests({ source }: { readonly source: SourcePlace }, chat: JsonObject, file: ImportFile, context: ImportContext): void {
  const requests = asList(chat["requests"]).map((item, index) => ({ value: asObject(item), source: placeWithin(source, "requests", index) }));
  const { requests: _requests, ...about } = chat;
  writeChat({ about, requests, source, name: asText(chat["sessionId"]) ?? file.name }, context);
}
