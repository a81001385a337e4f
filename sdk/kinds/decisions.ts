import type { EventOptions, Evidence, Maker } from "../event.ts";

/** What an agent decided and why. `evidence` takes grounds in words, events, or both. */
export interface DecisionInput extends EventOptions {
  readonly reasoning?: string | undefined;
  readonly chosenAction?: string | undefined;
  readonly alternatives?: readonly { readonly action: string; readonly reasonRejected?: string | undefined }[] | undefined;
}

export const decision: Maker<DecisionInput> = {
  kind: "decision",
  make: ({ reasoning, chosenAction, alternatives, evidence }) => ({
    members: { name: chosenAction },
    payload: {
      reasoning,
      chosen_action: chosenAction,
      alternatives: alternatives?.map(({ action, reasonRejected }) => ({ action, reason_rejected: reasonRejected })),
      evidence: grounds(evidence),
    },
  }),
};

/** The grounds in words, each with the id of its event; undefined if there are none. */
export function grounds(evidence: EventOptions["evidence"]): readonly object[] | undefined {
  const inWords = evidence?.filter((item): item is Evidence => typeof item === "object" && item !== null && "source" in item);
  if (inWords === undefined || inWords.length === 0) return undefined;
  return inWords.map((item) => ({ ...item, event: typeof item.event === "object" ? item.event.id : item.event }));
}

/** What to say beside the state of a checkpoint. */
export interface CheckpointOptions extends EventOptions {
  readonly memory?: unknown;
  /** Id to restore it by; default random. */
  readonly checkpoint?: string | undefined;
}

interface CheckpointInput {
  readonly state: unknown;
  readonly options: CheckpointOptions | undefined;
  /** Id to use unless the options name one. */
  readonly id: string;
  /** The last event of the scope: what led to this state. */
  readonly after: string;
}

export const checkpoint: Maker<CheckpointInput> = {
  kind: "checkpoint",
  make: ({ state, options, id, after }) => ({
    members: { name: "checkpoint", upstream: [after] },
    payload: { checkpoint: options?.checkpoint ?? id, state, memory: options?.memory },
  }),
};
