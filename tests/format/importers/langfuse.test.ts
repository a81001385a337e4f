import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { validateEvent } from "../../../format/event.ts";
import { DATA, HAS_DATA, filesBelow } from "./data.ts";
import { importOne, openReal, openText, payloadOf } from "./support.ts";

const FOLDER = "langfuse-framework-traces";

interface Observation {
  readonly id: string;
  readonly parentObservationId: string | null;
  readonly type: string;
  readonly inputUsage?: number;
  readonly metadata?: unknown;
}
interface Export {
  readonly trace: { readonly id: string; readonly scores?: readonly unknown[]; readonly observations?: readonly unknown[] };
  readonly observations: readonly Observation[];
}

const OPENS: Readonly<Record<string, string>> = { GENERATION: "llm_request", SPAN: "span", AGENT: "agent_turn", TOOL: "tool_call", CHAIN: "chain", EVENT: "log", EMBEDDING: "embedding", RETRIEVER: "retrieval" };

/** Langfuse calls a SPAN what came by OpenTelemetry without a type of its own; the attributes kept in its metadata may say more. */
function opens({ type, metadata }: Observation): readonly (string | undefined)[] {
  return type === "SPAN" && /openinference\.span\.kind|gen_ai\.operation\.name|traceloop|tool|agent/.test(JSON.stringify(metadata ?? "")) ? ["span", "tool_call", "agent_turn", "retrieval"] : [OPENS[type]];
}

describe.skipIf(!HAS_DATA)("real exports of 17 frameworks", () => {
  const names = HAS_DATA ? filesBelow(FOLDER).filter((name) => name.endsWith(".trace.json") || name.startsWith("seeder/")) : [];

  test.each(names)("%s: every observation and score once, in its place", async (name) => {
    const source = JSON.parse(readFileSync(join(DATA, FOLDER, name), "utf8")) as Export;
    const { events, report } = await importOne(await openReal(`${FOLDER}/${name}`));
    const scores = source.trace.scores?.length ?? 0;
    expect(report.became).toBe(1 + source.observations.length + scores);
    expect(report.merged).toBe(source.trace.observations?.length ?? 0);
    expect(report.skipped).toBe(0);
    expect(events.flatMap(validateEvent)).toEqual([]);
    expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);
    const byId = new Map(events.map((event) => [event.id, event]));
    const known = new Set(source.observations.map(({ id }) => id));
    for (const observation of source.observations) {
      const { id, parentObservationId: parent } = observation;
      const isLost = parent !== null && !known.has(parent);
      expect(opens(observation)).toContain(byId.get(id)?.kind);
      expect(byId.get(id)).toMatchObject({ ...(!isLost && events[0]?.kind === "agent_start" && { parent: parent ?? source.trace.id }) });
    }
    expect(events.filter(({ kind }) => kind === "annotation")).toHaveLength(scores);
  });

  test("tokens of the trace are those of its generations", async () => {
    const { events } = await importOne(await openReal(`${FOLDER}/langgraph-js-2025-10-30.trace.json`));
    const source = JSON.parse(readFileSync(join(DATA, FOLDER, "langgraph-js-2025-10-30.trace.json"), "utf8")) as Export;
    expect(events.reduce((sum, event) => sum + (event.tokens_in ?? 0), 0)).toBe(source.observations.reduce((sum, { inputUsage = 0 }) => sum + inputUsage, 0));
  });
});

describe("forms and meaning", () => {
  const observation = { id: "o1", traceId: "t1", parentObservationId: null, type: "GENERATION", name: "call", startTime: "2025-01-01T00:00:00.000Z", endTime: "2025-01-01T00:00:02.500Z", level: "ERROR", statusMessage: "rate limited", input: [{ role: "user", content: "hi" }], output: null, model: "m", unknownField: { kept: true } };

  test("observations without their trace, a line each", async () => {
    const file = await openText("o.jsonl", [observation, { ...observation, id: "o2", type: "TOOL", level: "DEFAULT", output: "done" }].map((each) => JSON.stringify(each)).join("\n"));
    const { events, report } = await importOne([file]);
    expect(report).toMatchObject({ became: 2, skipped: 0, counts: [] });
    expect(events.find(({ kind }) => kind === "llm_response")).toMatchObject({ outcome: "error", duration_ms: 2500, model: "m", payload: { error: { message: "rate limited" } } });
    expect(payloadOf(events.find(({ kind }) => kind === "llm_request"))).toMatchObject({ messages: [{ role: "user", content: "hi" }], extra: { unknownField: { kept: true } } });
    expect(events.find(({ kind }) => kind === "tool_result")).toMatchObject({ outcome: "ok", payload: { result: "done" } });
  });

  test("a span that its attributes call a tool is one; a parent that is in no file leaves it below the trace", async () => {
    const trace = { id: "t1", projectId: "p", name: "run", timestamp: "2025-01-01T00:00:00Z", input: '"\\"What now?\\""', observations: [{ ...observation, type: "SPAN", parentObservationId: "gone", metadata: { attributes: { "openinference.span.kind": "TOOL", "tool.name": "look" } } }] };
    const { events, report } = await importOne([await openText("t.json", JSON.stringify(trace))]);
    expect(events.map(({ kind }) => kind)).toEqual(["agent_start", "tool_call", "tool_result", "agent_end"]);
    expect(events[0]).toMatchObject({ payload: { title: "What now?", input: "What now?" } });
    expect(events[1]).toMatchObject({ tool: "look", parent: "t1", derived: ["parent"], payload: { extra: { parent_span: "gone" } } });
    expect(report.counts).toMatchObject([{ code: "missing_parent", count: 1 }]);
  });

  test("a score becomes a note with the score, below what it is about", async () => {
    const trace = { id: "t1", projectId: "p", name: "run", timestamp: "2025-01-01T00:00:00Z", sessionId: "chat 7", observations: [observation], scores: [{ id: "s1", traceId: "t1", observationId: "o1", name: "helpful", value: 0.25, comment: "meh", timestamp: "2025-01-01T00:01:00Z" }] };
    const { events } = await importOne([await openText("t.json", JSON.stringify(trace))]);
    expect(events.find(({ id }) => id === "s1")).toMatchObject({ kind: "annotation", name: "helpful", score: 0.25, parent: "o1", payload: { text: "meh" } });
    expect(events.every(({ trace: joined, session }) => joined === "chat 7" && session === "t1")).toBe(true);
  });
});
