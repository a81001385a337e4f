import { readFileSync } from "node:fs";
import { join } from "node:path";
import { unzipSync } from "fflate";
import { describe, expect, test } from "vitest";
import { validateEvent } from "../../../format/event.ts";
import { DATA, HAS_DATA, filesBelow } from "./data.ts";
import { importAll, openReal, openText, payloadOf, type Imported } from "./support.ts";

interface Log {
  readonly stats?: { readonly model_usage?: Readonly<Record<string, Readonly<Record<string, number>>>> };
  readonly samples?: readonly { readonly scores?: unknown }[];
}

function readLog(path: string): { log: Log; samples: number } {
  const bytes = readFileSync(join(DATA, path));
  if (!path.endsWith(".eval")) {
    const log = JSON.parse(bytes.toString("utf8")) as Log;
    return { log, samples: log.samples?.length ?? 0 };
  }
  const entries = unzipSync(bytes);
  const header = entries["header.json"];
  const log = header === undefined ? {} : (JSON.parse(new TextDecoder().decode(header)) as Log);
  return { log, samples: Object.keys(entries).filter((name) => name.startsWith("samples/")).length };
}

const LOGS = /(\.eval|log_[a-z_]+\.json|test_logs\/.*\.json|test_list_logs\/.*\.json)$/;

async function runs(path: string): Promise<Imported> {
  const results = await importAll(await openReal(path));
  expect(results).toHaveLength(1);
  expect(results[0]?.importer).toBe("inspect");
  return results[0] as Imported;
}

describe.skipIf(!HAS_DATA)("real logs", () => {
  const paths = HAS_DATA ? filesBelow("inspect").filter((name) => LOGS.test(name)).map((name) => `inspect/${name}`) : [];
  let total = 0;

  test.each(paths)("%s: a run a sample, usage equal to the log's own totals", async (path) => {
    const { log, samples } = readLog(path);
    const { events, report } = await runs(path);
    total += samples;
    expect(report.failure).toBeUndefined();
    expect(events.filter(({ kind }) => kind === "agent_start")).toHaveLength(Math.max(1, samples));
    expect(events.flatMap(validateEvent)).toEqual([]);
    expect(new Set(events.map(({ id, session }) => `${session}/${id}`)).size).toBe(events.length);
    const usage = Object.values(log.stats?.model_usage ?? {});
    const sum = (key: string): number => usage.reduce((all, each) => all + (each[key] ?? 0), 0);
    const cached = sum("input_tokens_cache_read") + sum("input_tokens_cache_write");
    const apart = cached > 0 && sum("total_tokens") === sum("input_tokens") + sum("output_tokens") + cached;
    // This fixture has totals but, made by hand, no call that could have used them.
    if (path.endsWith("log_tool_call_error.json")) return;
    expect(events.reduce((all, event) => all + (event.tokens_in ?? 0), 0)).toBe(sum("input_tokens") + (apart ? cached : 0));
    expect(events.reduce((all, event) => all + (event.tokens_out ?? 0), 0)).toBe(sum("output_tokens"));
  });

  test("there are more than 216 samples", () => expect(total).toBeGreaterThanOrEqual(216));

  test("scores are outcomes: the run passed or failed, and each scorer left a note", async () => {
    const { events } = await runs(paths.find((path) => path.includes("popularity_DN2wb")) as string);
    const ends = events.filter(({ kind }) => kind === "agent_end");
    const entries = unzipSync(readFileSync(join(DATA, paths.find((path) => path.includes("popularity_DN2wb")) as string)));
    const correct = Object.entries(entries).filter(([name, bytes]) => name.startsWith("samples/") && (JSON.parse(new TextDecoder().decode(bytes)) as { scores: { match: { value: string } } }).scores.match.value === "C");
    expect(ends.filter(({ outcome }) => outcome === "passed")).toHaveLength(correct.length);
    expect(ends.filter(({ outcome }) => outcome === "failed")).toHaveLength(100 - correct.length);
    expect(events.filter(({ kind, score }) => kind === "annotation" && score !== undefined)).toHaveLength(100);
    expect(payloadOf(ends[0])).toHaveProperty("expected");
  });

  test("moved texts and pooled messages are put back", async () => {
    const deduplicated = await runs(paths.find((path) => path.endsWith("log_message_deduplication.eval")) as string);
    const requests = deduplicated.events.filter(({ kind }) => kind === "llm_request");
    expect(requests.length).toBeGreaterThan(1);
    for (const request of requests) expect((payloadOf(request)["messages"] as unknown[]).length).toBeGreaterThan(0);
    const { events } = await runs(paths.find((path) => path.endsWith("log_formats.json")) as string);
    expect(JSON.stringify(payloadOf(events.find(({ kind }) => kind === "llm_request"))["messages"])).not.toContain("tc://");
  });

  test("a log that counts with NaN, as Python writes it, is read", async () => {
    const path = "inspect/inspect_ai/tests/log/test_eval_log/log_with_nan.txt";
    expect((await runs(path)).report).toMatchObject({ became: 1, skipped: 0 });
  });
});

describe("events", () => {
  const read = async (events: readonly unknown[]): Promise<Imported> => (await importAll([await openText("s.json", JSON.stringify({ id: 1, epoch: 2, input: "q", target: "t", messages: [], events }))]))[0] as Imported;
  const at = (second: number): string => `2025-01-01T00:00:0${second}Z`;

  test("spans nest by name, steps by order; ends are joined into beginnings", async () => {
    const { events, report } = await read([
      { event: "span_begin", id: "A", name: "solve", type: "agent", timestamp: at(0) },
      { event: "step", action: "begin", name: "generate", type: "solver", timestamp: at(1) },
      { event: "tool", function: "bash", arguments: { cmd: "ls" }, result: "", error: { type: "timeout", message: "slow" }, timestamp: at(2), completed: at(3) },
      { event: "step", action: "end", name: "generate", type: "solver", timestamp: at(4) },
      { event: "approval", span_id: "A", approver: "human", decision: "reject", call: {}, timestamp: at(5) },
      { event: "something_new", span_id: "A", payload: 1, timestamp: at(6) },
      { event: "span_end", id: "A", timestamp: at(7) },
      { event: "span_end", id: "never", timestamp: at(8) },
    ]);
    expect([report.became, report.merged, report.skipped]).toEqual([6, 2, 1]);
    const named = (name: string) => events.find((event) => event.name === name && event.kind !== "tool_result");
    expect(named("bash")).toMatchObject({ kind: "tool_call", parent: named("generate")?.id });
    expect(named("generate")).toMatchObject({ kind: "chain", duration_ms: 3000 });
    expect(events.find(({ kind }) => kind === "tool_result")).toMatchObject({ outcome: "error", error_class: "timeout", duration_ms: 1000 });
    expect(named("human")).toMatchObject({ kind: "safety_check", outcome: "failed", parent: named("solve")?.id });
    expect(named("something_new")).toMatchObject({ kind: "log", payload: { extra: { payload: 1 } } });
    expect(events[0]).toMatchObject({ kind: "agent_start", attempt: 1 });
  });
});
