import type { KindGroup } from "../format/kinds.ts";

/** A sample for the landing page. */
export interface Sample {
  /** Under `samples/`. */
  readonly file: string;
  readonly title: string;
  /** Letter and colour it is announced with. */
  readonly group: KindGroup;
  /** What a person finds out with it. */
  readonly question: string;
}

/** The samples, best first: four for the landing page, the others for its list. Plain data, so that a build can inline the files. */
export const SAMPLES: readonly Sample[] = [
  { file: "scenarios/looping_behavior.peek.jsonl", title: "A tool loop that never ends", group: "tool", question: "Why does the agent search again and again?" },
  { file: "scenarios/prompt_injection.peek.jsonl", title: "A prompt injection, blocked", group: "safety", question: "Who told the agent to forward the invoice, and what stopped it?" },
  { file: "scenarios/multi_agent_dialogue.peek.jsonl", title: "Planner and critic disagree", group: "agent", question: "Why were the first two plans turned down?" },
  { file: "scenarios/success_vs_failure_pair.peek.jsonl", title: "Why one of two equal runs failed", group: "error", question: "What did the failing run do differently?" },
  { file: "scenarios/safety_escalation.peek.jsonl", title: "From a warning to a block", group: "safety", question: "At which step did the agent begin to work round the guard?" },
  { file: "scenarios/evidence_grounding.peek.jsonl", title: "A claim without grounds, then one with", group: "decision", question: "What does the final answer rest on?" },
  { file: "scenarios/prompt_policy_shift.peek.jsonl", title: "A template changes, and with it the rules", group: "safety", question: "Why did the agent promise a refund without looking the order up?" },
  { file: "scenarios/failure_cluster.peek.jsonl", title: "Nine failures, two causes", group: "error", question: "Are these failures one problem or many?" },
  { file: "scenarios/replay_breakpoints.peek.jsonl", title: "A refund, with places to stop at", group: "checkpoint", question: "Where was the agent least sure, and who approved the refund?" },
  { file: "scenarios/replay_determinism.peek.jsonl", title: "Run again, decided otherwise", group: "checkpoint", question: "Why did the second run not pay?" },
  { file: "scenarios/repair_memory.peek.jsonl", title: "Two repairs that failed, one that held", group: "error", question: "What did the third repair do that the others had not?" },
  { file: "scenarios/parallel_tools.peek.jsonl", title: "Four tools at once, one of them late", group: "tool", question: "Which of the four look-ups held the answer up?" },
  { file: "scenarios/context_overflow.peek.jsonl", title: "The message that fell out of the context", group: "llm", question: "Why did the agent restart the gateway although it was told not to?" },
  { file: "scenarios/cost_blowup.peek.jsonl", title: "The cost that grew with every request", group: "llm", question: "Which decision made the run expensive?" },
  { file: "scenarios/streaming_crash_mid_write.peek.jsonl", title: "The process died in the middle of a line", group: "llm", question: "How far did it come, and what is lost?" },
  { file: "scenarios/retention_recent_failure.peek.jsonl", title: "Last night's report was lost", group: "error", question: "What failed last night?" },
  { file: "scenarios/retention_stale_failure.peek.jsonl", title: "The same failure, six weeks before", group: "error", question: "Has this happened before?" },
];
