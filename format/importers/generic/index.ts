import { delimiterOf } from "../kit/csv.ts";
import type { JsonRecord } from "../kit/documents.ts";
import type { DetectionInput, ImportFile, ImportSink, Importer } from "../types.ts";
import { mendJson } from "../kit/mend.ts";
import { fieldShape, guessMapping, type Mapping } from "./mapping.ts";
import { readRecords, recordOf } from "./records.ts";
import { RecordWriter } from "./writer.ts";

/** How fields are given their meaning. */
interface GenericOptions {
  /** A person's choice, used for every file. */
  readonly mapping?: Mapping | undefined;
  /** Earlier choices, by the shape of the records they were made for. */
  readonly remembered?: Readonly<Record<string, Mapping>> | undefined;
  /** Told of the mapping each file is read by. */
  readonly onMapping?: (used: UsedMapping) => void;
}

/** The mapping a file was read by. */
export interface UsedMapping {
  /** What records look like: files of one shape have the same fields. */
  readonly shape: string;
  readonly mapping: Mapping;
  /** Nobody chose it. */
  readonly guessed: boolean;
}

/** Any other JSON, JSON Lines or CSV, read by a guessed mapping. */
export const generic: Importer = genericImporter();

/** An importer that reads any JSON, JSON Lines or CSV by a given or remembered mapping; by a guess where there is none. */
export function genericImporter(options: GenericOptions = {}): Importer {
  return {
    id: "generic",
    title: "JSON, JSON Lines or CSV",
    grouping: "each",
    detect,
    read: async (files, sink) => {
      for (const file of files) await readFile(file, options, sink);
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
  const isCut = /^(\{\s*"|\[\s*[[{"\d-])/.test(start) && (!input.headIsAll || holdsRecords(input.head));
  return isCut || delimiterOf(input.head) !== undefined ? CERTAINTY : 0;
}

/** A small document that breaks off is worth reading if something whole is in it. */
function holdsRecords(head: string): boolean {
  const mended = mendJson(head)?.value;
  return typeof mended === "object" && mended !== null && Object.keys(mended).length > 0;
}

const SAMPLE_SIZE = 50;

/** The first records of a file: what a mapping is guessed from, and shown with. */
export async function sampleRecords(file: ImportFile, sink: ImportSink): Promise<readonly JsonRecord[]> {
  const first: JsonRecord[] = [];
  for await (const record of readRecords(file, sink)) if (first.push(record) >= SAMPLE_SIZE) break;
  return first;
}

async function readFile(file: ImportFile, options: GenericOptions, sink: ImportSink): Promise<void> {
  const first: JsonRecord[] = [];
  let writer: RecordWriter | undefined;
  for await (const record of readRecords(file, sink)) {
    if (writer !== undefined) writer.add(record);
    else if (first.push(record) === SAMPLE_SIZE) writer = open(file, first, options, sink);
  }
  if (writer === undefined && first.length > 0) open(file, first, options, sink);
}

function open(file: ImportFile, first: readonly JsonRecord[], options: GenericOptions, sink: ImportSink): RecordWriter {
  const used = chooseMapping(first, options);
  options.onMapping?.(used);
  const described = Object.entries(used.mapping).map(([member, path]) => `${member} from ${path}`);
  if (used.guessed) sink.notice("guessed_mapping", described.length > 0 ? `fields were guessed: ${described.join(", ")}` : "no field was recognised; records are shown as they are", { file: file.name });
  const writer = new RecordWriter(file, used.mapping, sink);
  for (const record of first) writer.add(record);
  return writer;
}

function chooseMapping(first: readonly JsonRecord[], { mapping, remembered = {} }: GenericOptions): UsedMapping {
  const sample = first.map(({ value }) => recordOf(value)).filter((value) => value !== undefined);
  const shape = fieldShape(sample);
  const chosen = mapping ?? (Object.hasOwn(remembered, shape) ? remembered[shape] : undefined);
  return { shape, mapping: chosen ?? guessMapping(sample), guessed: chosen === undefined };
}
