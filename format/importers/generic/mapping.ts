import type { Json } from "../../event.ts";
import { asNumber, asObject, asText, type JsonObject } from "../kit/read.ts";
import { unixMicros } from "../kit/time.ts";
import { stableId } from "../run-builder.ts";

/** What a field of an unknown format can mean. */
export type MappedMember = "time" | "kind" | "actor" | "text" | "parent" | "id" | "session" | "name" | "model" | "tool" | "level" | "call" | "status" | "duration_ms" | "tokens_in" | "tokens_out" | "cost_usd";

/** Which field (a path, dots between keys) holds what. Members without a field are absent. */
export type Mapping = { readonly [M in MappedMember]?: string };

interface Candidate {
  readonly member: MappedMember;
  /** Last key of the path, lower case without separators; the earlier, the better. */
  readonly words: readonly string[];
  readonly fits: (value: Json) => boolean;
}

const isShort = (value: Json): boolean => typeof value === "number" || (typeof value === "string" && value.length > 0 && value.length <= 200);
const isWords = (value: Json): boolean => wordsIn(value) !== undefined;
const isStatus = (value: Json): boolean => typeof value === "boolean" || (typeof value === "string" && value.length <= 40);
const isNumber = (value: Json): boolean => asNumber(value) !== undefined;

/** In this order: a field is used once. */
const CANDIDATES: readonly Candidate[] = [
  { member: "time", words: ["timestamp", "time", "ts", "datetime", "date", "createdat", "created", "starttime", "startedat", "processedat", "eventtime", "when"], fits: (value) => unixMicros(value) !== undefined },
  { member: "parent", words: ["parentid", "parent", "parentspanid", "parentrunid", "parenteventid", "parentuuid"], fits: isShort },
  { member: "session", words: ["sessionid", "session", "conversationid", "threadid", "traceid", "runid", "run", "sessionkey", "thread", "episode", "task"], fits: isShort },
  { member: "call", words: ["toolcallid", "tooluseid", "callid", "toolid", "invocationid"], fits: isShort },
  { member: "id", words: ["id", "uuid", "eventid", "spanid", "messageid", "stepid", "key"], fits: isShort },
  { member: "kind", words: ["kind", "type", "eventtype", "event", "steptype", "action", "category", "what"], fits: isShort },
  { member: "actor", words: ["agent", "actor", "agentname", "agentid", "role", "speaker", "author", "from", "user", "sender", "source", "who"], fits: isShort },
  { member: "tool", words: ["tool", "toolname", "function", "functionname"], fits: isShort },
  { member: "model", words: ["model", "modelname", "modelid"], fits: isShort },
  { member: "level", words: ["level", "severity", "loglevel"], fits: isShort },
  { member: "status", words: ["iserror", "success", "succeeded", "failed", "status", "outcome"], fits: isStatus },
  { member: "duration_ms", words: ["durationms", "latencyms", "elapsedms", "ms"], fits: isNumber },
  { member: "tokens_in", words: ["inputtokens", "prompttokens", "tokensin"], fits: isNumber },
  { member: "tokens_out", words: ["outputtokens", "completiontokens", "tokensout"], fits: isNumber },
  { member: "cost_usd", words: ["costusd", "totalcost", "cost"], fits: isNumber },
  { member: "text", words: ["text", "message", "content", "msg", "body", "output", "input", "description", "prompt", "response", "observation", "thought", "value", "data"], fits: isWords },
  { member: "name", words: ["name", "title", "label", "operation", "event", "action"], fits: isShort },
];

const MOST_PATHS = 300;
const DEEPEST = 2;

/** A guess which field means what, from some records: by its name, and only if most of its values fit. */
export function guessMapping(sample: readonly JsonObject[]): Mapping {
  const fields = collect(sample);
  const used = new Set<string>();
  const mapping: Partial<Record<MappedMember, string>> = {};
  for (const { member, words, fits } of CANDIDATES) {
    const path = best([...fields.keys()].filter((each) => !used.has(each) && mostFit(fields.get(each) ?? [], fits)), words);
    if (path === undefined) continue;
    mapping[member] = path;
    used.add(path);
  }
  return mapping;
}

/** A field of some records, with a value it has. */
export interface Field {
  /** Keys joined by dots. */
  readonly path: string;
  readonly example: Json;
}

/** The fields of some records, in the order they come up; objects are opened twice. */
export function fieldsOf(sample: readonly JsonObject[]): readonly Field[] {
  return [...collect(sample)].filter(([, values]) => values.length > 0).map(([path, [example]]) => ({ path, example: example as Json }));
}

/** A name for the shape of some records: the same for files with the same fields at the top. */
export function fieldShape(sample: readonly JsonObject[]): string {
  const keys = new Set(sample.flatMap((record) => Object.keys(record)));
  return stableId([...keys].sort().join("\n"), 0);
}

/** The words of a value: a text, or the texts of a list of parts; undefined if there are none. */
export function wordsIn(value: Json | undefined): string | undefined {
  if (typeof value === "string") return asText(value);
  if (!Array.isArray(value)) return undefined;
  const texts = (value as readonly Json[]).map((part) => (typeof part === "string" ? part : (asText(asObject(part)?.["text"]) ?? asText(asObject(part)?.["thinking"]) ?? "")));
  const said = texts.filter((text) => text !== "").join("\n");
  return asText(said);
}

/** The value at a path; undefined if it leads nowhere. */
export function valueAt(record: JsonObject, path: string): Json | undefined {
  if (Object.hasOwn(record, path)) return record[path];
  let value: Json | undefined = record as Json;
  for (const key of path.split(".")) value = asObject(value)?.[key];
  return value;
}

function collect(sample: readonly JsonObject[]): Map<string, Json[]> {
  const fields = new Map<string, Json[]>();
  const todo = sample.map((object) => ({ object, prefix: "", depth: 0 }));
  for (let next = todo.shift(); next !== undefined; next = todo.shift()) {
    for (const [key, value] of Object.entries(next.object)) {
      if (value === undefined || value === null) continue;
      const path = `${next.prefix}${key}`;
      const values = fields.get(path);
      if (values !== undefined) values.push(value);
      else if (fields.size < MOST_PATHS) fields.set(path, [value]);
      const inner = asObject(value);
      if (inner !== undefined && next.depth < DEEPEST) todo.push({ object: inner, prefix: `${path}.`, depth: next.depth + 1 });
    }
  }
  return fields;
}

function mostFit(values: readonly Json[], fits: (value: Json) => boolean): boolean {
  return values.length > 0 && values.filter(fits).length >= values.length * 0.6;
}

/** The path whose last key is the best word; the one nearer to the top if two are as good. */
function best(paths: readonly string[], words: readonly string[]): string | undefined {
  let found: { path: string; rank: number } | undefined;
  for (const path of paths) {
    const steps = path.split(".");
    const word = (steps.at(-1) ?? "").toLowerCase().replaceAll(/[_\-\s]/g, "");
    const at = words.indexOf(word);
    if (at < 0) continue;
    const rank = at + (steps.length - 1) * 4;
    if (found === undefined || rank < found.rank) found = { path, rank };
  }
  return found?.path;
}
