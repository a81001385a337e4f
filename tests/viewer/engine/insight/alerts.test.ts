import { describe, expect, it } from "vitest";
import type { EventRecord } from "../../../../format/event.ts";
import { findAlerts } from "../../../../viewer/engine/analyses/alerts/index.ts";
import { factsOf } from "../../../../viewer/engine/analyses/cause/read.ts";
import { storyOf } from "../../../support/story.ts";

function alertsOf(events: readonly Record<string, unknown>[]): (readonly [string, readonly number[]])[] {
  const story = storyOf(events.map((event, seq) => ({ id: `e${seq}`, kind: "log", session: "s", seq, time_unix_us: seq * 1000, agent: "a", ...event }) as EventRecord));
  return findAlerts(story, factsOf(story)).map(({ type, events: shown }) => [type, shown] as const);
}

const call = (tool: string, args: object, result: string, more: object = {}): Record<string, unknown>[] => [
  { kind: "tool_call", tool, payload: { arguments: args }, ...more },
  { kind: "tool_result", tool, outcome: "ok", payload: { result }, ...more },
];
const decide = (action: string): Record<string, unknown> => ({ kind: "decision", payload: { chosen_action: action } });

describe("alerts over a whole run", () => {
  it("see an agent go back and forth between two choices, wherever that begins", () => {
    const swings = [decide("start"), ...["left", "right", "left", "right", "left", "right"].map(decide), decide("stop")];
    expect(alertsOf(swings)).toEqual([["oscillation", [1, 2, 3, 4, 5, 6]]]);
    expect(alertsOf(["left", "right", "left", "right"].map(decide))).toEqual([]);
  });

  it("see loops also where results and other events stand between the calls", () => {
    const round = [...call("get_weather", { city: "Oslo" }, "cloudy, twelve degrees"), { kind: "log", payload: { message: "waiting" } }];
    expect(alertsOf([...round, ...round, ...round, ...round]).map(([type]) => type)).toContain("tool_loop");
  });

  it("see a claim of success without the act, and not one after the act", () => {
    const claim = { kind: "llm_response", payload: { content: "Your order has been cancelled." } };
    expect(alertsOf([...call("get_order", { id: "A1" }, "pending"), claim])).toEqual([["false_success", [2]]]);
    expect(alertsOf([...call("cancel_order", { id: "A1" }, "done"), claim])).toEqual([]);
    expect(alertsOf([claim])).toEqual([]);
  });

  it("see that instructions change, and that a plan changes after failures", () => {
    expect(alertsOf([{ kind: "prompt_policy", policy: "router" }, { kind: "prompt_policy", policy: "router" }, { kind: "prompt_policy", policy: "responder" }])).toEqual([["policy_shift", [1, 2]]]);
    const failing = call("fetch_page", { url: "x1" }, "no", { outcome: "error" });
    expect(alertsOf([...failing, ...call("fetch_page", { url: "x2" }, "no", { outcome: "error" }), ...call("search_web", { q: "x" }, "found")]).map(([type]) => type)).toContain("strategy_shift");
  });

  it("see that context was lost where a handoff is followed by the same question", () => {
    const events = [...call("get_user", { id: "U77" }, "Ann"), { kind: "handoff", to: "b" }, ...call("get_user", { id: "U77" }, "Ann", { agent: "b" })];
    expect(alertsOf(events)).toEqual([["context_lost", [0, 2, 3]]]);
    expect(alertsOf([...call("get_user", { id: "U77" }, "Ann"), { kind: "handoff", to: "b" }, ...call("get_user", { id: "U78" }, "Bob", { agent: "b" })])).toEqual([]);
  });

  it("see the goal drift away from the task, and a goal that nobody asked for", () => {
    const task = { kind: "agent_start", payload: { input: "compare railway timetables between Zurich and Milan on winter weekends" } };
    const onTask = ["first", "second", "third", "fourth", "fifth", "sixth"].map((part) => ({ kind: "agent_turn", payload: { content: `comparing railway timetables between Zurich and Milan on winter weekends: the ${part} of ${part === "first" ? "many" : "them"}` } }));
    const offTask = ["fonts", "colours", "margins", "legends", "axes", "shadows", "borders", "icons"].map((part) => ({ kind: "agent_turn", payload: { content: `polishing ${part} of another chart` } }));
    expect(alertsOf([task, ...onTask, ...offTask]).map(([type]) => type)).toEqual(["goal_drift"]);
    expect(alertsOf([{ kind: "agent_turn", payload: { goal: "sell" } }, { kind: "agent_turn", payload: { goal: "buy" } }])).toEqual([["goal_drift", [0, 1]]]);
    expect(alertsOf([{ kind: "agent_turn", payload: { goal: "sell" } }, { kind: "human_input" }, { kind: "agent_turn", payload: { goal: "buy" } }])).toEqual([]);
  });

  it("list what was recorded as an alert, with the events it is about", () => {
    expect(alertsOf([{ kind: "log" }, { kind: "behavior_alert", severity: "high", related: ["e0"], payload: { alert_type: "tool_loop", signal: "three times" } }])).toEqual([["tool_loop", [0, 1]]]);
  });
});
