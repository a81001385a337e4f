import { LangChainHandler } from "./langchain/handler.ts";

export { recordCheckpoints } from "./langchain/checkpoints.ts";

/**
 * A callback handler for LangChain.js and LangGraph.js: pass it in `callbacks`. An outermost call becomes a run, or a
 * sub-agent of the scope the code stands in. Holds nothing of its own; one serves any number of calls. Never throws.
 */
export function peakyPeekHandler(): LangChainHandler {
  return new LangChainHandler();
}
