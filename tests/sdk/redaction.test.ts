import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { createRecorder, TraceContext, type RecorderProblem } from "../../sdk/index.ts";
import { plantedCorpus, type Planted } from "../format/redaction/corpus.ts";
import { inMemory, parseLines, temporaryFolder } from "./support.ts";

type Place = (ctx: TraceContext, said: string, planted: Planted) => void;

class Client {
  readonly config: unknown;
  constructor(config: unknown) {
    this.config = config;
  }
}

/** Everywhere a value can get into a trace. */
const PLACES: readonly Place[] = [
  (ctx, said) => ctx.recordLlmRequest({ model: "m", messages: [{ role: "user", content: said }], system: said }),
  (ctx, said) => ctx.recordLlmRequest({ messages: [{ role: "user", content: [{ type: "text", text: said }] }], tools: [{ description: said }], settings: { note: said } }),
  (ctx, said) => ctx.recordLlmResponse(ctx.recordLlmRequest({ model: "m" }), { content: said, reasoning: said, toolCalls: [{ name: "t", arguments: JSON.stringify({ text: said }) }] }),
  (ctx, said) => ctx.recordToolCall("tool", { query: said, deep: { list: [said] } }),
  (ctx, said) => ctx.recordToolResult(ctx.recordToolCall("t"), { result: { text: said, html: `<p>${said}</p>` } }),
  (ctx, said) => ctx.recordToolResult(ctx.recordToolCall("t"), { error: new Error(said, { cause: new Error(said) }) }),
  (ctx, said) => ctx.recordError(Object.assign(new Error(said), { response: { body: said } })),
  (ctx, said) => ctx.recordError(said),
  (ctx, said) => ctx.recordDecision({ reasoning: said, chosenAction: said, alternatives: [{ action: said }], evidence: [{ source: "user_input", content: said }] }),
  (ctx, said) => ctx.checkpoint({ messages: [said] }, { memory: { fact: said } }),
  (ctx, said) => ctx.checkpoint(new Map([["k", new Set([said])]])),
  (ctx, said) => ctx.recordToolResult(ctx.recordToolCall("t"), { result: `${"long ".repeat(200)}${said}${" text".repeat(4000)}` }),
  (ctx, said) => ctx.recordToolResult(ctx.recordToolCall("t"), { result: Buffer.from(`bytes ${said} bytes`) }),
  (ctx, said) => ctx.recordToolResult(ctx.recordToolCall("t"), { result: Buffer.from(`${"b".repeat(15_000)} ${said}`) }),
  (ctx, said) => ctx.recordToolCall(said, {}, { name: said, policy: said, agent: said, span: said }),
  (ctx, said) => ctx.recordAgentTurn({ agent: "a", to: said, content: said, goal: said }),
  (ctx, said) => ctx.recordSafetyCheck({ policy: said, outcome: "blocked", rationale: said, blockedAction: said }),
  (ctx, said) => ctx.recordRetrieval({ query: said, documents: [{ text: said }] }),
  (ctx, said) => ctx.recordHumanInput({ content: said }),
  (ctx, said) => ctx.annotate(said, { author: said }),
  (ctx, said) => ctx.log(said, { data: { said } }),
  (ctx, said) => ctx.record("custom_kind", { [said]: 1 }, { extra: { said } }),
  (ctx, said) => ctx.record("custom_kind", new Client({ said })),
  (ctx, said) => ctx.recordLlmResponse(ctx.recordLlmRequest({ model: said }), { content: { toJSON: () => said } }),
  (ctx, said) => TraceContext.run({ agentName: said, title: said, task: said, input: said, tags: [said], session: said, trace: said, isolated: true }, () => said && ctx.log("x")),
];

/** Places for values that only a name gives away. */
const NAMED: readonly Place[] = [
  (ctx, value, { key = "" }) => ctx.recordToolCall("t", { [key]: value }),
  (ctx, value, { key = "" }) => ctx.recordError(Object.assign(new Error("failed"), { config: { headers: { [key]: value } } })),
  (ctx, value, { key = "" }) => ctx.recordToolCall("t", JSON.stringify({ [key]: value })),
  (ctx, value, { key = "" }) => ctx.checkpoint({ env: [{ name: key, value }] }),
];

test("of more than 500 planted secrets and personal data in every place a trace has, none is in the bytes on disk", () => {
  const dir = temporaryFolder();
  const recorder = createRecorder({ dir, redact: true, enabled: true, blobThreshold: 10_000 });
  const corpus = plantedCorpus();
  TraceContext.run({ agentName: "ada@example.com", recorder }, (ctx) => {
    corpus.forEach((planted, index) => {
      const places = planted.key === undefined ? PLACES : NAMED;
      const said = (planted.said ?? "see %, thanks").replace("%", () => planted.value);
      for (const step of [0, 1, 2]) (places[(index + step * 7) % places.length] as Place)(ctx, planted.key === undefined ? said : planted.value, planted);
    });
  });
  const files = readdirSync(dir, { recursive: true, encoding: "utf8" });
  const bytes = files.map((name) => `${name}\n${statSync(join(dir, name)).isFile() ? readFileSync(join(dir, name), "utf8") : ""}`).join("\n");
  const decoded = bytes.replaceAll(/"\$bytes":"([A-Za-z0-9+/=]*)"/g, (_, base64: string) => Buffer.from(base64, "base64").toString());
  const leaked = corpus.filter(({ value }) => bytes.includes(value) || decoded.includes(value) || bytes.includes(JSON.stringify(value).slice(1, -1)));
  expect(corpus.length).toBeGreaterThanOrEqual(500);
  expect(leaked).toEqual([]);
  expect(files.some((name) => name.includes("ada-example"))).toBe(false);
  for (const name of files.filter((file) => file.endsWith(".jsonl"))) parseLines(readFileSync(join(dir, name), "utf8"));
});

test("without options secrets are redacted and personal data stay; false leaves all", () => {
  const record = (redact: boolean | undefined): string => {
    const { recorder, text } = inMemory({ redact });
    TraceContext.run({ recorder }, (ctx) => ctx.recordToolCall("t", { authorization: "Bearer abcdef123456", mail: "ada@example.com" }));
    return text();
  };
  expect(record(undefined)).not.toContain("abcdef123456");
  expect(record(undefined)).toContain("ada@example.com");
  expect(record(false)).toContain("abcdef123456");
  expect(record(true)).not.toContain("ada@example.com");
});

test("the same value has the same placeholder in every event of a recorder", () => {
  const { recorder, text } = inMemory({ redact: true });
  TraceContext.run({ recorder }, (ctx) => {
    ctx.recordToolCall("t", { mail: "ada@example.com" });
    ctx.log("write to Ada@example.com");
  });
  expect(new Set(text().match(/\[EMAIL:[0-9a-f]{10}\]/g)).size).toBe(1);
});

test("a secret that a limit cuts in two leaves no half behind", () => {
  const token = `ghp_${"a1B2".repeat(9)}`;
  const { recorder, text } = inMemory({ redact: true, blobThreshold: 100 });
  TraceContext.run({ recorder }, (ctx) => ctx.log("x", { data: `${"n ".repeat(490)}${token}${" m".repeat(400)}` }));
  expect(text()).not.toContain("a1B2a1B2");
  expect(text()).toContain("[GITHUB_TOKEN:");
});

test("hooks run beside the rules, and a bad key is reported and replaced", () => {
  const problems: RecorderProblem[] = [];
  const { recorder, text } = inMemory({ redact: { key: "short", text: (line) => line.replaceAll("Zebra", "[animal]") }, onError: (problem) => problems.push(problem) });
  TraceContext.run({ recorder }, (ctx) => ctx.log("Zebra", { data: { password: "hunter2x" } }));
  expect(text()).toContain("[animal]");
  expect(text()).not.toMatch(/hunter2x|Zebra/);
  expect(problems.map(({ code, during }) => `${code} ${during}`)).toEqual(["bad_option redact"]);
});
