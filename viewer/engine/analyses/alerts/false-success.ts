import { effectOf } from "../../../../format/behaviour/effects.ts";
import type { RunFacts, StepFacts } from "../cause/facts.ts";
import type { Finder } from "./found.ts";

/** "has been cancelled", "I've booked", "successfully updated": an act is reported as done. */
const DONE =
  /\b(?:(?:has|have) (?:now |already )?been (?:successfully )?|(?:i(?:'ve| have)|we(?:'ve| have)) (?:now |already |just |successfully )?|successfully )(booked|cancell?ed|updated|changed|modified|exchanged|returned|refunded|sent|created|deleted|removed|added|placed|processed|submitted|reserved|upgraded|applied|saved|written|deployed|merged|paid|charged|transferred|scheduled)\b/i;
const REPORTED = 4000;

/**
 * An act is reported as done though no call that changes anything has worked since the person last asked. Only runs
 * with such tools can show it; where the tools' names do not tell, nothing is said.
 */
export const falseSuccess: Finder = (events, run) => {
  if (!events.some(({ kind, envelope }) => kind === "tool_call" && effectOf(envelope.tool ?? envelope.name ?? "") !== "unknown")) return [];
  const claims = run.facts.filter((fact, at) => isClaim(fact) && !workedBefore(run, at));
  const [first] = claims;
  if (first === undefined) return [];
  const verb = DONE.exec(first.step.text)?.[1] ?? "done";
  const signal = `reports something as ${verb.toLowerCase()}, but no call that changes anything had worked by then`;
  return [{ type: "false_success", severity: "high", signal, agent: first.step.actor, events: claims.map(({ step }) => step.event) }];
};

function isClaim({ step }: StepFacts): boolean {
  return step.role === "agent" && step.tools.length === 0 && DONE.test(step.text.slice(0, REPORTED));
}

/** True if any changing call has worked up to a place, or something was called whose effect is unknown. */
function workedBefore(run: RunFacts, at: number): boolean {
  return run.facts.slice(0, at).some(({ step, outcome }) => step.role === "agent" && outcome !== "failed" && step.tools.some((tool) => effectOf(tool) !== "read"));
}
