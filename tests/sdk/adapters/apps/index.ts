import type { App } from "../support/app.ts";
import type { Scripted } from "../support/model-server.ts";
import { callItem, chatCall, chatStream, chatText, messageItem, messageStream, responseOf } from "../support/scripts.ts";

/** A program that knows nothing of us, what its model answers, and what it prints. It finds the server in MODEL_URL. */
export interface Unchanged extends App {
  readonly name: string;
  readonly script: readonly Scripted[];
  readonly prints: string;
  /** Rows of `tree` for each run it leaves. */
  readonly runs: readonly string[];
}

const LANGCHAIN_BODY = `
const weather = tool(async ({ city }) => "rain in " + city, { name: "weather", description: "The weather", schema: z.object({ city: z.string() }) });
const llm = new ChatOpenAI({ model: "gpt-4o", apiKey: "k", maxRetries: 0, configuration: { baseURL: process.env.MODEL_URL + "/v1" } });
const agent = createReactAgent({ llm, tools: [weather], name: "forecaster" });
agent.invoke({ messages: [{ role: "user", content: "Weather in Oslo?" }] }).then(({ messages }) => console.log(messages.at(-1).content));
`;
const LANGCHAIN_PACKAGES = { "@langchain/core": "@langchain/core", "@langchain/langgraph": "@langchain/langgraph", "@langchain/openai": "@langchain/openai", zod: "zod" };
const LANGCHAIN_RUN = `
  0 agent_start forecaster input:{"messages":[{"role":"user","content":"Weather in Oslo?"}]}
    1 chain agent input:{"messages":[{"role":"user","content":"Weather in Oslo?"}]}
      2 llm_request gpt-4o
      3 llm_response gpt-4o-2024-08-06 ok re=2 in=20 out=9 read=8 think=4 tool_calls:[{"id":"call_1","name":"weather","arguments":{"city":"Oslo"}… stop_reason:tool_calls
    4 chain_end agent ok re=1 output:{"messages":[{"role":"assistant","content":"","name":"foreca…
    5 chain tools input:{"messages":[{"role":"user","content":"Weather in Oslo?"},{"…
      6 tool_call weather arguments:{"city":"Oslo"} call_id:call_1
      7 tool_result weather ok re=6 result:rain in Oslo
    8 chain_end tools ok re=5 output:{"messages":[{"role":"tool","content":"rain in Oslo","name":…
    9 chain agent input:{"messages":[{"role":"user","content":"Weather in Oslo?"},{"…
      10 llm_request gpt-4o
      11 llm_response gpt-4o-2024-08-06 ok re=10 in=20 out=9 read=8 think=4 content:It rains. stop_reason:stop
    12 chain_end agent ok re=9 output:{"messages":[{"role":"assistant","content":"It rains.","name…
  13 agent_end forecaster ok re=0 output:{"messages":[{"role":"user","content":"Weather in Oslo?"},{"…`;

const aiSdkBody = (steps: string): string => `
import { generateText, ${steps}, tool } from "ai";
import { createOpenAI } from "@ai-sdk/openai";
import { z } from "zod";
const model = createOpenAI({ apiKey: "k", baseURL: process.env.MODEL_URL + "/v1" }).chat("gpt-4o");
const weather = tool({ description: "The weather", inputSchema: z.object({ city: z.string() }), execute: async ({ city }) => ({ city, sky: "rain" }) });
const { text } = await generateText({ model, tools: { weather }, stopWhen: ${steps}(5), prompt: "Weather in Oslo?" });
console.log(text);
`;
const aiSdkRun = (input: string, call: string): string => `
  0 agent_start app
    1 agent_start generateText input:${input}
      2 llm_request gpt-4o
      3 llm_response gpt-4o-2024-08-06 ok re=2 in=20 out=9 read=8 think=4 tool_calls:[{"id":"call_1","name":"weather","arguments":{"city":"Oslo"}… stop_reason:${call}
      4 tool_call weather from=3 arguments:{"city":"Oslo"} call_id:call_1
      5 tool_result weather ok re=4 result:{"city":"Oslo","sky":"rain"}
      6 llm_request gpt-4o
      7 llm_response gpt-4o-2024-08-06 ok re=6 in=20 out=9 read=8 think=4 content:It rains. stop_reason:stop
      8 agent_end generateText ok re=1 output:It rains.
  9 agent_end app ok re=0`;

const FORECAST = [chatCall("weather", { city: "Oslo" }), chatText("It rains.")];

/** Programs recorded without a change. */
export const UNCHANGED: readonly Unchanged[] = [
  {
    name: "LangChain, ESM",
    file: "app.mjs",
    packages: LANGCHAIN_PACKAGES,
    script: FORECAST,
    source: `import { tool } from "@langchain/core/tools";\nimport { createReactAgent } from "@langchain/langgraph/prebuilt";\nimport { ChatOpenAI } from "@langchain/openai";\nimport { z } from "zod";\n${LANGCHAIN_BODY}`,
    prints: "It rains.\n",
    runs: [LANGCHAIN_RUN],
  },
  {
    name: "LangChain, CommonJS",
    file: "app.cjs",
    packages: LANGCHAIN_PACKAGES,
    script: FORECAST,
    source: `const { tool } = require("@langchain/core/tools");\nconst { createReactAgent } = require("@langchain/langgraph/prebuilt");\nconst { ChatOpenAI } = require("@langchain/openai");\nconst { z } = require("zod");\n${LANGCHAIN_BODY}`,
    prints: "It rains.\n",
    runs: [LANGCHAIN_RUN],
  },
  {
    name: "AI SDK 7",
    file: "app.mjs",
    packages: { ai: "ai", "@ai-sdk/openai": "@ai-sdk/openai", zod: "zod" },
    script: FORECAST,
    source: aiSdkBody("isStepCount"),
    prints: "It rains.\n",
    runs: [aiSdkRun(`[{"role":"user","content":"Weather in Oslo?"}]`, "tool-calls")],
  },
  {
    name: "AI SDK 6",
    file: "app.mjs",
    packages: { ai: "ai-6", "@ai-sdk/openai": "ai-sdk-openai-6", zod: "zod" },
    script: FORECAST,
    source: aiSdkBody("stepCountIs"),
    prints: "It rains.\n",
    runs: [aiSdkRun("Weather in Oslo?", "tool_calls")],
  },
  {
    name: "OpenAI Agents",
    file: "app.mjs",
    packages: { "@openai/agents": "@openai/agents", openai: "openai", zod: "zod" },
    script: [{ json: responseOf([callItem("weather", { city: "Oslo" })]) }, { json: responseOf([messageItem("It rains.")]) }],
    source: `
import { Agent, run, setDefaultOpenAIClient, setTraceProcessors, tool } from "@openai/agents";
import OpenAI from "openai";
import { z } from "zod";
setTraceProcessors([]);
setDefaultOpenAIClient(new OpenAI({ apiKey: "k", baseURL: process.env.MODEL_URL + "/v1" }));
const weather = tool({ name: "weather", description: "The weather", parameters: z.object({ city: z.string() }), execute: async ({ city }) => "rain in " + city });
const { finalOutput } = await run(new Agent({ name: "forecaster", model: "gpt-5", tools: [weather] }), "Weather in Oslo?");
console.log(finalOutput);
`,
    prints: "It rains.\n",
    runs: [
      `
  0 agent_start Agent workflow
    1 agent_start forecaster
      2 llm_request gpt-5
      3 llm_response gpt-5 ok re=2 in=30 out=12 read=10 think=6 tool_calls:[{"id":"call_1","name":"weather","arguments":{"city":"Oslo"}… stop_reason:completed
      4 tool_call weather from=3 arguments:{"city":"Oslo"}
      5 tool_result weather ok re=4 result:rain in Oslo
      6 llm_request gpt-5 from=5
      7 llm_response gpt-5 ok re=6 in=30 out=12 read=10 think=6 content:It rains. stop_reason:completed
      8 agent_end forecaster ok re=1
  9 agent_end Agent workflow ok re=0 output:It rains.`,
    ],
  },
  {
    name: "openai, streaming",
    file: "app.mjs",
    packages: { openai: "openai" },
    script: [chatStream(["Hello", ", ", "world"])],
    source: `
import OpenAI from "openai";
const client = new OpenAI({ apiKey: "k", baseURL: process.env.MODEL_URL + "/v1" });
const stream = await client.chat.completions.create({ model: "gpt-4o", messages: [{ role: "user", content: "Say hello" }], stream: true });
let text = "";
for await (const chunk of stream) text += chunk.choices[0]?.delta.content ?? "";
console.log(text);
`,
    prints: "Hello, world\n",
    runs: [
      `
  0 agent_start app
    1 llm_request gpt-4o
    2 llm_response gpt-4o-2024-08-06 ok re=1 in=20 out=9 read=8 think=4 ttft content:Hello, world stop_reason:stop
  3 agent_end app ok re=0`,
    ],
  },
  {
    name: "@anthropic-ai/sdk, streaming",
    file: "app.mjs",
    packages: { "@anthropic-ai/sdk": "@anthropic-ai/sdk" },
    script: [messageStream(["It", " rains"])],
    source: `
import Anthropic from "@anthropic-ai/sdk";
const client = new Anthropic({ apiKey: "k", baseURL: process.env.MODEL_URL });
const stream = client.messages.stream({ model: "claude-haiku-9", max_tokens: 100, messages: [{ role: "user", content: "Weather?" }] });
let text = "";
stream.on("text", (piece) => (text += piece));
await stream.finalMessage();
console.log(text);
`,
    prints: "It rains\n",
    runs: [
      `
  0 agent_start app
    1 llm_request claude-haiku-9
    2 llm_response claude-haiku-9 ok re=1 in=18 out=7 read=5 write=3 ttft content:It rains reasoning:Let me see. tool_calls:[{"id":"toolu_1","name":"weather","arguments":{"city":"Oslo"… stop_reason:tool_use
  3 agent_end app ok re=0`,
    ],
  },
  {
    name: "fetch, in a server",
    file: "app.mjs",
    packages: {},
    script: [chatText("Hello")],
    source: `
import { createServer } from "node:http";
const server = createServer(async (request, response) => {
  const answer = await fetch(process.env.MODEL_URL + "/v1/chat/completions", { method: "POST", body: JSON.stringify({ model: "gpt-4o", messages: [{ role: "user", content: request.url }] }) });
  response.end((await answer.json()).choices[0].message.content);
});
await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
const ask = async (path) => (await fetch("http://127.0.0.1:" + server.address().port + path)).text();
console.log(await ask("/one?x=1"), await ask("/two"));
server.close();
server.closeAllConnections();
`,
    prints: "Hello Hello\n",
    runs: ["/one", "/two"].map(
      (path) => `
  0 agent_start GET ${path}
    1 llm_request gpt-4o
    2 llm_response gpt-4o-2024-08-06 ok re=1 in=20 out=9 read=8 think=4 content:Hello stop_reason:stop
  3 agent_end GET ${path} ok re=0`,
    ),
  },
];
