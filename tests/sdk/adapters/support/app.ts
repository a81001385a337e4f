import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { ReadEvent } from "../../support.ts";
import { readEvents, traceFiles } from "../../support.ts";

const MODULES = join(import.meta.dirname, "../../../../node_modules");

/** A program of somebody else, as it would lie on a disk: a folder with a package.json and the packages it needs. */
export interface App {
  readonly file: "app.mjs" | "app.cjs" | "app.js";
  /** Packages under the names the program uses, by where they lie in our node_modules. */
  readonly packages: Readonly<Record<string, string>>;
  readonly source: string;
}

/** What running a program came to. */
export interface Ran {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly runs: readonly (readonly ReadEvent[])[];
  readonly ms: number;
}

/** Lays out the program's folder. Packages are links, so that their own dependencies are found. */
export function layOut(app: App): { readonly folder: string; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), "peek-app-"));
  const names = Object.keys(app.packages);
  writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "app", private: true, dependencies: Object.fromEntries(names.map((name) => [name, "*"])) }));
  for (const [name, place] of Object.entries(app.packages)) {
    const link = join(folder, "node_modules", name);
    mkdirSync(join(link, ".."), { recursive: true });
    symlinkSync(resolve(MODULES, place), link);
  }
  writeFileSync(join(folder, app.file), app.source);
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** Runs the program, recorded by the built SDK's `register` unless told not to, and reads the traces it left. */
export async function runApp(folder: string, file: string, options: { readonly register?: string; readonly env?: Readonly<Record<string, string>> }): Promise<Ran> {
  const args = [...(options.register === undefined ? [] : ["--import", pathToFileURL(options.register).href]), join(folder, file)];
  const start = performance.now();
  const child = spawn(process.execPath, args, { cwd: folder, env: { ...process.env, NODE_ENV: "development", PEAKY_PEEK_DIR: join(folder, "traces"), ...options.env } });
  const output = { stdout: "", stderr: "" };
  child.stdout.on("data", (data) => (output.stdout += String(data)));
  child.stderr.on("data", (data) => (output.stderr += String(data)));
  const status = await new Promise<number | null>((resolve) => child.on("close", resolve));
  return { status, ...output, runs: readRuns(join(folder, "traces")), ms: performance.now() - start };
}

function readRuns(folder: string): ReadEvent[][] {
  try {
    return traceFiles(folder).map(readEvents);
  } catch {
    return [];
  }
}
