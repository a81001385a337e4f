import { createOpenAI } from "@ai-sdk/openai";
import { expect } from "vitest";
import { z } from "zod";
import { PeakyPeekExporter } from "../../../sdk/adapters/mastra.ts";
import { MASTRA } from "./expected/mastra.ts";
import type { Scripted } from "./support/model-server.ts";
import { Agent, createStep, createTool, createWorkflow, Mastra, Observability, type MastraAgent } from "./support/mastra.ts";
import { serverFor, testCaptures } from "./support/scenario.ts";
import { chatCall, chatStream, chatText } from "./support/scripts.ts";

const exporter = new PeakyPeekExporter();
const weather = createTool({ id: "weather", description: "The weather", inputSchema: z.object({ city: z.string() }), execute: async () => ({ sky: "rain" }) });
const broken = createTool({ id: "broken", description: "Breaks", inputSchema: z.looseObject({}), execute: async (): Promise<object> => Promise.reject(new RangeError("out of order")) });

async function agentFor(script: readonly Scripted[], options: object = {}): Promise<MastraAgent> {
  const { url } = await serverFor(script);
  const model = createOpenAI({ apiKey: "k", baseURL: `${url}/v1` }).chat("gpt-4o");
  const agent = new Agent({ id: "forecaster", name: "forecaster", instructions: "Be brief", model, maxRetries: 0, tools: { weather, broken }, ...options });
  const observability = new Observability({ configs: { default: { serviceName: "test", exporters: [exporter] } } });
  return new Mastra({ agents: { forecaster: agent }, logger: false, observability }).getAgent("forecaster");
}

testCaptures(MASTRA, "Mastra", {
  "model calls": async () => {
    const { text } = await (await agentFor([chatText("Hello")])).generate("Say hello");
    expect(text).toBe("Hello");
  },
  "streamed text": async () => {
    const stream = await (await agentFor([chatStream(["Hello", ", ", "world"])])).stream("Say hello");
    let text = "";
    for await (const piece of stream.textStream) text += piece;
    expect(text).toBe("Hello, world");
  },
  "tool calls": async () => {
    await (await agentFor([chatCall("weather", { city: "Oslo" }), chatText("It rains.")])).generate("Weather in Oslo?");
  },
  "tool errors": async () => {
    await (await agentFor([chatCall("broken", {}), chatText("It broke.")])).generate("Do it");
  },
  "model errors": async () => {
    await (await agentFor([{ status: 400, json: { error: { type: "invalid_request_error", message: "no such model" } } }])).generate("Say hello").catch(() => undefined);
  },
  guardrails: async () => {
    const guard = { id: "no poems", processInput: ({ abort }: { abort: (reason: string) => never }) => abort("poems are not allowed") };
    await (await agentFor([chatText("A poem.")], { inputProcessors: [guard] })).generate("A poem");
  },
  workflows: async () => {
    const step = createStep({ id: "double", inputSchema: z.object({ n: z.number() }), outputSchema: z.object({ n: z.number() }), execute: async ({ inputData }: { inputData: { n: number } }) => ({ n: inputData.n * 2 }) });
    const workflow = createWorkflow({ id: "doubler", inputSchema: z.object({ n: z.number() }), outputSchema: z.object({ n: z.number() }) }).then(step).commit();
    const observability = new Observability({ configs: { default: { serviceName: "test", exporters: [exporter] } } });
    const mastra = new Mastra({ workflows: { doubler: workflow }, logger: false, observability });
    const run = await mastra.getWorkflow("doubler").createRun();
    await run.start({ inputData: { n: 21 } });
  },
});
