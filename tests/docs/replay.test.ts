import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { lasting, readEvents } from "../sdk/support.ts";

const ROOT = join(import.meta.dirname, "../..");
const PAGE = readFileSync(join(ROOT, "docs/replay.md"), "utf8");

let folder = "";
beforeAll(() => {
  folder = lasting();
  const modules = join(folder, "node_modules/peaky-peek");
  mkdirSync(modules, { recursive: true });
  for (const part of ["sdk", "format"]) symlinkSync(join(ROOT, part), join(modules, part));
  symlinkSync(join(ROOT, "node_modules/zod"), join(folder, "node_modules/zod"));
  writeFileSync(join(modules, "package.json"), JSON.stringify({ name: "peaky-peek", type: "module", exports: { ".": "./sdk/index.ts", "./replay": "./sdk/replay/index.ts" } }));
  writeFileSync(join(folder, "package.json"), `{"type":"module"}`);
  for (const [, name = "", code = ""] of PAGE.matchAll(/```ts\n\/\/ (\S+)\n([\s\S]*?)```/g)) writeFileSync(join(folder, name), code);
});

/** Runs a snippet of the guide and gives what it printed. */
function ran(name: string): string {
  const { stdout, stderr, status } = spawnSync(process.execPath, ["--import", join(ROOT, "node_modules/tsx/dist/esm/index.mjs"), name], { cwd: folder, encoding: "utf8" });
  expect(stderr).toBe("");
  expect(status).toBe(0);
  return stdout.trim();
}

test("the guide's snippets run in order, and print what it says", { timeout: 120_000 }, () => {
  ran("record.ts");
  const printed = [ran("again.ts"), ran("changed.ts")];
  for (const line of printed) expect(PAGE).toContain(`It prints \`${line}\``);
  ran("resume.ts");
  expect(readEvents(join(folder, "run.peek.jsonl")).filter(({ kind }) => kind === "agent_start")).toHaveLength(1);
});
