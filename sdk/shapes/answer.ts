import type { LlmResponseInput } from "../kinds/llm.ts";
import { joined, list, member, text } from "./member.ts";
import { usageOf } from "./usage.ts";

interface AnswerShape {
  fits(answer: object): boolean;
  read(answer: object): LlmResponseInput;
}

/** Answers by provider, in order: the first that fits wins. */
const SHAPES: readonly AnswerShape[] = [
  { fits: (answer) => list(answer, "choices").length > 0, read: ofChatCompletion },
  { fits: (answer) => Array.isArray(member(answer, "output")), read: ofResponses },
  { fits: (answer) => Array.isArray(member(answer, "content")) && member(answer, "stop_reason") !== undefined, read: ofAnthropic },
  { fits: (answer) => list(answer, "candidates").length > 0, read: ofGemini },
  { fits: (answer) => member(answer, "usage_metadata") !== undefined || member(answer, "response_metadata") !== undefined, read: ofLangChain },
  { fits: (answer) => member(answer, "finishReason") !== undefined || typeof member(answer, "text") === "string", read: ofAiSdk },
];

/**
 * What an answer of a model says: the text, the calls it asks for, why it stopped, the tokens. Knows the shapes of
 * OpenAI (chat completions and responses), Anthropic, Gemini, LangChain and the AI SDK; of any other value the whole is
 * the content. Never throws.
 */
export function readAnswer(answer: unknown): LlmResponseInput {
  if (typeof answer !== "object" || answer === null) return { content: answer };
  try {
    const shape = SHAPES.find(({ fits }) => fits(answer));
    return shape === undefined ? { content: answer, usage: usageOf(answer) } : { ...shape.read(answer), model: text(answer, "model") ?? text(answer, "response", "modelId"), usage: usageOf(answer) };
  } catch {
    return { content: answer };
  }
}

function ofChatCompletion(answer: object): LlmResponseInput {
  const message = member(answer, "choices", 0, "message");
  return {
    content: member(message, "content") ?? text(message, "refusal") ?? text(answer, "choices", 0, "text"),
    reasoning: text(message, "reasoning_content"),
    toolCalls: someOf(list(message, "tool_calls").map((call) => asked(text(call, "id"), text(call, "function", "name"), member(call, "function", "arguments")))),
    stopReason: text(answer, "choices", 0, "finish_reason"),
  };
}

function ofResponses(answer: object): LlmResponseInput {
  const items = list(answer, "output");
  const ofType = (type: string): readonly unknown[] => items.filter((item) => member(item, "type") === type);
  return {
    content: text(answer, "output_text") ?? joined(ofType("message").flatMap((item) => list(item, "content")), "text") ?? "",
    reasoning: joined(ofType("reasoning").flatMap((item) => list(item, "summary")), "text"),
    toolCalls: someOf(ofType("function_call").map((call) => asked(text(call, "call_id"), text(call, "name"), member(call, "arguments")))),
    stopReason: text(answer, "incomplete_details", "reason") ?? text(answer, "status"),
  };
}

function ofAnthropic(answer: object): LlmResponseInput {
  const parts = list(answer, "content");
  return {
    content: joined(parts, "text") ?? "",
    reasoning: joined(parts, "thinking"),
    toolCalls: someOf(parts.filter((part) => member(part, "type") === "tool_use").map((part) => asked(text(part, "id"), text(part, "name"), member(part, "input")))),
    stopReason: text(answer, "stop_reason"),
  };
}

function ofGemini(answer: object): LlmResponseInput {
  const parts = list(answer, "candidates", 0, "content", "parts");
  const calls = parts.filter((part) => member(part, "functionCall") !== undefined);
  return {
    content: joined(parts, "text") ?? "",
    toolCalls: someOf(calls.map((part) => asked(text(part, "functionCall", "id"), text(part, "functionCall", "name"), member(part, "functionCall", "args")))),
    stopReason: text(answer, "candidates", 0, "finishReason"),
  };
}

function ofLangChain(answer: object): LlmResponseInput {
  return {
    content: member(answer, "content"),
    toolCalls: someOf(list(answer, "tool_calls").map((call) => asked(text(call, "id"), text(call, "name"), member(call, "args")))),
    stopReason: text(answer, "response_metadata", "finish_reason") ?? text(answer, "response_metadata", "stop_reason"),
  };
}

function ofAiSdk(answer: object): LlmResponseInput {
  return {
    content: text(answer, "text") ?? member(answer, "object") ?? member(answer, "content") ?? "",
    reasoning: text(answer, "reasoningText") ?? text(answer, "reasoning"),
    toolCalls: someOf(list(answer, "toolCalls").map((call) => asked(text(call, "toolCallId"), text(call, "toolName"), member(call, "input") ?? member(call, "args")))),
    stopReason: text(answer, "finishReason") ?? text(answer, "finishReason", "unified"),
  };
}

function asked(id: string | undefined, name: string | undefined, args: unknown): object {
  return { id, name, arguments: parsed(args) };
}

/** Providers hand arguments over as JSON text; a person wants to see them opened. */
export function parsed(args: unknown): unknown {
  if (typeof args !== "string") return args;
  try {
    return JSON.parse(args) as unknown;
  } catch {
    return args;
  }
}

function someOf(calls: readonly object[]): readonly object[] | undefined {
  return calls.length === 0 ? undefined : calls;
}
