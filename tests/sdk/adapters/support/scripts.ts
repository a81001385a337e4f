import type { Scripted } from "./model-server.ts";

const USAGE = { prompt_tokens: 20, completion_tokens: 9, total_tokens: 29, prompt_tokens_details: { cached_tokens: 8 }, completion_tokens_details: { reasoning_tokens: 4 } };

/** A chat completion with a text. */
export function chatText(content: string, more: object = {}): Scripted {
  const choices = [{ index: 0, message: { role: "assistant", content, ...more }, finish_reason: "stop" }];
  return { json: { id: "c1", object: "chat.completion", created: 1, model: "gpt-4o-2024-08-06", choices, usage: USAGE } };
}

/** A chat completion that asks for a tool. */
export function chatCall(name: string, args: object, id = "call_1"): Scripted {
  const calls = [{ id, type: "function", function: { name, arguments: JSON.stringify(args) } }];
  const choices = [{ index: 0, message: { role: "assistant", content: null, tool_calls: calls }, finish_reason: "tool_calls" }];
  return { json: { id: "c2", object: "chat.completion", created: 1, model: "gpt-4o-2024-08-06", choices, usage: USAGE } };
}

function chunk(delta: object, finish: string | null = null): { data: unknown } {
  return { data: { id: "c3", object: "chat.completion.chunk", created: 1, model: "gpt-4o-2024-08-06", choices: [{ index: 0, delta, finish_reason: finish }] } };
}

/** A chat completion that comes in pieces, with usage in the last. */
export function chatStream(pieces: readonly string[], more: Partial<Scripted> = {}): Scripted {
  const usage = { data: { id: "c3", object: "chat.completion.chunk", created: 1, model: "gpt-4o-2024-08-06", choices: [], usage: USAGE } };
  return { events: [chunk({ role: "assistant", content: "" }), ...pieces.map((content) => chunk({ content })), chunk({}, "stop"), usage, "[DONE]"], ...more };
}

/** A tool call that comes in pieces. */
export function chatCallStream(name: string, args: string, id = "call_1"): Scripted {
  const half = Math.floor(args.length / 2);
  const call = (members: object): object => ({ tool_calls: [{ index: 0, ...members }] });
  return {
    events: [
      chunk({ role: "assistant", content: null, ...call({ id, type: "function", function: { name, arguments: "" } }) }),
      chunk(call({ function: { arguments: args.slice(0, half) } })),
      chunk(call({ function: { arguments: args.slice(half) } })),
      chunk({}, "tool_calls"),
      { data: { id: "c3", object: "chat.completion.chunk", created: 1, model: "gpt-4o-2024-08-06", choices: [], usage: USAGE } },
      "[DONE]",
    ],
  };
}

/** A stream that stops half way. */
export function chatStreamCut(pieces: readonly string[], how: "hangs" | "breaks"): Scripted {
  return { events: [chunk({ role: "assistant", content: "" }), ...pieces.map((content) => chunk({ content }))], [how]: true };
}

const RESPONSE_USAGE = { input_tokens: 30, output_tokens: 12, total_tokens: 42, input_tokens_details: { cached_tokens: 10 }, output_tokens_details: { reasoning_tokens: 6 } };

/** A response (OpenAI's newer form) with output items. */
export function responseOf(output: readonly object[], more: object = {}): Record<string, unknown> {
  return { id: "resp_1", object: "response", created_at: 1, model: "gpt-5", status: "completed", output, usage: RESPONSE_USAGE, parallel_tool_calls: true, tools: [], tool_choice: "auto", error: null, incomplete_details: null, instructions: null, metadata: {}, temperature: 1, top_p: 1, ...more };
}

/** A message item of a response. */
export function messageItem(text: string): object {
  return { id: "msg_1", type: "message", role: "assistant", status: "completed", content: [{ type: "output_text", text, annotations: [] }] };
}

/** A function call item of a response. */
export function callItem(name: string, args: object, callId = "call_1"): object {
  return { id: `fc_${callId}`, type: "function_call", call_id: callId, name, arguments: JSON.stringify(args), status: "completed" };
}

/** A response with a text, streamed. */
export function responseStream(pieces: readonly string[]): Scripted {
  const whole = responseOf([messageItem(pieces.join(""))]);
  const named = (type: string, members: object): { name: string; data: unknown } => ({ name: type, data: { type, ...members } });
  return {
    events: [
      named("response.created", { sequence_number: 0, response: { ...whole, status: "in_progress", output: [], usage: null } }),
      named("response.output_item.added", { sequence_number: 1, output_index: 0, item: { id: "msg_1", type: "message", role: "assistant", status: "in_progress", content: [] } }),
      named("response.content_part.added", { sequence_number: 2, output_index: 0, item_id: "msg_1", content_index: 0, part: { type: "output_text", text: "", annotations: [] } }),
      ...pieces.map((delta, at) => named("response.output_text.delta", { sequence_number: 3 + at, output_index: 0, item_id: "msg_1", content_index: 0, delta })),
      named("response.output_text.done", { sequence_number: 90, output_index: 0, item_id: "msg_1", content_index: 0, text: pieces.join("") }),
      named("response.content_part.done", { sequence_number: 91, output_index: 0, item_id: "msg_1", content_index: 0, part: { type: "output_text", text: pieces.join(""), annotations: [] } }),
      named("response.output_item.done", { sequence_number: 92, output_index: 0, item: messageItem(pieces.join("")) }),
      named("response.completed", { sequence_number: 93, response: whole }),
    ],
  };
}

const MESSAGE = { id: "msg_1", type: "message", role: "assistant", model: "claude-haiku-9", stop_sequence: null };
const MESSAGE_USAGE = { input_tokens: 10, cache_read_input_tokens: 5, cache_creation_input_tokens: 3, output_tokens: 7 };

/** A message of Anthropic's. */
export function message(content: readonly object[], stopReason = "end_turn"): Scripted {
  return { json: { ...MESSAGE, content, stop_reason: stopReason, usage: MESSAGE_USAGE } };
}

/** A message that comes in pieces: thinking, text, and a tool call. */
export function messageStream(pieces: readonly string[], more: Partial<Scripted> = {}): Scripted {
  const named = (type: string, members: object): { name: string; data: unknown } => ({ name: type, data: { type, ...members } });
  return {
    events: [
      named("message_start", { message: { ...MESSAGE, content: [], stop_reason: null, usage: { ...MESSAGE_USAGE, output_tokens: 1 } } }),
      named("content_block_start", { index: 0, content_block: { type: "thinking", thinking: "", signature: "" } }),
      named("content_block_delta", { index: 0, delta: { type: "thinking_delta", thinking: "Let me see." } }),
      named("content_block_delta", { index: 0, delta: { type: "signature_delta", signature: "sig" } }),
      named("content_block_stop", { index: 0 }),
      named("content_block_start", { index: 1, content_block: { type: "text", text: "" } }),
      ...pieces.map((text) => named("content_block_delta", { index: 1, delta: { type: "text_delta", text } })),
      named("content_block_stop", { index: 1 }),
      named("content_block_start", { index: 2, content_block: { type: "tool_use", id: "toolu_1", name: "weather", input: {} } }),
      named("content_block_delta", { index: 2, delta: { type: "input_json_delta", partial_json: '{"city":' } }),
      named("content_block_delta", { index: 2, delta: { type: "input_json_delta", partial_json: '"Oslo"}' } }),
      named("content_block_stop", { index: 2 }),
      named("message_delta", { delta: { stop_reason: "tool_use", stop_sequence: null }, usage: { output_tokens: 7 } }),
      named("message_stop", {}),
    ],
    ...more,
  };
}
