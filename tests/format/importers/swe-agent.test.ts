import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { validateEvent, type EventRecord } from "../../../format/event.ts";
import { DATA, HAS_DATA, filesBelow } from "./data.ts";
import { importOne, openReal, openText, payloadOf } from "./support.ts";

const ofKind = (events: readonly EventRecord[], kind: string): EventRecord[] => events.filter((event) => event.kind === kind);

interface Raw {
  readonly trajectory?: readonly { readonly observation: string }[];
  readonly history: readonly { readonly role: string }[];
  readonly info?: { readonly exit_status?: string };
}

describe.skipIf(!HAS_DATA)("real trajectories", () => {
  const paths = HAS_DATA ? filesBelow("swe-agent").filter((path) => path.endsWith(".traj")).map((path) => `swe-agent/${path}`) : [];

  test.each(paths)("%s: every step and message, each call with its observation", async (path) => {
    const raw = JSON.parse(readFileSync(join(DATA, path), "utf8")) as Raw;
    const { events, report, importer } = await importOne(await openReal(path));
    const steps = raw.trajectory?.length ?? 0;
    expect([importer, report.became + report.merged, report.skipped]).toEqual(["swe-agent", 1 + steps + raw.history.length, 0]);
    const calls = ofKind(events, "tool_call").map(({ id }) => id);
    expect(ofKind(events, "tool_result").map(({ reply_to }) => reply_to)).toEqual(calls);
    const turns = steps > 0 ? steps : raw.history.filter(({ role }) => role === "assistant").length;
    expect([calls.length, ofKind(events, "llm_response").length]).toEqual([turns, turns]);
    if (raw.trajectory !== undefined) expect(ofKind(events, "tool_result").map((event) => payloadOf(event)["result"] ?? payloadOf(event)["error"])).toEqual(raw.trajectory.map(({ observation }) => observation));
    expect(ofKind(events, "agent_end").map(({ outcome }) => outcome)).toEqual(raw.info?.exit_status === "submitted" ? ["ok"] : raw.info === undefined ? [] : [undefined]);
    expect(events.flatMap(validateEvent)).toEqual([]);
  });
});

describe("endings", () => {
  const traj = (info: object): string => JSON.stringify({ trajectory: [{ action: "ls", observation: "a", response: "look\n```\nls\n```", thought: "look", state: '{"working_dir":"/"}\n' }], history: [], info });

  test.each([
    [{ exit_status: "submitted", submission: "diff", model_stats: { instance_cost: 0.5, tokens_sent: 10, tokens_received: 3 } }, { outcome: "ok", cost_usd: 0.5, tokens_in: 10, tokens_out: 3 }],
    [{ exit_status: "submitted (exit_cost)" }, { outcome: "warn" }],
    [{ exit_status: "exit_context" }, { outcome: "error", error_class: "exit_context" }],
  ])("%j", async (info, expected) => {
    const { events } = await importOne([await openText("a__b-1.traj", traj(info))]);
    expect(events.at(-1)).toMatchObject({ kind: "agent_end", ...expected });
    expect(events[0]?.task).toBe("a__b-1");
    expect(payloadOf(ofKind(events, "tool_result")[0])["state"]).toEqual({ working_dir: "/" });
  });
});

test("mini-swe-agent: messages with observations that carry a return code", async () => {
  const document = {
    info: { model_stats: { instance_cost: 0.1 }, exit_status: "Submitted", submission: "diff" },
    messages: [
      { role: "system", content: "You are" },
      { role: "user", content: "<pr_description>\nMend the parser\n</pr_description>" },
      { role: "assistant", content: "THOUGHT: look\n```bash\nls\n```" },
      { role: "user", content: "<returncode>1</returncode>\n<output>no</output>" },
    ],
    trajectory_format: "mini-swe-agent-1",
  };
  const { events, report, importer } = await importOne([await openText("x.traj.json", JSON.stringify(document))]);
  expect([importer, report.became, report.skipped]).toEqual(["swe-agent", 5, 0]);
  expect(events[0]?.name).toBe("Mend the parser");
  expect(events.map(({ kind }) => kind)).toEqual(["agent_start", "prompt_policy", "human_input", "llm_response", "tool_call", "tool_result", "agent_end"]);
  expect(ofKind(events, "tool_result")[0]).toMatchObject({ outcome: "error", error_class: "Exit 1", derived: expect.arrayContaining(["outcome"]) as string[] });
});

test("mini-swe-agent 2: calls are paired by id; times, tokens and cost stand at each answer and are not counted again", async () => {
  const call = (id: string): object => ({ id, type: "function", function: { name: "bash", arguments: '{"command":"ls"}' } });
  const response = { model: "m", usage: { prompt_tokens: 100, completion_tokens: 20, prompt_tokens_details: { cached_tokens: 60 } } };
  const document = {
    info: { model_stats: { instance_cost: 0.1, api_calls: 1 }, exit_status: "Submitted", submission: "diff" },
    messages: [
      { role: "user", content: "Mend it", extra: { timestamp: 1_700_000_000 } },
      { role: "assistant", content: "", tool_calls: [call("a"), call("b")], extra: { actions: [], cost: 0.1, timestamp: 1_700_000_001.5, response } },
      { role: "tool", tool_call_id: "b", content: "no", extra: { returncode: 2, timestamp: 1_700_000_002, raw_output: "no" } },
      { role: "tool", tool_call_id: "a", content: "a.ts", extra: { returncode: 0, timestamp: 1_700_000_003 } },
      { role: "exit", content: "Submitted", extra: { exit_status: "Submitted", submission: "diff" } },
    ],
    trajectory_format: "mini-swe-agent-1.1",
  };
  const { events, report } = await importOne([await openText("x.traj.json", JSON.stringify(document))]);
  expect([report.became, report.skipped, report.counts]).toEqual([6, 0, []]);
  expect(events.map(({ kind }) => kind)).toEqual(["agent_start", "human_input", "llm_response", "tool_call", "tool_call", "tool_result", "tool_result", "log", "agent_end"]);
  expect(events[2]).toMatchObject({ model: "m", tokens_in: 100, tokens_out: 20, tokens_cache_read: 60, cost_usd: 0.1, time_unix_us: 1_700_000_001_500_000 });
  expect(ofKind(events, "tool_result").map(({ reply_to: to, outcome, error_class: errorClass }) => [to, outcome, errorClass])).toEqual([["b", "error", "Exit 2"], ["a", "ok", undefined]]);
  expect(events.at(-1)).toMatchObject({ outcome: "ok", time_unix_us: 1_700_000_003_000_000 });
  expect(events.at(-1)?.cost_usd).toBeUndefined();
});

test("several attempts are runs of one task", async () => {
  const attempt = { trajectory: [{ action: "ls", observation: "a", response: "r", thought: "t" }], history: [], info: { exit_status: "submitted" } };
  const { events } = await importOne([await openText("a__b-1.traj", JSON.stringify({ attempts: [attempt, attempt], trajectory: attempt.trajectory, info: attempt.info }))]);
  expect(ofKind(events, "agent_start").map(({ task, attempt: number }) => [task, number])).toEqual([["a__b-1", 0], ["a__b-1", 1]]);
});
