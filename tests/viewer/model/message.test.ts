import { describe, expect, it } from "vitest";
import type { Json } from "../../../format/event.ts";
import { readMessage, readToolCalls, readToolOffer } from "../../../viewer/model/message.ts";

const CALL = { type: "tool_call", id: "c1", name: "refund", arguments: { order: 551 } };

const MESSAGES: readonly (readonly [writer: string, message: Json, parts: readonly object[]])[] = [
  ["OpenAI chat", { role: "assistant", content: null, tool_calls: [{ id: "c1", type: "function", function: { name: "refund", arguments: '{"order":551}' } }] }, [CALL]],
  ["Anthropic", { role: "assistant", content: [{ type: "thinking", thinking: "hm" }, { type: "tool_use", id: "c1", name: "refund", input: { order: 551 } }] }, [{ type: "reasoning", text: "hm" }, CALL]],
  ["Gemini", { role: "model", parts: [{ text: "yes" }, { functionCall: { id: "c1", name: "refund", args: { order: 551 } } }] }, [{ type: "text", text: "yes" }, CALL]],
  ["AI SDK", { role: "assistant", content: [{ type: "tool-call", toolCallId: "c1", toolName: "refund", input: { order: 551 } }] }, [CALL]],
  ["this format", { role: "assistant", content: "ok", tool_calls: [{ id: "c1", name: "refund", arguments: { order: 551 } }] }, [{ type: "text", text: "ok" }, CALL]],
  ["a tool, text that is JSON", { role: "tool", tool_call_id: "c1", content: '{"ok":true}' }, [{ type: "tool_result", id: "c1", failed: false, value: { ok: true } }]],
  ["a failing tool", { role: "user", content: [{ type: "tool_result", tool_use_id: "c1", is_error: true, content: "no" }] }, [{ type: "tool_result", id: "c1", failed: true, value: "no" }]],
  ["an unknown part", { role: "user", content: [{ type: "hologram", x: 1 }] }, [{ type: "other", value: { type: "hologram", x: 1 } }]],
  ["no message at all", "just text", [{ type: "text", text: "just text" }]],
];

describe("messages", () => {
  it.each(MESSAGES)("of %s", (_writer, message, parts) => {
    expect(readMessage(message).parts).toEqual(parts);
  });

  it("tells pictures in the trace from pictures elsewhere", () => {
    const parts = readMessage({
      role: "user",
      content: [
        { type: "image_url", image_url: { url: "data:image/png;base64,AAAA" } },
        { type: "image", source: { type: "base64", media_type: "image/jpeg", data: "AAAAAAAA" } },
        { type: "image_url", image_url: { url: "https://example.com/x.png" } },
        { $bytes: "AAAA", media_type: "audio/wav" },
      ],
    }).parts;
    expect(parts).toMatchObject([
      { type: "media", mediaType: "image/png", data: "AAAA", bytes: 3, place: "" },
      { type: "media", mediaType: "image/jpeg", data: "AAAAAAAA", bytes: 6 },
      { type: "media", data: "", place: "https://example.com/x.png" },
      { type: "media", mediaType: "audio/wav", data: "AAAA" },
    ]);
  });

  it("leaves broken arguments as the text they are", () => {
    expect(readToolCalls([{ id: "c", name: "t", arguments: '{"a":' }])).toEqual([{ type: "tool_call", id: "c", name: "t", arguments: '{"a":' }]);
  });

  it("reads tools as offered by either provider", () => {
    const wanted = { name: "refund", description: "pay back", schema: { type: "object" } };
    expect(readToolOffer({ type: "function", function: { name: "refund", description: "pay back", parameters: { type: "object" } } })).toEqual(wanted);
    expect(readToolOffer({ name: "refund", description: "pay back", input_schema: { type: "object" } })).toEqual(wanted);
  });
});
