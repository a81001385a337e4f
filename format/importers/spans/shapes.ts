import type { Json } from "../../event.ts";
import type { ImportedEnvelope } from "../run-builder.ts";
import { present, type JsonObject } from "../kit/read.ts";
import { messageJson, messageText, type Message } from "../messages/message.ts";
import { agentNamed, toolNamed } from "./names.ts";
import type { SpanFacts, SpanRole } from "./span.ts";

/** What a span becomes: one event where it starts and, for calls, one where it ends. */
export interface Shape {
  readonly open: string;
  /** Undefined where one event says all. */
  readonly close?: string;
  readonly openEnvelope: (facts: SpanFacts, name: string) => ImportedEnvelope;
  readonly closeEnvelope?: (facts: SpanFacts, name: string) => ImportedEnvelope;
  readonly openPayload: (facts: SpanFacts) => JsonObject;
  readonly closePayload?: (facts: SpanFacts) => JsonObject;
}

const usage = (f: SpanFacts): ImportedEnvelope =>
  clean({
    tokens_in: f.tokens_in,
    tokens_out: f.tokens_out,
    tokens_cache_read: f.tokens_cache_read,
    tokens_cache_write: f.tokens_cache_write,
    tokens_reasoning: f.tokens_reasoning,
    cost_usd: f.cost_usd,
  });

/** Members without the undefined ones. */
export function clean(members: { [K in keyof ImportedEnvelope]?: ImportedEnvelope[K] | undefined }): ImportedEnvelope {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
}

const modelOf = (f: SpanFacts): ImportedEnvelope => clean({ model: f.model, provider: f.provider });
const own = (f: SpanFacts): ImportedEnvelope => ({ ...modelOf(f), ...usage(f) });
const inOut = (f: SpanFacts): JsonObject => ({ input: f.input, output: f.output });
const chatOf = (messages: readonly Message[] | undefined): Json | undefined => (messages === undefined ? undefined : messageJson(messages));

function llmRequest(f: SpanFacts): JsonObject {
  const raw = f.messages_in === undefined ? f.input : undefined;
  return { messages: chatOf(f.messages_in), system: f.system, tools: f.tools, settings: f.settings, input: raw };
}

function llmResponse(f: SpanFacts): JsonObject {
  const said = f.messages_out ?? [];
  const calls = said.flatMap((message) => message.tool_calls ?? []);
  const reasoning = said.map((message) => message.reasoning ?? "").filter((text) => text !== "");
  const texts = said.map(messageText).filter((text) => text !== "");
  const parts = said.map((message) => message.content).find((content) => typeof content !== "string" && content !== undefined);
  return {
    content: texts.length > 0 ? texts.join("\n") : parts,
    reasoning: reasoning.length > 0 ? reasoning.join("\n") : undefined,
    tool_calls: calls.length > 0 ? (calls as unknown as Json) : undefined,
    stop_reason: f.stop_reason,
    time_to_first_token_ms: f.time_to_first_token_ms,
    // Several answers (choices, or a whole turn) are more than the joined text says.
    messages: said.length > 1 ? chatOf(said) : undefined,
    output: f.messages_out === undefined ? f.output : undefined,
  };
}

const agentName = (f: SpanFacts, name: string): string => f.agent ?? agentNamed(name);
const toolName = (f: SpanFacts, name: string): string => f.tool ?? toolNamed(name);
const plain = (kind: string): Shape => ({
  open: kind,
  openEnvelope: own,
  openPayload: (f) => ({ ...inOut(f), messages: chatOf(f.messages_in), said: chatOf(f.messages_out), text: f.text, settings: f.settings }),
});

/** How each role of a span is written. Roles of no kind of ours keep their own name as kind. */
export const SHAPES: Readonly<Record<SpanRole, Shape>> = {
  llm: { open: "llm_request", close: "llm_response", openEnvelope: modelOf, closeEnvelope: own, openPayload: llmRequest, closePayload: llmResponse },
  tool: {
    open: "tool_call",
    close: "tool_result",
    openEnvelope: (f, name) => ({ tool: toolName(f, name) }),
    closeEnvelope: (f, name) => ({ tool: toolName(f, name), ...own(f) }),
    openPayload: (f) => ({ arguments: f.input, call_id: f.call_id }),
    closePayload: (f) => ({ result: f.output }),
  },
  agent: {
    open: "agent_turn",
    openEnvelope: (f, name) => ({ agent: agentName(f, name), ...own(f) }),
    openPayload: (f) => ({ content: f.output ?? lastText(f.messages_out), ...inputOrChat(f), said: chatOf(f.messages_out), system: f.system, tools: f.tools }),
  },
  retrieval: { open: "retrieval", openEnvelope: own, openPayload: (f) => ({ query: f.query ?? f.input, documents: f.documents ?? f.output, input: beside(f.query, f.input), output: beside(f.documents, f.output) }) },
  guardrail: { open: "safety_check", openEnvelope: (f, name) => ({ policy: f.policy ?? name, ...own(f), ...verdict(f) }), openPayload: (f) => ({ rationale: f.text, ...inOut(f) }) },
  evaluator: { open: "annotation", openEnvelope: (f) => clean({ ...own(f), score: f.score, ...verdict(f) }), openPayload: (f) => ({ text: f.text, ...inOut(f) }) },
  prompt: { open: "prompt_policy", openEnvelope: (f, name) => ({ policy: f.policy ?? name }), openPayload: (f) => ({ template: f.text, ...inOut(f) }) },
  handoff: { open: "handoff", openEnvelope: (f) => clean({ agent: f.agent, to: f.to }), openPayload: (f) => ({ context: f.input, output: f.output }) },
  human: { open: "human_input", openEnvelope: own, openPayload: (f) => ({ content: f.input ?? f.text, text: beside(f.input, f.text), output: f.output }) },
  error: { open: "error", openEnvelope: (f) => clean({ ...own(f), outcome: "error", error_class: f.error_class }), openPayload: (f) => ({ message: f.error_message ?? f.text, text: beside(f.error_message, f.text), stack: f.stack, cause: f.input }) },
  alert: { open: "behavior_alert", openEnvelope: own, openPayload: (f) => ({ signal: f.text, data: f.input }) },
  event: { open: "log", openEnvelope: own, openPayload: (f) => ({ message: f.text, data: f.input, output: f.output }) },
  embedding: plain("embedding"),
  reranker: plain("reranker"),
  chain: plain("chain"),
  span: plain("span"),
};

/** A run's outermost agent, or chain, is the run itself. */
export const RUN_SHAPE: Shape = {
  open: "agent_start",
  close: "agent_end",
  openEnvelope: (f, name) => clean({ agent: agentName(f, name), framework: f.framework, task: f.task, attempt: f.attempt, model: f.model, provider: f.provider }),
  closeEnvelope: (f, name) => ({ agent: agentName(f, name), ...usage(f), ...clean({ score: f.score }) }),
  openPayload: (f) => ({ title: undefined, ...inputOrChat(f), tags: f.tags, config: present({ system: f.system, tools: f.tools, settings: f.settings }) }),
  closePayload: (f) => ({ output: f.output ?? chatOf(f.messages_out), said: beside(f.output, chatOf(f.messages_out)), expected: f.expected, scores: f.scores }),
};

/** The input; the chat in its place, or beside it where there is both. */
function inputOrChat(f: SpanFacts): JsonObject {
  const chat = chatOf(f.messages_in);
  return { input: f.input ?? chat, messages: beside(f.input, chat) };
}

/** What another value has taken the place of. */
function beside(first: Json | undefined, second: Json | undefined): Json | undefined {
  return first === undefined ? undefined : second;
}

function verdict(f: SpanFacts): ImportedEnvelope {
  return f.passed === undefined ? {} : { outcome: f.passed ? "passed" : "failed" };
}

function lastText(messages: readonly Message[] | undefined): string | undefined {
  const last = messages?.at(-1);
  return last === undefined ? undefined : messageText(last);
}

/** Facts that are written for every role, or that only arrange the others. */
const EVERYWHERE: readonly (keyof SpanFacts)[] = ["role", "failed", "passed", "conversation", "framework", "agent", "tokens_in", "tokens_out", "tokens_cache_read", "tokens_cache_write", "tokens_reasoning", "cost_usd"];
const OF_ERRORS: readonly (keyof SpanFacts)[] = ["error_class", "error_message", "stack"];

/** The facts each shape writes: found by watching it read facts that have none. */
const WRITTEN: ReadonlyMap<Shape, ReadonlySet<string>> = new Map([...Object.values(SHAPES), RUN_SHAPE].map((shape) => [shape, watch(shape)]));

function watch(shape: Shape): ReadonlySet<string> {
  const read = new Set<string>(EVERYWHERE);
  const facts: SpanFacts = new Proxy({}, { get: (_target, key) => void read.add(String(key)) });
  for (const write of [shape.openEnvelope, shape.closeEnvelope, shape.openPayload, shape.closePayload]) write?.(facts, "");
  return read;
}

/** Facts a shape has no place for: kept beside the payload, so that nothing a span says is lost. */
export function unwritten(shape: Shape, facts: SpanFacts): JsonObject {
  const written = WRITTEN.get(shape);
  const rest: Record<string, Json> = {};
  for (const [fact, value] of Object.entries(facts)) {
    const isWritten = written?.has(fact) === true || (facts.failed === true && (OF_ERRORS as readonly string[]).includes(fact));
    if (!isWritten && value !== undefined) rest[fact] = value as Json;
  }
  return rest;
}
