import type { EventOptions, Maker } from "../event.ts";
import { classOfError, errorPayload } from "./thrown.ts";

export const errorEvent: Maker<unknown> = {
  kind: "error",
  make: (thrown) => {
    const name = classOfError(thrown);
    return { members: { name, outcome: "error", error_class: name }, payload: errorPayload(thrown) };
  },
};

/** One try at mending a problem; `outcome` says how it went (ok, failed, warn for a part). */
export interface RepairAttemptInput extends EventOptions {
  readonly attemptedFix?: string | undefined;
  readonly validationResult?: string | undefined;
  /** Groups the attempts at one problem. */
  readonly sequence?: string | undefined;
  readonly diff?: string | undefined;
}

export const repairAttempt: Maker<RepairAttemptInput> = {
  kind: "repair_attempt",
  make: ({ outcome, attemptedFix, validationResult, sequence, diff }) => ({
    members: { name: "repair attempt", importance: REPAIR_IMPORTANCE.get(outcome ?? "") },
    payload: { attempted_fix: attemptedFix, validation_result: validationResult, sequence, diff },
  }),
};

/** A failed repair matters most to a reader, a good one least. */
const REPAIR_IMPORTANCE: ReadonlyMap<string, number> = new Map([
  ["failed", 0.74],
  ["error", 0.74],
  ["ok", 0.62],
  ["passed", 0.62],
]);

/** A re-run went another way than the recording. */
export interface DriftInput extends EventOptions {
  readonly description?: string | undefined;
  readonly original?: unknown;
  readonly restored?: unknown;
  readonly driftType?: string | undefined;
}

export const drift: Maker<DriftInput> = {
  kind: "drift",
  make: ({ description, original, restored, driftType }) => ({
    members: { name: driftType },
    payload: { description, original, restored, drift_type: driftType },
  }),
};
