import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createRecorder, TraceContext, traceLlm, traceTool, type RecorderProblem } from "../../sdk/index.ts";
import { readTrace } from "../../sdk/replay/index.ts";
import { buildSdk, type BuiltSdk } from "../support/built-sdk.ts";
import { inMemory, parseLines, readEvents, temporaryFolder, traceFiles, type ReadEvent } from "./support.ts";

let sdk: BuiltSdk;
beforeAll(() => {
  sdk = buildSdk();
}, 120_000);
afterAll(() => sdk.remove());

/** Events of each run in a text, in order; sequence numbers must be without gaps. Blank lines mean nothing (docs/format.md): a writer that is told to begin while another is held up in the middle of a line may leave one. */
function runsOf(text: string): Map<string, ReadEvent[]> {
  const runs = new Map<string, ReadEvent[]>();
  for (const event of parseLines(text.replaceAll(/\n{2,}/g, "\n")).filter((line) => !("peek" in line))) runs.set(event.session, [...(runs.get(event.session) ?? []), event]);
  for (const events of runs.values()) expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index));
  return runs;
}

describe("a process that goes down inside a tool", () => {
  const ENDS = [
    { how: "abort()", code: "process.abort()" },
    { how: "a signal", code: "process.kill(process.pid, 'SIGKILL')" },
    { how: "an exception in a timer", code: "setTimeout(() => { throw new TypeError('late'); }); return new Promise((resolve) => setTimeout(resolve, 5000))" },
    { how: "process.exit", code: "process.exit(3)" },
    { how: "no memory left", code: "for (let all = [];;) all.push(new Array(1e6).fill(all.length))" },
  ];
  test.each(ENDS)("by $how: the call stands in the trace, open, and the file can be replayed", ({ code }) => {
    const folder = temporaryFolder();
    const program = sdk.program(
      "tool-crash.mjs",
      `import { traceTool } from ${JSON.stringify(sdk.url)};
       init({ dir: process.argv[2] });
       const fine = traceTool(async () => 1, { name: "fine" });
       const fatal = traceTool(async () => { ${code} }, { name: "fatal" });
       await TraceContext.run({ agentName: "crash" }, async (ctx) => { await fine(); ctx.checkpoint({ step: 1 }); await fatal(); });`,
    );
    const { status, signal } = spawnSync(process.execPath, ["--max-old-space-size=60", program, folder], { stdio: "ignore" });
    expect(status === 0 && signal === null).toBe(false);
    const file = traceFiles(folder)[0] ?? "";
    const events = readEvents(file);
    expect(events.slice(0, 5).map(({ kind, tool }) => [kind, tool])).toEqual([["agent_start", undefined], ["tool_call", "fine"], ["tool_result", "fine"], ["checkpoint", undefined], ["tool_call", "fatal"]]); // prettier-ignore
    expect(events.some(({ kind, tool }) => kind === "tool_result" && tool === "fatal")).toBe(false);
    expect(readTrace(file).checkpoints).toHaveLength(1);
  });
});

test("a program that ends no scope leaves every event, and runs that are seen to be unfinished", () => {
  const folder = temporaryFolder();
  const program = sdk.program(
    "forgets.mjs",
    `import { traceTool, traceLlm } from ${JSON.stringify(sdk.url)};
     init({ dir: process.argv[2], durability: "batched" });
     const outer = TraceContext.open({ agentName: "outer" });
     const inner = TraceContext.open({ agentName: "inner", within: outer });
     inner.streamLlmResponse(inner.recordLlmRequest({ model: "m" })).chunk("half");
     void traceTool(() => new Promise(() => {}), { name: "hangs" })();
     traceLlm(function* pieces() { yield 1; yield 2; })().next();
     outer.log("last");`,
  );
  expect(spawnSync(process.execPath, [program, folder], { stdio: "ignore" }).status).toBe(0);
  const events = readEvents(traceFiles(folder)[0] ?? "");
  expect(events.map(({ kind }) => kind)).toEqual(["agent_start", "agent_start", "llm_request", "tool_call", "llm_request", "log"]);
});

describe("several writers", () => {
  const WRITER = `
    init({ [process.argv[2]]: process.argv[3] });
    await TraceContext.run({ agentName: "writer" }, async (ctx) => {
      for (let i = 0; i < 300; i++) { ctx.log("ü".repeat(i % 90), { data: { i, text: "x".repeat((i % 7) * 9000) } }); if (i % 50 === 0) await new Promise((resolve) => setTimeout(resolve)); }
    });`;

  test("six processes told to write one file: whole lines, each run complete", { timeout: 120_000 }, async () => {
    const file = join(temporaryFolder(), "shared.peek.jsonl");
    const program = sdk.program("writer.mjs", WRITER);
    await Promise.all(Array.from({ length: 6 }, () => once(spawn(process.execPath, [program, "file", file], { stdio: "ignore" }), "exit")));
    const runs = runsOf(readFileSync(file, "utf8"));
    expect([...runs.values()].map((events) => events.length)).toEqual(Array(6).fill(302));
  });

  test("a line that somebody is in the middle of is waited for; one that nobody goes on with is ended", async () => {
    for (const goesOn of [true, false]) {
      const file = join(temporaryFolder(), "shared.peek.jsonl");
      writeFileSync(file, '{"peek":1}\n{"half":');
      const other = `const { appendFileSync } = require("node:fs"); process.stdout.write("."); setTimeout(() => appendFileSync(${JSON.stringify(file)}, "1}\\n"), 10);`;
      if (goesOn) await once(new Worker(other, { eval: true, stdout: true }).stdout, "data");
      const recorder = createRecorder({ file });
      TraceContext.run({ recorder }, (ctx) => ctx.log("next"));
      const lines = readFileSync(file, "utf8").split("\n");
      expect(lines.slice(1, 2)).toEqual([goesOn ? '{"half":1}' : '{"half":']);
      expect(lines.slice(2, -1).map((line) => (JSON.parse(line) as ReadEvent).kind)).toEqual([undefined, "agent_start", "log", "agent_end"]);
    }
  });

  test("a process and its forks, told to write one folder: a file each", async () => {
    const folder = temporaryFolder();
    const program = sdk.program(
      "forks.mjs",
      `import { fork } from "node:child_process";
       init({ dir: process.argv[2] });
       await TraceContext.run({ agentName: process.argv[3] ?? "main" }, async (ctx) => {
         ctx.log("before");
         if (process.argv[3] === undefined) await Promise.all(["a", "b"].map((name) => new Promise((resolve) => fork(import.meta.filename ?? process.argv[1], [process.argv[2], name]).on("exit", resolve))));
         ctx.log("after");
       });`,
    );
    await once(spawn(process.execPath, [program, folder], { stdio: "ignore" }), "exit");
    const files = traceFiles(folder);
    expect(files).toHaveLength(3);
    for (const file of files) expect(readEvents(file).map(({ kind }) => kind)).toEqual(["agent_start", "log", "log", "agent_end"]);
  });

  test("worker threads beside the main thread, into one file and into one folder", { timeout: 60_000 }, async () => {
    for (const where of ["file", "dir"]) {
      const folder = temporaryFolder();
      const target = where === "file" ? join(folder, "shared.peek.jsonl") : folder;
      const program = sdk.program("thread.mjs", WRITER);
      const workers = Array.from({ length: 3 }, () => once(new Worker(program, { argv: [where, target] }), "exit"));
      TraceContext.run({ agentName: "main", recorder: createRecorder({ [where]: target }) }, (ctx) => {
        for (let i = 0; i < 300; i++) ctx.log("main", { data: { i } });
      });
      await Promise.all(workers);
      const runs = runsOf(traceFiles(folder).map((file) => readFileSync(file, "utf8")).join("")); // prettier-ignore
      expect([...runs.values()].map((events) => events.length), where).toEqual(Array(4).fill(302));
    }
  });
});

test("what is changed after it was recorded stays as it was, also in batches and in pieces of a stream", async () => {
  for (const durability of ["append", "batched"] as const) {
    const { recorder, events } = inMemory({ durability });
    await TraceContext.run({ recorder }, async (ctx) => {
      const state = { list: [1], nested: { name: "before" } };
      const call = ctx.recordToolCall("t", state);
      ctx.checkpoint(state, { extra: state });
      state.list.push(2);
      state.nested.name = "after";
      ctx.recordToolResult(call, { result: state });
      state.list.length = 0;
      const reused = { delta: "" };
      const pieces = traceLlm(async function* pieces() { for (const text of ["a", "b", "c"]) { reused.delta = text; yield reused; } }, { chunk: ({ delta }: { delta: string }) => delta }); // prettier-ignore
      for await (const piece of pieces()) piece.delta += "!";
    });
    const [, call, checkpoint, result, , response] = events();
    expect(call?.payload["arguments"]).toEqual({ list: [1], nested: { name: "before" } });
    expect(checkpoint?.payload).toMatchObject({ state: { list: [1] }, list: [1] });
    expect(result?.payload["result"]).toEqual({ list: [1, 2], nested: { name: "after" } });
    expect(response?.payload).toMatchObject({ content: "abc", chunks: [{ delta: "a" }, { delta: "b" }, { delta: "c" }] });
  }
});

test("50 MB in any shape: the program gets it all, the line stays bounded and says what is left out", { timeout: 60_000 }, async () => {
  const MEGA = 1_000_000;
  const huge: readonly unknown[] = ["x".repeat(50 * MEGA), Buffer.alloc(50 * MEGA, 1), Array.from({ length: MEGA }, (_, index) => ({ index, text: "forty characters of text, more or less..." })), { body: { deep: ["y".repeat(25 * MEGA), "z".repeat(25 * MEGA)] } }];
  const folder = temporaryFolder();
  const file = await TraceContext.run({ agentName: "huge", recorder: createRecorder({ dir: folder }) }, async (ctx) => {
    for (const value of huge) expect((await traceTool(async () => value, { name: "huge" })()) === value).toBe(true);
    return ctx.file ?? "";
  });
  const results = readEvents(file).filter(({ kind }) => kind === "tool_result");
  expect(results).toHaveLength(4);
  for (const { payload } of results) expect(/"\$truncated":"(?:size|entries)"|"\$blob"/.test(JSON.stringify(payload))).toBe(true);
  expect(statSync(file).size).toBeLessThan(20 * MEGA);
});

test("a stream of 300,000 pieces that is aborted: bounded in the trace, the end and the count are told", { timeout: 60_000 }, async () => {
  const { recorder, events, text } = inMemory();
  const abort = new AbortController();
  let seen = 0;
  await TraceContext.run({ recorder }, async () => {
    const endless = traceLlm(async function* endless(signal: AbortSignal) {
      for (;;) {
        signal.throwIfAborted();
        yield { type: "text-delta", text: "tok " };
      }
    });
    const read = async (): Promise<void> => { for await (const _piece of endless(abort.signal)) if (++seen === 300_000) abort.abort(); }; // prettier-ignore
    await expect(read()).rejects.toThrow("aborted");
  });
  const response = events().find(({ kind }) => kind === "llm_response");
  expect(response).toMatchObject({ outcome: "error", error_class: "AbortError" });
  const chunks = response?.payload["chunks"] as readonly unknown[];
  expect(chunks.at(-1)).toEqual({ $truncated: "size", omitted: 300_000 - chunks.length + 1 });
  expect(text().length).toBeLessThan(3_000_000);
});

describe("nowhere to write", () => {
  const NO_ROOM = "/proc/peaky-peek-traces";

  test("a read-only folder costs one report; wrapped code returns and throws as ever", async () => {
    const folder = join(temporaryFolder(), "read-only");
    mkdirSync(folder);
    chmodSync(folder, 0o500);
    const dirs = [existsSync("/proc") ? NO_ROOM : "", process.getuid?.() === 0 ? "" : folder].filter((dir) => dir !== "");
    for (const dir of dirs) {
      const problems: RecorderProblem[] = [];
      const recorder = createRecorder({ dir, onError: (problem) => problems.push(problem) });
      const value = await TraceContext.run({ recorder }, async (ctx) => {
        for (let i = 0; i < 1000; i++) ctx.log("x");
        await expect(traceTool(async () => { throw new RangeError("mine"); }, { name: "t" })()).rejects.toThrow("mine"); // prettier-ignore
        return "value";
      });
      expect(value).toBe("value");
      expect(problems.map(({ during }) => during)).toEqual(["open"]);
    }
    expect(dirs.length).toBeGreaterThan(0);
  });

  test("a folder that vanishes while a run goes on: the run goes on in a new file, and nothing that follows is lost", async () => {
    const dir = join(temporaryFolder(), "traces");
    const problems: RecorderProblem[] = [];
    const recorder = createRecorder({ dir, onError: (problem) => problems.push(problem) });
    const step = traceTool(async (n: number) => n, { name: "step" });
    await TraceContext.run({ recorder }, async () => {
      await step(1);
      rmSync(dir, { recursive: true });
      await new Promise((resolve) => setTimeout(resolve, 1100));
      await step(2);
    });
    const events = readEvents(traceFiles(dir)[0] ?? "");
    expect(events.map(({ kind }) => kind)).toEqual(["tool_call", "tool_result", "agent_end"]);
    expect(problems).toHaveLength(1);
  });
});
