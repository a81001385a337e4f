import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { buildSdk, type BuiltSdk } from "../support/built-sdk.ts";
import { readEvents, temporaryFolder, traceFiles } from "./support.ts";

const KILLS = Number(process.env["PEEK_KILLS"] ?? 25);
const AT_ONCE = 2;

let sdk: BuiltSdk;
beforeAll(() => {
  sdk = buildSdk();
}, 120_000);
afterAll(() => sdk.remove());

/** Records as fast as it can; after each call it notes, where the kernel keeps it, how many calls have returned. */
const TIGHT_LOOP = `
import { openSync, writeSync } from "node:fs";
const [, , dir, counter] = process.argv;
const fd = openSync(counter, "w");
const cell = new Float64Array(1);
init({ dir });
const ctx = TraceContext.open({ agentName: "loop" });
for (let i = 0; ; i++) {
  ctx.recordToolCall("tool", { i, text: "x".repeat(i % 3000) });
  cell[0] = i + 1;
  writeSync(fd, new Uint8Array(cell.buffer), 0, 8, 0);
}`;

/** Kills one recording process after some milliseconds of its loop; gives the calls that had returned and the file's bytes. */
async function killOne(program: string, afterMs: number): Promise<{ readonly returned: number; readonly bytes: Buffer }> {
  const folder = temporaryFolder();
  const counter = join(folder, "counter");
  const child = spawn(process.execPath, [program, folder, counter], { stdio: "ignore" });
  while (!existsSync(counter) || readFileSync(counter).length < 8) await sleep(2);
  await sleep(afterMs);
  child.kill("SIGKILL");
  await once(child, "exit");
  const [file] = traceFiles(folder);
  return { returned: readFileSync(counter).readDoubleLE(0), bytes: readFileSync(file ?? "") };
}

test(`${KILLS} kills in a tight loop lose no event whose call had returned`, { timeout: 600_000 }, async () => {
  const program = sdk.program("tight-loop.mjs", TIGHT_LOOP);
  let torn = 0;
  for (let done = 0; done < KILLS; done += AT_ONCE) {
    const batch = Array.from({ length: Math.min(AT_ONCE, KILLS - done) }, () => killOne(program, Math.random() * 60));
    for (const { returned, bytes } of await Promise.all(batch)) {
      const whole = bytes.subarray(0, bytes.lastIndexOf(0x0a) + 1);
      if (whole.length < bytes.length) torn++;
      const events = whole
        .toString()
        .split("\n")
        .slice(1, -1)
        .map((line) => JSON.parse(line) as { seq: number; kind: string });
      expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index));
      expect(events.length - 1).toBeGreaterThanOrEqual(returned);
      expect(returned).toBeGreaterThan(0);
    }
  }
  process.stdout.write(`${KILLS} kills, ${torn} torn last lines, no returned call lost\n`);
});

const ENDINGS = [
  { how: "process.exit", end: "process.exit(0);", durabilities: ["append", "batched"] },
  { how: "an uncaught exception", end: "throw new Error('crash');", durabilities: ["append", "batched"] },
  { how: "an unhandled rejection", end: "await Promise.reject(new Error('crash'));", durabilities: ["append", "batched"] },
  { how: "its natural end", end: "", durabilities: ["append", "batched"] },
  { how: "SIGTERM", end: "process.kill(process.pid, 'SIGTERM'); for (;;) {}", durabilities: ["append"] },
  { how: "SIGKILL", end: "process.kill(process.pid, 'SIGKILL'); for (;;) {}", durabilities: ["append"] },
];

for (const { how, end, durabilities } of ENDINGS) {
  test.each(durabilities)(`a process that ends by ${how} keeps every event (%s)`, (durability) => {
    const folder = temporaryFolder();
    const program = sdk.program(
      "ending.mjs",
      `init({ dir: process.argv[2], durability: process.argv[3] });
       const ctx = TraceContext.open({ agentName: "ending" });
       for (let i = 0; i < 500; i++) ctx.log("before", { data: { i } });
       await new Promise((resolve) => setTimeout(resolve, 5));
       for (let i = 0; i < 100; i++) ctx.log("last tick", { data: { i } });
       ${end}`,
    );
    spawnSync(process.execPath, [program, folder, durability], { stdio: "ignore" });
    const events = readEvents(traceFiles(folder)[0] ?? "");
    expect(events.filter(({ kind }) => kind === "log")).toHaveLength(600);
  });
}

test("an exception that nobody catches is the last thing in the trace, and the run stays unfinished", () => {
  const folder = temporaryFolder();
  const program = sdk.program(
    "uncaught.mjs",
    `init({ dir: process.argv[2], durability: "batched" });
     await TraceContext.run({ agentName: "crash" }, async (ctx) => {
       setTimeout(() => { throw new RangeError("from a timer"); }, 1);
       await new Promise((resolve) => setTimeout(resolve, 10_000));
     });`,
  );
  expect(spawnSync(process.execPath, [program, folder], { stdio: "ignore" }).status).toBe(1);
  const events = readEvents(traceFiles(folder)[0] ?? "");
  expect(events).toMatchObject([{ kind: "agent_start" }, { kind: "error", error_class: "RangeError", parent: events[0]?.id, payload: { message: "from a timer" } }]);
});

test("recording changes neither the exit code nor what a signal does", () => {
  const program = sdk.program(
    "codes.mjs",
    `init({ dir: process.argv[2], durability: "batched" });
     TraceContext.open({ agentName: "codes" }).log("one");
     if (process.argv[3] === "exit") process.exitCode = 7;
     else process.kill(process.pid, "SIGTERM");`,
  );
  expect(spawnSync(process.execPath, [program, temporaryFolder(), "exit"]).status).toBe(7);
  expect(spawnSync(process.execPath, [program, temporaryFolder(), "signal"]).signal).toBe("SIGTERM");
});
