import { describe, expect, it } from "vitest";
import type { ChainInfo, SafetyInfo, TrailEntry } from "../../../viewer/engine/contracts/safety.ts";
import { chainText, filterTrail, gapsText } from "../../../viewer/model/safety.ts";
import { reportHtml, reportMarkdown, reportOf } from "../../../viewer/model/safety-report.ts";

const entry = (given: Partial<TrailEntry>): TrailEntry => ({ row: 0, number: 0, kind: "call", eventKind: "tool_call", outcome: "", agent: "a", act: "t()", policy: "", verdict: "none", because: "", effect: "read", link: "", judgedBy: -1, ...given });
const chain: ChainInfo = { file: "f", state: "unbroken", lines: 1001, fit: 1000, parts: 1, broken: null, brokenTotal: 0 };
const info: SafetyInfo = {
  run: 0,
  events: 3,
  read: 3,
  entries: [entry({ number: 1, act: "<script>alert(1)</script> | *bold*" }), entry({ number: 2, kind: "check", verdict: "allowed" }), entry({ number: 3, verdict: "denied" })],
  entriesTotal: 3,
  guards: 1,
  gaps: { calls: 2, none: 1, writes: 1, unknown: 0, tools: [] },
  incidents: [],
  incidentsTotal: 0,
  evasions: [],
};

describe("the safety trail in words", () => {
  it("says whether the chain holds", () => {
    expect(chainText(chain)).toBe("chain unbroken, 1,000 of 1,000");
    expect(chainText({ ...chain, state: "none" })).toBe("no hash chain in this file");
    expect(chainText({ ...chain, state: "broken", broken: { line: 1200, row: 3, says: "x" }, brokenTotal: 3 })).toBe("chain broken at line 1,200 and 2 more");
  });

  it("says how many calls nobody judged", () => {
    expect(gapsText(info)).toBe("1 of 2 calls has no verdict, among them 1 that change something.");
    expect(gapsText({ guards: 0, gaps: { calls: 4, none: 4, writes: 0, unknown: 2, tools: [] } })).toBe("No guard was recorded in this run: 4 of 4 calls have no verdict, among them 2 of which nobody can tell what they do.");
    expect(gapsText({ guards: 2, gaps: { calls: 4, none: 0, writes: 0, unknown: 0, tools: [] } })).toBe("Every one of the 4 calls has a verdict.");
  });

  it("leaves what a filter leaves", () => {
    expect(filterTrail(info.entries, "none").map(({ number }) => number)).toEqual([1]);
    expect(filterTrail(info.entries, "checks").map(({ number }) => number)).toEqual([2]);
    expect(filterTrail(info.entries, "denials").map(({ number }) => number)).toEqual([3]);
    expect(filterTrail(info.entries, "all")).toBe(info.entries);
  });
});

describe("a safety report", () => {
  const parts = reportOf({ title: "a <b>run</b>", file: "f.jsonl", info, chain, whatIf: null });

  it("holds text as text, in Markdown and as a page", () => {
    const markdown = reportMarkdown(parts);
    expect(markdown).toContain("# Safety report: a \\<b\\>run\\</b\\>");
    expect(markdown).toContain("\\<script\\>alert(1)\\</script\\> \\| \\*bold\\*");
    const page = reportHtml(parts);
    expect(page).not.toContain("<script");
    expect(page).toContain("&lt;script&gt;alert(1)&lt;/script&gt;");
    expect(page).toContain("default-src 'none'");
  });

  it("has a part for each question, and says so where there is nothing", () => {
    expect(parts.map(({ heading }) => heading)).toEqual(["Safety report: a <b>run</b>", "Incidents", "Tried again after a stop", "Calls without a verdict", "Trail"]);
    expect(parts[1]?.sentences).toEqual(["No guard, person or model stopped, warned or refused anything."]);
    expect(parts[4]?.rows).toHaveLength(3);
  });
});
