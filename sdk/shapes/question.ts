import type { LlmRequestInput } from "../kinds/llm.ts";
import { member, text } from "./member.ts";

/** Members that are not settings. */
const KNOWN: ReadonlySet<string> = new Set(["messages", "input", "prompt", "contents", "system", "instructions", "systemInstruction", "tools", "model", "signal", "abortSignal"]);

/**
 * What a model is asked, from the arguments of the function that asks it: a text, a list of messages, or an object
 * with the members OpenAI, Anthropic, Gemini and the AI SDK use. Never throws.
 */
export function readQuestion(args: readonly unknown[]): LlmRequestInput {
  try {
    const [first, ...rest] = args;
    const asked = questionOf(first);
    const further = rest.filter((item) => typeof item !== "function" && item !== undefined);
    return further.length === 0 ? asked : { ...asked, extra: { arguments: further } };
  } catch {
    return { extra: { arguments: args } };
  }
}

function questionOf(first: unknown): LlmRequestInput {
  if (typeof first !== "object" || first === null) return first === undefined ? {} : { messages: messagesOf(first) };
  if (Array.isArray(first)) return { messages: first as readonly unknown[] };
  const model = text(first, "model") ?? text(first, "model", "modelId");
  const settings = Object.fromEntries(Object.entries(first).filter(([key, value]) => !KNOWN.has(key) && value !== undefined));
  return {
    model,
    messages: messagesOf(member(first, "messages") ?? member(first, "input") ?? member(first, "prompt") ?? member(first, "contents")),
    system: member(first, "system") ?? member(first, "instructions") ?? member(first, "systemInstruction"),
    tools: toolsOf(member(first, "tools")),
    settings: Object.keys(settings).length === 0 ? undefined : settings,
  };
}

function messagesOf(value: unknown): readonly unknown[] | undefined {
  if (value === undefined || value === null) return undefined;
  return Array.isArray(value) ? (value as readonly unknown[]) : [{ role: "user", content: value }];
}

/** The AI SDK names tools by key. */
function toolsOf(value: unknown): readonly unknown[] | undefined {
  if (Array.isArray(value)) return value as readonly unknown[];
  if (typeof value !== "object" || value === null) return undefined;
  return Object.entries(value).map(([name, tool]) => ({ name, description: member(tool, "description") }));
}
