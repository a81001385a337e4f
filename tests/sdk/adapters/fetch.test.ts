import Anthropic from "@anthropic-ai/sdk";
import OpenAI from "openai";
import { expect, test } from "vitest";
import { recordAnthropic } from "../../../sdk/adapters/anthropic.ts";
import { recordOpenAI } from "../../../sdk/adapters/openai.ts";
import { recordingFetch } from "../../../sdk/adapters/http/fetch.ts";
import { traceLlm, TraceContext } from "../../../sdk/index.ts";
import { intercepting, type Answer, type Interceptor } from "../../../sdk/intercept.ts";
import { inMemory } from "../support.ts";
import { serverFor } from "./support/scenario.ts";
import { callItem, chatStream, chatText, messageItem, messageStream, responseOf } from "./support/scripts.ts";
import { rows, tree } from "./support/tree.ts";

const recorded = recordingFetch(fetch);
const ASK = JSON.stringify({ model: "gpt-4o", messages: [{ role: "user", content: "Say hello" }] });

async function treeOf(program: () => Promise<unknown>): Promise<string> {
  const { recorder, events } = inMemory();
  await TraceContext.run({ recorder }, program);
  return tree(events());
}

test("Gemini and embeddings are known too; the body may stand in a Request, or be bytes", async () => {
  const gemini = { candidates: [{ content: { role: "model", parts: [{ text: "Hmm", thought: true }, { text: "Hello" }] }, finishReason: "STOP" }], modelVersion: "gemini-9-001", usageMetadata: { promptTokenCount: 6, candidatesTokenCount: 2, thoughtsTokenCount: 3 } };
  const vectors = { object: "list", model: "embed-1", data: [{ embedding: [1, 2, 3] }, { embedding: [4, 5, 6] }], usage: { prompt_tokens: 4 } };
  const { url } = await serverFor([{ json: gemini }, { json: vectors }, chatText("Hello")]);
  const seen = await treeOf(async () => {
    const body = JSON.stringify({ contents: [{ role: "user", parts: [{ text: "Say hello" }] }] });
    await (await recorded(new Request(`${url}/v1/models/gemini-9:generateContent`, { method: "POST", body }))).json();
    await (await recorded(`${url}/v1/embeddings`, { method: "POST", body: JSON.stringify({ model: "embed-1", input: ["a", "b"] }) })).json();
    await (await recorded(new URL(`${url}/v1/chat/completions`), { method: "post", body: new TextEncoder().encode(ASK) })).json();
  });
  expect(seen).toBe(
    rows(`
      0 agent_start agent
        1 llm_request gemini-9
        2 llm_response gemini-9-001 ok re=1 in=6 out=5 think=3 content:Hello reasoning:Hmm stop_reason:STOP
        3 llm_request embed-1
        4 llm_response embed-1 ok re=3 in=4 content:{"vectors":2,"dimensions":3}
        5 llm_request gpt-4o
        6 llm_response gpt-4o-2024-08-06 ok re=5 in=20 out=9 read=8 think=4 content:Hello stop_reason:stop
      7 agent_end agent ok re=0`),
  );
});

test("other requests pass untouched: the response is the very one", async () => {
  const { url } = await serverFor([chatText("Hello")]);
  let given: Response | undefined;
  const passing = recordingFetch(async (...args) => (given = await fetch(...args)));
  const seen = await treeOf(async () => {
    expect(await passing(`${url}/other`, { method: "POST", body: ASK })).toBe(given);
    expect(await passing(`${url}/v1/chat/completions`, { method: "POST", body: "[]" })).toBe(given);
    expect(await passing(`${url}/v1/chat/completions`)).toBe(given);
  });
  expect(seen).toBe(rows("0 agent_start agent\n1 agent_end agent ok re=0"));
});

test("the same call made twice at once is two calls; one below traceLlm, or through two wrapped functions, is one", async () => {
  const { url } = await serverFor([chatText("Hello")]);
  const ask = async (): Promise<unknown> => (await recordingFetch((...args) => recorded(...args))(`${url}/v1/chat/completions`, { method: "POST", body: ASK })).json();
  const kinds = async (program: () => Promise<unknown>): Promise<number> => (await treeOf(program)).match(/llm_request/g)?.length ?? 0;
  expect(await kinds(() => Promise.all([ask(), ask()]))).toBe(2);
  expect(await kinds(async () => traceLlm(ask, { model: "gpt-4o" })())).toBe(1);
});

test("the program reads at its own pace: nothing is read ahead of it", async () => {
  let pulled = 0;
  const body = new ReadableStream<Uint8Array>({ pull: (controller) => controller.enqueue(new TextEncoder().encode(`data: {"choices":[{"delta":{"content":"${pulled++}"}}]}\n\n`)) }, { highWaterMark: 0 });
  const endless = recordingFetch(async () => new Response(body, { headers: { "content-type": "text/event-stream" } }));
  const seen = await treeOf(async () => {
    const response = await endless("http://localhost/v1/chat/completions", { method: "POST", body: ASK });
    const reader = response.body?.getReader();
    for (let chunk = 0; chunk < 3; chunk++) await reader?.read();
    expect(pulled).toBe(3);
    await reader?.cancel();
  });
  expect(seen).toContain("llm_response gpt-4o cancelled re=1 ttft content:012");
});

/** Serves what a first run recorded, by the order of calls. */
function servingAgain(text: string): Interceptor {
  const answers = text
    .split("\n")
    .filter((line) => line.includes(`"kind":"llm_response"`))
    .map((line) => JSON.parse(line) as { readonly id: string; readonly outcome?: string; readonly payload: Record<string, unknown> });
  return {
    begin: () => undefined,
    recorded: () => undefined,
    answer(call): Answer | undefined {
      if (call.kind !== "llm_request") return undefined;
      const { id, outcome, payload } = answers.shift() as (typeof answers)[number];
      return { from: id, payload, envelope: {}, failed: outcome === "error", thrown: new Error("recorded"), turn: async () => undefined, takeTurn: () => undefined } as unknown as Answer;
    },
  };
}

test("a recorded answer is served in place of the call, whole or streamed, as each client expects it", async () => {
  const script = [chatStream(["Hel", "lo"]), chatText("Bye"), { json: responseOf([messageItem("Hi"), callItem("weather", { city: "Oslo" })]) }, messageStream(["It", " rains"]), { status: 429, json: { error: { type: "rate_limit", message: "slow down" } } }];
  const server = await serverFor(script);
  const program = async (): Promise<unknown[]> => {
    const openai = recordOpenAI(new OpenAI({ apiKey: "k", baseURL: `${server.url}/v1`, maxRetries: 0 }));
    const anthropic = recordAnthropic(new Anthropic({ apiKey: "k", baseURL: server.url, maxRetries: 0 }));
    const messages = [{ role: "user" as const, content: "Say hello" }];
    let streamed = "";
    for await (const chunk of await openai.chat.completions.create({ model: "gpt-4o", messages, stream: true })) streamed += chunk.choices[0]?.delta.content ?? "";
    const whole = await openai.chat.completions.create({ model: "gpt-4o", messages });
    const response = await openai.responses.stream({ model: "gpt-5", input: "Hi" }).finalResponse().catch((error: unknown) => String(error));
    const message = await anthropic.messages.stream({ model: "claude-haiku-9", max_tokens: 9, messages }).finalMessage();
    const failed = await openai.chat.completions.create({ model: "gpt-4o", messages }).catch((error: unknown) => (error as { status?: number }).status);
    return [streamed, whole.choices[0]?.message.content, response, message.content, failed];
  };
  const first = inMemory();
  const live = await TraceContext.run({ recorder: first.recorder }, program);
  const asked = server.requests.length;
  const served = await intercepting(servingAgain(first.text()), () => TraceContext.run({ recorder: inMemory().recorder }, program));
  expect(server.requests.length).toBe(asked);
  const [streamed, whole, , content, status] = served;
  expect([streamed, whole, content, status]).toEqual([live[0], live[1], live[3], live[4]]);
});
