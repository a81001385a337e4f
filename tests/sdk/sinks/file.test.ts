import { spawnSync } from "node:child_process";
import { appendFileSync, closeSync, existsSync, fstatSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { createRecorder, TraceContext, type RecorderProblem } from "../../../sdk/index.ts";
import { FileSink } from "../../../sdk/sinks/file.ts";
import { parseLines, readEvents, temporaryFolder, traceFiles } from "../support.ts";

const HEADER = `{"peek":1}\n`;
const NORMAL = { durability: "append", maxQueue: 1 << 20 } as const;

function opened(options: ConstructorParameters<typeof FileSink>[0]): FileSink {
  const sink = new FileSink(options);
  sink.begin(() => HEADER);
  return sink;
}

/** A file system of so many KiB, or undefined where mounting is not allowed. */
function smallDisk(kibibytes: number): string | undefined {
  const folder = temporaryFolder();
  const disk = join(folder, "disk");
  mkdirSync(disk);
  if (spawnSync("mount", ["-t", "tmpfs", "-o", `size=${kibibytes}k`, "tmpfs", disk]).status !== 0) return undefined;
  onTestFinished(() => {
    spawnSync("umount", ["-l", disk]);
  });
  return disk;
}

for (const durability of ["append", "batched"] as const) {
  test(`a full disk and its recovery: no glued line, what fits the queue is written later, the rest is counted (${durability})`, (context) => {
    const disk = smallDisk(256);
    if (disk === undefined) return context.skip("mounting a tmpfs is not allowed here");
    const filler = join(disk, "filler");
    writeFileSync(filler, Buffer.alloc(100 * 1024));
    const problems: RecorderProblem[] = [];
    const recorder = createRecorder({ dir: join(disk, "traces"), durability, maxQueue: 60_000, onError: (problem) => problems.push(problem) });
    const ctx = TraceContext.open({ agentName: "full", recorder });
    for (let i = 0; i < 1000; i++) {
      ctx.log("line", { data: { i, text: "x".repeat(i % 700) } });
      if (i % 50 === 0) recorder.flush();
    }
    expect(problems.map(({ code, during }) => `${during} ${code}`)).toEqual(["write ENOSPC"]);
    rmSync(filler);
    recorder.flush();
    for (let i = 1000; i < 1010; i++) ctx.log("after", { data: { i } });
    ctx.close();
    const events = readEvents(traceFiles(join(disk, "traces"))[0] ?? "");
    const written = events.filter(({ kind, name }) => kind === "log" && name !== "events dropped").length;
    const notice = events.find(({ name }) => name === "events dropped");
    expect(events.filter(({ name }) => name === "after")).toHaveLength(10);
    expect(notice?.payload["data"]).toEqual({ dropped: 1010 - written });
    expect(written).toBeGreaterThan(300);
    expect(written).toBeLessThan(1000);
    expect(new Set(events.map(({ seq }) => seq)).size).toBe(events.length);
  });
}

test("a fragment left by a crash is ended, kept and not glued to the next line", () => {
  const file = join(temporaryFolder(), "torn.peek.jsonl");
  writeFileSync(file, `${HEADER}{"seq":0,"id":"a","kind":"log"}\n{"seq":1,"id":"b","ki`);
  const sink = opened({ ...NORMAL, path: file, onError: () => expect.unreachable() });
  sink.write(`{"seq":2}\n`);
  sink.close();
  const lines = readFileSync(file, "utf8").split("\n");
  expect(lines[2]).toBe(`{"seq":1,"id":"b","ki`);
  expect(lines.slice(3)).toEqual([`{"peek":1}`, `{"seq":2}`, ""]);
});

test("two runs never share a file unless told to", () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "taken"), "somebody's\n");
  const names = ["taken", "taken", "free"];
  const sink = opened({ ...NORMAL, path: () => join(folder, names.shift() ?? "more"), onError: () => expect.unreachable() });
  sink.write("line\n");
  sink.close();
  expect(readFileSync(join(folder, "taken"), "utf8")).toBe("somebody's\n");
  expect(readFileSync(join(folder, "free"), "utf8")).toBe(`${HEADER}line\n`);
});

test("a descriptor closed by somebody else is opened again, and no line is lost", () => {
  const file = join(temporaryFolder(), "closed.peek.jsonl");
  const problems: RecorderProblem[] = [];
  const sink = opened({ ...NORMAL, path: file, onError: (problem) => problems.push(problem) });
  sink.write("one\n");
  closeDescriptorOf(file);
  sink.write("two\n");
  sink.write("three\n");
  sink.close();
  expect(readFileSync(file, "utf8")).toBe(`${HEADER}one\ntwo\nthree\n`);
  expect(problems.map(({ code }) => code)).toContain("EBADF");
});

/** Closes, behind the sink's back, the descriptor of this process that stands for the file. */
function closeDescriptorOf(file: string): void {
  const { stdout } = spawnSync("ls", ["-l", `/proc/${process.pid}/fd`], { encoding: "utf8" });
  const fd = Number(/(\d+) -> \S*closed\.peek\.jsonl/.exec(stdout)?.[1]);
  expect(fstatSync(fd).isFile(), file).toBe(true);
  closeSync(fd);
}

test("a folder that vanishes is made again, with a header", () => {
  const folder = join(temporaryFolder(), "traces");
  const file = join(folder, "run.peek.jsonl");
  const problems: RecorderProblem[] = [];
  const sink = opened({ ...NORMAL, path: file, onError: (problem) => problems.push(problem) });
  sink.write("one\n");
  sink.close();
  rmSync(folder, { recursive: true });
  sink.write("two\n");
  sink.close();
  expect(readFileSync(file, "utf8")).toBe(`${HEADER}two\n`);
  expect(problems).toEqual([]);
});

test("a folder that cannot be made costs a report, not the host; lines wait in bounded memory", () => {
  const folder = temporaryFolder();
  const blocked = join(folder, "blocked");
  writeFileSync(blocked, "a file where a folder should be");
  const problems: RecorderProblem[] = [];
  const recorder = createRecorder({ dir: join(blocked, "traces"), maxQueue: 5000, onError: (problem) => problems.push(problem) });
  const ctx = TraceContext.open({ agentName: "blocked", recorder });
  for (let i = 0; i < 1000; i++) expect(ctx.log("line").seq).toBe(i + 1);
  expect(problems.map(({ during }) => during)).toEqual(["open"]);
  rmSync(blocked);
  ctx.close();
  const events = readEvents(traceFiles(join(blocked, "traces"))[0] ?? "");
  expect(events.length).toBeGreaterThan(5);
  expect(events.some(({ name }) => name === "events dropped")).toBe(true);
});

test("an onError that throws does not reach the host", () => {
  const recorder = createRecorder({
    dir: "/dev/null/nowhere",
    onError: () => {
      throw new Error("from the receiver");
    },
  });
  expect(TraceContext.run({ recorder }, (ctx) => ctx.log("x").kind)).toBe("log");
});

test("runs that share an explicit file append whole lines, each part under its own header", () => {
  const file = join(temporaryFolder(), "shared.peek.jsonl");
  for (const agentName of ["first", "second"]) {
    const recorder = createRecorder({ file });
    TraceContext.run({ agentName, recorder }, (ctx) => {
      TraceContext.run({ agentName: "inner", isolated: true }, (inner) => inner.log("inside"));
      ctx.log("outside");
    });
  }
  const lines = parseLines(readFileSync(file, "utf8"));
  expect(lines.filter((line) => "peek" in line)).toHaveLength(2);
  expect(new Set(readEvents(file).map(({ session }) => session)).size).toBe(4);
});

test("late lines open a closed file again without a second header", () => {
  const file = join(temporaryFolder(), "late.peek.jsonl");
  const sink = opened({ ...NORMAL, path: file, onError: () => expect.unreachable() });
  sink.write("one\n");
  sink.close();
  appendFileSync(file, "torn");
  sink.write("two\n");
  sink.close();
  expect(readFileSync(file, "utf8")).toBe(`${HEADER}one\ntorn\ntwo\n`);
});

test("long texts and binary go beside the trace under their hash, once", () => {
  const dir = temporaryFolder();
  const recorder = createRecorder({ dir, blobThreshold: 1000 });
  const text = "long ".repeat(500);
  const file = TraceContext.run({ agentName: "blobs", recorder }, (ctx) => {
    ctx.log("a", { data: { text } });
    ctx.log("b", { data: { text, bytes: Buffer.alloc(2000, 7) } });
    return ctx.file ?? "";
  });
  const [, first, second] = readEvents(file);
  const blob = (first?.payload["data"] as { text: Record<string, unknown> } | undefined)?.text;
  expect(blob).toMatchObject({ bytes: 2500, media_type: "text/plain;charset=utf-8" });
  expect(second?.payload["data"]).toMatchObject({ text: blob });
  expect(readdirSync(`${file}.blobs`)).toHaveLength(2);
  expect(readFileSync(join(`${file}.blobs`, String(blob?.["$blob"])), "utf8")).toBe(text);
  expect(existsSync(`${file}.blobs`)).toBe(true);
});
