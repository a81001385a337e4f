import { createOpenAI as createOpenAI7 } from "@ai-sdk/openai";
import * as ai7 from "ai";
import * as ai6 from "ai-6";
import { createOpenAI as createOpenAI6 } from "ai-sdk-openai-6";
import { afterAll, beforeAll, describe, expect } from "vitest";
import { z } from "zod";
import { recordAiSdk } from "../../../sdk/adapters/ai-sdk.ts";
import { AI_SDK_6, AI_SDK_7 } from "./expected/ai-sdk.ts";
import type { Scripted } from "./support/model-server.ts";
import { serverFor, testCaptures } from "./support/scenario.ts";
import { chatCall, chatStream, chatText } from "./support/scripts.ts";

let stop = (): void => undefined;
beforeAll(() => {
  stop = recordAiSdk();
});
afterAll(() => stop());

describe.each([
  ["AI SDK 7", ai7, createOpenAI7, AI_SDK_7],
  ["AI SDK 6", ai6 as unknown as typeof ai7, createOpenAI6 as unknown as typeof createOpenAI7, AI_SDK_6],
])("%s", (name, ai, createOpenAI, expected) => {
  async function model(script: readonly Scripted[], id = "gpt-4o"): Promise<ReturnType<ReturnType<typeof createOpenAI7>["chat"]>> {
    const { url } = await serverFor(script);
    return createOpenAI({ apiKey: "k", baseURL: `${url}/v1` }).chat(id);
  }

  const weather = ai.tool({ description: "The weather", inputSchema: z.object({ city: z.string() }), execute: async ({ city }) => ({ city, sky: "rain" }) });
  const broken = ai.tool({ description: "Breaks", inputSchema: z.looseObject({}), execute: async (): Promise<string> => Promise.reject(new RangeError("out of order")) });
  const steps = ai.isStepCount?.(5) ?? (ai as unknown as { stepCountIs(n: number): ReturnType<typeof ai7.isStepCount> }).stepCountIs(5);

  testCaptures(expected, name, {
    "model calls": async () => {
      const { text } = await ai.generateText({ model: await model([chatText("Hello")]), prompt: "Say hello", temperature: 0 });
      expect(text).toBe("Hello");
    },
    "streamed text": async () => {
      const result = ai.streamText({ model: await model([chatStream(["Hello", ", ", "world"])]), prompt: "Say hello" });
      let text = "";
      for await (const piece of result.textStream) text += piece;
      expect(text).toBe("Hello, world");
    },
    "tool calls": async () => {
      const { text } = await ai.generateText({ model: await model([chatCall("weather", { city: "Oslo" }), chatText("It rains.")]), tools: { weather }, stopWhen: steps, prompt: "Weather in Oslo?" });
      expect(text).toBe("It rains.");
    },
    "tool errors": async () => {
      await ai.generateText({ model: await model([chatCall("broken", {}), chatText("It broke.")]), tools: { broken }, stopWhen: steps, prompt: "Do it" });
    },
    "model errors": async () => {
      await ai.generateText({ model: await model([{ status: 400, json: { error: { type: "invalid_request_error", message: "no such model" } } }]), tools: { weather }, prompt: "Say hello" });
    },
    retries: async () => {
      await ai.generateText({ model: await model([{ status: 500, json: { error: { type: "server_error", message: "again" } } }, chatText("Hello")]), prompt: "Say hello", maxRetries: 1 });
    },
    aborts: async () => {
      const abort = new AbortController();
      const hanging = await model([{ hangs: true }]);
      setTimeout(() => abort.abort(), 100);
      await ai.generateText({ model: hanging, tools: { weather }, prompt: "Say hello", abortSignal: abort.signal }).catch(() => undefined);
    },
    "parallel runs": async (ctx) => {
      const one = await model([chatCall("weather", { city: "Oslo" }, "a"), chatText("It rains.")]);
      const two = await model([chatCall("weather", { city: "Rome" }, "b"), chatText("It shines.")], "gpt-4o-mini");
      const ask = (agent: typeof one, city: string): Promise<unknown> => Promise.resolve(ai.generateText({ model: agent, tools: { weather }, stopWhen: steps, prompt: `Weather in ${city}?` }));
      const first = ctx.log("both at once");
      await ctx.within(first, () => Promise.all([ask(one, "Oslo"), new Promise((resolve) => setTimeout(resolve, 3)).then(() => ask(two, "Rome"))]));
    },
    refusals: async () => {
      const filtered = chatText("") as { json: { choices: { finish_reason: string }[] } };
      filtered.json.choices[0]!.finish_reason = "content_filter";
      await ai.generateText({ model: await model([filtered]), prompt: "Say something bad" });
    },
  });
});
