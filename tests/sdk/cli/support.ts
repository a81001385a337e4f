import { join } from "node:path";
import { createRecorder, TraceContext } from "../../../sdk/index.ts";
import { afterAll, beforeAll, expect } from "vitest";
import { buildCli, type BuiltCli, type Ran } from "../../support/built-cli.ts";
import { temporaryFolder } from "../support.ts";

/** What a command printed, a JSON object a line. */
export const lines = ({ out }: Ran): Record<string, unknown>[] => out.trim().split("\n").filter((line) => line !== "").map((line) => JSON.parse(line) as Record<string, unknown>);

/** A small chained trace with a failure, a model call and a secret. */
function record(file: string): void {
  const recorder = createRecorder({ file, chain: "sha256", redact: false, enabled: true, prices: false });
  TraceContext.run({ agentName: "shop", title: "Refund W1", recorder }, (ctx) => {
    ctx.recordToolResult(ctx.recordToolCall("get_order", { id: "W1", mail: "ada@example.com" }), { result: { status: "pending" }, durationMs: 12 });
    ctx.recordLlmResponse(ctx.recordLlmRequest({ model: "gpt-4o" }), { content: "Hi\nAda", usage: { inputTokens: 1e6 } });
    ctx.recordToolResult(ctx.recordToolCall("refund", { token: "sk-proj-abcdefghij1234567890" }), { error: new TypeError("no such order") });
  });
}

/** A trace file as `record` writes it, in a folder that goes away with the test. */
export function trace(): string {
  const file = join(temporaryFolder(), "run.peek.jsonl");
  record(file);
  return file;
}

/** The command line, built once for a test file and taken away with it. */
export function useCli(): { readonly peek: BuiltCli["peek"]; readonly path: () => string } {
  let cli: BuiltCli | undefined;
  beforeAll(() => {
    cli = buildCli();
  }, 180_000);
  afterAll(() => cli?.remove());
  const built = (): BuiltCli => cli ?? expect.fail("the command line is not built yet");
  return { peek: (...args) => built().peek(...args), path: () => built().path };
}
