import type { EventRecord, Json } from "../../event.ts";
import { asList, asNumber, asObject, asText, textOf, type JsonObject } from "../../importers/kit/read.ts";
import { jsonText } from "../json-text.ts";
import type { Pair } from "../pairs.ts";
import type { AttributeMap } from "./any-value.ts";
import { answerMessage, partMessages } from "./messages.ts";

/** Name of the span, as the GenAI conventions form it; elsewhere the event's own. */
export function nameOf({ open }: Pair): string {
  const form = Object.hasOwn(NAMES, open.kind) ? NAMES[open.kind] : undefined;
  return form?.(open) ?? open.name ?? open.kind;
}

const NAMES: Readonly<Record<string, ((event: EventRecord) => string) | undefined>> = {
  agent_start: ({ agent, name }) => `invoke_agent ${agent ?? name ?? ""}`.trim(),
  llm_request: ({ model }) => `chat ${model ?? ""}`.trim(),
  llm_response: ({ model }) => `chat ${model ?? ""}`.trim(),
  tool_call: ({ tool, name }) => `execute_tool ${tool ?? name ?? ""}`.trim(),
  tool_result: ({ tool, name }) => `execute_tool ${tool ?? name ?? ""}`.trim(),
};

/** What a span says by the GenAI and OpenInference conventions. */
export function attributesOf(pair: Pair): AttributeMap {
  const { open, close } = pair;
  const own = Object.hasOwn(BY_KIND, open.kind) ? BY_KIND[open.kind] : undefined;
  const last = close ?? open;
  return {
    "gen_ai.conversation.id": open.trace ?? open.session,
    "gen_ai.agent.name": open.agent,
    "error.type": last.error_class,
    ...(own ?? other)(pair),
    ...usage(last),
  };
}

type Writer = (pair: Pair) => AttributeMap;

const LLM: Writer = ({ open, close }) => {
  const asked = open.kind === "llm_request" ? payloadOf(open) : {};
  const answered = open.kind === "llm_response" ? open : close;
  const said = answered === undefined ? undefined : answerMessage(payloadOf(answered));
  const messages = asList(asked["messages"]);
  const stop = asText(answered === undefined ? undefined : payloadOf(answered)["stop_reason"]);
  return {
    "openinference.span.kind": "LLM",
    "gen_ai.operation.name": "chat",
    "gen_ai.provider.name": open.provider ?? close?.provider,
    "gen_ai.request.model": open.kind === "llm_request" ? open.model : undefined,
    "gen_ai.response.model": answered?.model,
    "gen_ai.input.messages": messages.length > 0 ? jsonText(partMessages(messages)) : undefined,
    "gen_ai.output.messages": said === undefined ? undefined : jsonText(partMessages([said])),
    "gen_ai.system_instructions": text(asked["system"]),
    "gen_ai.tool.definitions": text(asked["tools"]),
    "gen_ai.response.finish_reasons": stop === undefined ? undefined : [stop],
    ...settings(asObject(asked["settings"])),
  };
};

const TOOL: Writer = ({ open, close }) => {
  const called = open.kind === "tool_call" ? payloadOf(open) : {};
  const result = open.kind === "tool_result" ? open : close;
  return {
    "openinference.span.kind": "TOOL",
    "gen_ai.operation.name": "execute_tool",
    "gen_ai.tool.name": open.tool ?? open.name,
    "gen_ai.tool.call.id": asText(called["call_id"]),
    "gen_ai.tool.call.arguments": text(called["arguments"]),
    "gen_ai.tool.call.result": text(result === undefined ? undefined : payloadOf(result)["result"]),
  };
};

const AGENT: Writer = ({ open, close }) => {
  const started = open.kind === "agent_start" ? payloadOf(open) : {};
  const ended = open.kind === "agent_end" ? open : close;
  return {
    "openinference.span.kind": "AGENT",
    "gen_ai.operation.name": "invoke_agent",
    "gen_ai.request.model": open.model,
    "input.value": text(started["input"]),
    "output.value": text(ended === undefined ? undefined : payloadOf(ended)["output"]),
  };
};

const RETRIEVAL: Writer = ({ open }) => ({
  "openinference.span.kind": "RETRIEVER",
  "gen_ai.operation.name": "retrieval",
  "input.value": text(payloadOf(open)["query"]),
  "output.value": text(payloadOf(open)["documents"]),
});

const guard = (kind: string): Writer => ({ open }) => ({
  "openinference.span.kind": kind,
  "gen_ai.guardrail.name": open.policy ?? open.name,
  "output.value": text(open.payload),
});

const other: Writer = ({ open }) => ({ "openinference.span.kind": "CHAIN", "output.value": text(open.payload) });

const BY_KIND: Readonly<Record<string, Writer | undefined>> = {
  llm_request: LLM,
  llm_response: LLM,
  tool_call: TOOL,
  tool_result: TOOL,
  agent_start: AGENT,
  agent_end: AGENT,
  retrieval: RETRIEVAL,
  safety_check: guard("GUARDRAIL"),
};

function usage(event: EventRecord): AttributeMap {
  return {
    "gen_ai.usage.input_tokens": event.tokens_in,
    "gen_ai.usage.output_tokens": event.tokens_out,
    "gen_ai.usage.cache_read.input_tokens": event.tokens_cache_read,
    "gen_ai.usage.cache_creation.input_tokens": event.tokens_cache_write,
    "gen_ai.usage.reasoning.output_tokens": event.tokens_reasoning,
    "gen_ai.usage.cost": event.cost_usd,
  };
}

const SETTINGS = ["temperature", "top_p", "top_k", "max_tokens", "seed", "frequency_penalty", "presence_penalty"] as const;

function settings(given: JsonObject | undefined): AttributeMap {
  return Object.fromEntries(SETTINGS.map((name) => [`gen_ai.request.${name}`, asNumber(given?.[name])]));
}

function payloadOf(event: EventRecord): JsonObject {
  return asObject(event.payload) ?? {};
}

/** Text as it is, all else as JSON: attributes of other tools hold no structures. Undefined if there is nothing. */
function text(value: Json | undefined): string | undefined {
  return asText(textOf(value));
}
