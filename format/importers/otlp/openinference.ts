import { asObject, type JsonObject } from "../kit/read.ts";
import type { Json } from "../../event.ts";
import { count, json, messagesIn, messagesOut, number, role, settings, text, verdict, type Convention, type Rule } from "./rules.ts";

const documents: Rule = (value) => ({ documents: (value as readonly Json[]).map((item) => asObject(item)?.["document"] ?? item) });

const definitions: Rule = (value) => ({ tools: (value as readonly Json[]).map(definition) });

function definition(item: Json): Json {
  const tool = asObject(asObject(item)?.["tool"]);
  const schema = tool?.["json_schema"];
  if (typeof schema !== "string") return (tool as Json | undefined) ?? item;
  try {
    return JSON.parse(schema) as Json;
  } catch {
    return tool as JsonObject as Json;
  }
}

/** OpenInference, as Phoenix and its instrumentations write it. */
export const OPENINFERENCE: Convention = {
  rules: {
    "openinference.span.kind": role({
      LLM: "llm",
      EMBEDDING: "embedding",
      CHAIN: "chain",
      RETRIEVER: "retrieval",
      RERANKER: "reranker",
      TOOL: "tool",
      AGENT: "agent",
      GUARDRAIL: "guardrail",
      EVALUATOR: "evaluator",
      PROMPT: "prompt",
    }),
    "llm.model_name": text("model"),
    "embedding.model_name": text("model"),
    "reranker.model_name": text("model"),
    "llm.provider": text("provider"),
    "llm.system": text("provider"),
    "llm.invocation_parameters": settings,
    "llm.token_count.prompt": count("tokens_in"),
    "llm.token_count.completion": count("tokens_out"),
    "llm.token_count.prompt_details.cache_read": count("tokens_cache_read"),
    "llm.token_count.prompt_details.cache_write": count("tokens_cache_write"),
    "llm.token_count.completion_details.reasoning": count("tokens_reasoning"),
    "llm.cost.total": number("cost_usd"),
    "llm.prompt_template.template": text("text"),
    "input.value": json("input"),
    "output.value": json("output"),
    "tool.name": text("tool"),
    "tool.parameters": json("input"),
    "tool_call.id": text("call_id"),
    "agent.name": text("agent"),
    "session.id": text("conversation"),
    "eval.score": number("score"),
    "eval.label": verdict,
    "eval.explanation": text("text"),
  },
  lists: {
    "llm.input_messages": messagesIn,
    "llm.output_messages": messagesOut,
    "llm.tools": definitions,
    "retrieval.documents": documents,
    "reranker.output_documents": documents,
  },
};
