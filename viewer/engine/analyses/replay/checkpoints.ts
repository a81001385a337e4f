import type { ReplayAnalyses, RestorePoint } from "../../contracts/replay.ts";
import { kindOf } from "../../event-rows.ts";
import { readLines, type EventLine } from "../../line-reader.ts";
import { FLAG_FAILING } from "../../trace-columns.ts";
import type { Analysis } from "../index.ts";
import { rowsOfRun, type RunRowsView } from "../run-rows.ts";

const MOST_CHECKPOINTS = 500;
/** A checkpoint's id is the first member of what the recorder writes; this much of the payload holds it. */
const HEAD_BYTES = 4096;
const ID = /"checkpoint"\s*:\s*("(?:[^"\\]|\\.)*")/;

/**
 * Places to run again from, best first: those before the first failure, latest first, since they keep most of the work
 * that was sound; then those after it, earliest first, since less of the damage is in them.
 */
export const replayCheckpoints: Analysis<ReplayAnalyses["replay-checkpoints"]> = async ({ workspace }, { run }) => {
  const view = rowsOfRun(workspace, run);
  const steps: number[] = [];
  for (const [step, local] of view.locals.entries()) if (kindOf(view.file, local) === "checkpoint") steps.push(step);
  const failure = firstFailure(view);
  const taken = steps.slice(-MOST_CHECKPOINTS);
  const lines = await readLines(view.file, taken.map((step) => view.locals[step] as number), HEAD_BYTES);
  const points = taken.map((step, at) => pointOf(view, step, { line: lines[at] as EventLine, place: steps.length - taken.length + at, failure }));
  return { points: rank(points), total: steps.length, failureRow: failure < 0 ? -1 : view.file.rowBase + (view.locals[failure] as number) };
};

/** The first step that failed, the closing verdict aside; -1 if none did. */
function firstFailure({ file, locals }: RunRowsView): number {
  return locals.findIndex((local) => file.columns.flag.get(local) === FLAG_FAILING && kindOf(file, local) !== "agent_end");
}

interface Found {
  readonly line: EventLine;
  readonly place: number;
  readonly failure: number;
}

function pointOf({ file, locals }: RunRowsView, step: number, { line, place, failure }: Found): RestorePoint {
  const id = line.envelope.id ?? "";
  return {
    row: file.rowBase + (locals[step] as number),
    step,
    number: place + 1,
    checkpoint: idIn(line.payload) || id,
    agent: line.envelope.agent ?? "",
    bytes: file.columns.payloadLength.get(locals[step] as number),
    kept: locals.length <= 1 ? 0 : step / (locals.length - 1),
    stepsToFailure: failure < 0 ? null : failure - step,
  };
}

function idIn(payload: string): string {
  const quoted = ID.exec(payload)?.[1];
  return quoted === undefined ? "" : (JSON.parse(quoted) as string);
}

function rank(points: readonly RestorePoint[]): RestorePoint[] {
  const isSound = ({ stepsToFailure }: RestorePoint): boolean => stepsToFailure === null || stepsToFailure > 0;
  const sound = points.filter(isSound).toReversed();
  return [...sound, ...points.filter((point) => !isSound(point))];
}
