import type { Json } from "../../event.ts";
import type { LooseEnvelope } from "../agent-run/agent-run.ts";
import { tokensOfCompletion } from "../agent-run/usage.ts";
import { placeWithin } from "../kit/documents.ts";
import { asList, asNumber, asObject, asText, present, unpackJson, type JsonObject } from "../kit/read.ts";
import { unixMicros } from "../kit/time.ts";
import type { SourcePlace } from "../types.ts";

/** A step of the trajectory: what the model said and did, and what came back. */
export interface Step {
  readonly action: string;
  readonly observation: string;
  readonly response: string;
  readonly thought: string;
  readonly seconds: number | undefined;
  readonly state: JsonObject | undefined;
  /** The messages the model saw, where the version keeps them. */
  readonly seen: readonly Json[];
  readonly extra: JsonObject | undefined;
  readonly source: SourcePlace;
}

/** A message of the history. */
export interface HistoryMessage {
  readonly role: string;
  readonly text: string;
  readonly content: Json | undefined;
  readonly thought: string;
  readonly action: string;
  readonly agent: string | undefined;
  readonly isDemo: boolean;
  readonly calls: readonly JsonObject[];
  readonly extra: JsonObject | undefined;
  readonly source: SourcePlace;
  /** The call it answers, where the version says so. */
  readonly callId?: string | undefined;
  readonly timeUs?: number | undefined;
  /** Model, tokens and cost of an answer, as mini-swe-agent keeps them. */
  readonly used?: LooseEnvelope;
  readonly returnCode?: number | undefined;
}

const STEP_MEMBERS: ReadonlySet<string> = new Set(["action", "observation", "response", "thought", "execution_time", "state", "messages", "query"]);

/** The steps of a trajectory, in order; entries that are none are left to the caller as undefined. */
export function stepsOf(list: readonly Json[], source: SourcePlace): (Step | undefined)[] {
  return list.map((item, index) => {
    const step = asObject(item);
    if (step === undefined) return undefined;
    return {
      action: textIn(step["action"]),
      observation: textIn(step["observation"]),
      response: textIn(step["response"]),
      thought: textIn(step["thought"]),
      seconds: asNumber(step["execution_time"]),
      state: stateOf(step["state"]),
      seen: asList(step["messages"] ?? step["query"]),
      extra: restOf(step, STEP_MEMBERS),
      source: placeWithin(source, index),
    };
  });
}

/** Older versions write the state as JSON text. */
function stateOf(value: Json | undefined): JsonObject | undefined {
  const state = asObject(unpackJson(typeof value === "string" ? value.trim() : value));
  return state === undefined ? undefined : present(state);
}

const MESSAGE_MEMBERS: ReadonlySet<string> = new Set(["role", "content", "thought", "action", "agent", "is_demo", "tool_calls", "message_type", "tool_call_id", "extra"]);
/** What mini-swe-agent keeps beside a message and this reader says elsewhere, or what only the raw record needs. */
const FACTS_SAID: ReadonlySet<string> = new Set(["timestamp", "cost", "response", "actions", "returncode", "raw_output"]);

/** A message of a history; undefined if it is none. */
export function messageOf(item: Json, source: SourcePlace): HistoryMessage | undefined {
  const message = asObject(item);
  const role = asText(message?.["role"]);
  if (message === undefined || role === undefined) return undefined;
  const text = textIn(message["content"]);
  const facts = asObject(message["extra"]);
  return {
    role,
    text,
    content: message["content"],
    thought: textIn(message["thought"]),
    action: textIn(message["action"]) || (role === "assistant" && !("action" in message) ? commandIn(text) : ""),
    agent: asText(message["agent"]),
    isDemo: message["is_demo"] === true || message["message_type"] === "demonstration",
    calls: asList(message["tool_calls"]).map(asObject).filter((call) => call !== undefined),
    extra: present({ ...restOf(message, MESSAGE_MEMBERS), ...(facts === undefined ? { extra: message["extra"] } : restOf(facts, FACTS_SAID)) }),
    source,
    ...(facts !== undefined && factsOf(facts)),
    callId: asText(message["tool_call_id"]),
  };
}

function factsOf(facts: JsonObject): Pick<HistoryMessage, "timeUs" | "used" | "returnCode"> {
  const response = asObject(facts["response"]);
  const used = { model: asText(response?.["model"]), ...tokensOfCompletion(response?.["usage"]), cost_usd: asNumber(facts["cost"]) };
  return { timeUs: unixMicros(facts["timestamp"]), used, returnCode: asNumber(facts["returncode"]) };
}

const COMMAND_BLOCK = /```(?:bash|sh|shell|mswea_bash_command)\n([^`]*(?:`(?!``)[^`]*){0,2000})\n```/;

/** The command in an answer of mini-swe-agent, which writes it as a block of code. */
function commandIn(text: string): string {
  return COMMAND_BLOCK.exec(text.slice(0, 100_000))?.[1] ?? "";
}

function restOf(value: JsonObject, said: ReadonlySet<string>): JsonObject | undefined {
  return present(Object.fromEntries(Object.entries(value).filter(([key]) => !said.has(key))));
}

/** A text, or the text parts of a list. */
function textIn(value: Json | undefined): string {
  if (typeof value === "string") return value;
  return asList(value).map((part) => (typeof part === "string" ? part : (asText(asObject(part)?.["text"]) ?? ""))).filter((text) => text !== "").join("\n");
}
