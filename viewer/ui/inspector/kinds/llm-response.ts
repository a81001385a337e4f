import { html, nothing } from "lit";
import { contentText, readContent, readToolCalls } from "../../../model/message.ts";
import { isObject, textMember } from "../../../model/json.ts";
import { formatCost, formatCount, formatDuration } from "../../../model/text.ts";
import { facts, prose, tree, value, type BodyInput, type BodyView } from "../body.ts";
import { partView } from "../parts-view.ts";

/** What the model answered, why it stopped and what it used. */
export const llmResponse: BodyView = {
  shows: ["content", "reasoning", "tool_calls", "stop_reason", "usage", "time_to_first_token_ms"],
  view: (input) => {
    const { payload } = input;
    const calls = readToolCalls(payload["tool_calls"] ?? null);
    const text = contentText(payload["content"]);
    const parts = text === undefined ? readContent(payload["content"] ?? null) : [];
    return html`${value("Reasoning", payload["reasoning"])} ${text === undefined ? nothing : prose("Answer", text)}
    ${parts.length === 0 ? nothing : html`<section><h3>Answer</h3>${parts.map(partView)}</section>`}
    ${calls.length === 0 ? nothing : html`<section><h3>Asks for ${calls.length === 1 ? "a tool" : `${calls.length} tools`}</h3>${calls.map(partView)}</section>`} ${used(input)}
    ${isObject(payload["usage"]) ? tree("Usage as reported", payload["usage"]) : nothing}`;
  },
};

function used({ detail, payload }: BodyInput): unknown {
  const { envelope } = detail;
  const count = (tokens: number | undefined): unknown => (tokens === undefined ? nothing : formatCount(tokens));
  const first = payload["time_to_first_token_ms"];
  return facts([
    ["stopped", textMember(payload, "stop_reason")],
    ["first token", typeof first === "number" ? formatDuration(first) : nothing],
    ["tokens in", count(envelope.tokens_in)],
    ["from cache", count(envelope.tokens_cache_read)],
    ["to cache", count(envelope.tokens_cache_write)],
    ["tokens out", count(envelope.tokens_out)],
    ["reasoning", count(envelope.tokens_reasoning)],
    ["cost", envelope.cost_usd === undefined ? nothing : formatCost(envelope.cost_usd)],
  ]);
}
