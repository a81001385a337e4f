import { BaseRetriever } from "@langchain/core/retrievers";
import { ChatPromptTemplate } from "@langchain/core/prompts";
import { StringOutputParser } from "@langchain/core/output_parsers";
import { tool } from "@langchain/core/tools";
import { Annotation, Command, END, interrupt, MemorySaver, MessagesAnnotation, START, StateGraph } from "@langchain/langgraph";
import { createReactAgent } from "@langchain/langgraph/prebuilt";
import { ChatOpenAI } from "@langchain/openai";
import { expect } from "vitest";
import { z } from "zod";
import { peakyPeekHandler, recordCheckpoints } from "../../../sdk/adapters/langchain.ts";
import { LANGCHAIN } from "./expected/langchain.ts";
import type { Scripted } from "./support/model-server.ts";
import { serverFor, testCaptures } from "./support/scenario.ts";
import { chatCall, chatStream, chatText } from "./support/scripts.ts";

const callbacks = [peakyPeekHandler()];

async function model(script: readonly Scripted[], options: object = {}): Promise<ChatOpenAI> {
  const { url } = await serverFor(script);
  return new ChatOpenAI({ model: "gpt-4o", apiKey: "k", maxRetries: 0, configuration: { baseURL: `${url}/v1` }, ...options });
}

const weather = tool(async ({ city }: { city: string }) => `rain in ${city}`, { name: "weather", description: "The weather", schema: z.object({ city: z.string() }) });
const broken = tool(async (): Promise<string> => Promise.reject(new RangeError("out of order")), { name: "broken", description: "Breaks", schema: z.object({}) });

class TwoDocuments extends BaseRetriever {
  readonly lc_namespace = ["test"];
  override async _getRelevantDocuments(query: string): Promise<{ pageContent: string; metadata: object }[]> {
    return [{ pageContent: `about ${query}`, metadata: { page: 1 } }];
  }
}

testCaptures(LANGCHAIN, "LangChain.js", {
  "model calls": async () => {
    const chain = ChatPromptTemplate.fromMessages([["system", "Be brief"], ["user", "Say {word}"]]).pipe(await model([chatText("Hello")])).pipe(new StringOutputParser());
    expect(await chain.invoke({ word: "hello" }, { callbacks })).toBe("Hello");
  },
  "streamed text": async () => {
    const stream = await (await model([chatStream(["Hello", ", ", "world"])])).stream("Say hello", { callbacks });
    let text = "";
    for await (const piece of stream) text += piece.text;
    expect(text).toBe("Hello, world");
  },
  "tool calls": async () => {
    const agent = createReactAgent({ llm: await model([chatCall("weather", { city: "Oslo" }), chatText("It rains.")]), tools: [weather], name: "forecaster" });
    const { messages } = await agent.invoke({ messages: [{ role: "user", content: "Weather in Oslo?" }] }, { callbacks });
    expect(messages.at(-1)?.content).toBe("It rains.");
  },
  "tool errors": async () => {
    await broken.invoke({}, { callbacks });
  },
  "model errors": async () => {
    await (await model([{ status: 400, json: { error: { type: "invalid_request_error", message: "no such model" } } }])).invoke("Say hello", { callbacks });
  },
  aborts: async () => {
    const abort = new AbortController();
    setTimeout(() => abort.abort(), 100);
    await (await model([{ hangs: true }])).invoke("Say hello", { callbacks, signal: abort.signal });
  },
  refusals: async () => {
    const filtered = chatText("") as { json: { choices: { finish_reason: string }[] } };
    filtered.json.choices[0]!.finish_reason = "content_filter";
    await (await model([filtered])).invoke("Say something bad", { callbacks });
  },
  retrieval: async () => {
    await new TwoDocuments().invoke("weather", { callbacks });
  },
  handoffs: async () => {
    const transfer = tool(async () => new Command({ goto: "writer", graph: Command.PARENT, update: {} }), { name: "transfer_to_writer", description: "Hands over", schema: z.object({}) });
    await transfer.invoke({}, { callbacks });
  },
  "interrupts and resumes": async () => {
    const state = Annotation.Root({ answer: Annotation<string> });
    const graph = new StateGraph(state)
      .addNode("ask", () => ({ answer: interrupt("May I?") as string }))
      .addEdge(START, "ask")
      .addEdge("ask", END)
      .compile({ checkpointer: new MemorySaver(), name: "asker" });
    const config = { callbacks, configurable: { thread_id: "t1" } };
    await graph.invoke({}, config);
    expect(await graph.invoke(new Command({ resume: "yes" }), config)).toEqual({ answer: "yes" });
  },
  checkpoints: async () => {
    const graph = new StateGraph(Annotation.Root({ count: Annotation<number> }))
      .addNode("add", ({ count }) => ({ count: count + 1 }))
      .addEdge(START, "add")
      .compile({ checkpointer: recordCheckpoints(new MemorySaver()), name: "counter" });
    await graph.invoke({ count: 1 }, { callbacks, configurable: { thread_id: "t2" } });
  },
  "sub-agents": async () => {
    const inner = createReactAgent({ llm: await model([chatText("Rain.")]), tools: [], name: "researcher" });
    const graph = new StateGraph(MessagesAnnotation).addNode("research", inner).addEdge(START, "research").compile({ name: "team" });
    await graph.invoke({ messages: [{ role: "user", content: "Weather?" }] }, { callbacks });
  },
  "parallel runs": async () => {
    const graph = new StateGraph(Annotation.Root({ seen: Annotation<string[]>({ reducer: (a, b) => [...a, ...b], default: () => [] }) }))
      .addNode("left", async () => ({ seen: [await weather.invoke({ city: "Oslo" })] }))
      .addNode("right", async () => ({ seen: [await weather.invoke({ city: "Rome" })] }))
      .addEdge(START, "left")
      .addEdge(START, "right")
      .compile({ name: "both" });
    const { seen } = await graph.invoke({}, { callbacks });
    expect(seen).toHaveLength(2);
  },
});
