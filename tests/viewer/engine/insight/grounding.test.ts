import { describe, expect, it } from "vitest";
import type { EventRecord } from "../../../../format/event.ts";
import { factsOf } from "../../../../viewer/engine/analyses/cause/read.ts";
import { quotesOf } from "../../../../viewer/engine/analyses/grounding/claims.ts";
import { checkGrounding } from "../../../../viewer/engine/analyses/grounding/grounding.ts";
import { QuoteSources } from "../../../../viewer/engine/analyses/grounding/sources.ts";
import { storyOf } from "../../../support/story.ts";

function claimsOf(events: readonly Record<string, unknown>[]): (readonly [string, string, string, number])[] {
  const story = storyOf(events.map((event, seq) => ({ id: `e${seq}`, kind: "log", session: "s", seq, time_unix_us: seq * 1000, agent: "a", ...event }) as EventRecord));
  return checkGrounding(story, factsOf(story)).map(({ kind, claim, verdict, source }) => [kind, claim, verdict, source] as const);
}

const heard = { kind: "human_input", agent: "user", payload: { content: "Order W4411 arrived broken on Tuesday; I paid 1,250.50 with gift card 7091239." } };

describe("grounding", () => {
  it("finds quotations, also altered ones, and says where they stand", () => {
    const said = (content: string): Record<string, unknown> => ({ kind: "llm_response", payload: { content } });
    expect(claimsOf([heard, said('You wrote “order W4411 ARRIVED broken, on Tuesday”.')])).toContainEqual(["quote", "order W4411 ARRIVED broken, on Tuesday", "verifiable", 0]);
    expect(claimsOf([heard, said('You wrote "Order W4411 arrived broken on Friday".')])).toContainEqual(["quote", "Order W4411 arrived broken on Friday", "altered", 0]);
    expect(claimsOf([heard, said('Policy says "all sales are final without exception".')])).toContainEqual(["quote", "all sales are final without exception", "not found", -1]);
  });

  it("counts a thing said later as no source", () => {
    expect(claimsOf([{ kind: "llm_response", payload: { content: 'The rule is "never refund a broken order".' } }, { kind: "tool_result", outcome: "ok", payload: { result: "never refund a broken order" } }])).toEqual([["quote", "never refund a broken order", "not found", -1]]);
  });

  it("traces numbers, also computed and differently written ones, and identifiers", () => {
    const verdicts = Object.fromEntries(claimsOf([heard, { kind: "llm_response", payload: { content: "1250.50 for W4411 on card 7091239, half of it is 625.25, but not W9999 nor 8888." } }]).map(([, claim, verdict]) => [claim, verdict]));
    expect(verdicts).toEqual({ "1250.50": "verifiable", w4411: "verifiable", "7091239": "verifiable", "625.25": "not found", w9999: "not found", "8888": "not found" });
    const computed = claimsOf([{ kind: "tool_result", outcome: "ok", payload: { result: "fares 120 and 85" } }, { kind: "llm_response", payload: { content: "Together 205." } }]);
    expect(computed).toEqual([["number", "205", "verifiable", -1]]);
  });

  it("traces what is handed to tools; choices of one word are not checkable", () => {
    const used = { kind: "tool_call", tool: "refund", payload: { arguments: { order: "W4411", card: "gift_card_1", reason: "broken", mode: "express" } } };
    expect(claimsOf([heard, used])).toEqual([["argument", "W4411", "verifiable", 0], ["argument", "gift_card_1", "not found", -1], ["argument", "broken", "verifiable", 0], ["argument", "express", "not checkable", -1]]);
  });

  it("checks the evidence that a decision names: it must exist, come before, and say so", () => {
    const decision = { kind: "decision", evidence: ["e0", "gone", "e2"], payload: { evidence: [{ source: "user", event: "e0", content: "arrived broken on Tuesday" }, { source: "user", event: "e0", content: "Eligibility unknown" }] } };
    const verdicts = claimsOf([heard, decision, heard]).filter(([kind]) => kind === "citation").map(([, , verdict]) => verdict);
    expect(verdicts).toEqual(["verifiable", "not found", "not found", "verifiable", "not found"]);
  });

  it("finds quotations of four words, block quotes too, but not in code", () => {
    expect(quotesOf('He said "one two three" and "one two three four".\n> five six seven eight\n```\nx = "a b c d e"\n```')).toEqual(["one two three four", "five six seven eight"]);
  });

  it("reads texts of any script, and quotations that never close", () => {
    const sources = new QuoteSources();
    sources.add(0, "注文 12345 は 見つかり ません でした");
    expect(sources.find("注文 12345 は 見つかり", 1)).toEqual({ verdict: "verifiable", event: 0 });
    expect(quotesOf(`"${"word ".repeat(100_000)}`)).toEqual([]);
  });
});
