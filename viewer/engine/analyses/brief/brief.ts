import { TraceError } from "../../../../format/errors.ts";
import { Redactor } from "../../../../format/redaction/redactor.ts";
import { LEAST_BRIEF_TOKENS, type BriefAnalyses, type BriefParams } from "../../contracts/brief.ts";
import { runRows } from "../../run-rows.ts";
import type { Analysis } from "../index.ts";
import { readRun, type RunEvents } from "../run-events.ts";
import { outlineOf } from "./outline.ts";
import { pack } from "./pack.ts";
import { subjectOf } from "./subject.ts";

/** Payload bytes read of each event; of longer ones the beginning is shown. */
const PAYLOAD_LIMIT = 256 * 1024;

/** A run, its failure or one event, as Markdown within a budget. */
export const brief: Analysis<BriefAnalyses["brief"]> = async ({ workspace, database, question }, params) => {
  if (!(params.tokens >= LEAST_BRIEF_TOKENS)) throw new TraceError({ code: "engine_failed", cause: `${params.tokens} tokens are too few for a brief`, place: "brief", next: `Give it at least ${LEAST_BRIEF_TOKENS}.` });
  const read = await readRun(workspace, params.run, { question, payloadLimit: PAYLOAD_LIMIT });
  const row = (await runRows(workspace, database)).find(({ run }) => run === params.run);
  if (row === undefined) throw new TraceError({ code: "cancelled", cause: "the run is no longer open", place: "brief", next: "Open its file again." });
  const redactor = redactorOf(params);
  const index = indexOf(read, params.event);
  if (params.about === "event" && index < 0) throw new TraceError({ code: "engine_failed", cause: "the event is not in this run", place: "brief", next: "Choose an event of the run." });
  const outline = outlineOf(subjectOf(read, row, redactor, params.notes), params.about, index, params.reader);
  const packed = pack(outline, params.tokens);
  return { ...packed, redacted: redactor === undefined ? 0 : [...redactor.counts().values()].reduce((sum, count) => sum + count, 0) };
};

function indexOf({ events, file, indexOfLocal }: RunEvents, event: BriefParams["event"]): number {
  if (event === null || event === "") return -1;
  if (typeof event === "number") return indexOfLocal(event - file.rowBase);
  const exact = events.findIndex(({ envelope }) => envelope.id === event);
  return exact >= 0 ? exact : events.findIndex(({ envelope }) => envelope.id?.startsWith(event) === true);
}

function redactorOf({ redactKey }: BriefParams): Redactor | undefined {
  return redactKey === "" ? undefined : new Redactor({ secrets: true, pii: true, key: redactKey }, new Uint8Array());
}
