import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { traceLlm } from "../../../sdk/index.ts";
import { recorded } from "./support.ts";

const ANSWERS: readonly { readonly what: string; readonly answer: object; readonly expected: object }[] = [
  {
    what: "OpenAI chat completion",
    answer: { model: "gpt-5-mini-2", choices: [{ finish_reason: "tool_calls", message: { content: "Hi", tool_calls: [{ id: "c1", function: { name: "f", arguments: `{"a":1}` } }] } }], usage: { prompt_tokens: 9, completion_tokens: 4, prompt_tokens_details: { cached_tokens: 3 }, completion_tokens_details: { reasoning_tokens: 2 } } },
    expected: { model: "gpt-5-mini-2", tokens_in: 9, tokens_out: 4, tokens_cache_read: 3, tokens_reasoning: 2, payload: { content: "Hi", stop_reason: "tool_calls", tool_calls: [{ id: "c1", name: "f", arguments: { a: 1 } }] } },
  },
  {
    what: "OpenAI responses",
    answer: { model: "gpt-5", status: "completed", output: [{ type: "message", content: [{ type: "output_text", text: "Hi" }] }, { type: "function_call", call_id: "c", name: "f", arguments: "{}" }], usage: { input_tokens: 5, output_tokens: 6, input_tokens_details: { cached_tokens: 1 } } },
    expected: { tokens_in: 5, tokens_out: 6, tokens_cache_read: 1, payload: { content: "Hi", stop_reason: "completed", tool_calls: [{ id: "c", name: "f", arguments: {} }] } },
  },
  {
    what: "Anthropic message",
    answer: { model: "claude-x", stop_reason: "tool_use", content: [{ type: "thinking", thinking: "hm" }, { type: "text", text: "Hi" }, { type: "tool_use", id: "t", name: "f", input: { a: 1 } }], usage: { input_tokens: 10, output_tokens: 3, cache_read_input_tokens: 90, cache_creation_input_tokens: 5 } },
    expected: { model: "claude-x", tokens_in: 105, tokens_out: 3, tokens_cache_read: 90, tokens_cache_write: 5, payload: { content: "Hi", reasoning: "hm", stop_reason: "tool_use", tool_calls: [{ id: "t", name: "f", arguments: { a: 1 } }] } },
  },
  {
    what: "AI SDK result",
    answer: { text: "Hi", finishReason: "stop", toolCalls: [{ toolCallId: "t", toolName: "f", input: { a: 1 } }], usage: { inputTokens: 8, outputTokens: 2, cachedInputTokens: 4, reasoningTokens: 1 } },
    expected: { tokens_in: 8, tokens_out: 2, tokens_cache_read: 4, tokens_reasoning: 1, payload: { content: "Hi", stop_reason: "stop", tool_calls: [{ id: "t", name: "f", arguments: { a: 1 } }] } },
  },
  { what: "anything else", answer: { sentiment: "good" }, expected: { outcome: "ok", payload: { content: { sentiment: "good" } } } },
];

describe("a model", () => {
  test.each(ANSWERS)("the answer of an $what is read", async ({ answer, expected }) => {
    const events = await recorded(async () => {
      const ask = traceLlm(async (_given: object) => answer);
      expect(await ask({ model: "asked", system: "Be brief", messages: [{ role: "user", content: "Hello" }], tools: [{ name: "f" }], temperature: 0 })).toBe(answer);
    });
    expect(events[0]).toMatchObject({ kind: "llm_request", model: "asked", payload: { system: "Be brief", messages: [{ role: "user", content: "Hello" }], tools: [{ name: "f" }], settings: { temperature: 0 } } });
    expect(events[1]).toMatchObject({ kind: "llm_response", reply_to: events[0]?.id, ...expected });
  });

  test("streamed answers of four kinds are put together", async () => {
    const streams: Record<string, readonly unknown[]> = {
      chat: [{ model: "gpt", choices: [{ delta: { content: "He" } }] }, { choices: [{ delta: { content: "llo", tool_calls: [{ index: 0, id: "c", function: { name: "f", arguments: `{"a"` } }] } }] }, { choices: [{ delta: { tool_calls: [{ index: 0, function: { arguments: ":1}" } }] }, finish_reason: "stop" }] }, { choices: [], usage: { prompt_tokens: 5, completion_tokens: 2 } }],
      responses: [{ type: "response.output_text.delta", delta: "He" }, { type: "response.output_text.delta", delta: "llo" }, { type: "response.output_item.done", item: { type: "function_call", call_id: "c", name: "f", arguments: `{"a":1}` } }, { type: "response.completed", response: { model: "gpt", status: "completed", usage: { input_tokens: 5, output_tokens: 2 } } }],
      anthropic: [{ type: "message_start", message: { model: "gpt", usage: { input_tokens: 5, output_tokens: 0 } } }, { type: "content_block_delta", index: 0, delta: { type: "text_delta", text: "Hello" } }, { type: "content_block_start", index: 1, content_block: { type: "tool_use", id: "c", name: "f" } }, { type: "content_block_delta", index: 1, delta: { partial_json: `{"a":1}` } }, { type: "message_delta", delta: { stop_reason: "stop" }, usage: { output_tokens: 2 } }],
      ai: [{ type: "text-delta", text: "Hello" }, { type: "tool-call", toolCallId: "c", toolName: "f", input: { a: 1 } }, { type: "finish", finishReason: "stop", totalUsage: { inputTokens: 5, outputTokens: 2 } }],
    };
    for (const [kind, pieces] of Object.entries(streams)) {
      const events = await recorded(async () => {
        const ask = traceLlm(async function* ask(_given: string) { await sleep(2); yield* pieces; }); // prettier-ignore
        const seen: unknown[] = [];
        for await (const piece of ask("Hello?")) seen.push(piece);
        expect(seen).toEqual(pieces);
      });
      expect(events[1], kind).toMatchObject({ kind: "llm_response", tokens_in: 5, tokens_out: 2, payload: { content: "Hello", tool_calls: [{ id: "c", name: "f", arguments: { a: 1 } }], chunks: pieces } });
      expect(events[1]?.payload["time_to_first_token_ms"], kind).toBeGreaterThan(1);
    }
  });

  test("an aborted stream keeps what came, and says why", async () => {
    const events = await recorded(async () => {
      const abort = new AbortController();
      const ask = traceLlm(async function* ask(_given: string, signal: AbortSignal) {
        for (let piece = 0; ; piece++) {
          signal.throwIfAborted();
          yield `piece ${piece} `;
        }
      });
      const read = async (): Promise<void> => { for await (const piece of ask("endless?", abort.signal)) if (piece === "piece 2 ") abort.abort(); }; // prettier-ignore
      await expect(read()).rejects.toThrow("aborted");
    });
    expect(events[1]).toMatchObject({ outcome: "error", error_class: "AbortError", payload: { content: "piece 0 piece 1 piece 2 ", chunks: ["piece 0 ", "piece 1 ", "piece 2 "] } });
  });

  test("extractors of one's own are used, and one that throws costs the host nothing", async () => {
    const events = await recorded(async () => {
      const ask = traceLlm((_given: { q: string }) => ({ a: "yes", n: 3 }), { model: "mine", request: ({ q }: { q: string }) => ({ messages: [{ role: "user", content: q }] }), response: ({ a, n }: { a: string; n: number }) => ({ content: a, usage: { outputTokens: n } }) });
      expect(ask({ q: "?" })).toEqual({ a: "yes", n: 3 });
      const bad = traceLlm(() => "fine", { model: "bad", request: () => { throw new Error("oops"); }, response: () => { throw new Error("oops"); } }); // prettier-ignore
      expect(bad()).toBe("fine");
    });
    expect(events[0]).toMatchObject({ model: "mine", payload: { messages: [{ content: "?" }] } });
    expect(events[1]).toMatchObject({ tokens_out: 3, payload: { content: "yes", response: { a: "yes", n: 3 } } });
    expect(JSON.stringify(events.slice(2))).toContain("the capture function threw: Error: oops");
  });
});
