import { AgentsProcessor } from "../openai-agents/processor.ts";
import { notice, quietly } from "../kit/notice.ts";

/** As much of the framework's trace provider as is used. */
interface Provider {
  registerProcessor?: (processor: object) => void;
  setProcessors?: (processors: object[]) => void;
}

/** Where both copies of the framework look for their one provider. */
const PROVIDER = Symbol.for("openai.agents.core.traceProvider");

/** Adds the processor to the OpenAI Agents SDK the moment it sets up its tracing, and keeps it when processors are set anew. */
export function attachOpenAIAgents(): void {
  const processor = new AgentsProcessor();
  const holder = globalThis as { [PROVIDER]?: Provider | undefined };
  const keep = (provider: Provider | undefined): void => {
    Object.defineProperty(holder, PROVIDER, { value: provider, writable: true, configurable: true, enumerable: true });
    if (provider !== undefined) quietly("openai-agents", () => attachTo(provider, processor));
  };
  if (holder[PROVIDER] !== undefined) keep(holder[PROVIDER]);
  else Object.defineProperty(holder, PROVIDER, { get: () => undefined, set: keep, configurable: true, enumerable: false });
}

function attachTo(provider: Provider, processor: AgentsProcessor): void {
  const { registerProcessor, setProcessors } = provider;
  if (typeof registerProcessor !== "function" || typeof setProcessors !== "function") return notice("openai-agents", "this version sets up its tracing in another way: it is not recorded");
  registerProcessor.call(provider, processor);
  // Importing `@openai/agents` sets the processors anew.
  provider.setProcessors = (processors) => setProcessors.call(provider, [...processors, processor]);
}
