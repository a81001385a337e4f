import { AiSdkIntegration } from "./ai-sdk/integration.ts";
import { recordGlobalFetch } from "./fetch.ts";
import { notice } from "./kit/notice.ts";

/** Where both majors look for integrations. */
interface Registry {
  AI_SDK_TELEMETRY_INTEGRATIONS?: unknown;
}

/**
 * Records the Vercel AI SDK, majors 6 and 7, in the whole process: `generateText`, `streamText`, agents, their steps and
 * tools, and with major 7 also embeddings and structured output. Also records the global `fetch`, from which the tries
 * of a call and, with major 6, its failures are known. Call it once, before the first call. Returns the function that
 * undoes it. Never throws.
 */
export function recordAiSdk(): () => void {
  const stopFetch = recordGlobalFetch();
  const stop = addIntegration();
  return () => {
    stop();
    stopFetch();
  };
}

/** Registers the integration for both majors, once. */
export function addIntegration(): () => void {
  const registry = globalThis as Registry;
  const integration = new AiSdkIntegration();
  const list = (registry.AI_SDK_TELEMETRY_INTEGRATIONS ??= []);
  if (!Array.isArray(list)) {
    notice("ai-sdk", "this version keeps its integrations elsewhere: it is not recorded");
    return () => undefined;
  }
  if (list.some((other) => other instanceof AiSdkIntegration)) return () => undefined;
  list.push(integration);
  return () => {
    const index = list.indexOf(integration);
    if (index >= 0) list.splice(index, 1);
  };
}
