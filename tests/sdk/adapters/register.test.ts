import { join } from "node:path";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { buildSdk, type BuiltSdk } from "../../support/built-sdk.ts";
import { UNCHANGED, type Unchanged } from "./apps/index.ts";
import { layOut, runApp, type Ran } from "./support/app.ts";
import { serverFor } from "./support/scenario.ts";
import { rows, tree } from "./support/tree.ts";

let sdk: BuiltSdk;
beforeAll(() => {
  sdk = buildSdk();
}, 120_000);
afterAll(() => sdk.remove());

async function start(app: Unchanged, options: { readonly isRecorded?: boolean; readonly env?: Record<string, string> } = {}): Promise<Ran> {
  const server = await serverFor(app.script);
  const { folder, remove } = layOut(app);
  onTestFinished(remove);
  const register = options.isRecorded === false ? {} : { register: join(sdk.folder, "sdk/register.js") };
  return runApp(folder, app.file, { ...register, env: { MODEL_URL: server.url, ...options.env } });
}

const named = (name: string): Unchanged => UNCHANGED.find((app) => app.name === name) as Unchanged;

test.each(UNCHANGED.map((app) => [app.name, app] as const))("%s: recorded without a change, once, and it prints what it printed", async (_, app) => {
  const plain = await start(app, { isRecorded: false });
  const { status, stdout, stderr, runs } = await start(app);
  expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: app.prints, stderr: plain.stderr });
  expect(runs.map(tree)).toEqual(app.runs.map(rows));
});

test("PEAKY_PEEK_CONTENT=off leaves no word of what was said in the trace, but who, when, how long and how many tokens", async () => {
  const { runs } = await start(named("AI SDK 7"), { env: { PEAKY_PEEK_CONTENT: "off" } });
  const text = JSON.stringify(runs);
  for (const said of ["Oslo", "rain"]) expect(text).not.toContain(said);
  expect(runs[0]?.map(({ kind }) => kind)).toEqual(["agent_start", "agent_start", "llm_request", "llm_response", "tool_call", "tool_result", "llm_request", "llm_response", "agent_end", "agent_end"]);
  expect(runs[0]?.[3]).toMatchObject({ tokens_in: 20, payload: { stop_reason: "tool-calls", tool_calls: [{ id: "call_1", name: "weather" }] } });
});

test("PEAKY_PEEK_ENABLED=0 attaches nothing", async () => {
  const { runs, stdout } = await start(named("openai, streaming"), { env: { PEAKY_PEEK_ENABLED: "0" } });
  expect(stdout).toBe("Hello, world\n");
  expect(runs).toEqual([]);
});

test("a version that cannot be attached to is said once, and the program runs", async () => {
  const app: Unchanged = { ...named("openai, streaming"), packages: { openai: "openai", "@langchain/core": "../tests/sdk/adapters/apps/odd-langchain" } };
  const { status, stdout, stderr } = await start(app);
  expect({ status, stdout }).toEqual({ status: 0, stdout: "Hello, world\n" });
  expect(stderr.match(/langchain/g)).toHaveLength(2);
  expect(stderr).toContain("langchain: this version keeps its callback manager elsewhere: it is not recorded; the program goes on");
});

test("a program that throws fails as it did, and the trace says so", async () => {
  const app: Unchanged = { ...named("openai, streaming"), source: `${named("openai, streaming").source}\nthrow new RangeError("after all");` };
  const plain = await start(app, { isRecorded: false });
  const recorded = await start(app);
  expect(recorded.status).toBe(plain.status);
  expect(recorded.stderr).toBe(plain.stderr.replaceAll(/peek-app-\w+/g, () => /peek-app-\w+/.exec(recorded.stderr)?.[0] ?? ""));
  expect(recorded.runs[0]?.map(({ kind, outcome }) => [kind, outcome]).slice(-2)).toEqual([["error", "error"], ["agent_end", "error"]]);
});
