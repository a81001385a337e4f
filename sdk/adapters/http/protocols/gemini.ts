import type { Json } from "../../../../format/event.ts";
import { asList, asObject, asText, type JsonObject } from "../../../../format/importers/kit/read.ts";
import { messagesOf, others, saidIn } from "../../kit/said.ts";
import { usageOf } from "../../../shapes/usage.ts";
import type { Gatherer, Piece, Protocol } from "../protocol.ts";
import { listOrNone } from "./openai-chat.ts";

const MODEL = /\/models\/([^/:]+):/;
const DECLINED: ReadonlySet<string> = new Set(["SAFETY", "PROHIBITED_CONTENT", "BLOCKLIST", "SPII", "RECITATION"]);

/** Google's generateContent, on its own API and on Vertex. */
export const gemini: Protocol = {
  id: "gemini",
  provider: "google",
  path: /:(?:streamGenerateContent|generateContent)$/,
  accepts: (body) => Array.isArray(body["contents"]),
  request: (body, url) => ({
    model: MODEL.exec(url.pathname)?.[1],
    messages: messagesOf(body["contents"]) ?? [],
    system: body["systemInstruction"] ?? body["system_instruction"] ?? undefined,
    tools: listOrNone(body["tools"]),
    settings: others(body, "contents", "systemInstruction", "system_instruction", "tools"),
  }),
  answer: (response) => {
    const candidate = asObject(asList(response["candidates"])[0]);
    const stopReason = asText(candidate?.["finishReason"]);
    const blocked = asText(asObject(response["promptFeedback"])?.["blockReason"]);
    return {
      ...saidIn(candidate?.["content"]),
      model: asText(response["modelVersion"]),
      stopReason: stopReason ?? blocked,
      usage: usageOf(response),
      refusal: blocked ?? (stopReason !== undefined && DECLINED.has(stopReason) ? stopReason : undefined),
      error: asObject(response["error"]) ?? undefined,
    };
  },
  gatherer: () => new CandidateGatherer(),
  stream: (response) => [{ data: response }],
};

/** Each event is an answer with the next parts. */
class CandidateGatherer implements Gatherer {
  readonly #parts: Json[] = [];
  #last: JsonObject = {};
  #candidate: JsonObject = {};

  add(event: JsonObject): Piece | undefined {
    this.#last = { ...this.#last, ...event };
    const candidate = asObject(asList(event["candidates"])[0]);
    if (candidate === undefined) return undefined;
    this.#candidate = { ...this.#candidate, ...candidate };
    const parts = asList(asObject(candidate["content"])?.["parts"]);
    this.#parts.push(...parts);
    const texts = parts.map(asObject).filter((part) => typeof part?.["text"] === "string");
    const join = (isThought: boolean): string => texts.filter((part) => (part?.["thought"] === true) === isThought).map((part) => part?.["text"] as string).join("");
    return { content: join(false) || undefined, reasoning: join(true) || undefined, isCall: parts.some((part) => asObject(part)?.["functionCall"] !== undefined) };
  }

  whole(): JsonObject {
    const candidates: Json = [{ ...this.#candidate, content: { role: "model", parts: this.#parts } }];
    return { ...this.#last, candidates };
  }
}
