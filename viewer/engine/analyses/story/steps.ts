import { effectOf } from "../../../../format/behaviour/effects.ts";
import { FLAG_FAILING } from "../../trace-columns.ts";
import type { StoryEvent } from "./event.ts";
import { eventText, scalars } from "./text.ts";

/** Who a step belongs to: an agent that thinks and acts, what its acts gave back, or a person. */
export type StepRole = "agent" | "result" | "person";

/** One step of a run as a reader would count it: what was said, with the calls made in the same breath. */
export interface Step {
  /** Index of the event that stands for the step. */
  readonly event: number;
  /** Indexes of all its events. */
  readonly events: readonly number[];
  readonly role: StepRole;
  readonly actor: string;
  readonly kind: string;
  readonly text: string;
  /** Tools called, or "code" where the text carries a program to run. */
  readonly tools: readonly string[];
  /** Texts and numbers handed to the tools. */
  readonly values: readonly string[];
  /** True if one of the tools changes something outside the agent, by its name. */
  readonly changes: boolean;
  readonly failed: boolean;
  /** Agent it is addressed to; empty if none is named. */
  readonly to: string;
  /** True for thoughts that are not addressed to anybody in a conversation where others are. */
  readonly isAside: boolean;
}

const ROLES: Readonly<Record<string, StepRole>> = {
  agent_turn: "agent",
  decision: "agent",
  llm_response: "agent",
  tool_call: "agent",
  handoff: "agent",
  repair_attempt: "agent",
  retrieval: "result",
  tool_result: "result",
  error: "result",
  safety_check: "result",
  refusal: "result",
  policy_violation: "result",
  human_input: "person",
};

const PEOPLE = /^(human|user|customer|person|human_input)$/i;
const ASIDE = /\((?:thought|thinking|monologue)\)$/i;
const PROGRAM = /```(?:python|py|sh|bash|shell|javascript|js|typescript|ts|sql)\b/i;

/** The steps of a run in recorded order. Bookkeeping (starts, ends, requests, checkpoints, notes, logs) is left out. */
export function stepsOf(events: readonly StoryEvent[]): Step[] {
  const steps: Step[] = [];
  const stepAt = new Map<number, number>();
  for (const event of events) {
    const role = roleOf(event);
    if (role === undefined) continue;
    const joined = event.kind === "tool_call" && events[event.parent]?.kind === "llm_response" ? stepAt.get(event.parent) : undefined;
    if (joined === undefined) {
      stepAt.set(event.index, steps.length);
      steps.push(stepOf(event, role));
    } else steps[joined] = withCall(steps[joined] as Step, event);
  }
  return steps;
}

function roleOf(event: StoryEvent): StepRole | undefined {
  if (event.kind === "agent_turn" && PEOPLE.test(event.envelope.agent ?? "")) return "person";
  return Object.hasOwn(ROLES, event.kind) ? ROLES[event.kind] : undefined;
}

function stepOf(event: StoryEvent, role: StepRole): Step {
  const text = event.kind === "tool_call" ? callText(event) : eventText(event);
  const tools = event.kind === "tool_call" ? [toolOf(event)] : role === "agent" && PROGRAM.test(text) ? ["code"] : [];
  const { agent = "", to = "", name = "" } = event.envelope;
  return {
    event: event.index,
    events: [event.index],
    role,
    actor: agent,
    kind: event.kind,
    text,
    tools,
    values: event.kind === "tool_call" ? scalars(event) : [],
    changes: tools.some(isChange),
    failed: event.flag === FLAG_FAILING,
    to,
    isAside: ASIDE.test(name),
  };
}

function withCall(step: Step, call: StoryEvent): Step {
  const tool = toolOf(call);
  return { ...step, changes: step.changes || isChange(tool), events: [...step.events, call.index], tools: [...step.tools, tool], values: [...step.values, ...scalars(call)], text: `${step.text}\n${callText(call)}` };
}

function isChange(tool: string): boolean {
  return effectOf(tool) === "write";
}

function toolOf({ envelope }: StoryEvent): string {
  return envelope.tool ?? envelope.name ?? "tool";
}

function callText(event: StoryEvent): string {
  return `${toolOf(event)} ${eventText(event)}`;
}
