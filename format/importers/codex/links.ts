import type { Json } from "../../event.ts";
import type { LooseEnvelope } from "../agent-run/agent-run.ts";
import { asCount, asList, asObject, asText, type JsonObject } from "../kit/read.ts";
import type { RolloutRecord } from "./records.ts";

/** The items of one answer of the model, and what it used. */
export interface RolloutAnswer {
  readonly items: RolloutRecord[];
  usage: LooseEnvelope | undefined;
}

/** What is only known by looking at a whole rollout. */
export interface RolloutLinks {
  readonly answers: ReadonlyMap<RolloutRecord, RolloutAnswer>;
  /** Usage no answer is there for. */
  readonly loose: ReadonlyMap<RolloutRecord, LooseEnvelope>;
  /** What the display log says of a call that the model's log has too: exit code, duration, success. */
  readonly ends: ReadonlyMap<string, JsonObject>;
  readonly calls: ReadonlySet<string>;
  readonly outputs: ReadonlyMap<string, JsonObject>;
  /** Texts of the model's log, by who said them; the display log repeats them. */
  readonly said: ReadonlySet<string>;
  /** What was searched for by the provider itself, as the model's log has it. */
  readonly searches: ReadonlySet<string>;
}

const ANSWERS: ReadonlySet<string> = new Set(["reasoning", "function_call", "custom_tool_call", "local_shell_call", "web_search_call", "image_generation_call", "tool_search_call"]);
const PLAN_START = "<proposed_plan>";
const PLAN_END = "</proposed_plan>";
const ENDS: ReadonlySet<string> = new Set(["exec_command_end", "patch_apply_end", "mcp_tool_call_end"]);

/** Looks through a rollout once for what joins its two interleaved logs. */
export function linkRollout(records: readonly RolloutRecord[]): RolloutLinks {
  const linker = new Linker();
  for (const record of records) linker.look(record);
  return linker;
}

class Linker implements RolloutLinks {
  readonly answers = new Map<RolloutRecord, RolloutAnswer>();
  readonly loose = new Map<RolloutRecord, LooseEnvelope>();
  readonly ends = new Map<string, JsonObject>();
  readonly calls = new Set<string>();
  readonly outputs = new Map<string, JsonObject>();
  readonly said = new Set<string>();
  readonly searches = new Set<string>();
  #open: RolloutAnswer | undefined;
  #latest: RolloutAnswer | undefined;
  #total: Counts = NO_COUNTS;

  look(record: RolloutRecord): void {
    const type = asText(record.payload["type"]) ?? "";
    if (record.type === "response_item") this.#item(record, type);
    else if (record.type === "event_msg") this.#event(record, type);
    else if (record.type === "turn_context" || record.type === "compacted") this.#open = undefined;
  }

  #item(record: RolloutRecord, type: string): void {
    const { payload } = record;
    const callId = asText(payload["call_id"]) ?? asText(payload["id"]);
    const isMessage = type === "message";
    if (isMessage) this.#say(asText(payload["role"]) ?? "", textOf(payload["content"]).trim());
    if (type === "reasoning") for (const part of reasoningParts(payload)) this.said.add(`reasoning\n${part.trim()}`);
    if (type === "web_search_call") for (const said of searched(payload)) this.searches.add(said);
    if (ANSWERS.has(type) || (isMessage && payload["role"] === "assistant")) {
      if (callId !== undefined && type.endsWith("_call")) this.calls.add(callId);
      if (this.#open === undefined) this.#open = this.#latest = { items: [], usage: undefined };
      this.#open.items.push(record);
      this.answers.set(record, this.#open);
      return;
    }
    this.#open = undefined;
    if (callId !== undefined && type.endsWith("_output")) this.outputs.set(callId, payload);
  }

  /** The display log tells a plan apart from the answer it stands in. */
  #say(role: string, text: string): void {
    const [start, end] = [text.indexOf(PLAN_START), text.lastIndexOf(PLAN_END)];
    this.said.add(`${role}\n${text}`);
    if (start >= 0 && end > start) this.said.add(`${role}\n${text.slice(start + PLAN_START.length, end).trim()}`);
  }

  #event(record: RolloutRecord, type: string): void {
    const callId = asText(record.payload["call_id"]);
    if (ENDS.has(type) && callId !== undefined) this.ends.set(callId, record.payload);
    if (type === "task_started" || type === "turn_started" || type === "task_complete" || type === "turn_aborted") this.#open = undefined;
    if (type !== "token_count") return;
    this.#open = undefined;
    const { used, before } = this.#used(record.payload);
    if (before !== undefined) this.loose.set(record, before);
    if (used === undefined) return;
    if (this.#latest !== undefined && this.#latest.usage === undefined) this.#latest.usage = used;
    else this.loose.set(record, sumOf(used, before));
  }

  /**
   * What was used since the count before, and what was used before it that no count told of: together they make the
   * running total. Neither where a count only repeats the one before.
   */
  #used(payload: JsonObject): { readonly used?: LooseEnvelope | undefined; readonly before?: LooseEnvelope | undefined } {
    const info = asObject(payload["info"]) ?? payload;
    const last = countsOf(asObject(info["last_token_usage"]));
    const total = countsOf(asObject(info["total_token_usage"]) ?? (last === undefined ? info : undefined));
    if (total === undefined) return { used: envelopeOf(last) };
    const earlier = this.#total;
    if (total.input === earlier.input && total.output === earlier.output) return {};
    this.#total = total;
    // The running total starts anew where a session is taken up again.
    const isAnew = total.input < earlier.input || total.output < earlier.output;
    const grown = isAnew ? (last ?? total) : minus(total, earlier);
    if (last === undefined) return { used: envelopeOf(grown) };
    const rest = minus(grown, last);
    return { used: envelopeOf(last), before: rest.input > 0 || rest.output > 0 ? envelopeOf(rest) : undefined };
  }
}

interface Counts {
  readonly input: number;
  readonly output: number;
  readonly read: number | undefined;
  readonly write: number | undefined;
  readonly reasoning: number | undefined;
}

const NO_COUNTS: Counts = { input: 0, output: 0, read: undefined, write: undefined, reasoning: undefined };

function countsOf(usage: JsonObject | undefined): Counts | undefined {
  const input = asCount(usage?.["input_tokens"]);
  const output = asCount(usage?.["output_tokens"]);
  if (usage === undefined || (input === undefined && output === undefined)) return undefined;
  return { input: input ?? 0, output: output ?? 0, read: asCount(usage["cached_input_tokens"]), write: asCount(usage["cache_write_input_tokens"]), reasoning: asCount(usage["reasoning_output_tokens"]) };
}

function minus(total: Counts, before: Counts): Counts {
  const difference = (now: number | undefined, then: number | undefined): number | undefined => (now === undefined ? undefined : Math.max(0, now - (then ?? 0)));
  return { input: Math.max(0, total.input - before.input), output: Math.max(0, total.output - before.output), read: difference(total.read, before.read), write: difference(total.write, before.write), reasoning: difference(total.reasoning, before.reasoning) };
}

function envelopeOf(counts: Counts | undefined): LooseEnvelope | undefined {
  if (counts === undefined) return undefined;
  return { tokens_in: counts.input, tokens_out: counts.output, tokens_cache_read: counts.read, tokens_cache_write: counts.write, tokens_reasoning: counts.reasoning };
}

function sumOf(a: LooseEnvelope, b: LooseEnvelope | undefined): LooseEnvelope {
  const sum: Record<string, number> = {};
  for (const part of [a, b ?? {}]) for (const [key, value] of Object.entries(part)) if (typeof value === "number") sum[key] = (sum[key] ?? 0) + value;
  return sum;
}

/** What a search was for, in every way it may be told. */
export function searched(payload: JsonObject): readonly string[] {
  const action = asObject(payload["action"]) ?? {};
  const words = [payload["query"], action["query"], action["url"], action["pattern"], ...asList(action["queries"])];
  return words.map(asText).filter((word) => word !== undefined);
}

/** The text of a message's content. */
export function textOf(content: Json | undefined): string {
  if (typeof content === "string") return content;
  return asList(content).map((part) => asText(asObject(part)?.["text"]) ?? "").filter((text) => text !== "").join("\n");
}

/** The readable parts of a reasoning item: its summaries, or its own text. */
export function reasoningParts(payload: JsonObject): readonly string[] {
  const parts = [...asList(payload["summary"]), ...asList(payload["content"])];
  return parts.map((part) => (typeof part === "string" ? part : (asText(asObject(part)?.["text"]) ?? ""))).filter((text) => text !== "");
}
