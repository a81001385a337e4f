import { describe, expect, test } from "vitest";
import { validateEvent, type EventRecord } from "../../../format/event.ts";
import { HAS_DATA } from "./data.ts";
import { importOne, openReal, openText, payloadOf } from "./support.ts";

const ofKind = (events: readonly EventRecord[], kind: string): EventRecord[] => events.filter((event) => event.kind === kind);
const sum = (events: readonly EventRecord[], member: "tokens_in" | "tokens_out" | "tokens_cache_read" | "tokens_cache_write" | "cost_usd"): number => events.reduce((total, event) => total + (event[member] ?? 0), 0);

describe.skipIf(!HAS_DATA)("real sessions", () => {
  test.each([
    ["before-compaction", { records: 1003, calls: 454, compactions: 2, fresh: 3689, out: 187_895, read: 54_693_675, write: 1_685_320, cost: 42.5959 }],
    ["large-session", { records: 1019, calls: 391, compactions: 0, fresh: 1049, out: 83_156, read: 43_229_469, write: 4_296_232, cost: 30.3302 }],
  ])("%s: records, tokens and cost as the totals say", async (name, expected) => {
    const { events, report, importer } = await importOne(await openReal(`pi-sessions/${name}.jsonl`));
    expect([importer, report.became, report.merged, report.skipped]).toEqual(["pi", expected.records, 0, 0]);
    const calls = ofKind(events, "tool_call");
    expect([calls.length, ofKind(events, "checkpoint").length]).toEqual([expected.calls, expected.compactions]);
    const ids = new Set(calls.map(({ id }) => id));
    expect(ofKind(events, "tool_result").every(({ reply_to }) => ids.has(reply_to ?? ""))).toBe(true);
    const [all, read, write] = [sum(events, "tokens_in"), sum(events, "tokens_cache_read"), sum(events, "tokens_cache_write")];
    expect([all - read - write, sum(events, "tokens_out"), read, write, Number(sum(events, "cost_usd").toFixed(4))]).toEqual([expected.fresh, expected.out, expected.read, expected.write, expected.cost]);
    expect(events.flatMap(validateEvent)).toEqual([]);
  });
});

describe("a session with a tree", () => {
  const line = (type: string, id: string, parentId: string | null, more: object): string => JSON.stringify({ type, id, parentId, timestamp: "2026-01-01T00:00:00.000Z", ...more });
  const lines = [
    JSON.stringify({ type: "session", version: 3, id: "s", timestamp: "2026-01-01T00:00:00.000Z", cwd: "/w", parentSession: "/x/old.jsonl" }),
    line("message", "a", null, { message: { role: "user", content: "First way" } }),
    line("message", "b", "a", { message: { role: "assistant", content: [{ type: "thinking", thinking: "Hm." }, { type: "toolCall", id: "c", name: "bash", arguments: { command: "ls" } }], stopReason: "toolUse" } }),
    line("message", "d", "b", { message: { role: "toolResult", toolCallId: "c", toolName: "bash", content: [{ type: "text", text: "ENOENT: no" }], isError: true } }),
    line("branch_summary", "e", "a", { fromId: "d", summary: "It failed" }),
    line("message", "f", "a", { message: { role: "user", content: "Second way" } }),
    line("compaction", "g", "nowhere", { summary: "All", firstKeptEntryId: "f", tokensBefore: 9 }),
    line("message", "h", "g", { message: { role: "assistant", content: [], stopReason: "error", errorMessage: "429 rate limit" } }),
    line("hologram", "i", "h", { beam: 1 }),
  ];

  test("branches, summaries, failures and unknown entries are all told", async () => {
    const { events, report } = await importOne([await openText("s.jsonl", lines.join("\n"))]);
    expect(events.map(({ kind, name }) => `${kind} ${name}`)).toEqual([
      "agent_start First way", "human_input prompt", "llm_response answer", "decision bash", "tool_call bash", "tool_result bash",
      "checkpoint summary of the branch left", "human_input prompt", "checkpoint context compacted", "llm_response answer", "log hologram", "agent_end pi",
    ]);
    expect(payloadOf(events[0])["resumed_from"]).toEqual({ session: "old" });
    expect(events[5]).toMatchObject({ reply_to: "c", outcome: "error", error_class: "FileNotFound" });
    expect(events[7]?.upstream).toEqual(["a"]);
    expect(events[8]?.related).toEqual(["f"]);
    expect(events[9]).toMatchObject({ outcome: "error", error_class: "rate_limit_error" });
    expect(events[11]).toMatchObject({ outcome: "error", error_class: "rate_limit_error" });
    expect(report.counts.map(({ code }) => code).toSorted()).toEqual(["missing_parent", "unknown_type"]);
  });
});
