import type { EventRecord, Json } from "../event.ts";
import { asObject, textOf, type JsonObject } from "../importers/kit/read.ts";
import { KINDS, isKind } from "../kinds.ts";
import { code, fenced, inline } from "./fenced.ts";
import { jsonText } from "./json-text.ts";
import type { EventStream, Exporter } from "./types.ts";

/** A page to read or to paste into an issue: a heading a run, a section an event. */
export const markdown: Exporter = { id: "markdown", title: "Markdown page", extension: "md", mediaType: "text/markdown", write };

async function write(events: EventStream, emit: (text: string) => void): Promise<void> {
  let session: string | undefined;
  const starts = new Map<string, number>();
  for await (const event of events) {
    const began = starts.get(event.session);
    if (began === undefined) starts.set(event.session, event.time_unix_us ?? 0);
    if (event.session !== session) emit(`${session === undefined ? "" : "\n"}${runHeading(event, began !== undefined)}\n`);
    session = event.session;
    emit(`\n${section(event, starts.get(event.session) ?? 0)}`);
  }
}

function runHeading(event: EventRecord, isContinued: boolean): string {
  const title = textOf(asObject(event.payload)?.["title"]) || event.name || event.session;
  return `# ${inline(title)}${isContinued ? " (continued)" : ""}\n\n${facts(event, ["session", "agent", "framework", "task", "attempt", "model"])}`;
}

const FACTS = ["agent", "to", "tool", "model", "policy", "outcome", "error_class", "severity", "confidence", "score", "duration_ms", "tokens_in", "tokens_out", "cost_usd"] as const;

function section(event: EventRecord, startUs: number): string {
  const label = isKind(event.kind) ? KINDS[event.kind].label : event.kind;
  const name = event.name === undefined ? "" : ` · ${inline(event.name)}`;
  const seconds = (((event.time_unix_us ?? startUs) - startUs) / 1e6).toFixed(3);
  const about = facts(event, FACTS);
  const parts = Object.entries(asObject(event.payload) ?? {}).map(([member, value]) => part(member, value));
  const lines = [`## ${event.seq ?? ""} ${inline(label)}${name}`, `+${seconds} s${about === "" ? "" : ` · ${about}`}`, ...parts];
  return `${lines.filter((line) => line !== "").join("\n\n")}\n`;
}

function facts(event: EventRecord, keys: readonly (keyof EventRecord & string)[]): string {
  const told = keys.filter((key) => event[key] !== undefined).map((key) => `${key} ${code(String(event[key]))}`);
  return told.join(" · ");
}

function part(member: string, value: Json | undefined): string {
  if (value === undefined || value === null) return "";
  return `**${inline(member)}**\n\n${member === "messages" && Array.isArray(value) ? value.map(messageBlock).join("\n\n") : block(value)}`;
}

function messageBlock(message: Json): string {
  const { role, content, ...others }: JsonObject = asObject(message) ?? { content: message };
  const rest = Object.keys(others).length > 0 ? `\n\n${block(others as Json)}` : "";
  return `${inline(textOf(role) || "message")}:\n\n${block(content ?? "")}${rest}`;
}

/** Content of a trace stands in fences, so that none of it is markup. */
function block(value: Json): string {
  return typeof value === "string" ? fenced(value) : fenced(jsonText(value, 2), "json");
}
