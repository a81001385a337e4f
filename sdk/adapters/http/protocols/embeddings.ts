import { asList, asObject, asText, type JsonObject } from "../../../../format/importers/kit/read.ts";
import { others } from "../../kit/said.ts";
import { usageOf } from "../../../shapes/usage.ts";
import type { Protocol } from "../protocol.ts";

/** Embeddings as OpenAI and those who speak the same serve them. Vectors are counted, not kept. */
export const embeddings: Protocol = {
  id: "openai-embeddings",
  provider: "openai",
  path: /\/embeddings$/,
  accepts: (body) => body["input"] !== undefined && typeof body["model"] === "string",
  request: (body) => ({
    model: asText(body["model"]),
    messages: asInputs(body["input"]).map((content) => ({ role: "user", content })),
    settings: { operation: "embeddings", ...others(body, "model", "input") },
  }),
  answer: (response) => ({
    model: asText(response["model"]),
    content: { vectors: asList(response["data"]).length, dimensions: dimensionsOf(response) },
    usage: usageOf(response),
  }),
  gatherer: () => ({ add: () => undefined, whole: () => ({}) }),
  stream: (response) => [{ data: response }],
};

function asInputs(input: unknown): readonly unknown[] {
  return Array.isArray(input) && typeof input[0] !== "number" ? (input as readonly unknown[]) : [input];
}

function dimensionsOf(response: JsonObject): number | undefined {
  const first = asObject(asList(response["data"])[0])?.["embedding"];
  return Array.isArray(first) ? first.length : undefined;
}
