/** An event as notes name it. */
export interface EventPlace {
  /** Numbers of the open files that have the content hash of its trace. */
  readonly files: readonly number[];
  readonly session: string;
  readonly event: string;
  /** Its time, if it has one of its own. */
  readonly timeUnixUs: number;
}

/** A side file that came inside an archive. */
export interface InnerSideFile {
  readonly name: string;
  /** Its text, at most 16 MiB of it. */
  readonly text: string;
  readonly bytes: number;
}

/** Finding again what notes are about. */
export interface NotesAnalyses {
  /**
   * Rows of events; -1 for those that are not open. Of a trace that is not open by its hash, an event of the same
   * session, id and time in another file is it: the file has grown since, or was packed.
   */
  readonly "event-places": { readonly params: { readonly places: readonly EventPlace[] }; readonly result: Int32Array };
  /** Side files found inside archives, those after the first so many; `total` counts all. */
  readonly "side-files": { readonly params: { readonly after: number }; readonly result: { readonly files: readonly InnerSideFile[]; readonly total: number } };
}
