import type { EventRecord } from "../event.ts";
import type { Alert, Detector } from "./alert.ts";
import { ContextLimitDetector } from "./context-limit.ts";
import { ErrorStreakDetector, RetryStormDetector } from "./errors.ts";
import { GuardrailDetector } from "./guardrails.ts";
import { LoopDetector, type LoopOptions } from "./loops.ts";
import { SpikeDetector } from "./spikes.ts";
import { MessageLoopDetector } from "./talk.ts";

export type { Alert, Detector } from "./alert.ts";

/** Kinds no detector looks at: their events need not be read for it. */
export const UNWATCHED_KINDS: ReadonlySet<string> = new Set(["behavior_alert", "log", "annotation", "checkpoint", "agent_start", "agent_end", "llm_request", "prompt_policy"]);

/** How to watch behaviour. */
export interface BehaviourOptions {
  /** Detectors to leave out, by id. */
  readonly off?: readonly DetectorId[] | undefined;
  readonly loops?: LoopOptions | undefined;
  /** Context sizes in tokens of models the price table does not know. */
  readonly contextTokens?: Readonly<Record<string, number>> | undefined;
}

/** Every detector, by id, in the order they are asked. */
export const DETECTORS = {
  loops: { title: "Tool loops and cycles", make: ({ loops }: BehaviourOptions): Detector => new LoopDetector(loops) },
  messages: { title: "The same thing said again", make: (): Detector => new MessageLoopDetector() },
  errors: { title: "Error streaks", make: (): Detector => new ErrorStreakDetector() },
  retries: { title: "Retry storms", make: (): Detector => new RetryStormDetector() },
  guardrails: { title: "Guardrail pressure and evasion", make: (): Detector => new GuardrailDetector() },
  spikes: { title: "Cost and latency spikes", make: (): Detector => new SpikeDetector() },
  context: { title: "Context near its limit", make: ({ contextTokens }: BehaviourOptions): Detector => new ContextLimitDetector(contextTokens) },
} as const;

export type DetectorId = keyof typeof DETECTORS;

/** All detectors that are on, as one. Feed it the events of a recording in their order. */
export class BehaviourWatch implements Detector {
  readonly #detectors: readonly Detector[];

  constructor(options: BehaviourOptions = {}) {
    const off = new Set(options.off);
    this.#detectors = (Object.keys(DETECTORS) as DetectorId[]).filter((id) => !off.has(id)).map((id) => DETECTORS[id].make(options));
  }

  observe(event: EventRecord): readonly Alert[] {
    return this.#detectors.flatMap((detector) => detector.observe(event));
  }
}
