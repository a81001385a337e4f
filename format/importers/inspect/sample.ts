import type { Json } from "../../event.ts";
import { placeWithin } from "../kit/documents.ts";
import { asList, asObject, asText, present, textOf, type JsonObject } from "../kit/read.ts";
import { unixMicros } from "../kit/time.ts";
import { normaliseMessages } from "../messages/normalise.ts";
import type { Span, SpanFacts } from "../spans/span.ts";
import type { ImportSink, SourcePlace } from "../types.ts";
import { attachmentsOf, resolveAttachments } from "./attachments.ts";
import { readEvent, readUsage, type ReadContext } from "./events.ts";
import { runScores } from "./scores.ts";

/** A sample and the evaluation it is part of. */
interface SampleRecord {
  readonly sample: JsonObject;
  /** The log's header: version, eval, plan, stats; empty if it is lost. */
  readonly header: JsonObject;
  readonly source: SourcePlace;
}

/** The spans of one sample: the run itself, then its events. Closing events are merged into those they close. */
export function readSample(record: SampleRecord, sink: ImportSink): Span[] {
  const { sample, source } = record;
  const table = attachmentsOf(sample);
  const resolved = Object.keys(table).length > 0 ? (value: Json): Json => resolveAttachments(value, table) : (value: Json): Json => value;
  const run = runId(record);
  const transcript = asObject(sample["transcript"]);
  const key = Array.isArray(sample["events"]) ? ["events"] : ["transcript", "events"];
  const events = asList(sample["events"] ?? transcript?.["events"]);
  const reading = new SampleReading(run, { pool: asList(resolved(sample["message_pool"] ?? [])) }, sink);
  if (events.length > 0) reading.readEvents(events, placeWithin(source, ...key), resolved);
  else reading.readMessages(asList(sample["messages"]), placeWithin(source, "messages"));
  return [headSpan(record, run, reading, resolved), ...reading.spans];
}

function runId({ sample, header }: SampleRecord): string {
  const own = asText(sample["uuid"]);
  if (own !== undefined) return own;
  const evaluation = asObject(header["eval"]) ?? {};
  const id = asText(evaluation["run_id"]) ?? asText(evaluation["task_id"]) ?? "eval";
  return `${id}/${textOf(sample["id"] ?? "sample")}/${textOf(sample["epoch"] ?? 1)}`;
}

const MAPPED: ReadonlySet<string> = new Set(["id", "epoch", "input", "target", "output", "scores", "score", "events", "messages", "transcript", "attachments", "message_pool", "uuid", "error"]);

function answerOf(output: Json | undefined): Json | undefined {
  return asText(asObject(output)?.["completion"]) ?? normaliseMessages(output, "assistant")?.messages[0]?.content;
}

function runFailure(error: JsonObject | undefined): SpanFacts {
  if (error === undefined) return {};
  const message = asText(error["message"]);
  return { failed: true, error_class: "error", ...(message !== undefined && { error_message: message }) };
}

function headSpan({ sample, header, source }: SampleRecord, run: string, reading: SampleReading, resolved: (value: Json) => Json): Span {
  const evaluation = asObject(header["eval"]) ?? {};
  const task = asText(evaluation["task"]) ?? asText(sample["description"]) ?? "sample";
  const id = sample["id"] === undefined ? "" : ` · ${textOf(sample["id"])}`;
  const model = asText(evaluation["model"]);
  const answer = answerOf(sample["output"]);
  const facts: SpanFacts = {
    role: "agent",
    agent: task,
    framework: "inspect_ai",
    task: `${task}${id}`,
    ...(typeof sample["epoch"] === "number" && { attempt: Math.max(0, sample["epoch"] - 1) }),
    ...(model !== undefined && { model }),
    ...(sample["input"] !== undefined && { input: resolved(sample["input"]) }),
    ...(answer !== undefined && { output: answer }),
    ...runScores(sample),
    ...runFailure(asObject(sample["error"])),
    // Old logs have no model calls: the sample's own count is then the only one.
    ...(!reading.hasUsage && readUsage(asObject(sample["output"])?.["usage"])),
  };
  const others = Object.fromEntries(Object.entries(sample).filter(([key]) => !MAPPED.has(key)));
  const { eval: _eval, plan, ...about } = header;
  const extra = present({ ...others, eval: present(evaluation), plan, evaluation: present(about) }) ?? {};
  return { id: `${run}#sample`, parent: undefined, run, name: `${task}${id}`, startUs: reading.firstUs, endUs: reading.lastUs, facts, events: [], links: [], extra, source };
}

interface Opened {
  readonly index: number;
  readonly id: string;
}

class SampleReading {
  readonly spans: Span[] = [];
  hasUsage = false;
  firstUs: number | undefined;
  lastUs: number | undefined;
  readonly #run: string;
  readonly #context: ReadContext;
  readonly #sink: ImportSink;
  /** Open steps (older logs), innermost last. */
  readonly #steps: Opened[] = [];
  /** Spans by the id events name them by. */
  readonly #named = new Map<string, Opened>();

  constructor(run: string, context: ReadContext, sink: ImportSink) {
    this.#run = run;
    this.#context = context;
    this.#sink = sink;
  }

  /** Events may hold further events (tools in older logs): those hang below them. */
  readEvents(events: readonly Json[], place: SourcePlace, resolved: (value: Json) => Json): void {
    const todo = [{ events, place, parent: undefined as string | undefined }];
    for (let next = todo.pop(); next !== undefined; next = todo.pop()) {
      for (const [index, item] of next.events.entries()) {
        const source = placeWithin(next.place, index);
        const event = asObject(resolved(item));
        if (event === undefined) {
          this.#sink.skipped(source, "not_an_object", "an event that is no object");
          continue;
        }
        const id = this.#readEvent(event, next.parent, source);
        const inner = asList(event["events"]);
        if (inner.length > 0) todo.push({ events: inner, place: placeWithin(source, "events"), parent: id });
      }
    }
  }

  #readEvent(event: JsonObject, outer: string | undefined, source: SourcePlace): string | undefined {
    const timeUs = unixMicros(event["timestamp"]);
    this.#see(timeUs);
    const kind = asText(event["event"]);
    if (kind === "span_end" || (kind === "step" && event["action"] === "end")) {
      this.#close(event, timeUs, source);
      return undefined;
    }
    const reading = readEvent(event, this.#context);
    const opens = kind === "span_begin" || kind === "step";
    const spanId = asText(kind === "span_begin" ? event["parent_id"] : event["span_id"]);
    const parent = outer ?? (spanId === undefined ? this.#steps.at(-1)?.id : this.#named.get(spanId)?.id) ?? `${this.#run}#sample`;
    const id = `${this.#run}#${this.spans.length}`;
    if (reading.facts.tokens_in !== undefined) this.hasUsage = true;
    const rest = Object.fromEntries(Object.entries(event).filter(([key]) => key !== "event" && key !== "timestamp" && !reading.mapped.includes(key)));
    const endUs = unixMicros(event["completed"]);
    this.#see(endUs);
    this.spans.push({ id, parent, run: this.#run, name: reading.name, startUs: timeUs, endUs, facts: { role: reading.role, ...reading.facts }, events: [], links: [], extra: present(rest) ?? {}, source });
    if (opens) this.#open(event, id);
    return id;
  }

  #open(event: JsonObject, id: string): void {
    const opened = { index: this.spans.length - 1, id };
    const name = asText(event["id"]);
    if (event["event"] === "step" || name === undefined) this.#steps.push(opened);
    else this.#named.set(name, opened);
  }

  #close(event: JsonObject, timeUs: number | undefined, source: SourcePlace): void {
    const opened = event["event"] === "step" ? this.#steps.pop() : this.#named.get(asText(event["id"]) ?? "");
    if (opened === undefined) {
      this.#sink.skipped(source, "unopened", "the end of something that has no beginning");
      return;
    }
    const span = this.spans[opened.index] as Span;
    this.spans[opened.index] = { ...span, endUs: timeUs };
    this.#sink.merged(source, "the end of a span, joined into its beginning");
  }

  #see(timeUs: number | undefined): void {
    if (timeUs === undefined) return;
    this.firstUs = Math.min(this.firstUs ?? timeUs, timeUs);
    this.lastUs = Math.max(this.lastUs ?? timeUs, timeUs);
  }

  /** Samples without events: the conversation is all there is. */
  readMessages(messages: readonly Json[], place: SourcePlace): void {
    for (const [index, item] of messages.entries()) {
      const source = placeWithin(place, index);
      const message = asObject(item);
      const said = normaliseMessages(item, "user")?.messages[0];
      if (message === undefined || said === undefined) {
        this.#sink.skipped(source, "not_a_message", "a message that is none");
        continue;
      }
      const error = asObject(message["error"]);
      const failure: SpanFacts = error === undefined ? {} : { failed: true, error_class: asText(error["type"]) ?? "error", error_message: textOf(error["message"]) };
      const role = said.role === "tool" ? "tool" : said.role === "assistant" ? "agent" : "human";
      const tool = asText(message["function"]);
      const facts: SpanFacts = { role, ...failure, ...(tool !== undefined && { tool }), ...(said.tool_call_id !== undefined && { call_id: said.tool_call_id }) };
      if (role === "human") facts.input = said.content ?? "";
      else if (role === "tool") facts.output = said.content ?? "";
      else facts.messages_out = [said];
      this.spans.push({ id: `${this.#run}#${index}`, parent: `${this.#run}#sample`, run: this.#run, name: tool ?? said.role, startUs: undefined, endUs: undefined, facts, events: [], links: [], extra: {}, source });
    }
  }
}
