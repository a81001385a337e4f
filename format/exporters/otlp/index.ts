import { Pairing } from "../pairs.ts";
import type { EventStream, Exporter } from "../types.ts";
import { SpanBatches } from "./batches.ts";

/**
 * OpenTelemetry traces, a line of OTLP JSON for every 500 spans, as the Collector's file receiver reads them; a shorter
 * trace is one document to post to `/v1/traces`. Model calls, tools, agents and retrievals follow the GenAI conventions;
 * what these have no place for stands in attributes of ours, so that reading it again gives the same events.
 */
export const otlpTraces: Exporter = { id: "otlp", title: "OpenTelemetry traces (OTLP JSON)", extension: "otlp.jsonl", mediaType: "application/x-ndjson", write };

async function write(events: EventStream, emit: (text: string) => void): Promise<void> {
  const pairing = new Pairing();
  const batches = new SpanBatches(emit);
  for await (const event of events) for (const pair of pairing.take(event)) batches.add(pair);
  for (const pair of pairing.rest()) batches.add(pair);
  batches.flush();
}
