export { replay, type ReplayResult, type ReplayStart } from "./replay.ts";
export { restore, type Restored, type StateSchema } from "./restore.ts";
export { parseTrace, readTrace, Recording, RecordingError, type RecordedCheckpoint, type TraceSource } from "./recording.ts";
export { ReplayDivergenceError, ReplayEndError, ReplaySideEffectError, type Divergence, type DivergenceKind } from "./errors.ts";
export { IncompleteError } from "./revive.ts";
export type { ComparedCall, Match, ReplayOptions } from "./options.ts";
export { record, type RecordOptions } from "./sources/record.ts";
export type { Source } from "./sources/patch.ts";
export type { ReplayReport } from "./report.ts";
