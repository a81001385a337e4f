import type { EventRecord } from "../../format/event.ts";
import type { Origin } from "../intercept.ts";
import type { ReplayOptions } from "./options.ts";
import { RecordingError, type RecordedCheckpoint, type Recording } from "./recording.ts";
import type { Range } from "./steps.ts";

/** What is replayed: which run, from where to where. */
export interface Plan {
  readonly recording: Recording;
  readonly session: string;
  readonly range: Range;
  readonly checkpoint: RecordedCheckpoint | undefined;
  readonly origin: Origin;
}

/** Decides what the options ask for. Throws RecordingError where the trace does not have it. */
export function planOf(recording: Recording, { session, from, until }: ReplayOptions): Plan {
  const checkpoint = from === undefined ? undefined : recording.checkpoint(from);
  const root = rootOf(recording, session ?? checkpoint?.session);
  const start = checkpoint === undefined ? root.id : checkpoint.event;
  const range = { from: checkpoint === undefined ? -1 : recording.indexOf(checkpoint.event), until: cutOf(recording, root.session, until) };
  if (range.until <= range.from) throw new RecordingError(`\`until\` (${until}) is not after \`from\` (${from})`);
  return { recording, session: root.session, range, checkpoint, origin: { session: root.session, trace: root.trace ?? "", checkpoint: checkpoint?.id, event: start } };
}

function rootOf(recording: Recording, session: string | undefined): EventRecord {
  const { roots } = recording;
  const found = session === undefined ? roots : roots.filter((root) => root.session === session);
  const [first, second] = found;
  if (first === undefined) throw new RecordingError(session === undefined ? "the trace has no run to replay: it holds no agent_start" : `the trace has no run "${session}"`);
  if (second !== undefined && new Set(found.map((root) => root.trace)).size > 1) {
    throw new RecordingError(`the trace holds ${found.length} runs; name one as \`session\`: ${found.slice(0, 5).map((root) => root.session).join(", ")}`);
  }
  return first;
}

function cutOf(recording: Recording, session: string, until: string | number | undefined): number {
  if (until === undefined) return Number.POSITIVE_INFINITY;
  if (typeof until === "number") {
    const found = recording.events.findIndex((event) => event.session === session && (event.seq ?? -1) >= until);
    return found < 0 ? Number.POSITIVE_INFINITY : found;
  }
  const event = recording.event(until);
  return recording.indexOf(event === undefined ? recording.checkpoint(until === "last-checkpoint" ? "last" : until).event : event.id);
}
