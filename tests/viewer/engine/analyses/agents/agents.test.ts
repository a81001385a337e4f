import { describe, expect, it } from "vitest";
import type { Json } from "../../../../../format/event.ts";
import { escalationsOf } from "../../../../../viewer/engine/analyses/agents/escalation.ts";
import { lostOf, pingPongsOf } from "../../../../../viewer/engine/analyses/agents/handoffs.ts";
import { PoliciesInForce, policiesOf } from "../../../../../viewer/engine/analyses/agents/policies.ts";
import { shiftsOf, stanceOf } from "../../../../../viewer/engine/analyses/agents/stances.ts";
import { messagesOf, thinkersOf } from "../../../../../viewer/engine/analyses/agents/talk.ts";
import { thingsOf } from "../../../../../viewer/engine/analyses/agents/things.ts";
import { topologyOf } from "../../../../../viewer/engine/analyses/agents/topology.ts";
import type { StoryEvent } from "../../../../../viewer/engine/analyses/story/event.ts";

interface Step {
  readonly kind: string;
  readonly payload?: Json;
  readonly parent?: number;
  readonly flag?: number;
  readonly [member: string]: unknown;
}

const story = (steps: readonly Step[]): StoryEvent[] =>
  steps.map(({ kind, payload, parent = -1, flag = 0, ...envelope }, index) => ({ index, kind, envelope: { id: `e${index}`, ...envelope }, flag, parent, startUs: index, endUs: index, payload: () => payload }) as StoryEvent);

const turn = (agent: string, content: string, to?: string): Step => ({ kind: "agent_turn", agent, payload: { content }, ...(to !== undefined && { to }) });

describe("things that a text names", () => {
  it("are numbers, ids, paths, names in code and proper names, but no first words of sentences and no steps of lists", () => {
    expect([...thingsOf("Please ask Lena about order 551 and src/main.ts. Then call fetchUser.\n1. Next").values()]).toEqual(["Lena", "551", "src/main.ts", "fetchUser"]);
    expect([...thingsOf("The plan. It is good! Yes").values()]).toEqual([]);
  });

  it("are bounded whatever the text", () => {
    expect(thingsOf(Array.from({ length: 10_000 }, (_, index) => `id_${index}`).join(" ")).size).toBe(200);
  });
});

describe("messages of a run", () => {
  it("go to whom they name, else to whoever speaks next, and the last to whoever spoke before", () => {
    const found = messagesOf(story([turn("a", "one"), turn("b", "two", "c"), turn("c", "three")]));
    expect(found.map(({ from, to, implied }) => [from, to, implied])).toEqual([["a", "b", true], ["b", "c", false], ["c", "b", true]]);
  });

  it("are handoffs once, not once more as the start they cause, and starts and ends of agents inside others", () => {
    const found = messagesOf(
      story([
        { kind: "agent_start", agent: "boss" },
        { kind: "handoff", agent: "boss", to: "helper", parent: 0, payload: { reason: "more hands" } },
        { kind: "agent_start", agent: "helper", parent: 0 },
        { kind: "agent_end", agent: "helper", reply_to: "e2", parent: 0 },
        { kind: "agent_start", agent: "other", parent: 0 },
      ]),
    );
    expect(found.map(({ from, to, form }) => `${from} ${form} ${to}`)).toEqual(["boss handed over helper", "helper returned boss", "boss started other"]);
  });

  it("are a model's answers where no turns are recorded, and never both", () => {
    const answer: Step = { kind: "llm_response", agent: "a", payload: { content: "hello" } };
    expect(messagesOf(story([answer]))).toHaveLength(1);
    expect(messagesOf(story([answer, turn("a", "hello")]))).toHaveLength(1);
    expect(messagesOf(story([answer]))[0]?.to).toBe("");
  });
});

describe("who speaks to whom", () => {
  it("counts messages, characters, and what the addressee never took up", () => {
    const events = story([turn("a", "take order 551 and 552", "b"), turn("b", "order 551 is done", "a"), turn("a", "also check 77 and 78", "b"), turn("b", "fine", "a"), turn("a", "bye", "b")]);
    const { edges, ignored, told } = topologyOf(events, messagesOf(events));
    expect(edges).toEqual([
      { from: "a", to: "b", messages: 3, characters: 22 + 20 + 3, things: 4, unused: 3 },
      { from: "b", to: "a", messages: 2, characters: 17 + 4, things: 0, unused: 0 },
    ]);
    expect(ignored.map(({ message, things }) => [message.event, things])).toEqual([[2, ["77", "78"]]]);
    expect(told.get("b")).toEqual({ told: 2, ignored: 1 });
  });

  it("does not call ignored who was never heard of again", () => {
    const events = story([turn("a", "take 551 and 552", "b")]);
    expect(topologyOf(events, messagesOf(events)).ignored).toEqual([]);
  });
});

describe("stances", () => {
  it.each([
    ["I agree with the plan.", 1],
    ["REJECT. 25 minutes is too long.", -1],
    ["ACCEPT. No objections.", 1],
    ["I don't agree with that.", -1],
    ["Yes, that's right", 1],
    ["There are no files here", 0],
    ["You are not wrong; that is correct.", 1],
    ["Let us look at the data", 0],
  ] as const)("of %j is %d", (text, value) => expect(stanceOf(text).value).toBe(value));

  it("names an answer that is given outright", () => expect(stanceOf("So the final answer is 56000.").answer).toBe("56000"));

  const shiftOf = (steps: readonly Step[]) => {
    const events = story(steps);
    return shiftsOf(events, messagesOf(events)).map(({ speaker, before, after, was, is, following, cause }) => [speaker, before, after, was, is, following, cause]);
  };

  it("shift after a peer disagreed, after something new was found or said, or by themselves", () => {
    expect(shiftOf([turn("a", "I agree."), turn("b", "I disagree."), turn("a", "REJECT. It fails.")])).toEqual([["a", 0, 2, "agrees", "disagrees", "peer disagreement", 1]]);
    expect(shiftOf([turn("a", "I disagree."), { kind: "tool_result", tool: "t", agent: "", payload: { result: "42" } }, turn("a", "I agree.")])).toEqual([["a", 0, 2, "disagrees", "agrees", "new evidence", 1]]);
    expect(shiftOf([turn("a", "REJECT. No."), turn("b", "plan B has 10 minutes"), turn("a", "ACCEPT.")])).toEqual([["a", 0, 2, "disagrees", "agrees", "new evidence", 1]]);
    expect(shiftOf([turn("a", "I agree."), turn("b", "go on"), turn("a", "I disagree.")])).toEqual([["a", 0, 2, "agrees", "disagrees", "spontaneous", -1]]);
  });

  it("do not shift by a change of the prompt, nor where nothing is held", () => {
    expect(shiftOf([turn("a", "I agree."), { kind: "prompt_policy", agent: "a", policy: "other" }, turn("a", "I agree.")])).toEqual([]);
    expect(shiftOf([turn("a", "hm"), turn("a", "I agree.")])).toEqual([]);
  });

  it("shift from one answer to another", () => {
    expect(shiftOf([turn("a", "The answer is 12."), turn("b", "sure?"), turn("a", "The answer is 13.")])).toEqual([["a", 0, 2, "answers 12", "answers 13", "spontaneous", -1]]);
  });
});

describe("escalation", () => {
  it("is trouble faster than it fades, with its beginning, its peak and its sum", () => {
    const events = story([
      turn("a", "x"),
      { kind: "error", agent: "a" },
      { kind: "tool_call", tool: "run", agent: "a" },
      { kind: "policy_violation", agent: "a" },
      { kind: "refusal", agent: "a", outcome: "refused", flag: 2 },
    ]);
    const [found] = escalationsOf(events);
    expect(found).toMatchObject({ onset: 1, peak: 4 });
    expect(found?.pressure).toBeCloseTo(2 ** (-1 / 10) + 1.5 + 1, 10);
    expect(found?.signs.map(({ says }) => says)).toEqual(["an error", "a policy was violated", "the model refused"]);
  });

  it("is none where the same trouble is spread out", () => {
    const calm = Array.from({ length: 40 }, () => turn("a", "x"));
    expect(escalationsOf(story([{ kind: "error" }, ...calm, { kind: "error" }, ...calm, { kind: "error" }]))).toEqual([]);
  });

  it("counts stakes that rise, and a person who is called", () => {
    const call = (tool: string): Step => ({ kind: "tool_call", tool });
    const [found] = escalationsOf(story([call("get_order"), call("update_order"), call("delete_order"), call("transfer_to_human_agents")]));
    expect(found?.signs.map(({ says }) => says)).toEqual(["changes: update_order", "destroys: delete_order", "calls for a person (transfer_to_human_agents)"]);
  });
});

describe("handoffs", () => {
  const hand = (agent: string, to: string, reason: string, context?: Json): Step => ({ kind: "handoff", agent, to, payload: { reason, ...(context !== undefined && { context }) } });

  it("back and forth without anything new are a ping-pong; with something new they are not", () => {
    const dull = story([hand("a", "b", "you do order 551"), hand("b", "a", "no you"), hand("a", "b", "no you"), hand("b", "c", "order 551")]);
    expect(pingPongsOf(messagesOf(dull), thinkersOf(dull))).toEqual([{ one: "a", other: "b", events: [0, 1, 2] }]);
    const lively = story([hand("a", "b", "order 551"), hand("b", "a", "order 552"), hand("a", "b", "order 553")]);
    expect(pingPongsOf(messagesOf(lively), thinkersOf(lively))).toEqual([]);
  });

  it("lose what the task says and the receiver is not told", () => {
    const steps = [{ kind: "human_input", agent: "user", payload: { content: "find the filing of 2023 for ACME-7" } }, hand("a", "b", "search", { company: "ACME-7" })];
    const events = story(steps);
    expect(lostOf(events, messagesOf(events))).toEqual({ lost: [{ handoff: 1, from: "a", to: "b", things: [{ thing: "2023", stood: 0 }] }], unchecked: 0 });
    const told = story([...steps, { kind: "llm_request", agent: "b", payload: { messages: [{ role: "user", content: "filing of 2023" }] } }]);
    expect(lostOf(told, messagesOf(told)).lost).toEqual([]);
  });

  it("are not judged where nothing tells what the receiver got", () => {
    const events = story([{ kind: "human_input", payload: { content: "find 2023" } }, hand("a", "b", "search"), turn("b", "ok")]);
    expect(lostOf(events, messagesOf(events))).toEqual({ lost: [], unchecked: 1 });
  });
});

describe("prompt policies", () => {
  it("say which parameters change, and bind their agent, or all if the whole run's agent has them", () => {
    const policies = policiesOf(
      story([
        { kind: "prompt_policy", agent: "root", policy: "debate", payload: { parameters: { strict: 0.4, rounds: 3 } } },
        { kind: "prompt_policy", agent: "critic", policy: "critic.v1" },
        { kind: "prompt_policy", agent: "root", policy: "debate", payload: { parameters: { strict: 0.8 } } },
      ]),
    );
    expect(policies[2]?.changes).toEqual([{ key: "strict", before: "0.4", after: "0.8" }, { key: "rounds", before: "3", after: "" }]);
    const inForce = new PoliciesInForce(policies, "root");
    expect([inForce.at(0, "planner"), inForce.at(1, "planner"), inForce.at(2, "critic"), inForce.at(9, "planner")]).toEqual([-1, 0, 1, 2]);
  });
});
