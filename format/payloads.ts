import { z } from "zod";

const json = z.unknown();
const text = z.string();
const unit = z.number().min(0).max(1);

/** A message as models see it. Unknown members pass through. */
const MessageSchema = z.looseObject({
  role: text.describe("system, user, assistant or tool"),
  content: json.optional().describe("Text, or a list of parts as the provider defines them"),
  name: text.optional(),
  tool_calls: z.array(json).optional().describe("Calls the assistant asks for: {id, name, arguments}"),
  tool_call_id: text.optional().describe("The call this tool message answers"),
});

const EvidenceSchema = z.looseObject({
  source: text.describe("Where it comes from: user_input, tool, retrieval, …"),
  content: json.optional(),
  event: text.optional().describe("Id of the event that carried it"),
});

const TokenUsage = z.looseObject({ input_tokens: z.number().optional(), output_tokens: z.number().optional() });

/** What a replay needs to know beside the value itself. */
const returned = {
  chunks: z.array(json).optional().describe("The pieces of an answer that came as a stream, in order"),
  returned: text.optional().describe("How the program got it: value (if absent), promise, iterator, async_iterator, stream"),
  replayed_from: text.optional().describe("The recorded event this one was served from"),
};

/**
 * What a payload holds, by kind. Payloads are open: further members pass through untouched. Members that are filtered
 * or summed stand in the envelope and are not repeated here.
 */
export const PAYLOADS = {
  agent_start: z.looseObject({
    title: text.optional().describe("One line a person recognises the run by"),
    input: json.optional().describe("The task as given"),
    config: json.optional(),
    tags: z.array(text).optional(),
    resumed_from: z.looseObject({ session: text, checkpoint: text.optional() }).optional().describe("The run and checkpoint this one replays"),
  }),
  agent_end: z.looseObject({ output: json.optional(), totals: json.optional(), expected: json.optional(), scores: json.optional() }),
  agent_turn: z.looseObject({ content: json.optional(), goal: text.optional() }),
  handoff: z.looseObject({ reason: text.optional(), context: json.optional().describe("What was passed on") }),
  human_input: z.looseObject({ content: json.optional() }),
  decision: z.looseObject({
    reasoning: text.optional(),
    chosen_action: text.optional(),
    alternatives: z.array(z.looseObject({ action: text, reason_rejected: text.optional() })).optional(),
    evidence: z.array(EvidenceSchema).optional(),
  }),
  llm_request: z.looseObject({
    messages: z.array(MessageSchema).optional(),
    system: json.optional(),
    tools: z.array(json).optional(),
    settings: json.optional().describe("temperature, max_tokens, …"),
  }),
  llm_response: z.looseObject({
    content: json.optional(),
    reasoning: json.optional(),
    tool_calls: z.array(json).optional().describe("{id, name, arguments}"),
    stop_reason: text.optional(),
    usage: TokenUsage.optional(),
    time_to_first_token_ms: z.number().optional(),
    response: json.optional().describe("The answer whole, as the program got it"),
    ...returned,
  }),
  tool_call: z.looseObject({ arguments: json.optional(), call_id: text.optional().describe("The provider's id of the call") }),
  tool_result: z.looseObject({ result: json.optional(), error: json.optional(), ...returned }),
  retrieval: z.looseObject({ query: json.optional(), documents: z.array(json).optional() }),
  safety_check: z.looseObject({ rationale: text.optional(), blocked_action: text.optional(), evidence: z.array(EvidenceSchema).optional() }),
  refusal: z.looseObject({ reason: text.optional(), blocked_action: text.optional(), safe_alternative: text.optional() }),
  policy_violation: z.looseObject({ violation_type: text.optional(), details: json.optional() }),
  prompt_policy: z.looseObject({
    parameters: z.record(text, json).optional(),
    state_summary: text.optional(),
    goal: text.optional(),
  }),
  behavior_alert: z.looseObject({ alert_type: text.optional(), signal: text.optional() }),
  error: z.looseObject({ message: text.optional(), stack: text.optional(), cause: json.optional() }),
  repair_attempt: z.looseObject({
    attempted_fix: text.optional(),
    validation_result: text.optional(),
    sequence: text.optional().describe("Groups the attempts at one problem"),
    diff: text.optional(),
  }),
  drift: z.looseObject({ description: text.optional(), original: json.optional(), restored: json.optional(), drift_type: text.optional() }),
  checkpoint: z.looseObject({ checkpoint: text.optional().describe("Id to restore it by"), state: json.optional(), memory: json.optional() }),
  annotation: z.looseObject({ text: text.optional(), author: text.optional() }),
  log: z.looseObject({ message: text.optional(), level: text.optional(), data: json.optional() }),
};

/** A share between 0 and 1, as the envelope's `importance` and `confidence`. */
export const UnitSchema = unit;
