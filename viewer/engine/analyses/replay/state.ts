import { TraceError } from "../../../../format/errors.ts";
import type { Json } from "../../../../format/event.ts";
import type { ReplayAnalyses, ReplayState } from "../../contracts/replay.ts";
import { parsePayload, readLines, type EventLine } from "../../line-reader.ts";
import type { Workspace } from "../../workspace.ts";
import type { Analysis } from "../index.ts";
import { diffJson } from "./json-diff.ts";

/** Checkpoints larger than this are shown by their beginning and not compared. */
const LARGEST_BYTES = 8 * 1024 * 1024;
/** Characters of a state that cross to the page; the inspector loads the rest. */
const LONGEST_TEXT = 512 * 1024;
const MOST_CHANGES = 400;

interface Kept {
  readonly line: EventLine;
  readonly bytes: number;
  /** Undefined if the payload is too large or not an object. */
  readonly payload: { readonly [key: string]: Json | undefined } | undefined;
}

/** What a checkpoint kept, and what differs from the one it is held against. */
export const replayState: Analysis<ReplayAnalyses["replay-state"]> = async ({ workspace }, { row, against }) => {
  const kept = await keptAt(workspace, row);
  const before = against < 0 ? undefined : await keptAt(workspace, against);
  return { ...stateOf(row, kept), ...differences(before, kept) };
};

async function keptAt(workspace: Workspace, row: number): Promise<Kept> {
  const found = workspace.locate(row);
  if (found === undefined) throw new TraceError({ code: "cancelled", cause: "the checkpoint's file is no longer open", place: "engine", next: "Open it again." });
  const { file, local } = found;
  const [line] = (await readLines(file, [local], LARGEST_BYTES)) as [EventLine];
  const payload = parsePayload(line);
  const isObject = typeof payload === "object" && payload !== null && !Array.isArray(payload);
  return { line, bytes: file.columns.payloadLength.get(local), payload: isObject ? (payload as Kept["payload"]) : undefined };
}

function stateOf(row: number, { line, bytes, payload }: Kept): Omit<ReplayState, "changes" | "changesTotal"> {
  const id = line.envelope.id ?? "";
  const [state, memory] = payload === undefined ? [line.payload, ""] : [textOf(payload["state"]), textOf(payload["memory"])];
  const checkpoint = payload?.["checkpoint"];
  return {
    row,
    id,
    checkpoint: typeof checkpoint === "string" ? checkpoint : id,
    agent: line.envelope.agent ?? "",
    state: state.slice(0, LONGEST_TEXT),
    memory: memory.slice(0, LONGEST_TEXT),
    bytes,
    cut: line.payloadCut || state.length > LONGEST_TEXT || memory.length > LONGEST_TEXT,
  };
}

function differences(before: Kept | undefined, after: Kept): Pick<ReplayState, "changes" | "changesTotal"> {
  if (before?.payload === undefined || after.payload === undefined) return { changes: null, changesTotal: 0 };
  const pick = ({ state, memory }: NonNullable<Kept["payload"]>): Json => ({ ...(state === undefined ? {} : { state }), ...(memory === undefined ? {} : { memory }) });
  const { changes, total } = diffJson(pick(before.payload), pick(after.payload), MOST_CHANGES);
  return { changes, changesTotal: total };
}

function textOf(value: Json | undefined): string {
  return value === undefined ? "" : JSON.stringify(value);
}
