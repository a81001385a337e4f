import Anthropic from "@anthropic-ai/sdk";
import { expect } from "vitest";
import { recordAnthropic } from "../../../sdk/adapters/anthropic.ts";
import { ANTHROPIC } from "./expected/anthropic.ts";
import type { Scripted } from "./support/model-server.ts";
import { serverFor, testCaptures } from "./support/scenario.ts";
import { message, messageStream } from "./support/scripts.ts";

const ASK = { model: "claude-haiku-9", max_tokens: 100, messages: [{ role: "user" as const, content: "Weather in Oslo?" }] };
const OVERLOADED = { type: "error", error: { type: "overloaded_error", message: "busy" } };

async function clientFor(script: readonly Scripted[], options: object = {}): Promise<Anthropic> {
  const { url } = await serverFor(script);
  return recordAnthropic(new Anthropic({ apiKey: "k", baseURL: url, maxRetries: 0, ...options }));
}

testCaptures(ANTHROPIC, "@anthropic-ai/sdk", {
  "model calls": async () => {
    const client = await clientFor([message([{ type: "text", text: "Hello" }])]);
    await client.messages.create(ASK);
  },
  "streamed text": async () => {
    const client = await clientFor([messageStream(["It", " rains"])]);
    const final = await client.messages.stream(ASK).finalMessage();
    expect(final.content.map(({ type }) => type)).toEqual(["thinking", "text", "tool_use"]);
  },
  "tool calls": async () => {
    const client = await clientFor([message([{ type: "text", text: "I look." }, { type: "tool_use", id: "toolu_1", name: "weather", input: { city: "Oslo" } }], "tool_use")]);
    await client.messages.create({ ...ASK, tools: [{ name: "weather", input_schema: { type: "object" } }] });
  },
  "model errors": async () => {
    const begun = messageStream([]).events?.slice(0, 1) ?? [];
    const client = await clientFor([{ status: 400, json: { type: "error", error: { type: "invalid_request_error", message: "no" } } }, { events: [...begun, { name: "error", data: OVERLOADED }] }]);
    await client.messages.create(ASK).catch(() => undefined);
    await client.messages.stream(ASK).finalMessage();
  },
  retries: async () => {
    const client = await clientFor([{ status: 529, json: OVERLOADED }, message([{ type: "text", text: "Hello" }])], { maxRetries: 1 });
    await client.messages.create(ASK);
  },
  aborts: async () => {
    const begun = messageStream(["It"]).events?.slice(0, 7) ?? [];
    const client = await clientFor([{ events: begun.filter((_, at) => at === 0 || at > 4), hangs: true }, { hangs: true }], { timeout: 1000 });
    const stream = await client.messages.create({ ...ASK, stream: true });
    for await (const event of stream) if (event.type === "content_block_delta") break;
    await client.messages.create(ASK).catch(() => undefined);
  },
  refusals: async () => {
    const client = await clientFor([message([{ type: "text", text: "I can’t." }], "refusal")]);
    await client.messages.create(ASK);
  },
});
