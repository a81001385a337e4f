import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { ensureChromium } from "./chromium.ts";
import { ROOT, run, type Ran } from "./run.ts";

/** What a check found. `saw` says how much it looked at. */
export interface CheckResult {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly saw: string;
  readonly output: string;
}

/** One check of `npm test`. */
export interface Check {
  readonly name: string;
  run(): Promise<CheckResult>;
}

const LINTED = ["format", "sdk", "viewer", "samples", "scripts", "tests"];

/** Every check, cheapest first. */
export const CHECKS: readonly Check[] = [
  { name: "lint", run: () => counted(run("oxlint", ["--type-aware", "--deny-warnings", ...LINTED]), /on (\d+) files/) },
  { name: "types", run: checkTypes },
  { name: "unused", run: () => counted(run("knip", ["--no-progress", "--reporter", "symbols", "--reporter", "./scripts/support/knip-count.ts"]), /(\d+) files/) },
  { name: "sql", run: () => counted(run("tsx", ["scripts/check-sql.ts"]), /(\d+) files/) },
  { name: "schema", run: () => counted(run("tsx", ["scripts/schema.ts", "--check"]), /(\d+) files?/) },
  { name: "kernel", run: () => counted(run("tsx", ["scripts/kernel.ts", "--check"]), /(\d+) files?/) },
  { name: "api", run: () => counted(run("tsx", ["scripts/api.ts", "--check"]), /in (\d+) file/) },
  { name: "samples", run: () => counted(run("tsx", ["samples/make.ts", "--check"]), /(\d+) files/) },
  { name: "build", run: () => counted(run("npm", ["run", "build"]), /(\d+) files/) },
  { name: "size", run: () => counted(run("tsx", ["scripts/check-size.ts"]), /(\d+) files/) },
  { name: "node", run: () => vitest("node") },
  { name: "browser", run: () => vitest("browser") },
  { name: "e2e", run: playwright },
];

/** A check that passes as a whole if the command does and its output says that it looked at something. */
async function counted(running: Promise<Ran>, pattern: RegExp): Promise<CheckResult> {
  const { code, output } = await running;
  const count = Number(pattern.exec(output)?.[1] ?? 0);
  const passed = code === 0 && count > 0 ? 1 : 0;
  return { passed, failed: 1 - passed, skipped: 0, saw: count === 1 ? "1 file" : `${count} files`, output };
}

async function checkTypes(): Promise<CheckResult> {
  const { references } = JSON.parse(readFileSync(join(ROOT, "tsconfig.json"), "utf8")) as { readonly references: readonly { readonly path: string }[] };
  const files = new Set<string>();
  for (const { path } of references) {
    const { output } = await run("tsc", ["-p", path, "--listFilesOnly"]);
    for (const file of output.split("\n")) if (file !== "" && !file.includes("node_modules")) files.add(file);
  }
  const built = await run("tsc", ["-b"]);
  return counted(Promise.resolve({ code: built.code, output: `${built.output}\n${files.size} files in ${references.length} projects` }), /(\d+) files in/);
}

interface VitestReport {
  readonly numTotalTests: number;
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly testResults: readonly unknown[];
}

async function vitest(project: string): Promise<CheckResult> {
  const env = project === "browser" ? { CHROMIUM_PATH: await ensureChromium() } : {};
  const file = join(ROOT, ".tsbuild", `vitest-${project}.json`);
  rmSync(file, { force: true });
  const { code, output } = await run("vitest", ["run", "--project", project, "--reporter=default", "--reporter=json", `--outputFile.json=${file}`], env);
  if (!existsSync(file)) return { passed: 0, failed: 1, skipped: 0, saw: "no report", output };
  const report = JSON.parse(readFileSync(file, "utf8")) as VitestReport;
  const failed = report.numFailedTests === 0 && code !== 0 ? 1 : report.numFailedTests;
  return { passed: report.numPassedTests, failed, skipped: report.numPendingTests, saw: `${report.numTotalTests} tests in ${report.testResults.length} files`, output };
}

interface PlaywrightReport {
  readonly stats: { readonly expected: number; readonly unexpected: number; readonly flaky: number; readonly skipped: number };
  readonly suites: readonly unknown[];
}

async function playwright(): Promise<CheckResult> {
  const env = { CHROMIUM_PATH: await ensureChromium() };
  const file = join(ROOT, ".tsbuild", "playwright.json");
  rmSync(file, { force: true });
  const { code, output } = await run("playwright", ["test", "--reporter=line,json"], { ...env, PLAYWRIGHT_JSON_OUTPUT_NAME: file });
  if (!existsSync(file)) return { passed: 0, failed: 1, skipped: 0, saw: "no report", output };
  const { stats, suites } = JSON.parse(readFileSync(file, "utf8")) as PlaywrightReport;
  const bad = stats.unexpected + stats.flaky;
  return { passed: stats.expected, failed: bad === 0 && code !== 0 ? 1 : bad, skipped: stats.skipped, saw: `${stats.expected + bad + stats.skipped} tests in ${suites.length} files`, output };
}
