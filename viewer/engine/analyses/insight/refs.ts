import type { EventRef } from "../../contracts/insight.ts";
import { preview } from "../../preview.ts";
import type { TraceFile } from "../../trace-file.ts";
import type { RunEvents } from "../run-events.ts";

const LONGEST = 160;

/** A way to name events of a run to a person. Throws RangeError for an index that is not in the run. */
export function refsOf({ events, run, file }: RunEvents): (index: number) => EventRef {
  return (index) => {
    const event = events[index];
    if (event === undefined) throw new RangeError(`no event ${index} in a run of ${events.length}`);
    const { row, kind, envelope } = event;
    return { row, id: envelope.id ?? "", run, kind, agent: envelope.agent ?? "", outcome: envelope.outcome ?? "", number: placeInRun(file, row), text: preview(kind, envelope, event.payload()).slice(0, LONGEST) };
  };
}

/** Place of a global row among the events of its run in reading order, from 0. */
export function placeInRun({ order, columns, rowBase }: TraceFile, row: number): number {
  const local = row - rowBase;
  return (order.positionOf[local] ?? 0) - (order.runStart[columns.run.get(local)] ?? 0);
}
