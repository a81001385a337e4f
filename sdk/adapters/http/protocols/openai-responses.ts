import { asList, asObject, asText, type JsonObject } from "../../../../format/importers/kit/read.ts";
import { messagesOf, others, saidIn } from "../../kit/said.ts";
import { usageOf } from "../../../shapes/usage.ts";
import type { Gatherer, Piece, Protocol, WireEvent } from "../protocol.ts";
import { listOrNone } from "./openai-chat.ts";

/** OpenAI's responses. */
export const openaiResponses: Protocol = {
  id: "openai-responses",
  provider: "openai",
  path: /\/responses$/,
  accepts: (body) => body["input"] !== undefined || body["prompt"] !== undefined,
  request: (body) => ({
    model: asText(body["model"]),
    messages: messagesOf(body["input"]) ?? [],
    system: body["instructions"] ?? undefined,
    tools: listOrNone(body["tools"]),
    settings: others(body, "model", "input", "instructions", "tools"),
  }),
  answer: (response) => {
    const why = asText(asObject(response["incomplete_details"])?.["reason"]);
    return {
      ...saidIn(response["output"]),
      model: asText(response["model"]),
      stopReason: why ?? asText(response["status"]),
      usage: usageOf(response),
      refusal: refusalIn(response) ?? (why === "content_filter" ? why : undefined),
      error: asObject(response["error"]) ?? undefined,
    };
  },
  gatherer: () => new ResponseGatherer(),
  stream: streamOf,
};

function refusalIn(response: JsonObject): string | undefined {
  const parts = asList(response["output"]).flatMap((item) => asList(asObject(item)?.["content"]));
  return parts.map((part) => asText(asObject(part)?.["refusal"])).find((text) => text !== undefined);
}

const ENDS: ReadonlySet<string> = new Set(["response.completed", "response.incomplete", "response.failed"]);

/** The last event carries the whole; until then the text that came stands for it. */
class ResponseGatherer implements Gatherer {
  #whole: JsonObject | undefined;
  #begun: JsonObject = {};
  readonly #items: JsonObject[] = [];
  #text = "";

  add(event: JsonObject): Piece | undefined {
    const type = asText(event["type"]) ?? "";
    if (ENDS.has(type)) this.#whole = asObject(event["response"]);
    if (type === "response.created") this.#begun = asObject(event["response"]) ?? {};
    if (type === "response.output_item.done") this.#keep(asObject(event["item"]));
    const delta = asText(event["delta"]);
    if (delta === undefined) return undefined;
    if (type === "response.output_text.delta") {
      this.#text += delta;
      return { content: delta };
    }
    if (type.startsWith("response.reasoning")) return { reasoning: delta };
    return { isCall: type === "response.function_call_arguments.delta" };
  }

  #keep(item: JsonObject | undefined): void {
    if (item === undefined) return;
    this.#items.push(item);
    if (item["type"] === "message") this.#text = "";
  }

  get isWhole(): boolean {
    return this.#whole !== undefined;
  }

  whole(): JsonObject {
    if (this.#whole !== undefined) return this.#whole;
    const rest = this.#text === "" ? [] : [{ type: "message", role: "assistant", content: [{ type: "output_text", text: this.#text }] }];
    return { ...this.#begun, status: "incomplete", output: [...this.#items, ...rest] };
  }
}

function streamOf(response: JsonObject): readonly WireEvent[] {
  let sequence = 0;
  const event = (name: string, members: object): WireEvent => ({ name, data: { type: name, sequence_number: sequence++, ...members } });
  const events = [event("response.created", { response: { ...response, status: "in_progress", output: [] } })];
  for (const [index, value] of asList(response["output"]).entries()) {
    const item = asObject(value) ?? {};
    const place = { output_index: index, item_id: item["id"] };
    events.push(event("response.output_item.added", { output_index: index, item: { ...item, ...(Array.isArray(item["content"]) && { content: [] }) } }));
    for (const [at, part] of asList(item["content"]).entries()) {
      const text = asText(asObject(part)?.["text"]);
      events.push(event("response.content_part.added", { ...place, content_index: at, part: { ...asObject(part), ...(text !== undefined && { text: "" }) } }));
      if (text !== undefined) events.push(event("response.output_text.delta", { ...place, content_index: at, delta: text }), event("response.output_text.done", { ...place, content_index: at, text }));
      events.push(event("response.content_part.done", { ...place, content_index: at, part }));
    }
    if (typeof item["arguments"] === "string") {
      events.push(event("response.function_call_arguments.delta", { ...place, delta: item["arguments"] }), event("response.function_call_arguments.done", { ...place, arguments: item["arguments"], name: item["name"] }));
    }
    events.push(event("response.output_item.done", { output_index: index, item }));
  }
  return [...events, event("response.completed", { response })];
}
