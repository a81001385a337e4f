import type { Json } from "../event.ts";
import { placeWithin } from "./kit/documents.ts";
import { readRows } from "./kit/records.ts";
import { asCount, asList, asNumber, asObject, asText, lookUp, present, type JsonObject } from "./kit/read.ts";
import { unixMicros } from "./kit/time.ts";
import { settle } from "./spans/settle.ts";
import { emitSpans } from "./spans/emit.ts";
import type { Span, SpanFacts, SpanRole } from "./spans/span.ts";
import type { DetectionInput, ImportFile, ImportSink, Importer, SourcePlace } from "./types.ts";

/** LangSmith runs: a list, a line each, nested in `child_runs`, or the batches its SDK posts. */
export const langsmith: Importer = { id: "langsmith", title: "LangSmith runs", grouping: "together", detect, read };

const SURE: readonly (readonly string[])[] = [
  ["post", "post.*.id", "post.*.start_time"],
  ["patch.*.dotted_order"],
  ["run_type", "inputs"],
  ["*.run_type", "*.inputs"],
  ["runs.*.run_type", "runs.*.inputs"],
  ["dotted_order", "trace_id"],
];

function detect({ paths, columns }: DetectionInput): number {
  const isTable = ["run_type", "inputs", "outputs"].every((name) => columns.has(name));
  return isTable || SURE.some((keys) => keys.every((key) => paths.has(key))) ? 0.95 : 0;
}

interface RunRecord {
  run: JsonObject;
  readonly source: SourcePlace;
}

async function read(files: readonly ImportFile[], sink: ImportSink): Promise<void> {
  const runs = new Map<string, RunRecord>();
  for (const file of files) {
    for await (const { value, source } of readRows(file, sink)) {
      const found = gather(value, source, runs, sink);
      if (found === 0) sink.skipped(source, "no_runs", "no run is in this record");
    }
  }
  emitSpans([...runs].map(([id, record]) => readRun(id, record)), sink);
}

const LISTS = ["child_runs", "patch", "post", "runs"];

/** Takes every run below a value; a later record of the same run completes the earlier. Returns 0 if there was none. */
function gather(value: Json, source: SourcePlace, runs: Map<string, RunRecord>, sink: ImportSink): number {
  const todo: { value: Json | undefined; source: SourcePlace }[] = [{ value, source }];
  let found = 0;
  for (let next = todo.pop(); next !== undefined; next = todo.pop()) {
    if (Array.isArray(next.value)) {
      for (const [index, item] of [...next.value.entries()].reverse()) todo.push({ value: item, source: placeWithin(next.source, index) });
      continue;
    }
    const object = asObject(next.value) ?? {};
    // Pushed in reverse, so that runs are posted before they are patched.
    const lists = LISTS.filter((key) => Array.isArray(object[key]));
    for (const key of lists) todo.push({ value: object[key], source: placeWithin(next.source, key) });
    const id = runId(object);
    if (id !== undefined) addRun({ id, run: object, source: next.source }, runs, sink);
    else if (lists.length === 0 && next.source !== source) sink.skipped(next.source, "not_a_run", "an entry that is no run");
    if (id !== undefined || lists.length > 0) found++;
  }
  return found;
}

/** The id of a run; patches may leave it to the last step of their dotted order. Undefined for what is no run. */
function runId(value: JsonObject): string | undefined {
  if (!["run_type", "dotted_order", "start_time", "trace_id", "end_time"].some((key) => value[key] !== undefined)) return undefined;
  return asText(value["id"]) ?? steps(value["dotted_order"]).at(-1);
}

/** Ids of a run and those above it, outermost first: `dotted_order` is `{time}Z{id}` joined by dots. */
function steps(value: Json | undefined): string[] {
  const order = asText(value);
  return order === undefined ? [] : order.split(".").map((step) => step.slice(step.indexOf("Z") + 1));
}

function addRun({ id, run, source }: { id: string; run: JsonObject; source: SourcePlace }, runs: Map<string, RunRecord>, sink: ImportSink): void {
  const { child_runs: _children, ...own } = run;
  const known = runs.get(id);
  if (known === undefined) {
    runs.set(id, { run: own, source });
    return;
  }
  known.run = { ...known.run, ...present(own), extra: { ...asObject(known.run["extra"]), ...asObject(own["extra"]) } };
  sink.merged(source, "completes a run recorded before");
}

const ROLES: Readonly<Record<string, SpanRole>> = {
  llm: "llm",
  chain: "chain",
  tool: "tool",
  retriever: "retrieval",
  embedding: "embedding",
  prompt: "prompt",
  parser: "chain",
};

const MAPPED: ReadonlySet<string> = new Set(["id", "name", "run_type", "start_time", "end_time", "inputs", "outputs", "error", "parent_run_id", "trace_id", "dotted_order", "tags", "prompt_tokens", "completion_tokens", "total_cost"]);

function readRun(id: string, { run, source }: RunRecord): Span {
  const ancestors = steps(run["dotted_order"]);
  const parent = asText(run["parent_run_id"]) ?? ancestors.at(-2);
  const trace = asText(run["trace_id"]) ?? ancestors[0] ?? id;
  const facts: SpanFacts = { role: roleOf(run), ...callFacts(run), ...usageOf(run), ...errorOf(run) };
  const moved = settle(facts);
  const others = Object.fromEntries(Object.entries(run).filter(([key, value]) => !MAPPED.has(key) && !isEmpty(value)));
  return {
    id,
    parent: parent === undefined || parent === id ? undefined : parent,
    run: trace,
    name: asText(run["name"]) ?? asText(asObject(run["serialized"])?.["name"]) ?? asText(run["run_type"]) ?? "run",
    startUs: unixMicros(run["start_time"]),
    endUs: unixMicros(run["end_time"]),
    facts,
    events: [],
    links: [],
    extra: present({ ...others, ...moved }) ?? {},
    source,
  };
}

function roleOf(run: JsonObject): SpanRole {
  const role = lookUp(ROLES, asText(run["run_type"])) ?? "span";
  return role === "chain" && asText(run["name"])?.endsWith("AgentExecutor") === true ? "agent" : role;
}

function callFacts(run: JsonObject): SpanFacts {
  const metadata = asObject(asObject(run["extra"])?.["metadata"]) ?? {};
  const settings = asObject(asObject(run["extra"])?.["invocation_params"]);
  const outputs = asObject(run["outputs"]);
  const inputs = asObject(run["inputs"]);
  const model = asText(outputs?.["model"]) ?? asText(metadata["ls_model_name"]) ?? asText(inputs?.["model"]);
  const provider = asText(metadata["ls_provider"]);
  const conversation = ["session_id", "thread_id", "conversation_id"].map((key) => asText(metadata[key])).find((id) => id !== undefined);
  const tags = asList(run["tags"]).filter((tag) => typeof tag === "string");
  return {
    framework: "langsmith",
    ...(!isEmpty(run["inputs"]) && { input: run["inputs"] as Json }),
    ...(!isEmpty(run["outputs"]) && { output: run["outputs"] as Json }),
    ...(model !== undefined && { model }),
    ...(provider !== undefined && { provider }),
    ...(conversation !== undefined && { conversation }),
    ...(settings !== undefined && { settings: settings as Json }),
    ...(tags.length > 0 && { tags }),
  };
}

/** Usage is at several places, depending on who traced; the first that has any counts. */
function usageOf(run: JsonObject): SpanFacts {
  const outputs = asObject(run["outputs"]) ?? {};
  const places = [asObject(outputs["usage_metadata"]), asObject(outputs["usage"]), asObject(asObject(outputs["llm_output"])?.["token_usage"]), run];
  const usage = places.find((place) => place !== undefined && ["input_tokens", "prompt_tokens"].some((key) => asCount(place[key]) !== undefined)) ?? {};
  const inputs = asObject(usage["input_token_details"] ?? usage["prompt_tokens_details"]) ?? {};
  const details = asObject(usage["output_token_details"] ?? usage["completion_tokens_details"]) ?? {};
  const facts = {
    tokens_in: asCount(usage["input_tokens"]) ?? asCount(usage["prompt_tokens"]),
    tokens_out: asCount(usage["output_tokens"]) ?? asCount(usage["completion_tokens"]),
    tokens_cache_read: asCount(inputs["cache_read"]) ?? asCount(inputs["cached_tokens"]),
    tokens_cache_write: asCount(inputs["cache_creation"]),
    tokens_reasoning: asCount(details["reasoning"]) ?? asCount(details["reasoning_tokens"]),
    cost_usd: asNumber(run["total_cost"]),
  };
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined));
}

const ERROR_CLASS = /^([A-Za-z_][\w.]{0,80})[(:]/;

function errorOf(run: JsonObject): SpanFacts {
  const message = asText(run["error"]);
  if (message === undefined) return run["status"] === "error" ? { failed: true } : {};
  return { failed: true, error_message: message, error_class: ERROR_CLASS.exec(message)?.[1] ?? "error" };
}

function isEmpty(value: Json | undefined): boolean {
  if (value === undefined || value === null || value === "") return true;
  return typeof value === "object" && Object.keys(value).length === 0;
}
