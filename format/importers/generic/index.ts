import type { Json } from "../../event.ts";
import { isKind } from "../../kinds.ts";
import { placeWithin, readJson, type JsonRecord } from "../kit/documents.ts";
import { asCount, asList, asNumber, asObject, asText, lookUp, present, textOf, type JsonObject } from "../kit/read.ts";
import { unixMicros } from "../kit/time.ts";
import { RunBuilder, type ImportedEnvelope } from "../run-builder.ts";
import type { DetectionInput, ImportFile, ImportSink, Importer } from "../types.ts";
import { csvRows, delimiterOf } from "./csv.ts";
import { guessMapping, valueAt, type Mapping } from "./mapping.ts";

/** Any other JSON, JSON Lines or CSV, read by a guessed mapping. */
export const generic: Importer = genericImporter();

/** An importer that reads any JSON, JSON Lines or CSV by a given mapping; by a guess where there is none. */
export function genericImporter(mapping?: Mapping): Importer {
  return {
    id: "generic",
    title: "JSON, JSON Lines or CSV",
    grouping: "each",
    detect,
    read: async (files, sink) => {
      for (const file of files) await readFile(file, mapping, sink);
    },
  };
}

/** Just above the least certainty that counts: any importer that knows better comes first. */
const CERTAINTY = 0.31;

function detect(input: DetectionInput): number {
  const hasJson = input.document !== undefined || input.jsonLines.length > 0;
  const isObject = hasJson && [input.document, input.jsonLines[0]].some((value) => typeof value === "object" && value !== null);
  if (isObject) return CERTAINTY;
  const start = input.head.trimStart().slice(0, 200);
  const isCut = !input.headIsAll && /^(\{\s*"|\[\s*[[{"\d-])/.test(start);
  return isCut || delimiterOf(input.head) !== undefined ? CERTAINTY : 0;
}

const SAMPLE_SIZE = 50;

async function readFile(file: ImportFile, given: Mapping | undefined, sink: ImportSink): Promise<void> {
  const delimiter = delimiterOf(file.head);
  const records = delimiter === undefined ? readJsonRecords(file, sink) : readTable(file, delimiter);
  const first: JsonRecord[] = [];
  let writer: RecordWriter | undefined;
  for await (const record of records) {
    if (writer !== undefined) writer.add(record);
    else if (first.push(record) === SAMPLE_SIZE) writer = open(file, first, given, sink);
  }
  if (writer === undefined && first.length > 0) open(file, first, given, sink);
}

function open(file: ImportFile, first: readonly JsonRecord[], given: Mapping | undefined, sink: ImportSink): RecordWriter {
  const mapping = given ?? guessMapping(first.map(({ value }) => recordOf(value)).filter((value) => value !== undefined));
  const described = Object.entries(mapping).map(([member, path]) => `${member} from ${path}`);
  if (given === undefined) sink.notice("guessed_mapping", described.length > 0 ? `fields were guessed: ${described.join(", ")}` : "no field was recognised; records are shown as they are", { file: file.name });
  const writer = new RecordWriter(file, mapping, sink);
  for (const record of first) writer.add(record);
  return writer;
}

/** A record as an object; logs of calls write pairs of a name and an object, whose name becomes the member `call`. */
function recordOf(value: Json): JsonObject | undefined {
  const [name, inner, ...others] = asList(value);
  const object = typeof name === "string" && others.length === 0 ? asObject(inner) : undefined;
  return object === undefined ? asObject(value) : { call: name, ...object };
}

/** Records of a document: the items of a list, else of the longest list of objects in it, else the document itself. */
async function* readJsonRecords(file: ImportFile, sink: ImportSink): AsyncGenerator<JsonRecord> {
  for await (const record of readJson(file, sink)) {
    const { value, source } = record;
    if (source.line !== undefined) yield record;
    else if (Array.isArray(value)) for (const [index, item] of value.entries()) yield { value: item, source: placeWithin(source, index) };
    else yield* documentRecords(record);
  }
}

function* documentRecords(record: JsonRecord): Generator<JsonRecord> {
  const document = asObject(record.value) ?? {};
  const lists = Object.entries(document).filter(([, value]) => asObject(asList(value)[0]) !== undefined);
  const [longest] = lists.sort(([, a], [, b]) => asList(b).length - asList(a).length);
  if (longest === undefined) return yield record;
  const [key, list] = longest;
  const others = present(Object.fromEntries(Object.entries(document).filter(([name]) => name !== key)));
  if (others !== undefined) yield { value: others as Json, source: record.source };
  for (const [index, item] of asList(list).entries()) yield { value: item, source: placeWithin(record.source, key, index) };
}

async function* readTable(file: ImportFile, delimiter: string): AsyncGenerator<JsonRecord> {
  let names: readonly string[] | undefined;
  let index = 0;
  for (const row of csvRows(await file.text(), delimiter)) {
    if (names === undefined) {
      names = row;
      continue;
    }
    const cells = row.map((cell, column) => [names?.[column] ?? `column ${column + 1}`, cell] as const).filter(([, cell]) => cell !== "");
    yield { value: Object.fromEntries(cells), source: { file: file.name, pointer: `/${index++}` } };
  }
}

const ROLE_KINDS: Readonly<Record<string, string>> = {
  user: "human_input",
  human: "human_input",
  assistant: "agent_turn",
  ai: "agent_turn",
  agent: "agent_turn",
  tool: "tool_result",
  "tool.start": "tool_call",
  "tool.end": "tool_result",
  tool_use: "tool_call",
  exception: "error",
  fatal: "error",
};
const OWN_KIND = /^[a-z][a-z0-9_.-]{0,39}$/i;
const ERROR_LEVELS: ReadonlySet<string> = new Set(["error", "fatal", "critical"]);

/** The column a mapped member ends up in; without one it is in the payload, or names the run. */
const COLUMN_OF: { readonly [M in keyof Mapping]?: keyof ImportedEnvelope } = {
  time: "time_unix_us",
  kind: "name",
  name: "name",
  actor: "agent",
  parent: "parent",
  id: "id",
  tool: "tool",
  model: "model",
  duration_ms: "duration_ms",
  tokens_in: "tokens_in",
  tokens_out: "tokens_out",
  cost_usd: "cost_usd",
};

/** Writes records as events; each session is a run. */
class RecordWriter {
  readonly #runs = new Map<string, RunBuilder>();
  readonly #ids = new Set<string>();
  readonly #file: ImportFile;
  readonly #mapping: Mapping;
  readonly #sink: ImportSink;

  constructor(file: ImportFile, mapping: Mapping, sink: ImportSink) {
    this.#file = file;
    this.#mapping = mapping;
    this.#sink = sink;
  }

  add({ value, source }: JsonRecord): void {
    const record = recordOf(value);
    if (record === undefined) {
      this.#run(undefined).add({ kind: "log", payload: { data: value }, source });
    } else {
      const envelope = this.#envelope(record);
      const payload = present({ text: this.#value(record, "text"), level: this.#value(record, "level"), extra: this.#extra(record, envelope) }) ?? {};
      this.#run(this.#text(record, "session")).add({ kind: this.#kindOf(record), envelope, payload, source });
    }
    this.#sink.became(source);
  }

  /** What of a record is nowhere else in its event. */
  #extra(record: JsonObject, envelope: ImportedEnvelope): Json | undefined {
    const told = new Set<string>();
    for (const [member, path] of Object.entries(this.#mapping)) {
      const column = COLUMN_OF[member as keyof Mapping];
      const value = this.#text(record, member as keyof Mapping);
      if (column === undefined || (column === "name" ? envelope.name === value || this.#kindOf(record) === value : envelope[column] !== undefined)) told.add(path);
    }
    return present(Object.fromEntries(Object.entries(record).filter(([key, value]) => !told.has(key) || typeof value === "object")));
  }

  #run(session: string | undefined): RunBuilder {
    const id = session ?? this.#file.name;
    const run = this.#runs.get(id) ?? new RunBuilder(this.#sink, id);
    this.#runs.set(id, run);
    return run;
  }

  #kindOf(record: JsonObject): string {
    const kind = this.#text(record, "kind") ?? "";
    const actor = this.#text(record, "actor")?.toLowerCase() ?? "";
    if (isKind(kind)) return kind;
    const usual = lookUp(ROLE_KINDS, kind.toLowerCase());
    if (usual !== undefined) return usual;
    if (ERROR_LEVELS.has(this.#text(record, "level")?.toLowerCase() ?? "")) return "error";
    const byActor = kind === "" ? lookUp(ROLE_KINDS, actor) : undefined;
    if (byActor !== undefined) return byActor;
    return OWN_KIND.test(kind) ? kind : "log";
  }

  #envelope(record: JsonObject): ImportedEnvelope {
    const id = this.#text(record, "id");
    const isNew = id !== undefined && !this.#ids.has(id);
    if (isNew) this.#ids.add(id);
    else if (id !== undefined) this.#sink.notice("duplicate_id", "an id comes more than once; the later events got ids of their own", { file: this.#file.name });
    const level = this.#text(record, "level")?.toLowerCase();
    const envelope = {
      id: isNew ? id : undefined,
      time_unix_us: unixMicros(this.#value(record, "time")),
      name: this.#text(record, "name") ?? this.#text(record, "kind"),
      agent: this.#text(record, "actor"),
      parent: this.#text(record, "parent"),
      tool: this.#text(record, "tool"),
      model: this.#text(record, "model"),
      outcome: ERROR_LEVELS.has(level ?? "") ? "error" : undefined,
      duration_ms: asNumber(this.#value(record, "duration_ms")),
      tokens_in: asCount(this.#value(record, "tokens_in")),
      tokens_out: asCount(this.#value(record, "tokens_out")),
      cost_usd: asNumber(this.#value(record, "cost_usd")),
    };
    return Object.fromEntries(Object.entries(envelope).filter(([, value]) => value !== undefined));
  }

  #value(record: JsonObject, member: keyof Mapping): Json | undefined {
    const path = this.#mapping[member];
    return path === undefined ? undefined : valueAt(record, path);
  }

  #text(record: JsonObject, member: keyof Mapping): string | undefined {
    const value = this.#value(record, member);
    return typeof value === "string" || typeof value === "number" ? asText(textOf(value)) : undefined;
  }
}
