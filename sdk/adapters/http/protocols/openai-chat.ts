import { asList, asObject, asText, type JsonObject } from "../../../../format/importers/kit/read.ts";
import type { Json } from "../../../../format/event.ts";
import { messagesOf, others, saidIn } from "../../kit/said.ts";
import { usageOf } from "../../../shapes/usage.ts";
import type { Gatherer, Piece, Protocol, WireEvent } from "../protocol.ts";

/** Chat completions: OpenAI's, and of the many that speak the same. */
export const openaiChat: Protocol = {
  id: "openai-chat",
  provider: "openai",
  path: /\/chat\/completions$/,
  accepts: (body) => Array.isArray(body["messages"]),
  request: (body) => ({
    model: asText(body["model"]),
    messages: messagesOf(body["messages"]) ?? [],
    tools: listOrNone(body["tools"]),
    settings: others(body, "model", "messages", "tools"),
  }),
  answer: (response) => {
    const choice = asObject(asList(response["choices"])[0]);
    const stopReason = asText(choice?.["finish_reason"]);
    return {
      ...saidIn(choice?.["message"]),
      model: asText(response["model"]),
      stopReason,
      usage: usageOf(response),
      refusal: asText(asObject(choice?.["message"])?.["refusal"]) ?? (stopReason === "content_filter" ? "content_filter" : undefined),
    };
  },
  gatherer: () => new ChatGatherer(),
  stream: streamOf,
  endOfStream: "[DONE]",
};

/** The list, if it is one with something in it. */
export function listOrNone(value: unknown): readonly unknown[] | undefined {
  return Array.isArray(value) && value.length > 0 ? (value as readonly unknown[]) : undefined;
}

interface CallSoFar {
  id: string | undefined;
  name: string;
  args: string;
}

class ChatGatherer implements Gatherer {
  readonly #calls: CallSoFar[] = [];
  readonly #head: Record<string, Json> = {};
  #content = "";
  #reasoning = "";
  #refusal = "";
  #finish: string | undefined;
  #usage: Json | undefined;

  add(event: JsonObject): Piece | undefined {
    for (const key of ["id", "model", "created"]) if (event[key] !== undefined) this.#head[key] ??= event[key];
    if (asObject(event["usage"]) !== undefined) this.#usage = event["usage"];
    const choice = asList(event["choices"]).map(asObject).find((each) => (each?.["index"] ?? 0) === 0);
    if (choice === undefined) return undefined;
    this.#finish = asText(choice["finish_reason"]) ?? this.#finish;
    const delta = asObject(choice["delta"]) ?? {};
    const content = asText(delta["content"]);
    const reasoning = asText(delta["reasoning_content"]) ?? asText(delta["reasoning"]);
    this.#content += content ?? "";
    this.#reasoning += reasoning ?? "";
    this.#refusal += asText(delta["refusal"]) ?? "";
    const calls = asList(delta["tool_calls"]);
    for (const call of calls) this.#addCall(asObject(call) ?? {});
    return { content, reasoning, isCall: calls.length > 0 };
  }

  #addCall(part: JsonObject): void {
    const at = typeof part["index"] === "number" && part["index"] >= 0 && part["index"] < 1000 ? part["index"] : this.#calls.length;
    const call = (this.#calls[at] ??= { id: undefined, name: "", args: "" });
    const called = asObject(part["function"]) ?? {};
    call.id ??= asText(part["id"]);
    call.name += asText(called["name"]) ?? "";
    call.args += asText(called["arguments"]) ?? "";
  }

  whole(): JsonObject {
    const calls = this.#calls.filter((call) => call !== undefined).map(({ id, name, args }) => ({ ...(id !== undefined && { id }), type: "function", function: { name, arguments: args } }));
    const message: Json = {
      role: "assistant",
      content: this.#content === "" ? null : this.#content,
      ...(this.#reasoning !== "" && { reasoning_content: this.#reasoning }),
      ...(this.#refusal !== "" && { refusal: this.#refusal }),
      ...(calls.length > 0 && { tool_calls: calls }),
    };
    return { ...this.#head, object: "chat.completion", choices: [{ index: 0, message, finish_reason: this.#finish ?? null }], ...(this.#usage !== undefined && { usage: this.#usage }) };
  }
}

function streamOf(response: JsonObject): readonly WireEvent[] {
  const choice = asObject(asList(response["choices"])[0]) ?? {};
  const { tool_calls: calls, ...delta } = asObject(choice["message"]) ?? {};
  const numbered = asList(calls).map((call, index) => ({ index, ...asObject(call) }));
  const chunk = (choices: unknown, usage?: unknown): WireEvent => {
    return { data: { id: response["id"], created: response["created"], model: response["model"], object: "chat.completion.chunk", choices, ...(usage === undefined ? {} : { usage }) } };
  };
  return [
    chunk([{ index: 0, delta: { ...delta, ...(numbered.length > 0 && { tool_calls: numbered }) }, finish_reason: null }]),
    chunk([{ index: 0, delta: {}, finish_reason: choice["finish_reason"] ?? "stop" }]),
    ...(response["usage"] === undefined ? [] : [chunk([], response["usage"])]),
  ];
}
