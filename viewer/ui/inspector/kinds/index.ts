import { nothing } from "lit";
import type { Kind } from "../../../../format/kinds.ts";
import type { BodyView } from "../body.ts";
import { alert } from "./alert.ts";
import { checkpoint } from "./checkpoint.ts";
import { decision } from "./decision.ts";
import { drift } from "./drift.ts";
import { error } from "./error.ts";
import { handoff } from "./handoff.ts";
import { llmRequest } from "./llm-request.ts";
import { llmResponse } from "./llm-response.ts";
import { annotation, log } from "./note.ts";
import { promptPolicy } from "./prompt-policy.ts";
import { repair } from "./repair.ts";
import { retrieval } from "./retrieval.ts";
import { runEnd, runStart } from "./run.ts";
import { safety } from "./safety.ts";
import { toolCall } from "./tool-call.ts";
import { toolResult } from "./tool-result.ts";
import { turn } from "./turn.ts";

const VIEWS: Readonly<Record<Kind, BodyView>> = {
  agent_start: runStart,
  agent_end: runEnd,
  agent_turn: turn,
  handoff,
  human_input: turn,
  decision,
  llm_request: llmRequest,
  llm_response: llmResponse,
  tool_call: toolCall,
  tool_result: toolResult,
  retrieval,
  safety_check: safety,
  refusal: safety,
  policy_violation: safety,
  prompt_policy: promptPolicy,
  behavior_alert: alert,
  error,
  repair_attempt: repair,
  drift,
  checkpoint,
  annotation,
  log,
};

/** Kinds of other writers have no view of their own: all their members are shown as they are. */
const OTHER: BodyView = { shows: [], view: () => nothing };

/** The view of a kind. */
export function bodyViewOf(kind: string): BodyView {
  return Object.hasOwn(VIEWS, kind) ? VIEWS[kind as Kind] : OTHER;
}
