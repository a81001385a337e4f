import type { Severity } from "../../../format/kinds.ts";

/** A file the browser lets us look at again and again; a FileSystemFileHandle is one. */
export interface FileHandle {
  readonly name: string;
  /** The file as it stands now. Rejects if it is gone or may no longer be read. */
  getFile(): Promise<Blob>;
}

/**
 * What a file that was opened by its handle does: `none` it has no handle, or is not followed; `following` what is
 * appended to it is read; `paused` by hand; `changed` it was written to, and must be read again to be seen; `replaced`
 * it was truncated or another file stands in its place; `lost` it is gone or may no longer be read.
 */
export const LIVE_STATES = ["none", "following", "paused", "changed", "replaced", "lost"] as const;
export type LiveState = (typeof LIVE_STATES)[number];

/** Something odd a recorder's detectors would have said, noticed or recorded in a file that is followed. */
export interface LiveAlert {
  /** The same for alerts on the same thing as it grows: a loop that goes on is one alert. */
  readonly key: string;
  /** Number of the file it was noticed in. */
  readonly file: number;
  readonly row: number;
  readonly run: number;
  readonly type: string;
  readonly severity: Severity;
  readonly signal: string;
}

export interface LiveAnalyses {
  /** The newest alerts of files that are followed, newest last, at most 100. */
  readonly "live-alerts": { readonly params: { readonly after: number }; readonly result: { readonly total: number; readonly alerts: readonly LiveAlert[] } };
}
