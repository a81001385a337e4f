import { asList, asObject } from "../kit/read.ts";
import { count, json, messagesIn, messagesOut, number, role, said, settings, text, tools, type Convention, type Rule } from "./rules.ts";

/** OpenLLMetry (Traceloop). Its model calls use the older GenAI names. */
export const OPENLLMETRY: Convention = {
  rules: {
    "traceloop.span.kind": role({ workflow: "agent", agent: "agent", task: "chain", tool: "tool" }),
    "llm.request.type": role({ chat: "llm", completion: "llm", embedding: "embedding", rerank: "reranker" }),
    "traceloop.entity.name": text("tool"),
    "traceloop.entity.input": json("input"),
    "traceloop.entity.output": json("output"),
    "traceloop.association.properties.session_id": text("conversation"),
    "gen_ai.usage.reasoning_tokens": count("tokens_reasoning"),
  },
};

/** Operations of the AI SDK: the outer call runs the loop, `do…` asks the model. */
const aiOperation = role({
  "ai.generateText": "agent",
  "ai.streamText": "agent",
  "ai.generateObject": "agent",
  "ai.streamObject": "agent",
  "ai.generateText.doGenerate": "llm",
  "ai.streamText.doStream": "llm",
  "ai.generateObject.doGenerate": "llm",
  "ai.streamObject.doStream": "llm",
  "ai.toolCall": "tool",
  "ai.embed": "chain",
  "ai.embedMany": "chain",
  "ai.embed.doEmbed": "embedding",
  "ai.embedMany.doEmbed": "embedding",
});

const calls: Rule = (value) => {
  const chat = messagesOut(value);
  return chat?.messages_out === undefined ? undefined : chat;
};

const toolList: Rule = (value) => {
  const found = tools(value);
  return found ?? (asList(value).length > 0 ? { tools: asList(value) } : undefined);
};

/** Vercel's AI SDK, `ai.*`. */
export const AI_SDK: Convention = {
  rules: {
    "ai.operationId": aiOperation,
    "ai.response.model": text("model"),
    "ai.model.id": text("model"),
    "ai.model.provider": text("provider"),
    "ai.telemetry.functionId": text("agent"),
    "ai.prompt.messages": messagesIn,
    "ai.prompt": messagesIn,
    "ai.prompt.tools": toolList,
    "ai.response.toolCalls": calls,
    "ai.response.text": said,
    "ai.response.object": json("output"),
    "ai.response.finishReason": text("stop_reason"),
    "ai.response.msToFirstChunk": number("time_to_first_token_ms"),
    "ai.toolCall.name": text("tool"),
    "ai.toolCall.id": text("call_id"),
    "ai.toolCall.args": json("input"),
    "ai.toolCall.result": json("output"),
    "ai.value": json("input"),
    "ai.values": json("input"),
    "ai.usage.promptTokens": count("tokens_in"),
    "ai.usage.inputTokens": count("tokens_in"),
    "ai.usage.tokens": count("tokens_in"),
    "ai.usage.completionTokens": count("tokens_out"),
    "ai.usage.outputTokens": count("tokens_out"),
    "ai.usage.cachedInputTokens": count("tokens_cache_read"),
    "ai.usage.reasoningTokens": count("tokens_reasoning"),
  },
};

/** Names of PydanticAI's older spans say what they are; its attributes only hold the rest. */
export const PYDANTIC_AI: Convention = {
  rules: {
    agent_name: text("agent"),
    model_name: text("model"),
    "pydantic_ai.all_messages": messagesIn,
    all_messages_events: messagesIn,
    final_result: json("output"),
    tool_arguments: json("input"),
    tool_response: json("output"),
    "gen_ai.aggregated_usage.input_tokens": count("tokens_in"),
    "gen_ai.aggregated_usage.output_tokens": count("tokens_out"),
    model_request_parameters: settings,
    events: (value) => eventMessages(value),
  },
};

/** All messages of a call in one list: those of the choice are the answer. */
function eventMessages(value: Parameters<Rule>[0]): ReturnType<Rule> {
  const list = asList(typeof value === "string" ? parsed(value) : value);
  const isChoice = (item: (typeof list)[number]): boolean => asObject(item)?.["event.name"] === "gen_ai.choice";
  const chatIn = messagesIn(list.filter((item) => !isChoice(item)));
  const chatOut = messagesOut(list.filter(isChoice));
  if (chatIn?.messages_in === undefined && chatOut?.messages_out === undefined) return undefined;
  return { ...(chatIn?.messages_in && { messages_in: chatIn.messages_in }), ...(chatOut?.messages_out && chatOut) };
}

function parsed(value: string): unknown {
  try {
    return JSON.parse(value);
  } catch {
    return undefined;
  }
}


/** What LangSmith's and Langfuse's SDKs add to OpenTelemetry spans. */
export const VENDORS: Convention = {
  rules: {
    "langsmith.span.kind": role({ llm: "llm", chain: "chain", tool: "tool", retriever: "retrieval", embedding: "embedding", prompt: "prompt", parser: "chain" }),
    "langsmith.trace.session_id": text("conversation"),
    "langfuse.observation.type": role({ generation: "llm", span: "span", event: "event", agent: "agent", tool: "tool", chain: "chain", retriever: "retrieval", evaluator: "evaluator", embedding: "embedding", guardrail: "guardrail" }),
    "langfuse.observation.input": json("input"),
    "langfuse.observation.output": json("output"),
    "langfuse.observation.model.name": text("model"),
    "langfuse.session.id": text("conversation"),
    input: json("input"),
    output: json("output"),
  },
};
