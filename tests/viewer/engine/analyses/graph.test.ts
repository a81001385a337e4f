import { beforeAll, describe, expect, it } from "vitest";
import type { EngineApi } from "../../../../viewer/engine/api.ts";
import type { GraphParams, GraphPicture, GraphShape } from "../../../../viewer/engine/contracts/graph.ts";
import { openAll, startEngine, textFile, traceText, unwrap } from "../../../support/engine.ts";

let engine: EngineApi;
beforeAll(async () => (engine = await startEngine()));

type Events = readonly Record<string, unknown>[];

async function opened(events: Events): Promise<(shape: GraphShape, more?: Partial<GraphParams>) => Promise<GraphPicture>> {
  const files = await openAll(engine, [textFile("g.peek.jsonl", traceText(events))]);
  const file = files.at(-1)?.file;
  const run = unwrap(await engine.runs()).find((candidate) => candidate.file === file)?.run ?? -1;
  return async (shape, more = {}) => unwrap(await engine.analyse("graph", { run, shape, focus: -1, opened: [], closed: [], hiddenKinds: [], agents: [], range: null, ...more }));
}

const rowOf = async (id: string): Promise<number> => unwrap(await engine.find("", id));

/** A picture as text: one line a node in the order of its rows, indented by its column. */
function drawn({ nodes }: GraphPicture): string[] {
  return nodes.toSorted((a, b) => a.y - b.y || a.x - b.x).map((node) => `${"  ".repeat(Math.round(node.x / 236))}${node.label === "" ? node.event.name || node.event.kind : node.label}${node.failing > 0 && node.type !== "event" ? ` (${node.failing} failing)` : ""}`);
}

function overlaps({ nodes }: GraphPicture): number {
  const seen = new Set(nodes.map((node) => `${Math.round(node.x)} ${Math.round(node.y / 30)}`));
  return nodes.length - seen.size;
}

const turn = (at: number): Events => [
  { id: `t${at}`, kind: "agent_turn", name: `turn ${at}` },
  { id: `c${at}`, kind: "tool_call", parent: `t${at}`, name: "call" },
  { id: `r${at}`, kind: "tool_result", parent: `t${at}`, reply_to: `c${at}`, name: "result", ...(at === 3 ? { outcome: "error" } : {}) },
];

describe("the tree", () => {
  it("of a small run is shown whole, parents beside their first child", async () => {
    const picture = await (await opened([...turn(1), ...turn(2)]))("tree");
    expect(drawn(picture)).toEqual(["turn 1", "  call", "  result", "turn 2", "  call", "  result"]);
    expect(picture.edges.filter((edge) => edge.type === "parent").length).toBe(4);
    expect(picture.edges.filter((edge) => edge.type === "reply").length).toBe(2);
    expect(overlaps(picture)).toBe(0);
  });

  it("of a long run opens grouped: what repeats is counted, what failed stands alone", async () => {
    const events = Array.from({ length: 400 }, (_, at) => turn(at)).flat();
    const picture = await (await opened(events))("tree");
    expect(drawn(picture).filter((line) => !line.startsWith("  "))).toEqual(["3 × turn", "turn 3", "396 × turn"]);
    expect(picture.total).toBe(1200);
  });

  it("finds rounds that stand flat side by side", async () => {
    const round = [{ kind: "tool_call" }, { kind: "tool_result" }, { kind: "decision" }];
    const picture = await (await opened([...Array.from({ length: 100 }, () => round).flat(), { kind: "error", name: "boom" }, ...Array.from({ length: 50 }, () => round).flat()]))("tree");
    expect(drawn(picture)).toEqual(["100 × tool call, tool result, decision", "boom", "50 × tool call, tool result, decision"]);
  });

  it.each([
    ["5,000 children of one event", [{ id: "root", kind: "agent_start" }, ...Array.from({ length: 5000 }, (_, at) => ({ id: `x${at}`, kind: ["log", "error", "decision", "tool_call"][(at * 7919) % 4], agent: `a${(at * 31) % 17}`, parent: "root" }))], "x4321"],
    ["a chain 10,000 deep", Array.from({ length: 10_000 }, (_, at) => ({ id: `d${at}`, kind: "agent_turn", ...(at > 0 ? { parent: `d${at - 1}` } : {}) })), "d7777"],
    ["10,000 rounds", Array.from({ length: 30_000 }, (_, at) => ({ id: `f${at}`, kind: ["tool_call", "tool_result", "decision"][at % 3] })), "f20000"],
    ["parents in circles, and missing ones", Array.from({ length: 2000 }, (_, at) => ({ id: `o${at}`, kind: "log", parent: at % 3 === 0 ? `o${(at + 1) % 2000}` : at % 3 === 1 ? `o${at - 1}` : `gone${at}` })), "o1001"],
  ] as const)("%s: few nodes at first, and any event can be gone to", async (_, events, wanted) => {
    const ask = await opened(events as Events);
    const first = await ask("tree");
    expect(first.nodes.length).toBeLessThanOrEqual(80);
    expect(first.nodes.length).toBeGreaterThan(0);
    expect(first.nodes.filter((node) => node.x === 0).reduce((sum, node) => sum + node.events, 0)).toBe(events.length);
    const row = await rowOf(wanted);
    const there = await ask("tree", { focus: row });
    expect(there.nodes.some((node) => node.type === "event" && node.row === row)).toBe(true);
    expect(there.nodes.length).toBeLessThanOrEqual(600);
    expect(overlaps(there)).toBe(0);
    expect(new Set(there.nodes.map((node) => node.key)).size).toBe(there.nodes.length);
  });

  it("any event can be reached by opening what is closed, step by step", async () => {
    const ask = await opened(Array.from({ length: 3000 }, (_, at) => ({ id: `w${at}`, kind: ["log", "error", "decision"][(at * 7919) % 3], ...(at % 10 === 0 ? {} : { parent: `w${at - (at % 10)}` }) })));
    const row = await rowOf("w2345");
    const keys: string[] = [];
    for (let steps = 0; steps < 12; steps++) {
      const { nodes } = await ask("tree", { opened: keys });
      if (nodes.some((node) => node.type === "event" && node.row === row)) return;
      const closed = nodes.find((node) => node.canOpen && !node.isOpen && node.row <= row && row <= Math.max(node.last, node.row + node.events - 1));
      expect(closed).toBeDefined();
      keys.push(closed?.key ?? "");
    }
    expect.unreachable("it was never reached");
  });

  it("closes what a reader closes", async () => {
    const ask = await opened([...turn(1), ...turn(2)]);
    const key = (await ask("tree")).nodes[0]?.key ?? "";
    expect(drawn(await ask("tree", { closed: [key] }))).toEqual(["turn 1", "turn 2", "  call", "  result"]);
  });

  it("leaves out what the filters hide, but keeps what encloses something shown", async () => {
    const picture = await (await opened([...turn(1), ...turn(2), { kind: "agent_turn", name: "empty" }]))("tree", { hiddenKinds: ["agent_turn", "tool_call"] });
    expect(drawn(picture)).toEqual(["turn 1", "  result", "turn 2", "  result"]);
    expect(picture.nodes.map((node) => node.isGhost)).toEqual([true, true, false, false]);
    expect(picture.total).toBe(2);
  });
});

describe("the chain of causes", () => {
  const trail: Events = [
    { id: "start", kind: "agent_start" },
    { id: "policy", kind: "prompt_policy", parent: "start" },
    { id: "noise", kind: "log", parent: "start" },
    { id: "decision", kind: "decision", parent: "start", upstream: ["policy"] },
    { id: "call", kind: "tool_call", parent: "start", upstream: ["decision"] },
    { id: "check", kind: "safety_check", parent: "start", upstream: ["call"], evidence: ["policy"], outcome: "blocked" },
    { id: "refusal", kind: "refusal", parent: "start", upstream: ["check"] },
  ];
  const edgesOf = (picture: GraphPicture): string[] => {
    const names = new Map(picture.nodes.map((node) => [node.key, node.event.id]));
    return picture.edges.map((edge) => `${names.get(edge.from)} ${edge.type} ${names.get(edge.to)}`).toSorted();
  };

  it("walks a stop back to its roots and a decision on to its effects", async () => {
    const ask = await opened(trail);
    const back = await ask("chain", { focus: await rowOf("check") });
    expect(edgesOf(back)).toEqual(["call upstream check", "check upstream refusal", "decision upstream call", "policy evidence check", "policy upstream decision", "start parent policy"].toSorted());
    expect(back.nodes.some((node) => node.event.id === "noise")).toBe(false);
    const on = await ask("chain", { focus: await rowOf("decision") });
    expect(on.nodes.map((node) => node.event.id)).toEqual(["start", "policy", "decision", "call", "check", "refusal"]);
    const y = (id: string): number => on.nodes.find((node) => node.event.id === id)?.y ?? -1;
    expect(y("policy")).toBeLessThan(y("decision"));
    expect(y("decision")).toBeLessThan(y("call"));
    expect(y("call")).toBeLessThan(y("check"));
  });

  it("joins a handoff with the first step of who took over", async () => {
    const ask = await opened([{ id: "h", kind: "handoff", agent: "a", to: "b" }, { id: "other", kind: "log", agent: "a" }, { id: "b1", kind: "agent_turn", agent: "b" }]);
    expect(edgesOf(await ask("chain", { focus: await rowOf("b1") }))).toContain("h handoff b1");
  });

  it("says where nothing but the order is known", async () => {
    const ask = await opened([{ id: "one", kind: "human_input" }, { id: "two", kind: "llm_response" }, { id: "three", kind: "error" }]);
    expect(edgesOf(await ask("chain"))).toEqual(["one order two", "two order three"]);
  });

  it("stays small and says what it leaves out, however much hangs together", async () => {
    const ask = await opened([{ id: "hub", kind: "decision" }, ...Array.from({ length: 3000 }, (_, at) => ({ id: `e${at}x`, kind: "tool_call", upstream: ["hub"] }))]);
    const picture = await ask("chain", { focus: await rowOf("hub") });
    expect(picture.nodes.length).toBeLessThanOrEqual(150);
    expect(picture.cut).toBe(true);
    expect(picture.nodes.find((node) => node.event.id === "hub")?.moreEffects).toBe(2990);
  });

  it("of all events at once ends with circles of causes", async () => {
    const ask = await opened([{ id: "p", kind: "log", upstream: ["q"] }, { id: "q", kind: "log", upstream: ["p"] }, { id: "s", kind: "log", upstream: ["s"] }]);
    const picture = await ask("all");
    expect(picture.nodes.length).toBe(3);
    expect(overlaps(picture)).toBe(0);
    expect((await ask("chain", { focus: await rowOf("p") })).nodes.length).toBeGreaterThanOrEqual(2);
  });

  it("of a run without events is empty", async () => {
    const ask = await opened([{ id: "only", kind: "log" }]);
    expect((await ask("all", { hiddenKinds: ["log"] })).nodes).toEqual([]);
    expect((await ask("chain")).nodes.length).toBe(1);
  });
});
