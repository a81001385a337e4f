import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const ROOT = join(import.meta.dirname, "../../..");

/** A program that records a failing run as the README shows it. */
const PROGRAM = `
import { init, TraceContext } from "peaky-peek";
init({ dir: process.argv[2] ?? process.argv[1] });
try {
  await TraceContext.run({ agentName: "weather", framework: "custom", title: "Umbrella in Seattle?" }, async (ctx) => {
    const decision = ctx.recordDecision({
      reasoning: "The user asked for weather data", confidence: 0.85, chosenAction: "call_weather_tool",
      evidence: [{ source: "user_input", content: "What's the weather?" }],
    });
    for (let i = 0; i < 40; i++) {
      const call = ctx.recordToolCall("weather_api", { location: "Seattle", attempt: i }, { upstream: [decision] });
      if (i === 30) ctx.recordToolResult(call, { error: "the needle: upstream answered 503", durationMs: 100 });
      else ctx.recordToolResult(call, { result: { forecast: "rain" }, durationMs: 100 });
    }
    ctx.checkpoint({ messages: ["…"] });
    throw new RangeError("no forecast to give");
  });
} catch {}
`;

/** A trace recorded by a real process. */
export interface RecordedRun {
  readonly folder: string;
  readonly file: string;
  readonly text: string;
}

/** Records a run with the built SDK, in a process of its own. Throws if that fails. */
export function recordRun(): RecordedRun {
  const folder = mkdtempSync(join(tmpdir(), "peek-e2e-run-"));
  const { status, stderr } = spawnSync(process.execPath, ["--input-type=module", "-e", PROGRAM, folder], { cwd: ROOT, encoding: "utf8" });
  const name = readdirSync(folder).find((file) => file.endsWith(".peek.jsonl"));
  if (status !== 0 || name === undefined) throw new Error(`nothing was recorded (npm run build first?): ${stderr}`);
  const file = join(folder, name);
  return { folder, file, text: readFileSync(file, "utf8") };
}
