import type { JsonObject } from "../../../../format/importers/kit/read.ts";
import type { Protocol } from "../protocol.ts";
import { anthropicMessages } from "./anthropic.ts";
import { embeddings } from "./embeddings.ts";
import { gemini } from "./gemini.ts";
import { openaiChat } from "./openai-chat.ts";
import { openaiResponses } from "./openai-responses.ts";

/** The endpoints that are known. The first whose path and body fit is taken. */
const PROTOCOLS: readonly Protocol[] = [openaiChat, openaiResponses, anthropicMessages, gemini, embeddings];

/** True if a URL may be that of a model; the body has to be read to know. */
export function mayBeModel(path: string): boolean {
  return PROTOCOLS.some((protocol) => protocol.path.test(path));
}

/** How a request is spoken; undefined if it is not a model's. */
export function protocolOf(url: URL, body: JsonObject): Protocol | undefined {
  return PROTOCOLS.find((protocol) => protocol.path.test(url.pathname) && protocol.accepts(body));
}

/** Hosts by their ending. */
const PROVIDERS: readonly (readonly [host: string, provider: string])[] = [
  ["api.openai.com", "openai"],
  ["openai.azure.com", "azure"],
  ["api.anthropic.com", "anthropic"],
  ["googleapis.com", "google"],
  ["api.mistral.ai", "mistral"],
  ["api.groq.com", "groq"],
  ["api.deepseek.com", "deepseek"],
  ["api.x.ai", "xai"],
  ["openrouter.ai", "openrouter"],
  ["api.together.xyz", "together"],
  ["api.fireworks.ai", "fireworks"],
];

/** Who serves the model, by the host; else who the protocol is by. */
export function providerOf(url: URL, protocol: Protocol): string {
  return PROVIDERS.find(([host]) => url.hostname === host || url.hostname.endsWith(`.${host}`))?.[1] ?? protocol.provider;
}
