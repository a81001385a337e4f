import { existsSync } from "node:fs";
import Ajv, { type ValidateFunction } from "ajv/dist/2020.js";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { validateEvent } from "../../format/event.ts";
import { KIND_NAMES } from "../../format/kinds.ts";
import { traceSchemaText } from "../../format/schema/build.ts";
import { SAMPLES } from "../../samples/index.ts";
import { SCENARIOS } from "../../samples/scenarios/index.ts";
import { longRun10k } from "../../samples/scenarios/long_run_10k.ts";
import { recordToText } from "../../samples/scenarios/support/stage.ts";
import { expectedOf, type Expected } from "../../samples/support/expected.ts";
import type { EngineApi } from "../../viewer/engine/api.ts";
import { openAll, startEngine, textFile, unwrap } from "../support/engine.ts";
import { namesIn, sampleBytes, sampleFile, SAMPLES as FOLDER } from "./support.ts";

const SLOW_MS = 60_000;

let validate: ValidateFunction;
let engine: EngineApi;
beforeAll(() => {
  validate = new Ajv({ strict: false }).compile(JSON.parse(traceSchemaText()) as object);
});
beforeEach(async () => {
  engine = await startEngine();
}, SLOW_MS);

/** What the engine says of an open file, in the shape of the expectations. */
async function foundIn(expected: Expected): Promise<Expected> {
  const { kinds, rows } = unwrap(await engine.view({ run: null }));
  const runs = [];
  for (const run of unwrap(await engine.runs())) {
    const { envelope } = unwrap(await engine.event(run.focusRow, 100));
    const { title, agent, task, attempt, outcome, events, errors, stopped, toolCalls, llmCalls, tokensIn, tokensOut, costUsd } = run;
    const focus = { id: envelope.id ?? "", kind: envelope.kind ?? "", name: envelope.name };
    runs.push({ title, agent, task, attempt, outcome, events, errors, stopped, toolCalls, llmCalls, tokensIn, tokensOut, costUsd: Math.round(costUsd * 1e6) / 1e6, focus });
  }
  const { skipped } = unwrap(await engine.report(0));
  return { ...expected, events: rows, skipped, kinds: Object.fromEntries(kinds.map(({ kind, count }) => [kind, count])), runs };
}

async function expectAnswer({ answer }: Expected): Promise<void> {
  const hits = unwrap(await engine.search({ text: answer.says, run: null, kinds: [answer.kind] }));
  const details = await Promise.all([...hits.rows].map(async (row) => unwrap(await engine.event(row, 1_000_000))));
  expect(details.map(({ envelope }) => [envelope.id, envelope.name])).toContainEqual([answer.id, answer.name]);
}

describe("scenario samples", () => {
  it("are all on the list of samples, under their own words", () => {
    const listed = SCENARIOS.map(({ name, title, group, question }) => ({ file: `scenarios/${name}.peek.jsonl`, title, group, question }));
    expect([...SAMPLES].toSorted(byFile)).toEqual(listed.toSorted(byFile));
    expect(namesIn("scenarios", ".peek.jsonl")).toEqual(SCENARIOS.map(({ name }) => `${name}.peek.jsonl`).toSorted());
    for (const { file } of SAMPLES) expect(existsSync(new URL(file, FOLDER))).toBe(true);
  });

  it("show every kind of event but those of foreign systems", () => {
    const shown = new Set(SCENARIOS.flatMap(({ name }) => Object.keys((JSON.parse(sampleBytes(`scenarios/${name}.expected.json`).toString()) as Expected).kinds)));
    expect(KIND_NAMES.filter((kind) => !shown.has(kind))).toEqual([]);
  });

  it.each(SCENARIOS)("$name runs again to the same bytes", async (scenario) => {
    const text = await recordToText(scenario);
    expect(sampleBytes(`scenarios/${scenario.name}.peek.jsonl`).toString()).toBe(text);
    expect(JSON.parse(sampleBytes(`scenarios/${scenario.name}.expected.json`).toString())).toEqual(expectedOf(scenario, text));
  });

  it.each(SCENARIOS)("$name is valid, line by line", ({ name, damage }) => {
    const lines = sampleBytes(`scenarios/${name}.peek.jsonl`).toString().split("\n").slice(0, -1);
    expect(lines.length).toBeGreaterThan(8);
    for (const line of lines) {
      const record = JSON.parse(line) as Record<string, unknown>;
      expect([line, validate(record)]).toEqual([line, true]);
      if (!("peek" in record)) expect(validateEvent(record)).toEqual([]);
    }
    expect(damage === undefined).toBe(sampleBytes(`scenarios/${name}.peek.jsonl`).toString().endsWith("\n"));
  });

  it.each(SCENARIOS)("$name opens as $title", async ({ name }) => {
    const expected = JSON.parse(sampleBytes(`scenarios/${name}.expected.json`).toString()) as Expected;
    const [file] = await openAll(engine, [sampleFile(`scenarios/${name}.peek.jsonl`)]);
    expect(file).toMatchObject({ status: "ready", skipped: expected.skipped, notices: 0 });
    expect(await foundIn(expected)).toEqual(expected);
    await expectAnswer(expected);
  });

  it("ten thousand events, made now", async () => {
    const text = await recordToText(longRun10k);
    const expected = expectedOf(longRun10k, text);
    expect(expected.events).toBeGreaterThan(10_000);
    await openAll(engine, [textFile("long.peek.jsonl", text)]);
    expect(await foundIn(expected)).toEqual(expected);
    await expectAnswer(expected);
  }, SLOW_MS);
});

function byFile(a: { readonly file: string }, b: { readonly file: string }): number {
  return a.file < b.file ? -1 : 1;
}
