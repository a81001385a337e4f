import type { EventRecord } from "../../format/event.ts";
import type { Answer } from "../intercept.ts";
import type { History } from "./history.ts";
import { payloadOf, type Recording } from "./recording.ts";
import { revive } from "./revive.ts";
import type { Step } from "./steps.ts";
import { thrownOf, type ErrorClasses } from "./thrown.ts";

/** What turns recorded results into answers. */
export interface AnswerMaker {
  readonly recording: Recording;
  readonly history: History;
  readonly errors: ErrorClasses;
}

/** The recorded answer to a call. Throws IncompleteError if it was not recorded whole. */
export function answerOf({ ended }: Step, result: EventRecord, { recording, history, errors }: AnswerMaker): Answer {
  const payload = revive(payloadOf(result), (sha256) => recording.blob(sha256)) as Readonly<Record<string, unknown>>;
  const failed = result.outcome === "error";
  return {
    from: result.id,
    payload,
    envelope: result,
    failed,
    thrown: failed ? thrownOf(result.error_class ?? "Error", payload["error"], errors) : undefined,
    turn: () => (ended === undefined ? Promise.resolve() : history.turn(ended)),
    takeTurn: () => {
      if (ended !== undefined) history.done(ended);
    },
  };
}
