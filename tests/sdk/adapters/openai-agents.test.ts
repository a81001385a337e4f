import { Agent, addTraceProcessor, OpenAIProvider, Runner, setTraceProcessors, setTracingDisabled, tool } from "@openai/agents";
import OpenAI from "openai";
import { beforeAll, expect } from "vitest";
import { z } from "zod";
import { peakyPeekProcessor } from "../../../sdk/adapters/openai-agents.ts";
import { OPENAI_AGENTS } from "./expected/openai-agents.ts";
import type { Scripted } from "./support/model-server.ts";
import { serverFor, testCaptures } from "./support/scenario.ts";
import { callItem, chatText, messageItem, responseOf, responseStream } from "./support/scripts.ts";

beforeAll(() => {
  // The framework keeps quiet in tests unless told otherwise.
  setTracingDisabled(false);
  setTraceProcessors([]);
  addTraceProcessor(peakyPeekProcessor());
});

async function runner(script: readonly Scripted[], options: { readonly chat?: boolean; readonly workflowName?: string } = {}): Promise<Runner> {
  const { url } = await serverFor(script);
  const openAIClient = new OpenAI({ apiKey: "k", baseURL: `${url}/v1`, maxRetries: 0 });
  return new Runner({ modelProvider: new OpenAIProvider({ openAIClient, useResponses: options.chat !== true }), workflowName: options.workflowName ?? "work" });
}

const weather = tool({ name: "weather", description: "The weather", parameters: z.object({ city: z.string() }), execute: async ({ city }) => `rain in ${city}` });
const broken = tool({ name: "broken", description: "Breaks", parameters: z.object({}), errorFunction: null, execute: async (): Promise<string> => Promise.reject(new RangeError("out of order")) });
const text = (said: string): Scripted => ({ json: responseOf([messageItem(said)]) });

/** What the framework does not end itself is ended a moment later. */
const moment = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5));

testCaptures(OPENAI_AGENTS, "OpenAI Agents", {
  "model calls": async () => {
    const agents = await runner([text("Hello")]);
    const { finalOutput } = await agents.run(new Agent({ name: "greeter", model: "gpt-5" }), "Say hello");
    expect(finalOutput).toBe("Hello");
  },
  "chat completions": async () => {
    const agents = await runner([chatText("Hello")], { chat: true });
    await agents.run(new Agent({ name: "greeter", model: "gpt-4o" }), "Say hello");
  },
  "streamed text": async () => {
    const agents = await runner([responseStream(["Hello", ", ", "world"])]);
    const result = await agents.run(new Agent({ name: "greeter", model: "gpt-5" }), "Say hello", { stream: true });
    let said = "";
    for await (const piece of result.toTextStream()) said += piece;
    await result.completed;
    expect(said).toBe("Hello, world");
  },
  "tool calls": async () => {
    const agents = await runner([{ json: responseOf([callItem("weather", { city: "Oslo" })]) }, text("It rains.")]);
    await agents.run(new Agent({ name: "forecaster", model: "gpt-5", tools: [weather] }), "Weather in Oslo?");
  },
  "tool errors": async () => {
    const agents = await runner([{ json: responseOf([callItem("broken", {})]) }, text("It broke.")]);
    await agents.run(new Agent({ name: "fixer", model: "gpt-5", tools: [broken] }), "Do it").catch(moment);
  },
  "model errors": async () => {
    const agents = await runner([{ status: 400, json: { error: { type: "invalid_request_error", message: "no such model" } } }]);
    await agents.run(new Agent({ name: "greeter", model: "gpt-0" }), "Say hello").catch(moment);
  },
  handoffs: async () => {
    const agents = await runner([{ json: responseOf([callItem("transfer_to_writer", {})]) }, text("A poem.")]);
    const writer = new Agent({ name: "writer", model: "gpt-5" });
    await agents.run(Agent.create({ name: "triage", model: "gpt-5", handoffs: [writer] }), "A poem please");
  },
  guardrails: async () => {
    const agents = await runner([text("Hello")]);
    const guard = (tripwireTriggered: boolean) => ({ name: tripwireTriggered ? "no poems" : "no rudeness", execute: async () => ({ tripwireTriggered, outputInfo: {} }) });
    await agents.run(new Agent({ name: "greeter", model: "gpt-5", inputGuardrails: [guard(false)] }), "Hello");
    await agents.run(new Agent({ name: "greeter", model: "gpt-5", inputGuardrails: [{ ...guard(true), runInParallel: false }] }), "A poem").catch(moment);
  },
  refusals: async () => {
    const agents = await runner([{ json: responseOf([{ id: "m", type: "message", role: "assistant", status: "completed", content: [{ type: "refusal", refusal: "I cannot help with that" }] }]) }]);
    await agents.run(new Agent({ name: "greeter", model: "gpt-5" }), "Something bad").catch(moment);
  },
  "parallel runs": async () => {
    const agents = await runner([text("Hello")], { workflowName: "greetings" });
    await Promise.all(["a", "b"].map((name) => agents.run(new Agent({ name, model: "gpt-5" }), `Greet ${name}`)));
  },
});
