import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { buildSdk, type BuiltSdk } from "../../support/built-sdk.ts";
import { anyModel } from "./support/any-model.ts";
import { layOut, runApp } from "./support/app.ts";

const ROOT = join(import.meta.dirname, "../../..");
const GUIDES = join(ROOT, "docs/guides");

/** Kinds of the events each guide's program leaves, in order; a graph saves its checkpoints beside its work, so they stand at the end. */
const KINDS: Readonly<Record<string, string>> = {
  openai: "agent_start llm_request llm_response tool_call tool_result llm_request llm_response agent_end",
  anthropic: "agent_start llm_request llm_response agent_end",
  "ai-sdk": "agent_start agent_start llm_request llm_response tool_call tool_result llm_request llm_response agent_end agent_end",
  langchain: "agent_start chain llm_request llm_response chain_end chain tool_call tool_result chain_end chain llm_request llm_response chain_end agent_end checkpoint checkpoint checkpoint checkpoint checkpoint",
  "openai-agents": "agent_start agent_start llm_request llm_response tool_call tool_result llm_request llm_response agent_end agent_end",
  mcp: "agent_start tool_call tool_result agent_end",
  "claude-agent-sdk": "agent_start llm_request llm_response log agent_end",
  mastra: "agent_start llm_request llm_response tool_call tool_result llm_request llm_response agent_end",
  opentelemetry: "agent_start llm_request llm_response agent_end",
  "zero-code": "agent_start llm_request llm_response agent_end",
  "by-hand":
    "agent_start decision handoff agent_start decision agent_turn agent_end handoff agent_start decision agent_turn agent_end agent_start decision agent_turn agent_end safety_check agent_turn human_input checkpoint agent_end",
};

let sdk: BuiltSdk;
beforeAll(() => {
  sdk = buildSdk();
  const { exports } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as { readonly exports: object };
  mkdirSync(join(sdk.folder, "package"));
  writeFileSync(join(sdk.folder, "package/package.json"), JSON.stringify({ name: "peaky-peek", type: "module", exports }));
  symlinkSync(sdk.folder, join(sdk.folder, "package/build"));
}, 120_000);
afterAll(() => sdk.remove());

/** What stands in for Claude Code, which is not installed with the tests. */
const CLAUDE_SCRIPT = JSON.stringify([
  { type: "system", subtype: "init", model: "claude-haiku-9", tools: [] },
  { type: "assistant", message: { id: "m1", type: "message", role: "assistant", model: "claude-haiku-9", content: [{ type: "text", text: "Nothing." }], stop_reason: "end_turn", usage: { input_tokens: 1, output_tokens: 1 } } },
  { type: "result", subtype: "success", is_error: false, result: "Nothing.", num_turns: 1, total_cost_usd: 0, usage: {}, permission_denials: [] },
]);
const CLAUDE_OPTIONS = `options: { executable: "node", pathToClaudeCodeExecutable: ${JSON.stringify(join(import.meta.dirname, "apps/claude-cli.mjs"))}, `;

test("each guide has a row here, and each row a guide", () => {
  expect(readdirSync(GUIDES).sort()).toEqual(Object.keys(KINDS).map((name) => `${name}.md`).sort());
});

test.each(Object.entries(KINDS))("the program of the guide %s runs and leaves the trace it promises", async (guide, kinds) => {
  const [, flags = "", source = ""] = /```js app\.mjs(.*)\n([^]*?)```/.exec(readFileSync(join(GUIDES, `${guide}.md`), "utf8")) ?? [];
  const packages = Object.fromEntries([...source.matchAll(/from "((?:@[^/"]+\/)?[^/"]+)/g)].map(([, name = ""]) => [name, name === "peaky-peek" ? join(sdk.folder, "package") : name]));
  const { folder, remove } = layOut({ file: "app.mjs", packages, source: source.replace("options: { ", guide === "claude-agent-sdk" ? CLAUDE_OPTIONS : "options: { ") });
  onTestFinished(remove);
  const model = await anyModel();
  onTestFinished(() => model.close());
  const env = { OPENAI_API_KEY: "k", OPENAI_BASE_URL: `${model.url}/v1`, ANTHROPIC_API_KEY: "k", ANTHROPIC_BASE_URL: model.url, OPENAI_AGENTS_DISABLE_TRACING: "0", CLAUDE_SCRIPT };
  const ran = await runApp(folder, "app.mjs", { env, ...(flags.includes("register") && { register: join(sdk.folder, "sdk/register.js") }) });
  expect(ran.status, ran.stderr).toBe(0);
  const left = ran.runs.flat().map(({ kind }) => kind);
  const inOrder = guide === "langchain" ? [...left.filter((kind) => kind !== "checkpoint"), ...left.filter((kind) => kind === "checkpoint")] : left;
  expect(inOrder.join(" ")).toBe(kinds);
});
