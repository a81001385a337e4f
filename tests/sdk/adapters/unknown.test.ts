import fc from "fast-check";
import { expect, test } from "vitest";
import { recordAiSdk } from "../../../sdk/adapters/ai-sdk.ts";
import { recordClaudeQuery } from "../../../sdk/adapters/claude-agent-sdk.ts";
import { peakyPeekHandler, recordCheckpoints } from "../../../sdk/adapters/langchain.ts";
import { PeakyPeekExporter } from "../../../sdk/adapters/mastra.ts";
import { recordMcpClient } from "../../../sdk/adapters/mcp.ts";
import { peakyPeekProcessor } from "../../../sdk/adapters/openai-agents.ts";
import { PeakyPeekSpanProcessor } from "../../../sdk/adapters/opentelemetry.ts";
import { init, MemorySink, TraceContext } from "../../../sdk/index.ts";
import { inMemory } from "../support.ts";

/** What a version nobody knows may hand over: known names with values of any kind. */
const KEYS = ["callId", "toolCall", "messages", "content", "id", "type", "spanData", "traceId", "spanId", "parentId", "usage", "generations", "message", "name", "attributes", "input", "output", "event", "error", "tool_use_id"];
const value = fc.letrec<{ node: unknown; leaf: unknown }>((tie) => ({
  leaf: fc.oneof(fc.constantFrom("a", "text", "assistant", "tool_result", "span_started", "span_ended", "agent_run", "function", "t1"), fc.integer(), fc.constant(null), fc.constant(undefined), fc.constant(Number.NaN), fc.bigInt()),
  node: fc.oneof({ depthSize: "small", withCrossShrink: true }, tie("leaf"), fc.array(tie("node"), { maxLength: 3 }), fc.dictionary(fc.constantFrom(...KEYS), tie("node"), { maxKeys: 4 })),
})).node;
const hostile = fc.oneof(value, fc.constant(new Proxy({}, { get: () => { throw new Error("no"); } })));

type Methods = Record<string, (...args: unknown[]) => unknown>;

/** Every method of an object, its prototype's too. */
function methodsOf(target: object): string[] {
  const names = [...Object.getOwnPropertyNames(Object.getPrototypeOf(target) as object), ...Object.keys(target)];
  return names.filter((name) => name !== "constructor" && name !== "executeTool" && typeof (target as Methods)[name] === "function");
}

test("whatever an unknown version hands over, no adapter throws into the program", async () => {
  init({ sink: new MemorySink() });
  const stop = recordAiSdk();
  const [integration] = (globalThis as unknown as { AI_SDK_TELEMETRY_INTEGRATIONS: object[] }).AI_SDK_TELEMETRY_INTEGRATIONS;
  const adapters = [integration as object, peakyPeekHandler(), peakyPeekProcessor(), new PeakyPeekExporter(), new PeakyPeekSpanProcessor()];
  const calls = fc.tuple(fc.constantFrom(...adapters.flatMap((adapter) => methodsOf(adapter).map((name) => ({ adapter, name })))), fc.array(hostile, { maxLength: 8 }));
  await fc.assert(
    fc.asyncProperty(fc.array(calls, { minLength: 1, maxLength: 20 }), async (sequence) => {
      for (const [{ adapter, name }, args] of sequence) await (adapter as Methods)[name]?.(...args);
    }),
    { numRuns: 300 },
  );
  stop();
});

test("clients, savers and queries of another make come back and work as before", async () => {
  const client = recordMcpClient({ callTool: async (params: unknown) => params, readResource: () => Promise.reject(new Error("none")) });
  const saver = recordCheckpoints({ put: async (config: unknown) => config });
  const query = recordClaudeQuery((params: { readonly prompt: unknown }) => [params.prompt]);
  await TraceContext.run({ recorder: inMemory().recorder }, async () => {
    expect(await client.callTool(undefined)).toBeUndefined();
    await expect(client.readResource()).rejects.toThrow("none");
    expect(await saver.put(7)).toBe(7);
    expect(query({ prompt: "p" })).toEqual(["p"]);
  });
});

test("an adapter attached twice records once", async () => {
  const { recorder, events } = inMemory();
  const client = recordMcpClient(recordMcpClient({ callTool: async () => "done", readResource: async () => "none" }));
  await TraceContext.run({ recorder }, () => client.callTool());
  expect(events().filter(({ kind }) => kind === "tool_call")).toHaveLength(1);
  const registered = (): number => (globalThis as unknown as { AI_SDK_TELEMETRY_INTEGRATIONS: object[] }).AI_SDK_TELEMETRY_INTEGRATIONS.length;
  const stops = [recordAiSdk(), recordAiSdk()];
  expect(registered()).toBe(1);
  for (const stop of stops) stop();
  expect(registered()).toBe(0);
});
