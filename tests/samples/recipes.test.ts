import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { validateEvent, type EventRecord } from "../../format/event.ts";
import { importOne, openBytes, payloadOf } from "../format/importers/support.ts";

const RECIPES = new URL("../../samples/recipes/", import.meta.url);

async function imported(name: string): Promise<{ events: readonly EventRecord[]; spans: number }> {
  const bytes = readFileSync(new URL(`${name}.otlp.jsonl`, RECIPES));
  const { events, report, importer } = await importOne(await openBytes(name, bytes));
  const spans = bytes.toString("utf8").split('"spanId":').length - 1;
  expect(importer).toBe("otlp");
  expect([report.became, report.merged, report.skipped, report.counts]).toEqual([spans, 0, 0, []]);
  expect(events.flatMap(validateEvent)).toEqual([]);
  expect(new Set(events.map(({ session }) => session)).size).toBe(1);
  return { events, spans };
}

const count = (events: readonly EventRecord[], kind: string): number => events.filter((event) => event.kind === kind).length;
const results = (events: readonly EventRecord[]): unknown[] => events.filter(({ kind }) => kind === "tool_result").map((event) => [event.tool, event.outcome, payloadOf(event)["result"] ?? (payloadOf(event)["error"] as { message?: string } | undefined)?.message]);

describe("what the recipes wrote", () => {
  test("PydanticAI: model calls with tokens and reasoning, tools, the retry as a failure", async () => {
    const { events, spans } = await imported("pydantic_ai");
    expect([spans, count(events, "llm_response"), count(events, "tool_call")]).toEqual([8, 4, 3]);
    expect(events[0]).toMatchObject({ kind: "agent_start", agent: "support", payload: { title: "Please cancel order 1182, I ordered twice." } });
    expect(results(events).map((result) => (result as unknown[]).slice(0, 2))).toEqual([["look_up_order", "ok"], ["cancel_order", "error"], ["cancel_order", "ok"]]);
    const calls = events.filter(({ kind }) => kind === "llm_response");
    expect(payloadOf(calls[0])["reasoning"]).toBe("The order decides: look it up first.");
    expect(events.find(({ kind }) => kind === "decision")).toMatchObject({ parent: calls[0]?.id, evidence: [calls[0]?.reply_to], payload: { reasoning: "The order decides: look it up first.", chosen_action: "look_up_order" } });
    const total = (key: "tokens_in" | "tokens_out"): number => events.reduce((all, event) => all + (event[key] ?? 0), 0);
    expect([total("tokens_in"), total("tokens_out")]).toEqual([58 + 66 + 77 + 81, 13 + 18 + 26 + 38]);
    expect(events.at(-1)).toMatchObject({ kind: "agent_end", payload: { output: "Order 1182 is cancelled; the money is back in three days." } });
  });

  test("LangChain: nodes, models and tools nested; results out of their wrapper", async () => {
    const { events, spans } = await imported("langchain");
    expect([spans, count(events, "llm_response"), count(events, "tool_call"), count(events, "chain")]).toEqual([11, 3, 2, 5]);
    const found = ["search_docs", "ok", "§4: parcels above 20 kg need two people."];
    expect(results(events)).toEqual([found, found]);
    const nodes = new Map(events.map((event) => [event.id, event]));
    for (const event of events.filter(({ kind }) => kind === "tool_call")) expect(nodes.get(event.parent ?? "")?.name).toBe("tools");
    expect(events[0]).toMatchObject({ agent: "handbook", trace: "recipe-1", payload: { title: "May I carry a parcel of 25 kg alone?" } });
  });

  test("LlamaIndex: steps, model calls and tools; the meter that does not answer fails", async () => {
    const { events, spans } = await imported("llama_index");
    expect([spans, count(events, "llm_response"), count(events, "tool_call"), count(events, "chain")]).toEqual([23, 6, 2, 14]);
    expect(results(events)).toEqual([["read_meter", "ok", "12 kWh"], ["read_meter", "error", "meter roof did not answer"]]);
    expect(events.filter(({ kind }) => kind === "tool_call").map((event) => payloadOf(event)["arguments"])).toEqual([{ meter: "cellar" }, { meter: "roof" }]);
    expect(payloadOf(events[0])["title"]).toBe("How much did the cellar and the roof use?");
  });

  test("CrewAI: the crew, its agents by their roles, the tool of one of them", async () => {
    const { events, spans } = await imported("crewai");
    expect([spans, events.map(({ kind }) => kind)]).toEqual([4, ["agent_start", "agent_turn", "tool_call", "tool_result", "agent_turn", "agent_end"]]);
    expect(events.filter(({ kind }) => kind === "agent_turn").map(({ agent }) => agent)).toEqual(["Buyer", "Writer"]);
    expect(results(events)).toEqual([["stock", "ok", "screws: 3 left"]]);
    expect(events.find(({ kind }) => kind === "tool_call")?.agent).toBe("Buyer");
  });
});
