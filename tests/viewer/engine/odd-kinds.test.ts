import { expect, it } from "vitest";
import { BehaviourWatch } from "../../../format/behaviour/index.ts";
import { preview } from "../../../viewer/engine/preview.ts";
import { openAll, startEngine, textFile, traceText, unwrap } from "../../support/engine.ts";

/** Words every object knows: tables looked up by a kind or an outcome of a trace must not find them. */
const WORDS = ["constructor", "toString", "valueOf", "hasOwnProperty", "__defineGetter__", "__proto__"];
const payload = { content: "Look", arguments: { q: 1 }, message: "x" };

const events = [
  { kind: "agent_start", agent: "a", payload: { title: "Go" } },
  ...WORDS.flatMap((word) => [
    { kind: word, agent: "a", payload },
    { kind: word, agent: "a", outcome: "blocked", payload },
    { kind: "safety_check", agent: "a", outcome: word, payload },
    { kind: "tool_call", agent: "a", tool: word, payload },
    { kind: "tool_result", agent: "a", tool: word, outcome: "error", error_class: word, payload: { error: word } },
  ]),
  { kind: "agent_end", agent: "a", outcome: "constructor", payload: { output: "Done." } },
];

it("kinds, tools and outcomes of any name are only names to every analysis", async () => {
  const engine = await startEngine();
  const text = traceText(events);
  await openAll(engine, [textFile("a.peek.jsonl", text), textFile("b.peek.jsonl", text.replaceAll('"session":"s"', '"session":"t"'))]);
  const { story, why, highlights, restore, alerts, grounding } = unwrap(await engine.analyse("insight", { run: 0 }));
  expect(Object.entries({ story, why, highlights, restore, alerts, grounding }).filter(([, part]) => !part.ok)).toEqual([]);
  expect(JSON.stringify(story)).not.toContain("native code");
  for (const about of ["why", "run", "event"] as const) {
    const { markdown } = unwrap(await engine.analyse("brief", { run: 0, about, event: about === "event" ? "e1" : null, reader: "agent", tokens: 4000, redactKey: "", notes: [] }));
    expect(markdown).not.toContain("native code");
  }
  const trail = unwrap(await engine.analyse("safety-trail", { run: 0 }));
  expect(trail.entries.every(({ kind, verdict }) => typeof kind === "string" && typeof verdict === "string")).toBe(true);
  unwrap(await engine.analyse("compare-runs", { left: 0, right: 1 }));
  unwrap(await engine.analyse("traits", { runs: [] }));
  unwrap(await engine.analyse("agents", { run: 0 }));
  unwrap(await engine.analyse("clusters", { run: null }));
});

it("so they are to previews and detectors", () => {
  const watch = new BehaviourWatch();
  for (const word of WORDS) {
    expect(typeof preview(word, { seq: 0, id: "e", kind: word, session: "s" }, payload)).toBe("string");
    for (let seq = 0; seq < 5; seq++) expect(watch.observe({ seq, id: `${word} ${seq}`, kind: word, session: "s", agent: "a", time_unix_us: seq, payload: {} })).toEqual([]);
  }
});
