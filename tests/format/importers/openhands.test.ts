import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { validateEvent, type EventRecord } from "../../../format/event.ts";
import type { ImportFile } from "../../../format/importers/types.ts";
import { DATA, HAS_DATA, filesBelow } from "./data.ts";
import { importOne, openReal, openText, payloadOf } from "./support.ts";

const ofKind = (events: readonly EventRecord[], kind: string): EventRecord[] => events.filter((event) => event.kind === kind);

interface RawEvent {
  readonly tool_call_metadata?: { readonly model_response: { readonly id: string; readonly usage: { readonly prompt_tokens: number; readonly completion_tokens: number } } };
}

describe.skipIf(!HAS_DATA)("real trajectories", () => {
  const paths = HAS_DATA ? filesBelow("openhands").filter((path) => path.endsWith(".json")).map((path) => `openhands/${path}`) : [];

  test.each(paths)("%s: every event, every call answered, tokens of each response once", async (path) => {
    const raw = JSON.parse(readFileSync(join(DATA, path), "utf8")) as RawEvent[];
    const { events, report, importer } = await importOne(await openReal(path));
    expect([importer, report.became, report.merged, report.skipped]).toEqual(["openhands", raw.length, 0, 0]);
    const calls = ofKind(events, "tool_call").map(({ id }) => id);
    expect(ofKind(events, "tool_result").map(({ reply_to }) => reply_to)).toEqual(calls);
    const usages = new Map(raw.flatMap(({ tool_call_metadata: metadata }) => (metadata === undefined ? [] : [[metadata.model_response.id, metadata.model_response.usage]])));
    const total = (member: "prompt_tokens" | "completion_tokens"): number => [...usages.values()].reduce((sum, usage) => sum + usage[member], 0);
    expect([events.reduce((sum, event) => sum + (event.tokens_in ?? 0), 0), events.reduce((sum, event) => sum + (event.tokens_out ?? 0), 0)]).toEqual([total("prompt_tokens"), total("completion_tokens")]);
    expect(events.flatMap(validateEvent)).toEqual([]);
  });
});

const at = (second: number): string => `2025-01-01T00:00:${String(second).padStart(2, "0")}.000000`;
const classic = [
  { id: 0, timestamp: at(0), source: "user", message: "Mend it", action: "message", args: { content: "Mend it" } },
  { id: 1, timestamp: at(1), source: "agent", message: "", action: "run", args: { command: "make", thought: "Build first." } },
  { id: 2, timestamp: at(3), source: "agent", message: "", cause: 1, observation: "run", content: "no rule", extras: { metadata: { exit_code: 2 } } },
  { id: 3, timestamp: at(4), source: "agent", message: "", action: "run", args: { command: "rm -rf /", security_risk: 2 } },
  { id: 4, timestamp: at(5), source: "user", message: "", cause: 3, observation: "user_rejected", content: "No!", extras: {} },
  { id: 5, timestamp: at(6), source: "environment", message: "", observation: "agent_state_changed", content: "", extras: { agent_state: "error", reason: "RateLimitError: 429" } },
];

describe("events of 0.x", () => {
  test("thoughts are decisions with their grounds, exit codes failures, rejections safety events, the error state an error", async () => {
    const { events } = await importOne([await openText("t.json", JSON.stringify(classic))]);
    expect(events.map(({ kind, outcome }) => [kind, outcome].filter(Boolean).join(" "))).toEqual([
      "agent_start", "human_input", "decision", "tool_call", "tool_result error", "tool_call", "safety_check warn", "tool_result error", "safety_check denied", "error error", "agent_end error",
    ]);
    expect(events[2]).toMatchObject({ evidence: [events[1]?.id] });
    expect(events[4]).toMatchObject({ reply_to: events[3]?.id, error_class: "Exit 2", duration_ms: 2000 });
    expect(events[7]).toMatchObject({ reply_to: events[5]?.id, error_class: "UserRejected" });
    expect(events[10]).toMatchObject({ error_class: "rate_limit_error" });
  });

  test("a file an event is one conversation a folder, in the order of their numbers", async () => {
    const files: ImportFile[] = [];
    for (const event of classic.toReversed()) files.push(await openText(`sessions/abc/events/${event.id}.json`, JSON.stringify(event)));
    const { events, report } = await importOne(files);
    expect(new Set(events.map(({ session }) => session))).toEqual(new Set(["sessions/abc"]));
    expect([report.became, ofKind(events, "tool_call").length]).toEqual([6, 2]);
    expect(events[0]?.name).toBe("Mend it");
  });

  test("records of an evaluation carry verdict, model and cost", async () => {
    const record = (id: string, resolved: boolean): object => ({ instance_id: id, instruction: "Solve it", metadata: { agent_class: "CodeActAgent", llm_config: { model: "m" } }, history: classic.slice(0, 3), metrics: { accumulated_cost: 0.5 }, test_result: { git_patch: "diff" }, report: { resolved } });
    const { events, report } = await importOne([await openText("output.jsonl", `${JSON.stringify(record("a", true))}\n${JSON.stringify(record("b", false))}\n`)]);
    expect(ofKind(events, "agent_end").map(({ outcome, cost_usd: cost }) => [outcome, cost])).toEqual([["passed", 0.5], ["failed", 0.5]]);
    expect(ofKind(events, "agent_start").map(({ task, model, name }) => [task, model, name])).toEqual([["a", "m", "Solve it"], ["b", "m", "Solve it"]]);
    expect(report.became).toBe(8);
  });

  test("old evaluations with pairs of action and observation", async () => {
    const pairs = [[classic[0], { observation: "null", content: "", extras: {} }], [classic[1], classic[2]]];
    const { events, report } = await importOne([await openText("output.jsonl", JSON.stringify({ instance_id: "a", history: pairs, metadata: { agent_class: "x" }, test_result: {} }))]);
    expect(report).toMatchObject({ became: 5, skipped: 0 });
    expect(ofKind(events, "tool_result")).toHaveLength(1);
  });
});

test("events of the SDK: responses shared by their calls, rejections, failures", async () => {
  const sdk = [
    { id: "e0", timestamp: at(0), source: "agent", kind: "SystemPromptEvent", system_prompt: { text: "Be good" }, tools: [] },
    { id: "e1", timestamp: at(1), source: "user", kind: "MessageEvent", llm_message: { role: "user", content: [{ type: "text", text: "Look" }] } },
    { id: "e2", timestamp: at(2), source: "agent", kind: "ActionEvent", thought: [{ type: "text", text: "List first" }], action: { kind: "ExecuteBashAction", command: "ls" }, tool_name: "execute_bash", tool_call_id: "c1", llm_response_id: "r1" },
    { id: "e3", timestamp: at(2), source: "agent", kind: "ActionEvent", thought: [], action: { kind: "FileEditorAction" }, tool_name: "file_editor", tool_call_id: "c2", llm_response_id: "r1" },
    { id: "e4", timestamp: at(3), source: "environment", kind: "ObservationEvent", tool_name: "execute_bash", tool_call_id: "c1", action_id: "e2", observation: { kind: "ExecuteBashObservation", content: [{ type: "text", text: "gone" }], exit_code: 1 } },
    { id: "e5", timestamp: at(4), source: "user", kind: "UserRejectObservation", tool_name: "file_editor", action_id: "e3", rejection_reason: "Not that file" },
    { id: "e6", timestamp: at(5), source: "agent", kind: "NewerEvent", x: 1 },
  ];
  const { events, report, importer } = await importOne([await openText("events.jsonl", sdk.map((event) => JSON.stringify(event)).join("\n"))]);
  expect(importer).toBe("openhands");
  expect(events.map(({ kind, outcome }) => [kind, outcome].filter(Boolean).join(" "))).toEqual(["agent_start", "prompt_policy", "human_input", "llm_response ok", "decision", "tool_call", "tool_call", "tool_result error", "tool_result error", "safety_check denied", "log"]);
  expect(events[5]?.parent).toBe(events[6]?.parent);
  expect(payloadOf(events[9])["rationale"]).toBe("Not that file");
  expect(report.counts.map(({ code }) => code)).toEqual(["unknown_type"]);
});

test("the oldest records, whose events have no ids: what came of an action follows it", async () => {
  const history = [
    { content: "Mend it", images_urls: [], action: "message", wait_for_response: false },
    { command: "ls", thought: "Look first", action: "run", is_confirmed: "confirmed" },
    { content: "no", command_id: -1, command: "ls", exit_code: 2, observation: "run" },
  ];
  const { events, report, importer } = await importOne([await openText("output.jsonl", JSON.stringify({ issue: { number: 5 }, instruction: "Mend it", git_patch: "diff", history, metrics: { accumulated_cost: 0.5 }, success: true }))]);
  expect([importer, report.became, report.skipped, report.counts]).toEqual(["openhands", 4, 0, []]);
  const result = events.find(({ kind }) => kind === "tool_result");
  expect(result).toMatchObject({ reply_to: events.find(({ kind }) => kind === "tool_call")?.id, outcome: "error" });
  expect(events.at(-1)).toMatchObject({ kind: "agent_end", outcome: "passed" });
});
