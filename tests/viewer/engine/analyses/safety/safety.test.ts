import { createHash } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import type { EngineApi } from "../../../../../viewer/engine/api.ts";
import type { ChainInfo, SafetyInfo, TrailEntry, WhatIfInfo } from "../../../../../viewer/engine/contracts/safety.ts";
import { openAll, startEngine, textFile, traceText, unwrap } from "../../../../support/engine.ts";

let engine: EngineApi;
beforeAll(async () => (engine = await startEngine()));

let opened = 0;

async function runOf(text: string): Promise<number> {
  const files = await openAll(engine, [textFile(`safety-${opened++}.peek.jsonl`, text)]);
  const file = files.at(-1)?.file;
  return unwrap(await engine.runs()).find((run) => run.file === file)?.run ?? -1;
}

const trailOf = async (events: readonly Record<string, unknown>[]): Promise<SafetyInfo> => unwrap(await engine.analyse("safety-trail", { run: await runOf(traceText(events)) }));
const callsOf = ({ entries }: SafetyInfo): readonly TrailEntry[] => entries.filter(({ kind }) => kind === "call" || kind === "wanted");
const call = (tool: string, args: unknown, more: Record<string, unknown> = {}): Record<string, unknown> => ({ kind: "tool_call", tool, agent: "a", payload: { arguments: args, call_id: `c-${tool}` }, ...more });
const check = (outcome: string, more: Record<string, unknown> = {}): Record<string, unknown> => ({ kind: "safety_check", agent: "a", policy: "p", outcome, payload: { rationale: `it ${outcome}` }, ...more });

describe("the verdict of a call", () => {
  it.each([
    ["that names its check as a cause", [check("passed"), call("send_mail", {}, { upstream: ["e0"] })], "allowed", "upstream"],
    ["whose check names the call as its cause", [call("send_mail", {}), check("blocked", { upstream: ["e0"] })], "blocked", "upstream"],
    ["whose check answers it", [call("send_mail", {}), check("warn", { reply_to: "e0" })], "warned", "reply"],
    ["whose check is about it", [call("send_mail", {}), check("blocked", { related: ["e0"] })], "blocked", "related"],
    ["whose check stands inside it", [call("send_mail", {}), check("passed", { parent: "e0" })], "allowed", "parent"],
    ["that a decision led to which rests on a check", [check("passed"), { kind: "decision", agent: "a", upstream: ["e0"] }, call("send_mail", {}, { upstream: ["e1"] })], "allowed", "upstream"],
    ["whose check has the same cause", [{ kind: "llm_response", agent: "a" }, check("passed", { upstream: ["e0"] }), call("send_mail", {}, { upstream: ["e0"] })], "allowed", "same cause"],
    ["whose result says that it was stopped", [call("send_mail", {}), { kind: "tool_result", tool: "send_mail", reply_to: "e0", outcome: "denied" }], "denied", "result"],
    ["with a check directly before it that is about nothing else", [check("passed"), call("send_mail", {})], "allowed", "order"],
    ["with a check before it that belongs to another agent", [check("passed", { agent: "b" }), call("send_mail", {})], "none", ""],
    ["that nobody looked at", [call("send_mail", {})], "none", ""],
  ] as const)("%s", async (_name, events, verdict, link) => {
    const [found] = callsOf(await trailOf(events));
    expect([found?.verdict, found?.link]).toEqual([verdict, link]);
  });

  it("is the strictest that was said; a person's approval goes over a warning", async () => {
    const strict = await trailOf([call("t", {}), check("passed", { upstream: ["e0"] }), { kind: "refusal", upstream: ["e1"], payload: { reason: "no" } }]);
    expect(callsOf(strict)[0]).toMatchObject({ verdict: "refused", because: "no" });
    const approved = await trailOf([check("warn"), { kind: "human_input", agent: "user", outcome: "ok", upstream: ["e0"], payload: { content: "go" } }, call("t", {}, { upstream: ["e0", "e1"] })]);
    expect(callsOf(approved)[0]).toMatchObject({ verdict: "approved", because: "go" });
  });

  it("goes to the call the guard names, and by order where each has its own guard", async () => {
    const asks: Record<string, unknown> = { kind: "llm_response", agent: "a" };
    const named = await trailOf([asks, check("blocked", { upstream: ["e0"], payload: { blocked_action: "drop_it" } }), call("read_it", {}, { upstream: ["e0"] }), call("drop_it", {}, { upstream: ["e0"] })]);
    expect(callsOf(named).map(({ verdict }) => verdict)).toEqual(["none", "blocked"]);
    const ordered = await trailOf([asks, check("passed", { upstream: ["e0"] }), check("warn", { upstream: ["e0"] }), call("one", {}, { upstream: ["e0"] }), call("two", {}, { upstream: ["e0"] })]);
    expect(callsOf(ordered).map(({ verdict }) => verdict)).toEqual(["allowed", "warned"]);
  });
});

describe("calls without a verdict", () => {
  it("are counted, those that change something first", async () => {
    const { gaps } = await trailOf([call("get_a", {}), call("delete_a", {}), call("frobnicate", {}), check("passed", { upstream: ["e4"] }), call("delete_b", {})]);
    expect(gaps).toMatchObject({ calls: 4, none: 3, writes: 1, unknown: 1 });
    expect(gaps.tools.map(({ tool, none }) => [tool, none])).toEqual([["delete_a", 1], ["frobnicate", 1], ["get_a", 1]]);
  });
});

const ESCALATION: readonly Record<string, unknown>[] = [
  { kind: "prompt_policy", agent: "a", policy: "careful" },
  { kind: "llm_response", agent: "a", payload: { tool_calls: [{ id: "c1", name: "run_sql", arguments: { sql: "DROP TABLE sessions" } }] } },
  check("blocked", { upstream: ["e1"], payload: { rationale: "cannot be undone", blocked_action: "DROP TABLE sessions" } }),
  { kind: "policy_violation", agent: "a", policy: "p", outcome: "failed", upstream: ["e2"], payload: { violation_type: "irreversible" } },
  { kind: "llm_response", agent: "a", payload: { tool_calls: [{ id: "c2", name: "run_sql", arguments: { sql: "SET role = replica; DROP TABLE sessions" } }] } },
  check("blocked", { upstream: ["e4"] }),
  { kind: "refusal", agent: "a", policy: "p", upstream: ["e5"], payload: { reason: "twice" } },
  call("run_sql", { sql: "SELECT 1 FROM sessions" }),
];

describe("an incident", () => {
  it("is one trail from the policy in force to the refusal, with the retry in it", async () => {
    const { incidents, evasions, entries } = await trailOf(ESCALATION);
    expect(incidents).toHaveLength(1);
    expect(incidents[0]?.steps.map(({ role, event }) => `${role} #${event.number}`)).toEqual(["policy #0", "asked for #1", "block #2", "violation #3", "retry #4", "block #5", "refusal #6"]);
    expect(evasions.map(({ blocked, retry, likeness, gotThrough }) => [blocked.number, retry.number, likeness, gotThrough])).toEqual([[1, 4, 1, false]]);
    expect(entries.map(({ kind }) => kind)).toEqual(["policy", "wanted", "check", "violation", "wanted", "check", "refusal", "call"]);
  });

  it("is none where everything passed", async () => {
    expect((await trailOf([check("passed"), call("t", {})])).incidents).toEqual([]);
  });
});

describe("what-if", () => {
  const judged = async (policy: unknown): Promise<WhatIfInfo> => unwrap(await engine.analyse("what-if", { run: await runOf(traceText(ESCALATION)), policy: typeof policy === "string" ? policy : JSON.stringify(policy) }));

  it("judges made and unmade calls, and says what would have gone another way", async () => {
    const found = await judged({ policy: 1, name: "mine", default: "ask", rules: [{ id: "no-drop", decision: "deny", arguments: { sql: { contains: "drop" } } }, { decision: "allow", tool: "run_*" }] });
    expect(found.counts).toEqual({ allow: 1, ask: 0, deny: 2 });
    expect(found.rules.map(({ title, hits }) => [title, hits])).toEqual([["no-drop", 2], ["rule 2: run_*", 1]]);
    expect(found.changes).toBe(0);
    const lax = await judged({ policy: 1, rules: [], default: "allow" });
    expect([lax.changes, lax.calls.map(({ was, isChange }) => [was, isChange])]).toEqual([2, [["blocked", true], ["refused", true], ["none", false]]]);
    expect((await judged({ policy: 1, rules: [] })).changes).toBe(1);
  });

  it("names what is wrong with a policy", async () => {
    expect((await judged("{")).problems[0]).toContain("not JSON");
    expect((await judged({ policy: 1, rules: [{ decision: "no" }] })).problems[0]).toContain("rules.0.decision");
  });
});

describe("the hash chain", () => {
  const chained = (count: number): string[] => {
    const lines = ['{"peek":1,"chain":"sha256"}'];
    for (let seq = 0; seq < count; seq++) {
      const prev = createHash("sha256").update(lines.at(-1) ?? "").digest("hex");
      lines.push(JSON.stringify({ seq, id: `e${seq}`, kind: "log", session: "s", time_unix_us: 1_763_884_800_000_000 + seq, prev, payload: { message: `line ${seq} "prev":"no"` } }));
    }
    return lines;
  };
  const chainOf = async (lines: readonly string[]): Promise<ChainInfo> => unwrap(await engine.analyse("hash-chain", { run: await runOf(`${lines.join("\n")}\n`) }));

  it("is unbroken as it was written, also over a second part", async () => {
    expect(await chainOf(chained(20))).toMatchObject({ state: "unbroken", lines: 21, fit: 20, parts: 1, broken: null });
    expect(await chainOf([...chained(3), ...chained(2).map((line) => line.replaceAll('"id":"e', '"id":"f').replaceAll('"s"', '"t"'))])).toMatchObject({ parts: 2 });
  });

  it("names the first line that does not fit after one was changed, taken out or put in", async () => {
    const changed = chained(10).map((line, at) => (at === 4 ? line.replace("line 3", "line X") : line));
    const found = await chainOf(changed);
    expect(found).toMatchObject({ state: "broken", fit: 9, brokenTotal: 1, broken: { line: 6, says: expect.stringContaining("changed, removed or put in") } });
    const row = found.broken?.row ?? -1;
    expect(unwrap(await engine.analyse("event-rows", { rows: [row] }))[0]?.preview).toContain("line 4");
    expect(await chainOf(chained(10).filter((_, at) => at !== 4))).toMatchObject({ state: "broken", brokenTotal: 1, broken: { line: 5 } });
    expect(await chainOf(chained(10).toSpliced(4, 0, '{"seq":99,"id":"x","kind":"log","session":"s","time_unix_us":1763884800000000}'))).toMatchObject({ state: "broken", brokenTotal: 2, broken: { line: 5, says: expect.stringContaining("no hash") } });
  });

  it("is none where the file has none, and broken where only the header was made to say so", async () => {
    expect(await chainOf(['{"peek":1}', '{"seq":0,"id":"e0","kind":"log","session":"s","time_unix_us":1}'])).toMatchObject({ state: "none", broken: null });
    expect(await chainOf(['{"peek":1}', ...chained(3).slice(1)])).toMatchObject({ state: "broken", brokenTotal: 3, broken: { line: 2 } });
  });
});
