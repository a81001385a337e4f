import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { validateEvent, type EventRecord } from "../../../format/event.ts";
import { DATA, HAS_DATA, filesBelow } from "./data.ts";
import { importOne, openBytes, openReal, openText, payloadOf } from "./support.ts";

interface Raw {
  readonly type?: string;
  readonly uuid?: string;
  readonly parentUuid?: string | null;
  readonly agentId?: string;
  readonly message?: { readonly id?: string; readonly usage?: Record<string, unknown> };
}

const ofKind = (events: readonly EventRecord[], ...kinds: readonly string[]): EventRecord[] => events.filter(({ kind }) => kinds.includes(kind));
const sum = (events: readonly EventRecord[], member: "tokens_in" | "tokens_out" | "tokens_cache_read" | "tokens_cache_write"): number => events.reduce((total, event) => total + (event[member] ?? 0), 0);

/** Tokens of every message counted once, from the raw lines. */
function tokensOf(records: readonly Raw[]): Record<string, number> {
  const messages = new Map<string, Record<string, number>>();
  for (const { type, agentId, message } of records) {
    if (type !== "assistant") continue;
    const most = messages.get(`${agentId} ${message?.id}`) ?? {};
    for (const [key, value] of Object.entries(message?.usage ?? {})) if (typeof value === "number") most[key] = Math.max(most[key] ?? 0, value);
    messages.set(`${agentId} ${message?.id}`, most);
  }
  const total = (key: string): number => [...messages.values()].reduce((all, usage) => all + (usage[key] ?? 0), 0);
  return { in: total("input_tokens") + total("cache_read_input_tokens") + total("cache_creation_input_tokens"), out: total("output_tokens"), read: total("cache_read_input_tokens"), write: total("cache_creation_input_tokens") };
}

describe.skipIf(!HAS_DATA)("real sessions", () => {
  const folder = "claude-code-log/test/test_data/real_projects";

  test("3,031 records, 905 calls with their results, 80 failures, 53 sub-agents, tokens once", async () => {
    const paths = filesBelow(folder);
    const sessions = paths.filter((path) => path.endsWith(".jsonl"));
    const files = (await Promise.all(paths.map((path) => openReal(join(folder, path))))).flat();
    const records = sessions.flatMap((path) => readFileSync(join(DATA, folder, path), "utf8").split("\n").filter(Boolean).map((line) => JSON.parse(line) as Raw));
    const { events, report, importer } = await importOne(files);
    expect(importer).toBe("claude-code");
    const metas = paths.length - sessions.length;
    expect([records.length, report.became + report.merged + report.skipped - metas, report.skipped]).toEqual([3031, 3031, 0]);

    const calls = ofKind(events, "tool_call");
    const ids = new Set(calls.map(({ id }) => id));
    const results = ofKind(events, "tool_result");
    expect([calls.length, new Set(results.map(({ reply_to }) => reply_to)).size, results.filter(({ reply_to }) => ids.has(reply_to ?? "")).length]).toEqual([905, 905, 905]);
    expect(results.filter(({ outcome, error_class: errorClass }) => outcome === "error" && errorClass !== undefined)).toHaveLength(80);

    const byId = new Map(events.map((event) => [event.id, event]));
    const agents = ofKind(events, "agent_start").filter(({ parent }) => parent !== undefined);
    expect(agents).toHaveLength(53);
    expect(agents.every(({ parent, session }) => byId.get(parent ?? "")?.session === session)).toBe(true);
    const called = agents.filter(({ parent }) => ["Task", "Agent"].includes(byId.get(parent ?? "")?.tool ?? ""));
    expect(called).toHaveLength(9);
    expect(report.counts.find(({ code }) => code === "agent_without_call")?.count).toBe(44);

    const uuids = new Set(records.map(({ uuid }) => uuid));
    const lost = records.filter(({ parentUuid }) => typeof parentUuid === "string" && !uuids.has(parentUuid));
    expect(report.counts.find(({ code }) => code === "missing_parent")?.count ?? 0).toBe(lost.length);

    const expected = tokensOf(records);
    expect({ in: sum(events, "tokens_in"), out: sum(events, "tokens_out"), read: sum(events, "tokens_cache_read"), write: sum(events, "tokens_cache_write") }).toEqual(expected);
    expect(events.flatMap(validateEvent)).toEqual([]);
    expect(byId.size).toBe(events.length);
    expect(events.every((event) => event.kind === "agent_end" || typeof event["source"] === "object")).toBe(true);
  });

  test("a session of which a longer copy is dropped too is one session", async () => {
    const path = join(folder, "-experiments-ideas/03eb5929-52b3-4b13-ada3-b93ae35806b8.jsonl");
    const whole = readFileSync(join(DATA, path), "utf8");
    const short = whole.split("\n").slice(0, 30).join("\n");
    const alone = await importOne(await openReal(path));
    const both = await importOne([await openText("short.jsonl", short), ...(await openReal(path))]);
    expect(both.events.map(({ id }) => id)).toEqual(alone.events.map(({ id }) => id));
    expect(both.report.merged).toBe(alone.report.merged + 30);
  });
});

const at = (second: number): string => new Date(Date.UTC(2026, 0, 1, 0, 0, second)).toISOString();
let counter = 0;
const record = (type: string, more: object): string => JSON.stringify({ type, uuid: `u${++counter}`, parentUuid: null, sessionId: "s", isSidechain: false, cwd: "/w", version: "2.1.0", timestamp: at(counter % 60), ...more });
const user = (content: unknown, more: object = {}): string => record("user", { message: { role: "user", content }, ...more });
const assistant = (content: unknown, more: object = {}): string => record("assistant", { message: { id: `m${counter}`, role: "assistant", model: "claude-x", content, usage: { input_tokens: 1, output_tokens: 2 } }, ...more });
const importLines = async (...lines: readonly string[]): Promise<{ events: readonly EventRecord[]; codes: readonly string[] }> => {
  const { events, report } = await importOne([await openText("s.jsonl", lines.join("\n"))]);
  return { events, codes: report.counts.map(({ code }) => code) };
};

describe("a session", () => {
  test("is named after the first thing a person typed", async () => {
    const { events } = await importLines(
      user("Caveat: The messages below were generated by the user while running local commands.", { isMeta: true }),
      user("<command-name>/clear</command-name>\n<command-args></command-args>"),
      user([{ type: "text", text: "<ide_opened_file>The user opened a.ts</ide_opened_file>" }, { type: "text", text: "Mend the\n  parser" }]),
    );
    expect(events[0]).toMatchObject({ kind: "agent_start", name: "Mend the parser", agent: "main", framework: "claude-code" });
    expect(payloadOf(events[0])["config"]).toEqual({ cwd: "/w", version: "2.1.0" });
  });

  test("is not named after a command that sets something up, unless there is nothing else", async () => {
    const command = (name: string, args: string): string => user(`<command-name>${name}</command-name>\n<command-args>${args}</command-args>`);
    const name = async (...lines: readonly string[]): Promise<string | undefined> => (await importLines(...lines)).events[0]?.name;
    expect([await name(command("/model", "opus"), user("Mend it")), await name(command("/init", ""), assistant("Done."))]).toEqual(["Mend it", "/init"]);
  });

  test("an answer split over lines is one response with its usage once; the reasoning is a decision with its grounds", async () => {
    const piece = (content: unknown, output: number): string => record("assistant", { message: { id: "m", role: "assistant", model: "claude-x", content: [content], usage: { input_tokens: 10, cache_read_input_tokens: 5, output_tokens: output } } });
    const { events } = await importLines(
      user("Go"),
      piece({ type: "thinking", thinking: "I should look." }, 3),
      piece({ type: "tool_use", id: "t1", name: "Read", input: { path: "a" } }, 3),
      user([{ type: "tool_result", tool_use_id: "t1", content: "text" }]),
      piece({ type: "tool_use", id: "t2", name: "Read", input: { path: "b" } }, 30),
    );
    expect(events.map(({ kind }) => kind)).toEqual(["agent_start", "human_input", "llm_response", "decision", "tool_call", "tool_result", "tool_call"]);
    const [, prompt, response, decision, call, result] = events;
    expect(response).toMatchObject({ tokens_in: 15, tokens_out: 30, tokens_cache_read: 5, upstream: [prompt?.id] });
    expect(decision).toMatchObject({ parent: response?.id, evidence: [prompt?.id] });
    expect(payloadOf(decision)).toEqual({ reasoning: "I should look.", chosen_action: "Read, Read" });
    expect(result).toMatchObject({ reply_to: call?.id, parent: response?.id, outcome: "ok" });
  });

  test("records that name no session are one all the same", async () => {
    const lines = [{ type: "user", uuid: "1", message: { role: "user", content: "Read it" } }, { type: "assistant", uuid: "2", parentUuid: "1", message: { role: "assistant", content: [{ type: "text", text: "Read." }] } }];
    const { importer, events } = await importOne([await openText("a.jsonl", lines.map((line) => JSON.stringify(line)).join("\n"))]);
    expect([importer, events.map(({ kind }) => kind)]).toEqual(["claude-code", ["agent_start", "human_input", "llm_response", "agent_end"]]);
  });

  test("a result that was written before its call is paired with it", async () => {
    const { events, codes } = await importLines(user("Go"), user([{ type: "tool_result", tool_use_id: "t1", content: "text" }]), assistant([{ type: "tool_use", id: "t1", name: "Read", input: {} }]), assistant("Read."));
    expect(events.map(({ kind }) => kind)).toEqual(["agent_start", "human_input", "llm_response", "tool_call", "tool_result", "llm_response", "agent_end"]);
    expect([events[4]?.reply_to, codes]).toEqual([events[3]?.id, []]);
  });

  test("a result that was written before several calls comes behind the last of them, and very many wait for one", async () => {
    const result = (id: string): object => ({ type: "tool_result", tool_use_id: id, content: "text" });
    const now = { timestamp: at(0) };
    const use = (id: string): string => assistant([{ type: "tool_use", id, name: "Read", input: {} }], now);
    const { events } = await importLines(user("Go", now), user([result("t1"), result("t2")], now), use("t1"), use("t2"), assistant("Read.", now));
    expect(events.map(({ kind }) => kind)).toEqual(["agent_start", "human_input", "llm_response", "tool_call", "llm_response", "tool_call", "tool_result", "tool_result", "llm_response", "agent_end"]);
    const early = Array.from({ length: 130_000 }, () => user([result("t")], now));
    const { report } = await importOne([await openText("s.jsonl", [user("Go", now), ...early, use("t")].join("\n"))]);
    expect([report.failure, report.became + report.merged]).toEqual([undefined, early.length + 2]);
  });

  test("what a person typed while the agent worked is their input, what the program put in the queue is not", async () => {
    const queued = (prompt: unknown, more: object = {}): string => record("attachment", { attachment: { type: "queued_command", prompt, ...more } });
    const { events } = await importLines(user("Go"), queued("Use tabs"), queued([{ type: "text", text: "And <b>" }], { commandMode: "prompt" }), queued("<task-notification>done</task-notification>"));
    expect(events.slice(2).map(({ kind, name, agent }) => [kind, name, agent])).toEqual([["human_input", "prompt", "user"], ["human_input", "prompt", "user"], ["log", "task notification", "main"]]);
  });

  test.each([
    ["The user doesn't want to proceed with this tool use. The tool use was rejected", "UserRejected", "denied"],
    ["Claude requested permissions to use WebSearch, but you haven't granted it yet.", "PermissionDenied", "denied"],
    ["PreToolUse:Bash hook error: no", "HookBlocked", "blocked"],
  ])("a stopped call fails and stands as a safety event: %s", async (text, errorClass, outcome) => {
    const { events } = await importLines(assistant([{ type: "tool_use", id: "t", name: "Bash", input: {} }]), user([{ type: "tool_result", tool_use_id: "t", is_error: true, content: text }]));
    expect(ofKind(events, "tool_result")[0]).toMatchObject({ outcome: "error", error_class: errorClass });
    expect(ofKind(events, "safety_check")[0]).toMatchObject({ outcome, tool: "Bash", related: ["t", ofKind(events, "tool_result")[0]?.id] });
  });

  test("API errors, retries, interrupts and compactions are told apart", async () => {
    const { events } = await importLines(
      user("Go"),
      record("system", { subtype: "api_error", error: { status: 529 }, retryAttempt: 1, maxRetries: 10 }),
      record("assistant", { isApiErrorMessage: true, message: { id: "e", model: "<synthetic>", content: [{ type: "text", text: 'API Error: 529 {"type":"error","error":{"type":"overloaded_error"}}' }] } }),
      record("system", { subtype: "compact_boundary", content: "Conversation compacted", compactMetadata: { trigger: "auto", preTokens: 9 } }),
      user("What was before", { isCompactSummary: true }),
      user([{ type: "text", text: "[Request interrupted by user]" }]),
    );
    expect(events.slice(2).map(({ kind, name, outcome, error_class: errorClass }) => [kind, name, outcome, errorClass])).toEqual([
      ["error", "API error, retry 1 of 10", "warn", "ApiError 529"],
      ["error", "API error", "error", "overloaded_error"],
      ["checkpoint", "context compacted (auto)", undefined, undefined],
      ["checkpoint", "summary of what was compacted", undefined, undefined],
      ["human_input", "interrupted", "cancelled", undefined],
      ["agent_end", "main", "cancelled", undefined],
    ]);
  });

  test("side chains in the same file hang below the call with their prompt, each in its own lane", async () => {
    const task = (id: string, prompt: string): object => ({ type: "tool_use", id, name: "Task", input: { description: id, prompt, subagent_type: "Explore" } });
    const { events } = await importLines(
      assistant([task("t1", "one"), task("t2", "two")]),
      user("two", { isSidechain: true, uuid: "b1" }),
      user("one", { isSidechain: true, uuid: "a1" }),
      assistant([{ type: "text", text: "done two" }], { isSidechain: true, uuid: "b2", parentUuid: "b1" }),
      assistant([{ type: "text", text: "done one" }], { isSidechain: true, uuid: "a2", parentUuid: "a1" }),
    );
    expect(ofKind(events, "agent_start").slice(1).map(({ name, agent, parent }) => [name, agent, parent])).toEqual([["t2", "Explore", "t2"], ["t1", "Explore 2", "t1"]]);
    expect(ofKind(events, "llm_response").slice(1).map(({ agent }) => agent)).toEqual(["Explore", "Explore 2"]);
    expect(ofKind(events, "agent_end").map(({ agent, outcome }) => [agent, outcome])).toEqual([["Explore", "ok"], ["Explore 2", "ok"]]);
  });

  test("unknown types stay whole, with a notice; what is no record is listed", async () => {
    const { events, codes } = await importLines(user("Go"), record("hologram", { beam: { x: 1 } }), "42", "{broken");
    expect(ofKind(events, "log")[0]).toMatchObject({ name: "hologram", payload: { extra: { beam: { x: 1 } } } });
    expect(codes.toSorted()).toEqual(["bad_json", "not_an_object", "unknown_type"]);
  });

  test("what the program streams out is read too, with its cost", async () => {
    const line = (more: object): string => JSON.stringify({ session_id: "x", ...more });
    const { events } = await importLines(
      line({ type: "system", subtype: "init", model: "claude-x", cwd: "/w" }),
      line({ type: "assistant", message: { id: "m", model: "claude-x", content: [{ type: "text", text: "Hi" }], usage: { input_tokens: 1, output_tokens: 2 } } }),
      line({ type: "result", subtype: "error_max_turns", is_error: true, total_cost_usd: 0.25, result: "stopped" }),
    );
    expect(events.map(({ kind, session }) => [kind, session])).toEqual([["agent_start", "x"], ["log", "x"], ["llm_response", "x"], ["log", "x"], ["agent_end", "x"]]);
    expect(events[3]?.cost_usd).toBe(0.25);
    expect(events[4]).toMatchObject({ outcome: "error", error_class: "error_max_turns" });
  });
});

test("a sub-agent's file finds its call by the id in the result", async () => {
  const main = [assistant([{ type: "tool_use", id: "t", name: "Task", input: { prompt: "p", description: "Look around", subagent_type: "Explore" } }], { timestamp: at(1) }), user([{ type: "tool_result", tool_use_id: "t", content: "done" }], { timestamp: at(9), toolUseResult: { agentId: "abc", totalDurationMs: 8000 } })];
  const side = [user("something else", { isSidechain: true, agentId: "abc", timestamp: at(2) }), assistant([{ type: "text", text: "seen" }], { isSidechain: true, agentId: "abc", timestamp: at(3) })];
  const files = [...(await openBytes("agent-abc.jsonl", new TextEncoder().encode(side.join("\n")))), ...(await openBytes("s.jsonl", new TextEncoder().encode(main.join("\n"))))];
  const { events } = await importOne(files);
  expect(events.map(({ kind, agent }) => `${kind} ${agent}`)).toEqual(["agent_start main", "llm_response main", "tool_call main", "agent_start Explore", "agent_turn Explore", "llm_response Explore", "agent_end Explore", "tool_result main"]);
  expect(events[3]).toMatchObject({ parent: "t", name: "Look around" });
  expect(events[7]?.duration_ms).toBe(8000);
});
