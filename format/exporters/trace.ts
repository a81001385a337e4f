import type { EventRecord } from "../event.ts";
import { writeEvent, writeHeader } from "../jsonl/write.ts";
import { FORMAT_VERSION } from "../version.ts";
import type { EventStream, Exporter } from "./types.ts";

/** A trace of our own format: what a run holds, in a file of its own. It is not chained: the lines of a chain stand in one file only. */
export const trace: Exporter = { id: "trace", title: "Peaky Peek trace", extension: "peek.jsonl", mediaType: "application/x-ndjson", write };

async function write(events: EventStream, emit: (text: string) => void): Promise<void> {
  emit(`${writeHeader({ peek: FORMAT_VERSION })}\n`);
  for await (const event of events) emit(`${writeEvent(withoutChain(event))}\n`);
}

function withoutChain(event: EventRecord): EventRecord {
  const { prev, ...rest } = event;
  return prev === undefined ? event : (rest as EventRecord);
}
