import type { EventRef } from "./insight.ts";

/** How one agent reached another. `started` and `returned` are told by agents that work inside one another. */
export const MESSAGE_FORMS = ["said", "handed over", "started", "returned"] as const;
export type MessageForm = (typeof MESSAGE_FORMS)[number];

/** Messages of a run in order, as columns. Agents are places in `AgentsInfo.speakers`; -1 for nobody known. */
export interface AgentMessages {
  readonly rows: Int32Array;
  readonly from: Int16Array;
  readonly to: Int16Array;
  /** Index into MESSAGE_FORMS. */
  readonly form: Uint8Array;
  /** 1 where nothing names the addressee and whoever spoke next is taken for it. */
  readonly implied: Uint8Array;
  /** Index into `AgentsInfo.policies` of the prompt policy the speaker worked under; -1 for none. */
  readonly policy: Int16Array;
}

export interface SpeakerInfo {
  readonly name: string;
  readonly events: number;
  readonly turns: number;
  /** Characters said. */
  readonly characters: number;
  /** Tokens its model wrote; null where none were counted. */
  readonly tokensOut: number | null;
  readonly first: EventRef;
  /** Messages addressed to it that brought new things, and those of which it took up none. */
  readonly told: number;
  readonly ignored: number;
}

/** Who speaks to whom. */
export interface SpeechEdge {
  readonly from: number;
  readonly to: number;
  readonly messages: number;
  readonly characters: number;
  /** New things (names, numbers, paths) said here, and those the addressee never used. */
  readonly things: number;
  readonly unused: number;
}

/** A message of which its addressee used nothing. */
export interface IgnoredInfo {
  readonly event: EventRef;
  readonly by: string;
  readonly things: readonly string[];
}

export interface PolicyInfo {
  readonly event: EventRef;
  readonly agent: string;
  readonly name: string;
  /** Parameters that differ from the agent's policy before: JSON text, empty where there is none. */
  readonly changes: readonly { readonly key: string; readonly before: string; readonly after: string }[];
  /** True for the first policy of an agent. */
  readonly isFirst: boolean;
}

/** A speaker who says yes after no, or no after yes, or another answer. */
export interface ShiftInfo {
  readonly speaker: string;
  readonly before: EventRef;
  readonly after: EventRef;
  readonly was: string;
  readonly is: string;
  /** What came between, not why. */
  readonly following: "peer disagreement" | "new evidence" | "spontaneous";
  /** The event that came between. */
  readonly cause: EventRef | null;
}

/** Trouble that comes faster than it fades. */
export interface EscalationInfo {
  /** Where it began to build up, and where it was worst. */
  readonly onset: EventRef;
  readonly peak: EventRef;
  readonly pressure: number;
  readonly signs: readonly { readonly event: EventRef; readonly says: string; readonly weight: number }[];
  readonly signsTotal: number;
}

export interface PingPongInfo {
  readonly one: string;
  readonly other: string;
  readonly passes: number;
  readonly events: readonly EventRef[];
}

/** What stood in the context of a handoff's sender and did not reach the receiver. */
export interface LostInfo {
  readonly handoff: EventRef;
  readonly from: string;
  readonly to: string;
  /** What was lost and where it last stood. */
  readonly things: readonly { readonly thing: string; readonly stood: EventRef }[];
  readonly thingsTotal: number;
}

export interface AgentsInfo {
  readonly run: number;
  readonly events: number;
  readonly read: number;
  readonly speakers: readonly SpeakerInfo[];
  readonly messages: AgentMessages;
  readonly edges: readonly SpeechEdge[];
  readonly ignored: readonly IgnoredInfo[];
  readonly policies: readonly PolicyInfo[];
  readonly shifts: readonly ShiftInfo[];
  readonly escalations: readonly EscalationInfo[];
  readonly pingPongs: readonly PingPongInfo[];
  readonly lost: readonly LostInfo[];
  /** Handoffs of which nothing tells what the receiver got. */
  readonly unchecked: number;
}

/** One turn of a dialogue with its words. */
export interface DebateTurn {
  readonly event: EventRef;
  readonly goal: string;
  readonly content: string;
  readonly isCut: boolean;
}

/** Several agents in one run. */
export interface AgentAnalyses {
  /** `most` bounds the events read, from the beginning: a first part of a long run is soon there. */
  readonly agents: { readonly params: { readonly run: number; readonly most?: number }; readonly result: AgentsInfo };
  /** The words of some messages of a run, by global row. */
  readonly debate: { readonly params: { readonly run: number; readonly rows: readonly number[] }; readonly result: readonly DebateTurn[] };
}
