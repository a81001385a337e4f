import { contextOverflow } from "./context_overflow.ts";
import { costBlowup } from "./cost_blowup.ts";
import { evidenceGrounding } from "./evidence_grounding.ts";
import { failureCluster } from "./failure_cluster.ts";
import { loopingBehavior } from "./looping_behavior.ts";
import { multiAgentDialogue } from "./multi_agent_dialogue.ts";
import { parallelTools } from "./parallel_tools.ts";
import { promptInjection } from "./prompt_injection.ts";
import { promptPolicyShift } from "./prompt_policy_shift.ts";
import { repairMemory } from "./repair_memory.ts";
import { replayBreakpoints } from "./replay_breakpoints.ts";
import { replayDeterminism } from "./replay_determinism.ts";
import { retentionRecentFailure, retentionStaleFailure } from "./retention.ts";
import { safetyEscalation } from "./safety_escalation.ts";
import { streamingCrashMidWrite } from "./streaming_crash_mid_write.ts";
import { successVsFailurePair } from "./success_vs_failure_pair.ts";
import type { Scenario } from "./support/stage.ts";

/** The scenarios whose traces are kept beside them. The ten-thousand-event one is made when it is asked for. */
export const SCENARIOS: readonly Scenario[] = [
  loopingBehavior,
  promptInjection,
  multiAgentDialogue,
  successVsFailurePair,
  safetyEscalation,
  evidenceGrounding,
  promptPolicyShift,
  failureCluster,
  replayBreakpoints,
  replayDeterminism,
  repairMemory,
  parallelTools,
  contextOverflow,
  costBlowup,
  streamingCrashMidWrite,
  retentionRecentFailure,
  retentionStaleFailure,
];
