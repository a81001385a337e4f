import type { EventRef } from "../../contracts/insight.ts";
import { eventRows } from "../../event-rows.ts";
import { preview } from "../../preview.ts";
import type { TraceFile } from "../../trace-file.ts";
import type { Workspace } from "../../workspace.ts";
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

/** Names events of any runs to a person, given by row and run. */
export async function rowRefs(workspace: Workspace, events: readonly Pick<EventRef, "row" | "run">[]): Promise<EventRef[]> {
  const rows = await eventRows(workspace, events.map(({ row }) => row), () => false);
  const byRow = new Map(rows.map((row) => [row.row, row]));
  return events.map(({ row, run }) => {
    const found = byRow.get(row);
    const file = workspace.fileOfRun(run);
    return { row, run, id: found?.id ?? "", kind: found?.kind ?? "", agent: found?.agent ?? "", outcome: found?.outcome ?? "", number: file === undefined ? 0 : placeInRun(file, row), text: (found?.preview ?? "").slice(0, LONGEST) };
  });
}

/** Place of a global row among the events of its run in reading order, from 0. */
export function placeInRun({ order, columns, rowBase }: TraceFile, row: number): number {
  const local = row - rowBase;
  return (order.positionOf[local] ?? 0) - (order.runStart[columns.run.get(local)] ?? 0);
}
