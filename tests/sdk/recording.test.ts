import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { spawnSync } from "node:child_process";
import { afterAll, beforeAll, expect, test } from "vitest";
import { HeaderSchema } from "../../format/event.ts";
import { createRecorder, TraceContext, type RecorderProblem } from "../../sdk/index.ts";
import { RECORDER_VERSION } from "../../sdk/version.ts";
import { buildSdk, type BuiltSdk } from "../support/built-sdk.ts";
import { inMemory, readEvents, temporaryFolder, traceFiles } from "./support.ts";

let sdk: BuiltSdk;
beforeAll(() => {
  sdk = buildSdk();
}, 120_000);
afterAll(() => sdk.remove());

const QUICK_START = `
init({ dir: "traces" });
await TraceContext.run({ agentName: "weather", framework: "custom" }, async (ctx) => {
  const decision = ctx.recordDecision({
    reasoning: "The user asked for weather data", confidence: 0.85, chosenAction: "call_weather_tool",
    evidence: [{ source: "user_input", content: "What's the weather?" }],
  });
  const call = ctx.recordToolCall("weather_api", { location: "Seattle" }, { upstream: [decision] });
  ctx.recordToolResult(call, { result: { forecast: "rain" }, durationMs: 100 });
  ctx.checkpoint({ messages: ["…"] });
});
`;

test("the quick start works as compiled JavaScript, in plain Node, without dependencies", () => {
  const folder = temporaryFolder();
  const { status, stderr } = spawnSync(process.execPath, [sdk.program("quick.mjs", QUICK_START)], { cwd: folder, encoding: "utf8" });
  expect(stderr).toBe("");
  expect(status).toBe(0);
  const events = readEvents(traceFiles(join(folder, "traces"))[0] ?? "");
  expect(events.map(({ kind }) => kind)).toEqual(["agent_start", "decision", "tool_call", "tool_result", "checkpoint", "agent_end"]);
  expect(events[2]?.upstream).toEqual([events[1]?.id]);
});

test("the environment names the folder and switches recording off", () => {
  const program = sdk.program("environment.mjs", `TraceContext.run({ agentName: "e" }, (ctx) => ctx.log("x"));`);
  const run = (environment: Record<string, string>): number => {
    const folder = temporaryFolder();
    spawnSync(process.execPath, [program], { cwd: folder, env: { ...process.env, PEAKY_PEEK_DIR: folder, ...environment } });
    return traceFiles(folder).length;
  };
  expect(run({})).toBe(1);
  expect(run({ PEAKY_PEEK_ENABLED: "false" })).toBe(0);
});

test("one file a run, its name sorted by time and safe on every system", () => {
  const dir = temporaryFolder();
  const recorder = createRecorder({ dir });
  const files = ["Ünïcode / agent: *?", "b", "..", "con"].map((agentName) => TraceContext.run({ agentName, recorder }, (ctx) => basename(ctx.file ?? "")));
  expect(new Set(files).size).toBe(4);
  for (const file of files) expect(file).toMatch(/^\d{8}T\d{6}\.\d{3}Z_[a-z0-9-]+_[0-9a-f]{8}\.peek\.jsonl$/);
  expect(files.map((file) => file.slice(0, 20))).toEqual(files.map((file) => file.slice(0, 20)).toSorted());
});

test("a file begins with a valid header that names recorder and version", () => {
  const { text, recorder } = inMemory();
  TraceContext.run({ recorder }, () => 0);
  const header: unknown = JSON.parse(text().split("\n")[0] ?? "");
  expect(HeaderSchema.parse(header)).toMatchObject({ peek: 1, recorder: { name: "peaky-peek", version: RECORDER_VERSION } });
  expect(Object.keys(header as object)[0]).toBe("peek");
  const manifest = JSON.parse(readFileSync(join(import.meta.dirname, "../../package.json"), "utf8")) as { version: string };
  expect(RECORDER_VERSION).toBe(manifest.version);
});

test("with the hash chain every line carries the hash of the line before", () => {
  const file = join(temporaryFolder(), "chained.peek.jsonl");
  const recorder = createRecorder({ file, chain: "sha256" });
  TraceContext.run({ recorder }, (ctx) => {
    for (let i = 0; i < 20; i++) ctx.log("ünïcode", { data: { i } });
  });
  const lines = readFileSync(file, "utf8").trimEnd().split("\n");
  expect(JSON.parse(lines[0] ?? "")).toMatchObject({ chain: "sha256" });
  lines.slice(1).forEach((line, index) => {
    const { prev } = JSON.parse(line) as { prev: string };
    expect(prev).toBe(createHash("sha256").update(lines[index] ?? "").digest("hex"));
  });
});

test("redaction sees payloads, texts and names before the disk; ids stay", () => {
  const redact = {
    payload: (payload: unknown) => ({ ...(payload as object), password: undefined }),
    text: (text: string) => text.replaceAll(/secret-\w+|\d{4,}/g, "[gone]"),
  };
  const { text, events, recorder } = inMemory({ redact });
  TraceContext.run({ recorder }, (ctx) => {
    const call = ctx.recordToolCall("secret-tool", { key: "secret-1" }, { name: "secret-name", extra: { password: "hunter" } });
    ctx.recordToolResult(call, { error: new Error("secret-2 leaked") });
  });
  expect(text()).not.toMatch(/secret-|hunter/);
  expect(events()[1]).toMatchObject({ name: "[gone]", tool: "[gone]", payload: { arguments: { key: "[gone]" } } });
  expect(events()[2]?.reply_to).toBe(events()[1]?.id);
});

test("a redactor that throws costs the content, never the secret, the event or the host", () => {
  const problems: RecorderProblem[] = [];
  const fail = (): never => {
    throw new Error("broken hook");
  };
  for (const redact of [{ payload: fail }, { text: fail }]) {
    const { text, events, recorder } = inMemory({ redact, onError: (problem) => problems.push(problem) });
    TraceContext.run({ recorder }, (ctx) => ctx.log("a secret", { data: { secret: 1 } }));
    expect(events().map(({ kind }) => kind)).toEqual(["agent_start", "log", "agent_end"]);
    expect(text()).not.toContain(`"secret":1`);
  }
  expect(problems.map(({ during }) => during)).toEqual(["redact", "redact"]);
});

test("times are the clock's, in whole microseconds", () => {
  let now = 5_000_000;
  const clock = { monoUs: () => (now += 1500), unixUs: (mono: number) => 1_700_000_000_000_007 + mono };
  const { events, recorder } = inMemory({ clock });
  TraceContext.run({ recorder }, (ctx) => ctx.recordToolResult(ctx.recordToolCall("t")));
  const [start, call, result] = events();
  expect((call?.time_mono_us ?? 0) - (start?.time_mono_us ?? 0)).toBe(1500);
  expect(call?.time_unix_us).toBe(1_700_000_000_000_007 + (call?.time_mono_us ?? 0));
  expect(result?.duration_ms).toBe(1.5);
});

test("the process's clock keeps to the wall clock and never runs backwards", () => {
  const { events, recorder } = inMemory();
  const before = Date.now() * 1000;
  TraceContext.run({ recorder }, (ctx) => {
    for (let i = 0; i < 1000; i++) ctx.log("tick");
  });
  const times = events().map(({ time_mono_us }) => time_mono_us ?? 0);
  expect(times).toEqual(times.toSorted((a, b) => a - b));
  for (const { time_unix_us } of events()) {
    expect(Number.isInteger(time_unix_us)).toBe(true);
    expect(Math.abs((time_unix_us ?? 0) - before)).toBeLessThan(60_000_000);
  }
});
