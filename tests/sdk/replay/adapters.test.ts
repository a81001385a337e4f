import Anthropic from "@anthropic-ai/sdk";
import OpenAI from "openai";
import { expect, test } from "vitest";
import { recordAnthropic } from "../../../sdk/adapters/anthropic.ts";
import { recordOpenAI } from "../../../sdk/adapters/openai.ts";
import { TraceContext } from "../../../sdk/index.ts";
import { parseTrace, replay, ReplayDivergenceError } from "../../../sdk/replay/index.ts";
import { modelServer } from "../adapters/support/model-server.ts";
import { chatCall, chatStream, chatText, message, messageStream, responseStream } from "../adapters/support/scripts.ts";
import { inMemory } from "../support.ts";

const SCRIPT = [chatText("Hello"), chatStream(["Hel", "lo"]), responseStream(["Good", " day"]), chatCall("weather", { city: "Oslo" }), { status: 400, json: { error: { type: "invalid_request_error", message: "no such model" } } }, message([{ type: "text", text: "Hi" }]), messageStream(["It", " rains"])];

/** Seven calls of real clients: whole and streamed, text and tool calls, an answer and a refusal. */
async function program(url: string, question: string): Promise<unknown> {
  const openai = recordOpenAI(new OpenAI({ apiKey: "k", baseURL: `${url}/v1`, maxRetries: 0 }));
  const anthropic = recordAnthropic(new Anthropic({ apiKey: "k", baseURL: url, maxRetries: 0 }));
  const ask = { model: "gpt-4o", messages: [{ role: "user" as const, content: question }] };
  const said: unknown[] = [(await openai.chat.completions.create(ask)).choices[0]?.message.content];
  for await (const chunk of await openai.chat.completions.create({ ...ask, stream: true })) said.push(chunk.choices[0]?.delta.content ?? "");
  const events = await openai.responses.create({ model: "gpt-5", input: question, stream: true });
  let text = "";
  for await (const event of events) if (event.type === "response.output_text.delta") text += event.delta;
  said.push(text);
  const [call] = (await openai.chat.completions.create(ask)).choices[0]?.message.tool_calls ?? [];
  said.push(call);
  said.push(await openai.chat.completions.create(ask).then(() => "fine", (error: unknown) => `${(error as Error).constructor.name} ${(error as { status?: number }).status}`)); // prettier-ignore
  const messages = { model: "claude-haiku-9", max_tokens: 100, messages: ask.messages };
  said.push((await anthropic.messages.create(messages)).content);
  said.push((await anthropic.messages.stream(messages).finalMessage()).content.filter(({ type }) => type !== "thinking"));
  return said.map((item) => (typeof item === "string" ? item : JSON.stringify(item))).filter((item) => item !== "");
}

test("real openai and anthropic clients get the recorded answers, streamed ones too, with the server gone", async () => {
  const server = await modelServer(SCRIPT);
  const { recorder, text } = inMemory();
  const expected = await TraceContext.run({ agentName: "clients", recorder }, async () => await program(server.url, "Hello?"));
  expect(server.requests).toHaveLength(SCRIPT.length);
  await server.close();
  const again = (question: string) => replay(parseTrace(text()), { mode: "replay", patienceMs: 60 }, () => TraceContext.run({ agentName: "clients", recorder: inMemory().recorder }, async () => await program(server.url, question)));
  for (let repetition = 0; repetition < 5; repetition++) {
    const { value, report } = await again("Hello?");
    expect((value as string[]).join("")).toBe((expected as string[]).join(""));
    expect(report).toMatchObject({ served: { models: SCRIPT.length }, live: { models: 0 }, divergences: [] });
  }
  const error: unknown = await again("Goodbye?").catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(ReplayDivergenceError);
  expect(error).toMatchObject({ seq: 1, field: "messages[0].content", expected: "Hello?", actual: "Goodbye?" });
});
