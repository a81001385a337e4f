import { spawn } from "node:child_process";
import { once } from "node:events";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The repository's folder. */
export const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** How a command ended; `output` is what it printed on both streams, in order. */
export interface Ran {
  readonly code: number;
  readonly output: string;
}

const KILL_AFTER_MS = 25 * 60_000;

/** Runs a command in the repository with its own tools in the path, and keeps what it prints. A hanging one is killed after 25 minutes. */
export async function run(command: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Ran> {
  const path = [join(ROOT, "node_modules", ".bin"), process.env["PATH"] ?? ""].join(delimiter);
  const child = spawn(command, args, { cwd: ROOT, env: { ...process.env, ...env, PATH: path }, stdio: ["ignore", "pipe", "pipe"], timeout: KILL_AFTER_MS, killSignal: "SIGKILL" });
  const parts: Buffer[] = [];
  child.stdout.on("data", (part: Buffer) => parts.push(part));
  child.stderr.on("data", (part: Buffer) => parts.push(part));
  try {
    const [code] = (await once(child, "close")) as [number | null];
    return { code: code ?? 1, output: Buffer.concat(parts).toString() };
  } catch (error) {
    return { code: 1, output: String(error) };
  }
}
