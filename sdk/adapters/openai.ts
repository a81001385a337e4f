import { recordClient } from "./kit/client.ts";

/**
 * Records the calls of an `openai` client (6 and 7; also Azure, and any server that speaks the same): chat completions,
 * responses and embeddings, streamed or not, with tool calls, retries, errors and aborts. Returns the same client.
 * Calls stand in the scope they are made in. Never throws.
 */
export function recordOpenAI<Client extends object>(client: Client): Client {
  return recordClient(client, "openai");
}
