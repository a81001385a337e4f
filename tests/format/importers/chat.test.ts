import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { validateEvent, type EventRecord } from "../../../format/event.ts";
import { DATA, HAS_DATA, filesBelow } from "./data.ts";
import { importOne, openReal, openText, payloadOf } from "./support.ts";

interface TauRun {
  readonly task_id: number;
  readonly trial: number;
  readonly reward: number;
  readonly traj: readonly { readonly role: string; readonly tool_calls?: readonly unknown[] | null }[];
}

const countOf = (events: readonly EventRecord[], kind: string): number => events.filter((event) => event.kind === kind).length;
const MESSAGE_KINDS = ["prompt_policy", "human_input", "llm_response", "tool_result"];

describe.skipIf(!HAS_DATA)("tau-bench", () => {
  const path = "tau-bench/historical_trajectories/gpt-4o-airline.json";

  test("200 runs, 84 passed, 116 failed, every message, call and failure", async () => {
    const { events, report, importer } = await importOne(await openReal(path));
    expect(importer).toBe("chat");
    const ends = events.filter((event) => event.kind === "agent_end");
    expect([ends.length, ends.filter((end) => end.outcome === "passed").length, ends.filter((end) => end.outcome === "failed").length]).toEqual([200, 84, 116]);
    expect(MESSAGE_KINDS.reduce((sum, kind) => sum + countOf(events, kind), 0)).toBe(5308);
    expect(countOf(events, "tool_call")).toBe(1164);
    expect(events.filter((event) => event.kind === "tool_result" && event.outcome === "error")).toHaveLength(73);
    const calls = new Set(events.filter((event) => event.kind === "tool_call").map((event) => event.id));
    expect(events.filter((event) => event.kind === "tool_result" && calls.has(event.reply_to ?? ""))).toHaveLength(countOf(events, "tool_result"));
    expect([report.became, report.merged, report.skipped]).toEqual([200 + 5308, 0, 0]);
    expect(events.flatMap(validateEvent)).toEqual([]);
  });
});

describe.skipIf(!HAS_DATA)("tau-retail variants", () => {
  const paths = HAS_DATA ? filesBelow("tau-retail-variants").filter((path) => path.endsWith(".json")).map((path) => `tau-retail-variants/${path}`) : [];

  test.each(paths)("%s: counts and rewards", async (path) => {
    const runs = JSON.parse(readFileSync(join(DATA, path), "utf8")) as TauRun[];
    const { events, report } = await importOne(await openReal(path));
    expect(events.filter((event) => event.kind === "agent_end").map(({ task, attempt, score }) => [task, attempt, score])).toEqual(runs.map((run) => [String(run.task_id), run.trial, run.reward]));
    const messages = runs.reduce((sum, run) => sum + run.traj.length, 0);
    expect(MESSAGE_KINDS.reduce((sum, kind) => sum + countOf(events, kind), 0)).toBe(messages);
    expect(countOf(events, "tool_call")).toBe(runs.flatMap((run) => run.traj.flatMap((message) => message.tool_calls ?? [])).length);
    expect([report.became, report.skipped]).toEqual([runs.length + messages, 0]);
  });
});

describe.skipIf(!HAS_DATA)("Who&When", () => {
  test("126 runs, 1,099 steps, each label at the step it names", async () => {
    const paths = filesBelow("who-and-when/algorithm-generated").filter((path) => path.endsWith(".json")).map((path) => `who-and-when/algorithm-generated/${path}`);
    let [steps, agree] = [0, 0];
    for (const path of paths) {
      const { events, importer } = await importOne(await openReal(path));
      expect(importer).toBe("who-and-when");
      steps += events.filter((event) => event.turn !== undefined).length;
      const note = events.find((event) => event.kind === "annotation");
      const label = payloadOf(note as EventRecord)["label"] as { agent: string; step: number };
      const step = events.find((event) => event.turn === label.step);
      expect(note?.related).toEqual([step?.id]);
      if (step?.agent === label.agent) agree++;
    }
    expect([paths.length, steps, agree]).toEqual([126, 1099, 123]);
  });
});

describe("chat messages", () => {
  test("Anthropic blocks: calls and results are paired, the rest is kept", async () => {
    const messages = [
      { role: "user", content: "What is the weather?" },
      { role: "assistant", model: "claude", usage: { input_tokens: 10, output_tokens: 5 }, content: [{ type: "text", text: "Looking." }, { type: "tool_use", id: "t1", name: "weather", input: { city: "Oslo" } }] },
      { role: "user", content: [{ type: "tool_result", tool_use_id: "t1", content: "Error: no such city" }] },
      { role: "assistant", content: "Sorry.", mine: 1 },
    ];
    const { events, report } = await importOne([await openText("a.json", JSON.stringify(messages))]);
    expect(events.map(({ kind }) => kind)).toEqual(["agent_start", "human_input", "llm_response", "tool_call", "tool_result", "llm_response"]);
    expect(events[2]).toMatchObject({ tokens_in: 10, tokens_out: 5, model: "claude" });
    expect(events[4]).toMatchObject({ reply_to: events[3]?.id, outcome: "error", tool: "weather" });
    expect(payloadOf(events[5] as EventRecord)).toEqual({ content: "Sorry.", extra: { mine: 1 } });
    expect(report).toMatchObject({ became: 4, skipped: 0 });
  });

  test("a message a line is one run", async () => {
    const lines = [{ role: "user", content: "a" }, { role: "assistant", content: "b" }].map((line) => JSON.stringify(line));
    const { events, importer } = await importOne([await openText("m.jsonl", lines.join("\n"))]);
    expect(importer).toBe("chat");
    expect(events.map(({ kind, session }) => [kind, session])).toEqual([["agent_start", "m.jsonl#0"], ["human_input", "m.jsonl#0"], ["llm_response", "m.jsonl#0"]]);
  });

  test("what is no message is listed", async () => {
    const { report } = await importOne([await openText("x.json", JSON.stringify([{ messages: [{ role: "user", content: "a" }, 5] }, { other: 1 }]))]);
    expect(report).toMatchObject({ became: 2, skipped: 2 });
  });

  test("an Anthropic request: system prompt and tools stand beside the messages; failures, thinking and refusals are what the blocks say", async () => {
    const request = {
      model: "claude", system: [{ type: "text", text: "Be brief." }], tools: [{ name: "look" }], max_tokens: 9,
      messages: [
        { role: "user", content: "Look." },
        { role: "assistant", content: [{ type: "thinking", thinking: "I should look.", signature: "x" }, { type: "tool_use", id: "a", name: "look", input: {} }, { type: "tool_use", id: "b", name: "look", input: {} }] },
        { role: "user", content: [{ type: "tool_result", tool_use_id: "b", is_error: true, content: [{ type: "text", text: "no" }] }, { type: "tool_result", tool_use_id: "a", is_error: false, content: "Error is the word I found" }, { type: "text", text: "Go on." }] },
        { role: "assistant", stop_reason: "refusal", content: "I will not.", usage: { input_tokens: 1, cache_read_input_tokens: 10, cache_creation_input_tokens: 5, output_tokens: 2 } },
      ],
    };
    const { events, importer } = await importOne([await openText("r.json", JSON.stringify(request))]);
    expect(importer).toBe("chat");
    expect(events.map(({ kind }) => kind)).toEqual(["agent_start", "prompt_policy", "human_input", "llm_response", "decision", "tool_call", "tool_call", "human_input", "tool_result", "tool_result", "llm_response", "refusal"]);
    const [start, policy, asked, answer, decision, , second, , failed, found, last] = events;
    expect(payloadOf(start)).toMatchObject({ config: { tools: [{ name: "look" }] }, extra: { max_tokens: 9 } });
    expect(payloadOf(policy)).toEqual({ content: "Be brief." });
    expect(decision).toMatchObject({ parent: answer?.id, evidence: [asked?.id], payload: { reasoning: "I should look.", chosen_action: "look, look" } });
    expect(failed).toMatchObject({ reply_to: second?.id, outcome: "error" });
    expect(found).toMatchObject({ outcome: "ok" });
    expect(last).toMatchObject({ tokens_in: 16, tokens_cache_read: 10, tokens_cache_write: 5, tokens_out: 2 });
  });

  test("tau2-bench: runs inside a document, rewards in their own member, failures as a flag", async () => {
    const document = {
      timestamp: "2026-01-01T00:00:00", info: { seed: 1 }, tasks: [{ id: "7" }],
      simulations: [
        { id: "s", task_id: "7", trial: 1, reward_info: { reward: 1 }, messages: [
          { role: "assistant", content: "", tool_calls: [{ id: "c", name: "look", arguments: { q: 1 }, requestor: "assistant" }], turn_idx: 0, cost: 0.25, usage: { prompt_tokens: 3, completion_tokens: 4 } },
          { role: "tool", id: "c", content: "gone", error: true },
        ] },
        { id: "t", task_id: "7", trial: 2, reward_info: { reward: 0 }, messages: [{ role: "user", content: "hi" }] },
      ],
    };
    const { events, report, importer } = await importOne([await openText("r.json", JSON.stringify(document))]);
    expect(importer).toBe("chat");
    expect(report).toMatchObject({ became: 5, skipped: 0 });
    expect(events.filter(({ kind }) => kind === "agent_end").map(({ task, attempt, score, outcome }) => [task, attempt, score, outcome])).toEqual([["7", 1, 1, "passed"], ["7", 2, 0, "failed"]]);
    expect(events.find(({ kind }) => kind === "tool_result")).toMatchObject({ outcome: "error", tool: "look", reply_to: events.find(({ kind }) => kind === "tool_call")?.id });
    expect(events.find(({ kind }) => kind === "llm_response")).toMatchObject({ cost_usd: 0.25, tokens_in: 3, tokens_out: 4 });
    expect(JSON.stringify(payloadOf(events[0]))).toContain('"tasks":[{"id":"7"}]');
  });

  test("ShareGPT's way of writing messages", async () => {
    const { events, importer } = await importOne([await openText("s.jsonl", '{"id":"x","conversations":[{"from":"human","value":"hi"},{"from":"gpt","value":"yo"}]}\n')]);
    expect([importer, ...events.map(({ kind }) => kind)]).toEqual(["chat", "agent_start", "human_input", "llm_response"]);
  });
});

describe("messages in other clothes", () => {
  const shapes = async (name: string, value: unknown): Promise<readonly string[]> => {
    const text = Array.isArray(value) && name.endsWith("l") ? value.map((line) => JSON.stringify(line)).join("\n") : JSON.stringify(value);
    const { importer, events } = await importOne([await openText(name, text)]);
    return [importer, ...events.map(({ kind, outcome }) => [kind, outcome].filter(Boolean).join(" "))];
  };
  const told = ["chat", "agent_start", "human_input", "llm_response ok", "tool_call", "tool_result error"];

  test("LangChain's, by their type, in a state of a graph", async () => {
    const messages = [
      { type: "human", content: "Look" },
      { type: "ai", content: "", tool_calls: [{ id: "c", name: "look", args: { q: 1 }, type: "tool_call" }], response_metadata: { model_name: "m" }, usage_metadata: { input_tokens: 10, output_tokens: 2, input_token_details: { cache_read: 4 } } },
      { type: "tool", content: "gone", tool_call_id: "c", status: "error" },
    ];
    expect(await shapes("state.json", { messages })).toEqual(told);
    const { events } = await importOne([await openText("list.json", JSON.stringify(messages))]);
    expect(events[2]).toMatchObject({ model: "m", tokens_in: 10, tokens_out: 2, tokens_cache_read: 4 });
  });

  test("LangChain's counts of cache and reasoning are read, and what stands beside a message inside is kept", async () => {
    const usage = { input_tokens: 10, output_tokens: 5, input_token_details: { cache_read: 4, cache_creation: 3 }, output_token_details: { reasoning: 2 } };
    const lines = [{ type: "message", timestamp: "2026-01-01T00:00:00Z", branch: "main", message: { role: "user", content: "Look" } }, { type: "message", message: { role: "assistant", content: "Done.", usage_metadata: usage } }];
    const { events } = await importOne([await openText("wrapped.jsonl", lines.map((line) => JSON.stringify(line)).join("\n"))]);
    expect(payloadOf(events[1])["extra"]).toEqual({ beside: { type: "message", branch: "main" } });
    expect(events[2]).toMatchObject({ tokens_in: 10, tokens_cache_read: 4, tokens_cache_write: 3, tokens_reasoning: 2 });
  });

  test("LangChain's serialised, and those with a message inside", async () => {
    const lc = (name: string, kwargs: object): object => ({ lc: 1, type: "constructor", id: ["langchain", "schema", "messages", name], kwargs });
    expect(await shapes("lc.json", [lc("HumanMessage", { content: "Look" }), lc("AIMessage", { content: "", tool_calls: [{ id: "c", name: "look", args: {} }] }), lc("ToolMessage", { content: "Error: gone", tool_call_id: "c" })])).toEqual(told);
    const inside = [{ role: "user", message: { content: [{ type: "text", text: "Look" }] } }, { role: "assistant", message: { content: [{ type: "tool_use", id: "c", name: "look", input: {} }] } }, { role: "user", message: { content: [{ type: "tool_result", tool_use_id: "c", is_error: true, content: "gone" }] } }];
    expect(await shapes("inside.jsonl", inside)).toEqual(told);
    expect(await shapes("wrapped.jsonl", [{ type: "session_start", id: "s" }, ...inside.map(({ role, message }) => ({ type: "message", timestamp: "2026-01-01T00:00:00Z", message: { role, ...message } }))])).toEqual(told);
  });

  test("a conversation is named as it was, else by what was asked where its id means nothing", async () => {
    const named = async (more: object): Promise<string | undefined> => (await importOne([await openText("c.json", JSON.stringify({ messages: [{ role: "user", content: "Explain it" }, { role: "assistant", content: "So." }], ...more }))])).events[0]?.name;
    expect([await named({ id: "001d1030-a4b", title: "RSI" }), await named({ id: "001d1030-a4b" }), await named({ id: "7" })]).toEqual(["RSI", "Explain it", "task 7"]);
  });

  test("a verdict beside the messages is the outcome of the run", async () => {
    expect((await shapes("run.json", { messages: [{ role: "user", content: "Look" }, { role: "assistant", content: "No." }], metadata: { won: false } })).at(-1)).toBe("agent_end failed");
  });
});

test("very many calls at once are each joined with their result, by id, by tool and by order", async () => {
  const call = (id: string | undefined, name: string): object => ({ ...(id !== undefined && { id }), type: "function", function: { name, arguments: "{}" } });
  const many = Array.from({ length: 30_000 }, (_, index) => `c${index}`);
  const messages = [
    { role: "assistant", content: "", tool_calls: [...many.map((id) => call(id, "list")), call(undefined, "read"), call(undefined, "write")] },
    ...many.toReversed().map((id) => ({ role: "tool", tool_call_id: id, content: id })),
    { role: "tool", name: "write", content: "w" },
    { role: "tool", content: "r" },
  ];
  const { events } = await importOne([await openText("m.json", JSON.stringify(messages))]);
  const callOf = new Map(events.filter(({ kind }) => kind === "tool_call").map((event) => [event.id, payloadOf(event)["call_id"] ?? event.tool]));
  const results = events.filter(({ kind }) => kind === "tool_result");
  expect(results.map((event) => callOf.get(event.reply_to ?? ""))).toEqual([...many.toReversed(), "write", "read"]);
});
