import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const ROOT = join(import.meta.dirname, "../..");

/** The SDK compiled into a folder of its own, for child processes that must start fast and without a loader. */
export interface BuiltSdk {
  /** URL of the module `peaky-peek` stands for. */
  readonly url: string;
  readonly folder: string;
  /** Writes a module beside it that may `import` from `SDK`, and returns its path. */
  program(name: string, source: string): string;
  remove(): void;
}

/** Compiles the SDK as the package's build does. Throws if it does not compile. */
export function buildSdk(): BuiltSdk {
  const folder = mkdtempSync(join(tmpdir(), "peek-sdk-"));
  const tsc = join(ROOT, "node_modules/typescript/bin/tsc");
  const options = ["-p", join(ROOT, "tsconfig.sdk.json"), "--outDir", folder, "--incremental", "false", "--declaration", "false"];
  const { status, stdout } = spawnSync(process.execPath, [tsc, ...options, "--tsBuildInfoFile", "null"], { encoding: "utf8" });
  if (status !== 0) throw new Error(`the SDK does not compile:\n${stdout}`);
  writeFileSync(join(folder, "package.json"), `{"type":"module"}`);
  const url = pathToFileURL(join(folder, "sdk/index.js")).href;
  return {
    url,
    folder,
    program(name, source) {
      const path = join(folder, name);
      writeFileSync(path, `import { init, createRecorder, TraceContext } from ${JSON.stringify(url)};\n${source}`);
      return path;
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
