import type { Json } from "../../event.ts";
import { elapsedMs, type LooseEnvelope } from "../agent-run/agent-run.ts";
import { apiErrorClass } from "../agent-run/error-class.ts";
import { tokensApart } from "../agent-run/usage.ts";
import { asCount, asNumber, asObject, asText, type JsonObject } from "../kit/read.ts";
import type { LogRecord } from "./records.ts";
import { blocksOf, textOfRecord } from "./records.ts";
import { messageOf, type Story } from "./story.ts";

/** Answers of the model, split over lines or whole: one response with its usage once, the reasoning as a decision, the calls. */
export function writeAnswer(story: Story, record: LogRecord): void {
  const pieces = story.links.answers.get(record)?.records ?? [record];
  if (pieces[0] !== record) return writePiece(story, record, pieces[0] as LogRecord);
  if (record.value["isApiErrorMessage"] === true) return writeApiError(story, record);
  const gathered = gather(pieces);
  const heard = story.run.takeHeard(record.agent);
  const event = story.become("llm_response", record, { ...envelopeOf(pieces, story), name: "answer", upstream: heard }, payloadOf(gathered, pieces));
  story.responses.set(record, event);
  noteEnding(story, record, gathered);
  if (gathered.reasoning !== "") writeDecision(story, record, { gathered, event, heard });
  if (gathered.stopReason === "refusal") story.run.add("refusal", { ...story.step(record), parent: event }, { name: "refusal", outcome: "refused" }, { reason: gathered.text });
  writeCalls(story, record, event);
}

interface Gathered {
  readonly text: string;
  readonly reasoning: string;
  readonly calls: readonly JsonObject[];
  readonly others: readonly Json[];
  readonly stopReason: string | undefined;
}

function gather(pieces: readonly LogRecord[]): Gathered {
  const blocks = pieces.flatMap(blocksOf);
  const join = (type: string, member: string): string => blocks.filter((block) => block["type"] === type).map((block) => asText(block[member]) ?? "").filter((text) => text !== "").join("\n\n");
  return {
    text: join("text", "text"),
    reasoning: join("thinking", "thinking"),
    calls: blocks.filter(isCall),
    others: blocks.filter((block) => !OWN_BLOCKS.has(asText(block["type"]) ?? "")) as Json[],
    stopReason: asText(pieces.map((piece) => messageOf(piece)["stop_reason"]).findLast((reason) => asText(reason) !== undefined)),
  };
}

const OWN_BLOCKS: ReadonlySet<string> = new Set(["text", "thinking", "redacted_thinking", "tool_use", "server_tool_use", "mcp_tool_use"]);
const isCall = (block: JsonObject): boolean => block["type"] === "tool_use" || block["type"] === "server_tool_use" || block["type"] === "mcp_tool_use";

function payloadOf({ text, calls, others, stopReason }: Gathered, pieces: readonly LogRecord[]): JsonObject {
  const called = calls.map((call) => ({ id: call["id"], name: call["name"], arguments: call["input"] }));
  const tier = asObject(messageOf(pieces.at(-1) as LogRecord)["usage"])?.["service_tier"];
  return {
    content: text === "" ? undefined : text,
    tool_calls: called.length > 0 ? (called as Json) : undefined,
    parts: others.length > 0 ? others : undefined,
    stop_reason: stopReason,
    usage: tier === undefined || tier === null ? undefined : { service_tier: tier },
    request_id: pieces[0]?.value["requestId"],
  };
}

/** Model, tokens and cost of an answer: the highest figure of its pieces, each of which repeats the usage so far. */
function envelopeOf(pieces: readonly LogRecord[], story: Story): LooseEnvelope {
  const most = (member: string): number | undefined => {
    const counts = pieces.map((piece) => asCount(asObject(messageOf(piece)["usage"])?.[member])).filter((count) => count !== undefined);
    return counts.length > 0 ? Math.max(...counts) : undefined;
  };
  const costs = pieces.map((piece) => asNumber(piece.value["costUSD"])).filter((cost) => cost !== undefined);
  const first = pieces[0] as LogRecord;
  const stated = asNumber(first.value["durationMs"]);
  const counted = stated ?? elapsedMs(story.castOf(first).lastTimeUs, first.timeUs);
  const model = asText(messageOf(first)["model"]);
  return {
    outcome: "ok",
    model: model === SYNTHETIC ? undefined : model,
    provider: model === undefined || model === SYNTHETIC ? undefined : "anthropic",
    ...tokensApart({ fresh: most("input_tokens"), read: most("cache_read_input_tokens"), write: most("cache_creation_input_tokens"), output: most("output_tokens") }),
    cost_usd: costs.length > 0 ? Math.max(...costs) : undefined,
    duration_ms: counted,
    derived: counted !== undefined && stated === undefined ? ["duration_ms"] : undefined,
  };
}

const SYNTHETIC = "<synthetic>";

function noteEnding(story: Story, record: LogRecord, gathered: Gathered): void {
  const actor = story.castOf(record);
  const model = asText(messageOf(record)["model"]);
  if (model !== undefined && model !== SYNTHETIC) actor.models.add(model);
  if (gathered.text !== "") actor.output = gathered.text;
  story.ending(record, gathered.stopReason === "refusal" ? "refused" : gathered.calls.length > 0 ? undefined : "ok");
}

function writeDecision(story: Story, record: LogRecord, { gathered, event, heard }: { gathered: Gathered; event: string; heard: readonly string[] | undefined }): void {
  const tools = gathered.calls.map((call) => asText(call["name"]) ?? "tool");
  const action = tools.length > 0 ? tools.join(", ") : gathered.text === "" ? undefined : "answer";
  const name = action ?? "reasoning";
  story.run.add("decision", { ...story.step(record), parent: event }, { name, evidence: heard }, { reasoning: gathered.reasoning, chosen_action: action });
}

/** A later piece of an answer: its text and usage are in the response already, its calls come here, in their own time. */
function writePiece(story: Story, record: LogRecord, first: LogRecord): void {
  const event = story.responses.get(first) ?? story.castOf(record).start;
  story.joined(record, event, "a further piece of an answer that stands before it");
  writeCalls(story, record, event);
}

function writeCalls(story: Story, record: LogRecord, response: string): void {
  for (const block of blocksOf(record)) {
    if (!isCall(block)) continue;
    story.run.call({ ...story.step(record), parent: response }, { callId: asText(block["id"]), tool: asText(block["name"]) ?? "tool", args: block["input"] });
  }
}

function writeApiError(story: Story, record: LogRecord): void {
  const text = textOfRecord(record) || "API error";
  const errorClass = asText(record.value["error"]) ?? apiErrorClass(text);
  story.become("error", record, { name: "API error", outcome: "error", error_class: errorClass }, { message: text });
  story.ending(record, "error", errorClass);
}
