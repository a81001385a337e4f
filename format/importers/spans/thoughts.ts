import type { ImportedEnvelope, ImportedEvent } from "../run-builder.ts";
import { messageText } from "../messages/message.ts";
import type { SpanFacts } from "./span.ts";

/** Reasons to stop that mean the model, or its provider, would not answer. */
const REFUSALS: ReadonlySet<string> = new Set(["refusal", "content_filter", "content-filter", "safety", "SAFETY"]);

/** What a model call says beyond its answer: the reasoning as a decision that rests on the request, a refusal as one. `at` places them below the answer. */
export function thoughtsOf(facts: SpanFacts, request: string, at: ImportedEnvelope): readonly ImportedEvent[] {
  if (facts.role !== "llm") return [];
  const said = facts.messages_out ?? [];
  const reasoning = said.map((message) => message.reasoning ?? "").filter((text) => text !== "");
  const tools = said.flatMap((message) => message.tool_calls ?? []).map(({ name }) => name);
  const text = said.map(messageText).filter((each) => each !== "").join("\n");
  const action = tools.length > 0 ? tools.join(", ") : text === "" ? undefined : "answer";
  const thoughts: ImportedEvent[] = [];
  if (reasoning.length > 0) thoughts.push({ kind: "decision", envelope: { ...at, name: action ?? "reasoning", evidence: [request] }, payload: { reasoning: reasoning.join("\n"), ...(action !== undefined && { chosen_action: action }) } });
  if (facts.stop_reason !== undefined && REFUSALS.has(facts.stop_reason)) thoughts.push({ kind: "refusal", envelope: { ...at, name: "refusal", outcome: "refused" }, payload: { reason: text } });
  return thoughts;
}
