import type { EventRef } from "../../contracts/insight.ts";
import { preview } from "../../preview.ts";
import type { RunEvents } from "../run-events.ts";

const LONGEST = 160;

/** A way to name events of a run to a person. Throws RangeError for an index that is not in the run. */
export function refsOf({ events, run }: RunEvents): (index: number) => EventRef {
  return (index) => {
    const event = events[index];
    if (event === undefined) throw new RangeError(`no event ${index} in a run of ${events.length}`);
    const { row, kind, envelope } = event;
    return { row, id: envelope.id ?? "", run, kind, agent: envelope.agent ?? "", number: index + 1, text: preview(kind, envelope, event.payload()).slice(0, LONGEST) };
  };
}
