import { readJson } from "../kit/documents.ts";
import { asObject, asText, type JsonObject } from "../kit/read.ts";
import type { DetectionInput, ImportFile, ImportSink, Importer } from "../types.ts";
import { writeSession } from "./session.ts";
import { Store, type KeptSession } from "./store.ts";
import type { SessionContext } from "./telling.ts";

/** Sessions of opencode: what `opencode export` writes, the files of its storage, and what `opencode run --format json` prints. */
export const opencode: Importer = { id: "opencode", title: "opencode session", grouping: "together", detect, read };

function detect({ paths, jsonLines, document }: DetectionInput): number {
  const has = (...keys: readonly string[]): boolean => keys.every((key) => paths.has(key));
  if (has("messages.*.info.role", "messages.*.parts.*.type")) return 0.95;
  if (has("info.id", "info.projectID", "info.time.created")) return 0.9;
  if (has("projectID", "time.created", "directory", "version") || has("sessionID", "role", "time.created") || has("sessionID", "messageID", "type")) return 0.9;
  const lines = (jsonLines.length > 0 ? jsonLines : [document]).map(asObject).filter((line) => line !== undefined);
  return lines.some(isPrinted) ? 0.9 : 0;
}

function isPrinted(line: JsonObject): boolean {
  const part = asObject(line["part"]);
  return asText(line["sessionID"]) !== undefined && asText(part?.["messageID"]) !== undefined;
}

async function read(files: readonly ImportFile[], sink: ImportSink): Promise<void> {
  const store = new Store(sink);
  for (const file of files) for await (const record of readJson(file, sink)) store.add(record);
  const isChild = ({ info }: KeptSession): boolean => store.sessions.has(asText(info["parentID"]) ?? "");
  const waiting = new Map([...store.sessions].filter(([, session]) => isChild(session)));
  const context: SessionContext = { sink, taken: new Set<string>(), waiting, writeBelow: (child, place) => writeSession(child, context, place) };
  for (const session of store.sessions.values()) if (!isChild(session)) writeSession(session, context);
  // Those whose call is in no session stand alone.
  for (let [left] = waiting.values(); left !== undefined; [left] = waiting.values()) {
    waiting.delete(left.id);
    writeSession(left, context);
  }
}
