import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { layOut, type App } from "../sdk/adapters/support/app.ts";
import { buildSdk } from "../support/built-sdk.ts";
import type { BenchLine } from "./line.ts";

const ROUNDS = 11;

/** Programs that load their frameworks and end. */
const PROGRAMS: readonly (App & { readonly metric: string })[] = [
  { metric: "empty", file: "app.mjs", packages: {}, source: "" },
  { metric: "openai", file: "app.mjs", packages: { openai: "openai" }, source: `import "openai";` },
  { metric: "ai_sdk", file: "app.mjs", packages: { ai: "ai" }, source: `import "ai";` },
  {
    metric: "langchain",
    file: "app.mjs",
    packages: { "@langchain/core": "@langchain/core", "@langchain/langgraph": "@langchain/langgraph", "@langchain/openai": "@langchain/openai" },
    source: `import "@langchain/langgraph";\nimport "@langchain/openai";`,
  },
];

function timed(args: readonly string[], folder: string): number {
  const start = performance.now();
  const { status, stderr } = spawnSync(process.execPath, args, { cwd: folder, encoding: "utf8" });
  if (status !== 0) throw new Error(`a program failed:\n${stderr}`);
  return performance.now() - start;
}

/**
 * How much later a program is ready with `--import peaky-peek/register`, against the same program without it. The
 * quickest round of each counts: a start does the same work every time, and what is more is the machine's.
 */
export async function run(): Promise<BenchLine[]> {
  const sdk = buildSdk();
  const register = ["--import", pathToFileURL(join(sdk.folder, "sdk/register.js")).href];
  const lines: BenchLine[] = [];
  try {
    for (const program of PROGRAMS) {
      const { folder, remove } = layOut(program);
      const [plain, recorded]: [number[], number[]] = [[], []];
      for (let round = 0; round <= ROUNDS; round++) {
        const ms = { plain: timed([program.file], folder), recorded: timed([...register, program.file], folder) };
        if (round === 0) continue;
        plain.push(ms.plain);
        recorded.push(ms.recorded);
      }
      remove();
      const [without, withIt] = [Math.min(...plain), Math.min(...recorded)];
      lines.push({ bench: "startup", metric: `register_ms_${program.metric}`, value: withIt - without, unit: "ms", peer: "node without --import (whole start)", peerValue: without, ratio: withIt / without, runs: ROUNDS });
    }
  } finally {
    sdk.remove();
  }
  const worst = lines.reduce((a, b) => (b.value > a.value ? b : a));
  return [...lines, { ...worst, metric: "register_ms" }];
}
