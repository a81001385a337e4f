/** Records a sample run with the recorder, builds the viewer, and serves both from this machine until stopped. */
import { cpSync, mkdirSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import { ROOT, run } from "./support/run.ts";
import { serveFolder } from "./support/static-server.ts";

const PORT = Number(process.env["PORT"] ?? 4173);
const RECORDED = join(ROOT, "traces");

await step("building the recorder", "npm", ["run", "build:sdk"]);
rmSync(RECORDED, { recursive: true, force: true });
const trace = (await step("recording a run with it", "tsx", ["samples/record-sample.ts", RECORDED])).trim().split("\n").at(-1) ?? "";
await step("building the viewer", "npm", ["run", "build:viewer"]);
const served = join(ROOT, "dist", "traces");
mkdirSync(served, { recursive: true });
cpSync(trace, join(served, basename(trace)));
const { url } = await serveFolder(join(ROOT, "dist"), PORT);
console.log(`\nRecorded: ${trace}\nOpen it:  ${url}#open=traces/${encodeURIComponent(basename(trace))}\nOr without a server: double-click dist/peaky-peek.html and drop the file. Ctrl+C ends.`);

async function step(what: string, command: string, args: readonly string[]): Promise<string> {
  process.stdout.write(`${what} … `);
  const { code, output } = await run(command, args);
  console.log(code === 0 ? "done" : "failed");
  if (code === 0) return output;
  console.error(output);
  process.exit(1);
}
