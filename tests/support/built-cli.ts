import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";

const ROOT = join(import.meta.dirname, "../..");

/** What a command left behind. */
export interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** The compiled command line, in a place where packages of the repository are found. */
export interface BuiltCli {
  /** The file to run with node. */
  readonly path: string;
  /** Runs the real command as a process, its output piped. */
  peek(...args: readonly string[]): Ran;
  remove(): void;
}

/** Compiles the command line as the package's build does. Throws if it does not compile. */
export function buildCli(): BuiltCli {
  const folder = mkdtempSync(join(ROOT, "node_modules/.peek-cli-test-"));
  const tsc = join(ROOT, "node_modules/typescript/bin/tsc");
  const options = ["-p", join(ROOT, "tsconfig.sdk.json"), "--outDir", folder, "--incremental", "false", "--declaration", "false", "--tsBuildInfoFile", "null"];
  const { status, stdout } = spawnSync(process.execPath, [tsc, ...options], { encoding: "utf8" });
  if (status !== 0) throw new Error(`the command line does not compile:\n${stdout}`);
  const path = join(folder, "sdk/cli/peek.js");
  return {
    path,
    peek(...args) {
      const ran = spawnSync(process.execPath, [path, ...args], { encoding: "utf8", maxBuffer: 1 << 28 });
      return { code: ran.status, out: ran.stdout, err: ran.stderr };
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
