import { atif } from "./atif/index.ts";
import { chat } from "./chat.ts";
import { CODING_AGENTS } from "./coding-agents.ts";
import { generic } from "./generic/index.ts";
import { inspect } from "./inspect/index.ts";
import { jaeger } from "./jaeger.ts";
import { langfuse } from "./langfuse.ts";
import { langsmith } from "./langsmith.ts";
import { otlp } from "./otlp/index.ts";
import { peakyPeekServer } from "./peaky-peek-server.ts";
import { whoAndWhen } from "./who-and-when.ts";
import { zipkin } from "./zipkin.ts";
import type { DetectionInput, Importer } from "./types.ts";

/** Every foreign format, in no order: the most certain one wins. */
export const IMPORTERS: readonly Importer[] = [chat, atif, whoAndWhen, otlp, langfuse, langsmith, inspect, peakyPeekServer, jaeger, zipkin, ...CODING_AGENTS, generic];

/** Certainty below which a file is not taken for a format. */
const LEAST_CERTAINTY = 0.3;

/** The importer that is most certain of a file; undefined if none is. Ties go to the earlier entry. */
export function detectImporter(input: DetectionInput): Importer | undefined {
  let best: Importer | undefined;
  let certainty = LEAST_CERTAINTY;
  for (const importer of IMPORTERS) {
    const mine = importer.detect(input);
    if (mine > certainty) [best, certainty] = [importer, mine];
  }
  return best;
}

/** The importer that takes an archive as a whole; undefined if its entries are to be read one by one. */
export function detectArchiveImporter(entryNames: readonly string[]): Importer | undefined {
  return IMPORTERS.find((importer) => (importer.detectArchive?.(entryNames) ?? 0) > LEAST_CERTAINTY);
}
