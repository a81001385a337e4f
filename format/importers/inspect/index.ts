import type { Json } from "../../event.ts";
import { placeWithin, readJson } from "../kit/documents.ts";
import { asList, asObject, asText, textOf, type JsonObject } from "../kit/read.ts";
import { unixMicros } from "../kit/time.ts";
import { emitSpans } from "../spans/emit.ts";
import type { Span, SpanFacts } from "../spans/span.ts";
import type { DetectionInput, ImportFile, ImportSink, Importer, SourcePlace } from "../types.ts";
import { readUsage } from "./events.ts";
import { readSample } from "./sample.ts";

/** Logs of Inspect AI: `.eval` archives and `.json` documents. Each sample is a run. */
export const inspect: Importer = { id: "inspect", title: "Inspect AI log", grouping: "each", detect, detectArchive, read };

function detect({ paths }: DetectionInput): number {
  if (paths.has("version") && paths.has("status") && paths.has("eval.task")) return 0.95;
  if (paths.has("eval") && paths.has("plan") && paths.has("stats")) return 0.9;
  if (paths.has("epoch") && paths.has("target") && paths.has("messages") && paths.has("id")) return 0.9;
  return paths.has("events.*.event") && paths.has("events.*.timestamp") ? 0.8 : 0;
}

const SAMPLE_NAME = /(^|\/)samples\/[^/]+\.json$/;

function detectArchive(names: readonly string[]): number {
  const hasHeader = names.includes("header.json") || names.includes("_journal/start.json");
  return hasHeader && names.some((name) => SAMPLE_NAME.test(name) || name === "header.json") ? 1 : 0;
}

/** What the archive says twice, for Inspect's own viewer. */
const REPEATS = /(^|\/)(summaries\.json|_journal\/.*)$/;
const REDUCTIONS = "reductions.json";

async function read(files: readonly ImportFile[], sink: ImportSink): Promise<void> {
  if (files.length === 1 && files[0]?.archive === "") return readDocuments(files[0], sink);
  const header = await readHeader(files, sink);
  let samples = 0;
  for (const file of files) {
    if (SAMPLE_NAME.test(file.name)) samples += await readSampleFile(file, samples === 0 ? header : ofEveryRun(header), sink);
    else if (REPEATS.test(file.name) && !isHeader(file.name)) sink.merged({ file: file.name }, "repeats what the samples and the header say");
    else if (!isHeader(file.name)) sink.skipped({ file: file.name }, "unknown_entry", "not a part of an Inspect log this reader knows");
  }
  if (samples === 0) emitSpans([evalSpan(header, { file: "header.json" })], sink);
}

const HEADERS: readonly string[] = ["_journal/start.json", "header.json", REDUCTIONS];
const isHeader = (name: string): boolean => HEADERS.includes(name);

/** Results and totals of the evaluation stand in its first run; what every run needs is told of each. */
function ofEveryRun({ eval: evaluation, plan, version }: JsonObject): JsonObject {
  return { eval: evaluation, plan, version };
}

/** The header at the end of the archive; of a log that is still being written, the one at its start. */
async function readHeader(files: readonly ImportFile[], sink: ImportSink): Promise<JsonObject> {
  let header: JsonObject = {};
  for (const name of HEADERS) {
    const file = files.find((each) => each.name === name);
    if (file === undefined) continue;
    for await (const { value, source } of readJson(file, sink)) {
      header = name === REDUCTIONS ? { ...header, reductions: value } : { ...header, ...asObject(value) };
      sink.merged(source, "what it says of the evaluation stands in its runs");
    }
  }
  return header;
}

async function readSampleFile(file: ImportFile, header: JsonObject, sink: ImportSink): Promise<number> {
  let samples = 0;
  for await (const { value, source } of readJson(file, sink)) {
    const sample = asObject(value);
    if (sample === undefined) sink.skipped(source, "not_an_object", "a sample that is no object");
    else {
      emitSpans(readSample({ sample, header, source }, sink), sink);
      samples++;
    }
  }
  return samples;
}

async function readDocuments(file: ImportFile, sink: ImportSink): Promise<void> {
  for await (const { value, source } of readJson(file, sink)) {
    const document = asObject(value);
    if (document === undefined) sink.skipped(source, "not_an_object", "neither a log nor a sample");
    else readDocument(document, source, sink);
  }
}

function readDocument(document: JsonObject, source: SourcePlace, sink: ImportSink): void {
  if (asObject(document["eval"]) === undefined) {
    emitSpans(readSample({ sample: document, header: {}, source }, sink), sink);
    return;
  }
  const { samples, ...header } = document;
  const list = asList(samples);
  if (list.length === 0) {
    emitSpans([evalSpan(header, source)], sink);
    return;
  }
  sink.merged(source, "what it says of the evaluation stands in its runs");
  for (const [index, item] of list.entries()) readOneOf(item, index === 0 ? header : ofEveryRun(header), placeWithin(source, "samples", index), sink);
}

function readOneOf(item: Json, header: JsonObject, source: SourcePlace, sink: ImportSink): void {
  const sample = asObject(item);
  if (sample === undefined) sink.skipped(source, "not_an_object", "a sample that is no object");
  else emitSpans(readSample({ sample, header, source }, sink), sink);
}

/** An evaluation without samples: one run that says how it went. */
function evalSpan(header: JsonObject, source: SourcePlace): Span {
  const evaluation = asObject(header["eval"]) ?? {};
  const stats = asObject(header["stats"]) ?? {};
  const task = asText(evaluation["task"]) ?? "evaluation";
  const id = asText(evaluation["run_id"]) ?? asText(evaluation["created"]) ?? task;
  const error = asObject(header["error"]);
  const model = asText(evaluation["model"]);
  const usage = Object.values(asObject(stats["model_usage"]) ?? {});
  const facts: SpanFacts = {
    role: "agent",
    agent: task,
    framework: "inspect_ai",
    task,
    ...(model !== undefined && { model }),
    ...(header["results"] !== undefined && { output: header["results"] }),
    ...(usage.length === 1 && readUsage(usage[0])),
    ...((error !== undefined || header["status"] === "error") && { failed: true, error_class: "error", error_message: textOf(error?.["message"]) }),
  };
  return { id, parent: undefined, run: id, name: task, startUs: unixMicros(stats["started_at"]) ?? unixMicros(evaluation["created"]), endUs: unixMicros(stats["completed_at"]), facts, events: [], links: [], extra: header, source };
}
