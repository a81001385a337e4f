import { asText } from "../kit/read.ts";
import { count, json, messagesIn, messagesOut, number, reasons, role, setting, text, tools, verdict, type Convention, type Rule } from "./rules.ts";

/** The model asked for is a setting; the model that answered may be another. */
const requestModel: Rule = (value) => {
  const model = asText(value);
  return model === undefined ? undefined : { model, settings: { model } };
};

/** OpenTelemetry GenAI: attribute names up to 1.36, from 1.37 to 1.41, and of the separate release 0.1. */
export const GEN_AI: Convention = {
  rules: {
    "gen_ai.operation.name": role({
      chat: "llm",
      generate_content: "llm",
      text_completion: "llm",
      completion: "llm",
      fetch_response: "llm",
      embeddings: "embedding",
      retrieval: "retrieval",
      create_agent: "agent",
      invoke_agent: "agent",
      invoke_workflow: "agent",
      plan: "chain",
      execute_tool: "tool",
      run_guardrail: "guardrail",
      evaluate: "evaluator",
    }),
    "gen_ai.response.model": text("model"),
    "gen_ai.request.model": requestModel,
    "gen_ai.provider.name": text("provider"),
    "gen_ai.system": text("provider"),
    "gen_ai.agent.name": text("agent"),
    "gen_ai.workflow.name": text("agent"),
    "gen_ai.tool.name": text("tool"),
    "gen_ai.tool.call.id": text("call_id"),
    "gen_ai.tool.call.arguments": json("input"),
    "gen_ai.tool.call.result": json("output"),
    "gen_ai.tool.definitions": tools,
    "gen_ai.conversation.id": text("conversation"),
    "gen_ai.input.messages": messagesIn,
    "gen_ai.output.messages": messagesOut,
    "gen_ai.prompt": messagesIn,
    "gen_ai.completion": messagesOut,
    "gen_ai.system_instructions": json("system"),
    "gen_ai.usage.input_tokens": count("tokens_in"),
    "gen_ai.usage.output_tokens": count("tokens_out"),
    "gen_ai.usage.prompt_tokens": count("tokens_in"),
    "gen_ai.usage.completion_tokens": count("tokens_out"),
    "gen_ai.usage.cache_read.input_tokens": count("tokens_cache_read"),
    "gen_ai.usage.cache_read_input_tokens": count("tokens_cache_read"),
    "gen_ai.usage.cache_write.input_tokens": count("tokens_cache_write"),
    "gen_ai.usage.cache_creation.input_tokens": count("tokens_cache_write"),
    "gen_ai.usage.cache_creation_input_tokens": count("tokens_cache_write"),
    "gen_ai.usage.reasoning.output_tokens": count("tokens_reasoning"),
    "gen_ai.usage.cost": number("cost_usd"),
    "gen_ai.response.finish_reasons": reasons,
    "gen_ai.request.temperature": setting("temperature"),
    "gen_ai.request.top_p": setting("top_p"),
    "gen_ai.request.top_k": setting("top_k"),
    "gen_ai.request.max_tokens": setting("max_tokens"),
    "gen_ai.request.seed": setting("seed"),
    "gen_ai.request.stop_sequences": setting("stop_sequences"),
    "gen_ai.request.frequency_penalty": setting("frequency_penalty"),
    "gen_ai.request.presence_penalty": setting("presence_penalty"),
    "gen_ai.evaluation.score.value": number("score"),
    "gen_ai.evaluation.score.label": verdict,
    "gen_ai.evaluation.explanation": text("text"),
    "gen_ai.guardrail.name": text("policy"),
    "gen_ai.prompt.name": text("policy"),
    "error.type": text("error_class"),
  },
  lists: { "gen_ai.prompt": messagesIn, "gen_ai.completion": messagesOut },
};
