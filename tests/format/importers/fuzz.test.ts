import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { expand } from "../../../format/containers/expand.ts";
import { bytesSource } from "../../../format/containers/source.ts";
import { validateEvent, type EventRecord } from "../../../format/event.ts";
import { importFile } from "../../../format/importers/file.ts";
import { IMPORTERS } from "../../../format/importers/index.ts";
import { planImports } from "../../../format/importers/plan.ts";
import { runImport } from "../../../format/importers/run.ts";
import type { ImportFile } from "../../../format/importers/types.ts";
import { DATA, HAS_DATA, filesBelow } from "./data.ts";
import { SEEDS } from "./seeds.ts";

/** The full 20,000 run by hand: PEAKY_FUZZ=20000. */
const ROUNDS = Number(process.env["PEAKY_FUZZ"] ?? 3000);
const SEED = Number(process.env["PEAKY_FUZZ_SEED"] ?? 20260101);
/** Far above what a mutated small file takes; a hang would be minutes. */
const HANG_MS = Number(process.env["PEAKY_FUZZ_HANG_MS"] ?? 20_000);

/** A small repeatable generator (mulberry32). */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

type Mutation = (text: string, next: () => number) => string;
const at = (text: string, next: () => number): number => Math.floor(next() * text.length);
const NASTY = ["null", "[]", "{}", '""', "-1", "1e308", "1e999", "NaN", "true", '"__proto__"', '"constructor"', "9007199254740993", '"\\u0000"', '{"__proto__":{"x":1}}', "[[[[[[[[]]]]]]]]", '"2025-13-45T99:99:99Z"', '"' + "A".repeat(3000) + '"'];

const MUTATIONS: readonly Mutation[] = [
  (text, next) => text.slice(0, at(text, next)),
  (text, next) => text.slice(at(text, next)),
  (text, next) => {
    const position = at(text, next);
    return text.slice(0, position) + String.fromCharCode(Math.floor(next() * 256)) + text.slice(position + 1);
  },
  (text, next) => {
    const from = at(text, next);
    return text.slice(0, from) + text.slice(from + Math.floor(next() * 200));
  },
  (text, next) => {
    const from = at(text, next);
    const piece = text.slice(from, from + Math.floor(next() * 500));
    const to = at(text, next);
    return text.slice(0, to) + piece + text.slice(to);
  },
  // A value replaced by another of any type keeps the JSON whole, so that readers see it.
  replaceValue,
  replaceValue,
  replaceValue,
  (text, next) => text.replaceAll(/"([a-zA-Z_.]{2,30})":/g, (whole) => (next() < 0.03 ? '"x":' : whole)),
  (text, next) => text.replaceAll(/"(id|spanId|uuid|parentSpanId|parentObservationId|parent_id|traceId)": ?"[^"]*"/g, (whole, key: string) => (next() < 0.2 ? `"${key}":"same"` : whole)),
];

function replaceValue(text: string, next: () => number): string {
  const values = [...text.matchAll(/:\s*("(?:[^"\\]|\\.){0,400}"|-?\d[\d.eE+-]*|true|false|null)/g)];
  const chosen = values[Math.floor(next() * values.length)];
  if (chosen === undefined) return text;
  const nasty = NASTY[Math.floor(next() * NASTY.length)] as string;
  return `${text.slice(0, chosen.index)}:${nasty}${text.slice(chosen.index + chosen[0].length)}`;
}

async function openAll(name: string, bytes: Uint8Array): Promise<ImportFile[]> {
  const files: ImportFile[] = [];
  for await (const item of expand(bytesSource(name, bytes))) if (item.type === "file") files.push(await importFile(item));
  return files;
}

type Doc = Readonly<Record<string, unknown>>;
const doc = (value: unknown): Doc => (typeof value === "object" && value !== null ? (value as Doc) : {});
const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const sum = (values: readonly number[]): number => values.reduce((all, each) => all + each, 0);

/** How many records a document holds, counted without the importer: it must account for at least as many. */
const RECORDS: Readonly<Record<string, (document: unknown) => number>> = {
  atif: (document) => list(doc(document)["steps"]).length,
  jaeger: (document) => sum(list(doc(document)["data"]).map((trace) => list(doc(trace)["spans"]).length)),
  zipkin: (document) => sum(list(document).map((each) => (Array.isArray(each) ? each.length : 1))),
  chat: (document) => sum((Array.isArray(document) ? document : [document]).map((run) => list(doc(run)["traj"] ?? doc(run)["messages"]).length)),
  "who-and-when": (document) => list(doc(document)["history"]).length,
  otlp: (document) =>
    sum((Array.isArray(document) ? document : [document]).map((each) => sum(list(doc(each)["resourceSpans"]).map((resource) => sum(list(doc(resource)["scopeSpans"]).map((scope) => list(doc(scope)["spans"]).length)))))),
  langfuse: (document) => list(doc(document)["observations"]).length + list(doc(doc(document)["trace"])["observations"]).length + list(doc(doc(document)["trace"])["scores"]).length,
  langsmith: (document) => list(doc(document)["post"]).length + list(doc(document)["patch"]).length,
  openhands: (document) => list(document).filter((event) => typeof event === "object" && event !== null).length,
  "swe-agent": (document) => list(doc(document)["trajectory"]).length + list(doc(document)["history"]).length,
  "gemini-cli": (document) => list(doc(document)["messages"]).length,
  cline: (document) => list(document).length,
  copilot: (document) => list(doc(document)["requests"]).length,
  opencode: (document) => sum(list(doc(document)["messages"]).map((message) => 1 + (Object.keys(doc(doc(message)["info"])).length === 0 ? 0 : list(doc(message)["parts"]).length))),
  inspect: (document) => sum(list(doc(document)["samples"]).map((sample) => list(doc(sample)["events"]).length)) + (doc(document)["eval"] === undefined ? list(doc(document)["events"]).length : 0),
};

/** Formats of a record a line: every line with something on it is accounted for, whatever it is. */
const BY_LINE: ReadonlySet<string> = new Set(["claude-code", "codex", "pi"]);

function recordsIn(importer: string, file: ImportFile | undefined): number {
  if (file?.headIsAll !== true) return 0;
  const lines = file.head.split("\n").filter((line) => line.trim() !== "");
  if (BY_LINE.has(importer) && lines.length > 1 && isJson(lines[0] ?? "")) return lines.length;
  return isJson(file.head) ? (RECORDS[importer]?.(JSON.parse(file.head)) ?? 0) : 0;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

interface Checked {
  readonly problems: string[];
  readonly importers: Set<string>;
  readonly counted: { records: number };
}

async function check(name: string, bytes: Uint8Array, into: Checked): Promise<void> {
  const started = performance.now();
  const files = await openAll(name, bytes);
  for (const plan of planImports(files).plans) {
    const lines: string[] = [];
    const report = await runImport(plan, (line) => lines.push(line));
    into.importers.add(plan.importer.id);
    const events = lines.slice(1).map((line) => JSON.parse(line) as EventRecord);
    if (report.failure !== undefined && report.failure.code === "unreadable") into.problems.push(`${name} ${plan.importer.id}: ${report.failure.cause}`);
    if (report.events !== events.length) into.problems.push(`${name} ${plan.importer.id}: ${events.length} lines for ${report.events} events`);
    if (events.length > 0 && report.became === 0) into.problems.push(`${name} ${plan.importer.id}: events from no record`);
    if (report.became + report.skipped + report.merged + report.counts.length === 0) into.problems.push(`${name} ${plan.importer.id}: nothing read and nothing said`);
    const records = recordsIn(plan.importer.id, plan.files[0]);
    const accounted = report.became + report.merged + report.skipped;
    into.counted.records += records;
    if (records > accounted || (BY_LINE.has(plan.importer.id) && records > 0 && records !== accounted)) into.problems.push(`${name} ${plan.importer.id}: ${accounted} of ${records} records accounted for`);
    const invalid = events.flatMap(validateEvent).filter((problem) => !problem.startsWith("payload"));
    const twice = events.find(({ derived = [] }) => new Set(derived).size < derived.length);
    if (twice !== undefined) into.problems.push(`${name} ${plan.importer.id}: derived twice ${String(twice.derived)}`);
    if (invalid.length > 0) into.problems.push(`${name} ${plan.importer.id}: ${invalid[0]}`);
  }
  const took = performance.now() - started;
  if (took > HANG_MS) into.problems.push(`${name}: ${took.toFixed(0)} ms`);
}

describe.skipIf(!HAS_DATA)("mutated real files", () => {
  const seeds = HAS_DATA ? filesBelow("").filter((path) => /\.(json|jsonl|txt|traj|eval|csv)$/.test(path) && !/LICENSE|SOURCE/.test(path)) : [];
  const whole = seeds.map((path) => ({ path, bytes: readFileSync(join(DATA, path)) }));
  const heads = whole.filter(({ path, bytes }) => path.endsWith(".jsonl") && bytes.length >= 60_000).map(({ path, bytes }) => ({ path, bytes: bytes.subarray(0, bytes.lastIndexOf(10, 40_000) + 1) }));
  const small = [...whole.filter(({ bytes }) => bytes.length < 60_000), ...heads.filter(({ bytes }) => bytes.length > 0), ...SEEDS.map(({ path, text }) => ({ path, bytes: Buffer.from(text) }))];
  /** By folder, so that formats with few files are mutated as often as those with many. */
  const folders = [...new Set(small.map(({ path }) => path.split("/")[0]))].map((folder) => small.filter(({ path }) => path.split("/")[0] === folder));

  test(`${ROUNDS} of them: no crash, no hang, no invalid event, nothing lost in silence`, { timeout: 3_600_000 }, async () => {
    const next = random(SEED);
    const checked: Checked = { problems: [], importers: new Set(), counted: { records: 0 } };
    for (let round = 0; round < ROUNDS && checked.problems.length < 20; round++) {
      const folder = folders[Math.floor(next() * folders.length)] as typeof small;
      const { path, bytes } = folder[Math.floor(next() * folder.length)] as (typeof small)[number];
      let text = bytes.toString("latin1");
      for (let step = 0; step <= Math.floor(next() * 3); step++) text = (MUTATIONS[Math.floor(next() * MUTATIONS.length)] as Mutation)(text, next);
      await check(`${path}#${round}`, Buffer.from(text, "latin1"), checked);
    }
    expect(checked.problems).toEqual([]);
    expect(checked.counted.records).toBeGreaterThan(ROUNDS / 4);
    // Every importer that has small files to start from was reached.
    expect(checked.importers.size).toBeGreaterThanOrEqual(Math.min(IMPORTERS.length, Math.floor(ROUNDS / 100)));
  });
});

describe("hostile documents", () => {
  const deep = 200_000;
  test.each([
    ["nested lists", "[".repeat(deep) + "]".repeat(deep)],
    ["nested objects", '{"a":'.repeat(deep) + "1" + "}".repeat(deep)],
    ["nested and cut off", '{"resourceSpans":'.repeat(deep)],
    ["a deep attribute of a span", `{"resourceSpans":[{"scopeSpans":[{"spans":[{"traceId":"1","spanId":"2","attributes":[{"key":"k","value":${'{"arrayValue":{"values":['.repeat(20_000)}${"]}}".repeat(20_000)}}]}]}]}]}`],
    ["a deep message", `{"resourceSpans":[{"scopeSpans":[{"spans":[{"traceId":"1","spanId":"2","attributes":{"gen_ai.operation.name":"chat","gen_ai.input.messages":${'{"messages":['.repeat(20_000)}${"]}".repeat(20_000)}}}]}]}]}`],
    ["a line of nothing but quotes", '"'.repeat(200_000)],
    ["a line of nothing but backslashes in a string", `{"a":"${"\\".repeat(200_000)}`],
    ["a list of 300,000 nulls", `{"messages":[${"null,".repeat(300_000)}null]}`],
    ["prototype names as attributes", '{"resourceSpans":[{"scopeSpans":[{"spans":[{"traceId":"1","spanId":"2","name":"x","attributes":[{"key":"__proto__","value":{"stringValue":"a"}},{"key":"llm.input_messages.0.__proto__.role","value":{"stringValue":"a"}},{"key":"llm.input_messages.99999.message.role","value":{"stringValue":"a"}}]}]}]}]}'],
  ])("%s", { timeout: 60_000 }, async (name, text) => {
    const checked: Checked = { problems: [], importers: new Set(), counted: { records: 0 } };
    await check(name, new TextEncoder().encode(text), checked);
    expect(checked.problems).toEqual([]);
    expect(({} as Record<string, unknown>)["role"]).toBeUndefined();
  });
});
