import type { EventOptions, EventRef, Maker } from "../event.ts";

/** What an agent or a person said. `agent` is the speaker, `to` whom it is addressed to, `turn` its number. */
export interface AgentTurnInput extends EventOptions {
  readonly content?: unknown;
  readonly goal?: string | undefined;
}

export const agentTurn: Maker<AgentTurnInput> = {
  kind: "agent_turn",
  make: ({ agent, content, goal }) => ({ members: { name: agent }, payload: { content, goal } }),
};

/** The work passes to another agent. */
export interface HandoffInput extends EventOptions {
  readonly to: string;
  readonly reason?: string | undefined;
  /** What was passed on. */
  readonly context?: unknown;
}

export const handoff: Maker<HandoffInput> = {
  kind: "handoff",
  make: ({ to, reason, context }) => ({ members: { name: to }, payload: { reason, context } }),
};

/** A person answered, approved, corrected or denied (`outcome`). */
export interface HumanInput extends EventOptions {
  readonly content?: unknown;
  /** The question it answers. */
  readonly replyTo?: EventRef | undefined;
}

export const humanInput: Maker<HumanInput> = {
  kind: "human_input",
  make: ({ content }) => ({ members: { name: "human input" }, payload: { content } }),
};
