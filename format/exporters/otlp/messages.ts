import type { Json } from "../../event.ts";
import { asList, asObject, asText, type JsonObject } from "../../importers/kit/read.ts";

/** Messages as the GenAI conventions write them since 1.37: a role and parts. */
export function partMessages(messages: readonly Json[]): Json {
  return messages.map((message) => partMessage(asObject(message) ?? { role: "user", content: message }));
}

function partMessage(message: JsonObject): Json {
  const role = asText(message["role"]) ?? "user";
  const callId = asText(message["tool_call_id"]);
  const isResult = role === "tool" && callId !== undefined;
  const parts = [
    ...reasoningParts(message["reasoning"]),
    ...(isResult ? [{ type: "tool_call_response", id: callId, response: message["content"] ?? "" }] : contentParts(message["content"])),
    ...asList(message["tool_calls"]).map(callPart),
  ];
  const name = asText(message["name"]);
  return { role, parts, ...(name !== undefined && { name }) } as Json;
}

function reasoningParts(reasoning: Json | undefined): readonly Json[] {
  const said = asText(reasoning);
  return said === undefined ? [] : [{ type: "reasoning", content: said }];
}

function contentParts(content: Json | undefined): readonly Json[] {
  if (typeof content === "string") return content === "" ? [] : [{ type: "text", content }];
  if (content === undefined || content === null) return [];
  return (Array.isArray(content) ? (content as readonly Json[]) : [content]).map(contentPart);
}

function contentPart(part: Json): Json {
  const object = asObject(part);
  if (typeof part === "string") return { type: "text", content: part };
  return object?.["type"] === "text" && typeof object["text"] === "string" ? { type: "text", content: object["text"] } : part;
}

function callPart(call: Json): Json {
  const outer = asObject(call) ?? {};
  const inner = asObject(outer["function"]) ?? outer;
  return { type: "tool_call", id: outer["id"] ?? null, name: inner["name"] ?? "", arguments: inner["arguments"] ?? {} };
}

/** What a model answered, as one message of the assistant. */
export function answerMessage(payload: JsonObject): Json | undefined {
  const { content, reasoning, tool_calls: calls } = payload;
  if (content === undefined && reasoning === undefined && calls === undefined) return undefined;
  return { role: "assistant", content, reasoning, tool_calls: calls } as Json;
}
