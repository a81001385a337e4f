import type { EventRecord } from "../event.ts";

/** Events in the order of their file, streamed or at hand. */
export type EventStream = AsyncIterable<EventRecord> | Iterable<EventRecord>;

/** A format traces can be taken to. */
export interface Exporter {
  readonly id: string;
  readonly title: string;
  /** Ending of the file's name, without the dot before it. */
  readonly extension: string;
  readonly mediaType: string;
  /** Writes events, of one run or of many, as text in pieces. Memory is bounded by what is still open, not by the trace, unless the exporter says otherwise. */
  write(events: EventStream, emit: (text: string) => void): Promise<void>;
}
