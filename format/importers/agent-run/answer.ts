import type { Json } from "../../event.ts";
import type { JsonObject } from "../kit/read.ts";
import type { AgentRun, LoggedCall, LooseEnvelope, Step } from "./agent-run.ts";

/** An answer of the model as a log has it, all in one. */
export interface LoggedAnswer {
  /** Whose answer it is: what this one has heard is what the answer rests on. */
  readonly of: string;
  readonly text: string;
  /** Empty if the log tells none. */
  readonly reasoning: string;
  readonly calls: readonly LoggedCall[];
  readonly envelope: LooseEnvelope;
  readonly payload?: JsonObject;
}

/** Writes an answer as a response, and the reasoning in it as a decision with its grounds; the calls it asks for are only named. Returns the response's id. */
export function nameAnswer(run: AgentRun, step: Step, { of, text, reasoning, calls, envelope, payload }: LoggedAnswer): string {
  const heard = run.takeHeard(of);
  const called = calls.map(({ callId, tool, args, isOwnId = false }) => ({ id: isOwnId ? undefined : callId, name: tool, arguments: args }));
  const said = { content: text === "" ? undefined : text, tool_calls: called.length > 0 ? (called as Json) : undefined, ...payload };
  const event = run.add("llm_response", step, { name: "answer", outcome: "ok", upstream: heard, ...envelope }, said);
  if (reasoning !== "") {
    const action = calls.length > 0 ? calls.map(({ tool }) => tool).join(", ") : text === "" ? undefined : "answer";
    run.add("decision", { ...step, id: undefined, parent: event }, { name: action ?? "reasoning", evidence: heard }, { reasoning, chosen_action: action });
  }
  return event;
}

/** The same, with the calls as events below the response. */
export function writeAnswer(run: AgentRun, step: Step, answer: LoggedAnswer): string {
  const event = nameAnswer(run, step, answer);
  for (const call of answer.calls) run.call({ ...step, id: undefined, parent: event }, call);
  return event;
}
