/** Why a file, or a part of one, could not be read. The reader adds the advice; this says the fact. */
export type TraceErrorCode =
  | "empty_file"
  | "not_a_trace"
  | "newer_version"
  | "encoding"
  | "compressed_damaged"
  | "archive_too_large"
  | "out_of_memory"
  | "unreadable"
  | "cancelled"
  | "engine_failed";

/** A failure as plain data, so that it survives the way from worker to page. */
export interface TraceFailure {
  readonly code: TraceErrorCode;
  /** What happened, neutral, no advice. */
  readonly cause: string;
  /** Where: file, line, byte. */
  readonly place: string;
  /** What the person can do now. */
  readonly next: string;
}

/** Thrown by readers of `format/`; carries the failure as data. */
export class TraceError extends Error {
  readonly failure: TraceFailure;
  constructor(failure: TraceFailure) {
    super(`${failure.cause} (${failure.place})`);
    this.name = "TraceError";
    this.failure = failure;
  }
}
