import type { EventPlace } from "../../../format/notes/places.ts";
import type { WrittenNote } from "../../../format/notes/written.ts";
import type { EventRef } from "./insight.ts";

/** A side file that came inside an archive. */
export interface InnerSideFile {
  readonly name: string;
  /** Its text, at most 16 MiB of it. */
  readonly text: string;
  readonly bytes: number;
}

/** What a person left in a run. */
export interface RunNote {
  /** The event it stands on; null if it is about a time range. */
  readonly event: EventRef | null;
  /** The time range it is about, in milliseconds since the run's first event; null if it is about an event. */
  readonly rangeMs: readonly [from: number, to: number] | null;
  /** Empty for a bookmark. */
  readonly text: string;
  readonly by: string;
}

/** Finding again what notes are about. */
export interface NotesAnalyses {
  /**
   * Rows of events; -1 for those that are not open. Of a trace that is not open by its hash, an event of the same
   * session, id and time in another file is it: the file has grown since, or was packed.
   */
  readonly "event-places": { readonly params: { readonly places: readonly EventPlace[] }; readonly result: Int32Array };
  /** Those of some notes that are about a run, in its order; of time ranges, those that touch it. */
  readonly "run-notes": { readonly params: { readonly run: number; readonly notes: readonly WrittenNote[] }; readonly result: readonly RunNote[] };
  /** Side files found inside archives, those after the first so many; `total` counts all. */
  readonly "side-files": { readonly params: { readonly after: number }; readonly result: { readonly files: readonly InnerSideFile[]; readonly total: number } };
}
