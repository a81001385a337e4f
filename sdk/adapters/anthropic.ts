import { recordClient } from "./kit/client.ts";

/**
 * Records the calls of an `@anthropic-ai/sdk` client: messages, streamed or not, with thinking, tool calls, refusals,
 * retries, errors and aborts. Returns the same client. Calls stand in the scope they are made in. Never throws.
 */
export function recordAnthropic<Client extends object>(client: Client): Client {
  return recordClient(client, "@anthropic-ai/sdk");
}
