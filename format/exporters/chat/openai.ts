import type { Json } from "../../event.ts";
import { asList, asObject, asText, textOf, type JsonObject } from "../../importers/kit/read.ts";

/** A message as OpenAI's chat API takes it: calls as functions, their arguments as JSON text. */
export function openAiMessage(message: JsonObject): Json {
  const { tool_calls: calls, content, ...others } = message;
  const list = asList(calls).map(openAiCall);
  return { ...others, content: content ?? (list.length > 0 ? null : ""), ...(list.length > 0 && { tool_calls: list }) } as Json;
}

function openAiCall(call: Json, index: number): Json {
  const outer = asObject(call) ?? {};
  const inner = asObject(outer["function"]) ?? outer;
  const given = inner["arguments"];
  return {
    id: asText(outer["id"]) ?? `call_${index}`,
    type: "function",
    function: { name: asText(inner["name"]) ?? "unknown", arguments: typeof given === "string" ? given : textOf(given ?? {}) },
  };
}
