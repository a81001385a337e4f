import { asList, asObject, asText, type JsonObject } from "../kit/read.ts";

/** True for a record of Qwen Code, which writes Gemini's messages into an envelope of its own. */
export function isQwen(record: JsonObject): boolean {
  return "uuid" in record && asText(record["sessionId"]) !== undefined && (Array.isArray(asObject(record["message"])?.["parts"]) || "systemPayload" in record);
}

/** Members every record repeats; the first of each stands at the start of the session. */
export const QWEN_SETTINGS: readonly string[] = ["cwd", "version", "gitBranch"];

/** The record as a message of a Gemini session. */
export function fromQwen(record: JsonObject): JsonObject {
  const { uuid, parentUuid: _above, message, usageMetadata, subtype, ...others } = record;
  const rest = Object.fromEntries(Object.entries(others).filter(([key]) => !QWEN_SETTINGS.includes(key)));
  const type = asText(record["type"]);
  const isTyped = type === "user" && subtype === undefined;
  const parts = partsOf(asObject(message)?.["parts"], asObject(record["toolCallResult"]));
  const usage = asObject(usageMetadata);
  const tokens = usage === undefined ? undefined : { input: usage["promptTokenCount"], output: usage["candidatesTokenCount"], thoughts: usage["thoughtsTokenCount"], cached: usage["cachedContentTokenCount"] };
  const kind = type === "tool_result" || isTyped ? "user" : type === "assistant" ? "gemini" : "info";
  return { ...rest, id: uuid, type: kind, parts, tokens, ...(subtype !== undefined && { subtype }) } as JsonObject;
}

/** Where only the record beside the message says that a call failed, the response is made to say so. */
function partsOf(given: unknown, result: JsonObject | undefined): JsonObject["parts"] {
  const parts = asList(given);
  if (result?.["status"] !== "error" && result?.["status"] !== "cancelled") return [...parts];
  return parts.map((part) => {
    const response = asObject(asObject(part)?.["functionResponse"]);
    const said = asObject(response?.["response"]);
    if (response === undefined || said === undefined || said["error"] !== undefined) return part;
    return { functionResponse: { ...response, response: { error: said["output"] ?? asText(result["resultDisplay"]) ?? "failed" } } } as typeof part;
  });
}
