import { recordGlobalFetch } from "./fetch.ts";
import { AgentsProcessor } from "./openai-agents/processor.ts";

/**
 * A trace processor for the OpenAI Agents SDK: pass it to `addTraceProcessor`, after `@openai/agents` was imported, which
 * sets the processors anew. Also records the global `fetch`, from which the tries of model calls and the time to the
 * first token are known. Never throws.
 */
export function peakyPeekProcessor(): AgentsProcessor {
  recordGlobalFetch();
  return new AgentsProcessor();
}
