import { describe, expect, test } from "vitest";
import OpenAI7 from "openai";
import OpenAI6 from "openai-6";
import { recordOpenAI } from "../../../sdk/adapters/openai.ts";
import { OPENAI } from "./expected/openai.ts";
import { serverFor, testCaptures } from "./support/scenario.ts";
import { chatCall, chatCallStream, chatStream, chatStreamCut, chatText, callItem, responseOf, responseStream } from "./support/scripts.ts";
import type { Scripted } from "./support/model-server.ts";

const TOOLS = [{ type: "function" as const, function: { name: "weather", parameters: { type: "object", properties: { city: { type: "string" } } } } }];
const ASK = { model: "gpt-4o", messages: [{ role: "user" as const, content: "Say hello" }] };

describe.each([
  ["openai 7", OpenAI7],
  ["openai 6", OpenAI6 as unknown as typeof OpenAI7],
])("%s", (name, OpenAI) => {
  async function clientFor(script: readonly Scripted[], options: object = {}): Promise<OpenAI7> {
    const { url } = await serverFor(script);
    return recordOpenAI(new OpenAI({ apiKey: "sk-test", baseURL: `${url}/v1`, maxRetries: 0, ...options }));
  }

  testCaptures(OPENAI, name, {
    "model calls": async () => {
      const client = await clientFor([chatText("Hello")]);
      const answer = await client.chat.completions.create(ASK);
      expect(answer.choices[0]?.message.content).toBe("Hello");
    },
    "streamed text": async () => {
      const client = await clientFor([chatStream(["Hello", ", ", "world"]), responseStream(["Good", " day"])]);
      const stream = await client.chat.completions.create({ ...ASK, stream: true, stream_options: { include_usage: true } });
      let text = "";
      for await (const chunk of stream) text += chunk.choices[0]?.delta.content ?? "";
      expect(text).toBe("Hello, world");
      const events = await client.responses.create({ model: "gpt-5", input: "Greet me", stream: true });
      const types: string[] = [];
      for await (const event of events) types.push(event.type);
      expect(types.at(-1)).toBe("response.completed");
    },
    "tool calls": async () => {
      const client = await clientFor([chatCall("weather", { city: "Oslo" }), chatCallStream("weather", `{"city":"Oslo"}`), { json: responseOf([callItem("weather", { city: "Oslo" })]) }]);
      await client.chat.completions.create({ ...ASK, tools: TOOLS });
      const stream = client.chat.completions.stream({ ...ASK, tools: TOOLS, stream_options: { include_usage: true } });
      expect((await stream.finalChatCompletion()).choices[0]?.message.tool_calls?.length).toBe(1);
      await client.responses.create({ model: "gpt-5", input: "Weather in Oslo?", tools: [{ type: "function", name: "weather", strict: false, parameters: {} }] });
    },
    "model errors": async () => {
      const client = await clientFor([{ status: 400, json: { error: { type: "invalid_request_error", message: "no such model" } } }]);
      await client.chat.completions.create(ASK);
    },
    retries: async () => {
      const client = await clientFor([{ status: 500, json: { error: { type: "server_error", message: "try again" } } }, chatText("Hello")], { maxRetries: 1 });
      await client.chat.completions.create(ASK);
    },
    aborts: async () => {
      const client = await clientFor([chatStreamCut(["Hel"], "hangs"), { hangs: true }, chatStreamCut(["Hel"], "breaks")], { timeout: 1000 });
      const abort = new AbortController();
      const stream = await client.chat.completions.create({ ...ASK, stream: true }, { signal: abort.signal });
      await expect(async () => {
        for await (const chunk of stream) if (chunk.choices[0]?.delta.content === "Hel") abort.abort();
        throw new Error("the loop ends quietly on an abort");
      }).rejects.toThrow();
      await expect(client.chat.completions.create({ ...ASK, stream: true })).rejects.toThrow(/timed out/);
      const broken = await client.chat.completions.create({ ...ASK, stream: true });
      await expect(async () => {
        for await (const _ of broken);
      }).rejects.toThrow();
    },
    refusals: async () => {
      const client = await clientFor([chatText(null as unknown as string, { refusal: "I cannot help with that" })]);
      await client.chat.completions.create(ASK);
    },
  });

  test("what a helper of the client asks for itself is the client's affair: raw responses and their headers stay", async () => {
    const client = await clientFor([chatText("Hello")]);
    const { data, response } = await client.chat.completions.create(ASK).withResponse();
    expect(data.choices[0]?.message.content).toBe("Hello");
    expect(response.url).toMatch(/chat\/completions$/);
    expect(response.headers.get("content-type")).toBe("application/json");
  });
});

test("a client of an unknown make is handed back as it is, with one notice", async () => {
  const warnings: string[] = [];
  const listen = (warning: Error): void => void warnings.push(warning.message);
  process.on("warning", listen);
  const odd = { chat: {} };
  expect(recordOpenAI(odd)).toBe(odd);
  recordOpenAI(Object.freeze({}));
  await new Promise((resolve) => setImmediate(resolve));
  process.off("warning", listen);
  expect(warnings).toEqual(["openai: this version has no `fetch` to record at: its calls are not recorded; the program goes on"]);
});
