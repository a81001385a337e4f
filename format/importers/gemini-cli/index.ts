import type { Json } from "../../event.ts";
import { stemOf, titleOf } from "../agent-run/title.ts";
import { asObject, asText, present } from "../kit/read.ts";
import { unixMicros } from "../kit/time.ts";
import type { DetectionInput, ImportFile, ImportSink, Importer } from "../types.ts";
import { ConversationReader, type Conversation } from "./conversations.ts";
import { isQwen } from "./qwen.ts";
import { isStream } from "./stream.ts";
import { ConversationWriter, isInserted, textOfParts, type WriterContext } from "./writer.ts";

/** Logs of Gemini CLI: sessions (a document, or a line each), the log of prompts, saved chats and checkpoints, what `--output-format stream-json` prints; Qwen Code's sessions. Its telemetry is OTLP. */
export const geminiCli: Importer = { id: "gemini-cli", title: "Gemini CLI session", grouping: "together", detect, read };

function detect({ paths, jsonLines, document }: DetectionInput): number {
  const has = (...keys: readonly string[]): boolean => keys.every((key) => paths.has(key));
  const lines = (jsonLines.length > 0 ? jsonLines : [document]).map(asObject).filter((line) => line !== undefined);
  if (has("sessionId", "projectHash")) return 0.95;
  if (isStream(lines) || lines.some(isQwen)) return 0.97;
  if (has("*.sessionId", "*.messageId", "*.type", "*.message") && !has("*.uuid")) return 0.9;
  for (const list of ["*.", "history.*.", "clientHistory.*."]) if (isContents(paths, list)) return 0.85;
  if (has("clientHistory", "toolCall")) return 0.85;
  if (has("messages.*.type", "sessionId", "startTime", "lastUpdated")) return 0.9;
  // A document whose own id stands behind more messages than are looked at.
  if (has("messages.*.type", "messages.*.content") && (has("messages.*.toolCalls") || has("messages.*.thoughts") || has("messages.*.tokens.thoughts"))) return 0.8;
  return lines.some((line) => line["type"] === "gemini" && asText(line["id"]) !== undefined && ("tokens" in line || "content" in line)) ? 0.85 : 0;
}

/** True for Gemini's own contents: parts that have no type. */
function isContents(paths: ReadonlySet<string>, prefix: string): boolean {
  const part = `${prefix}parts.*.`;
  return paths.has(`${prefix}role`) && ["text", "functionCall", "functionResponse"].some((key) => paths.has(part + key)) && !paths.has(`${part}type`);
}

async function read(files: readonly ImportFile[], sink: ImportSink): Promise<void> {
  const reader = new ConversationReader(sink);
  for (const file of files) await reader.read(file);
  const all = [...reader.conversations.values()];
  const waiting = new Map(all.filter(({ meta }) => meta["kind"] === "subagent").map((conversation) => [conversation.id, conversation]));
  const context = { sink, taken: new Set<string>(), waiting };
  for (const conversation of all) if (!waiting.has(conversation.id) && conversation.meta["kind"] !== "subagent") writeConversation(conversation, context);
  for (const conversation of waiting.values()) {
    sink.notice("agent_without_call", "a sub-agent whose call is not in these files; it is a run of its own", conversation.source);
    writeConversation(conversation, { ...context, waiting: new Map() });
  }
}

const AGENT = "gemini";

function writeConversation(conversation: Conversation, context: WriterContext): void {
  const { meta, entries, source } = conversation;
  if (entries.length === 0 && source === undefined) return;
  const writer = new ConversationWriter(context, conversation.id, AGENT);
  const title = firstPrompt(conversation) ?? titleOf(asText(meta["summary"])) ?? stemOf(conversation.file);
  const started = unixMicros(meta["startTime"]);
  const timeUs = started ?? entries.map(({ value }) => unixMicros(value["timestamp"])).find((time) => time !== undefined);
  const envelope = { name: title, framework: "gemini-cli", derived: started === undefined && timeUs !== undefined ? ["time_unix_us"] : undefined };
  writer.start = writer.run.add("agent_start", { source: source ?? entries[0]?.source, timeUs, agent: AGENT }, envelope, { title, config: present(meta) as Json | undefined, summary: asText(meta["summary"]) });
  if (source !== undefined) context.sink.became(source);
  writer.write(conversation);
  writer.close();
}

function firstPrompt({ entries }: Conversation): string | undefined {
  for (const { value } of entries) {
    if (value["type"] !== "user" && value["role"] !== "user") continue;
    const text = textOfParts(value["content"] ?? value["parts"] ?? value["message"]);
    const title = isInserted(text) || /^\s*[/?]\w*\s*$/.test(text) ? undefined : titleOf(text);
    if (title !== undefined) return title;
  }
  return undefined;
}
