import { AIMessage, HumanMessage, type BaseMessage } from "@langchain/core/messages";
import { MemorySaver, MessagesAnnotation, StateGraph } from "@langchain/langgraph";
import { Agent, RunContext, RunState } from "@openai/agents";
import { expect, test } from "vitest";
import { z } from "zod";
import { recordCheckpoints } from "../../../sdk/adapters/langchain.ts";
import { TraceContext } from "../../../sdk/index.ts";
import { checkpointRunState, IncompleteError, parseTrace, RecordingError, restore, restoreRunState, restoreSaver } from "../../../sdk/replay/index.ts";
import { inMemory } from "../support.ts";

/** A graph of two steps that notes which of them run. */
function graphOf(saver: MemorySaver, ran: string[]) {
  const say = (name: string) => ({ messages }: { messages: BaseMessage[] }) => {
    ran.push(name);
    return { messages: [new AIMessage(`${name} after ${messages.length}`)] };
  };
  return new StateGraph(MessagesAnnotation).addNode("plan", say("plan")).addNode("act", say("act")).addEdge("__start__", "plan").addEdge("plan", "act").addEdge("act", "__end__").compile({ checkpointer: saver });
}

test("a LangGraph run goes on, in another process's saver, from a checkpoint in the trace", async () => {
  const { recorder, text } = inMemory();
  const config = { configurable: { thread_id: "t-1" } };
  const whole = await TraceContext.run({ agentName: "graph", recorder }, async () => await graphOf(recordCheckpoints(new MemorySaver()), []).invoke({ messages: [new HumanMessage("go")] }, config));
  const { checkpoints } = parseTrace(text());
  const afterPlan = checkpoints.find(({ payload }) => payload["step"] === 1);
  if (afterPlan === undefined) throw new Error("no checkpoint after the first step");
  const ran: string[] = [];
  const saver = new MemorySaver();
  const resumed = await graphOf(saver, ran).invoke(null, await restoreSaver(afterPlan, saver));
  expect(ran).toEqual(["act"]);
  expect(resumed.messages.map(({ content }) => content)).toEqual(whole.messages.map(({ content }) => content));
  expect(resumed.messages[0]).toBeInstanceOf(HumanMessage);
});

test("a RunState of the OpenAI Agents SDK comes back as one", async () => {
  const { recorder, text } = inMemory();
  const agent = new Agent({ name: "helper", instructions: "help" });
  await TraceContext.run({ agentName: "agents", recorder }, async () => {
    checkpointRunState(new RunState(new RunContext({ user: 7 }), "hello", agent, 5), { importance: 0.9 });
  });
  const [checkpoint] = parseTrace(text()).checkpoints;
  if (checkpoint === undefined) throw new Error("no checkpoint");
  expect(checkpoint).toMatchObject({ name: "run state", importance: 0.9 });
  const state = await restoreRunState(checkpoint, RunState, agent);
  expect(state).toBeInstanceOf(RunState);
  expect(state.toString()).toBe(new RunState(new RunContext({ user: 7 }), "hello", agent, 5).toString());
});

test("restore gives values, checked and typed by a schema, with memory and place", () => {
  const { recorder, text } = inMemory();
  TraceContext.run({ agentName: "a", recorder }, (ctx) => {
    const call = ctx.recordToolCall("t");
    ctx.within(call, () => ctx.checkpoint({ round: 3, seen: new Set(["x"]), when: new Date(0) }, { memory: new Map([["k", 1n]]), importance: 0.8, checkpoint: "mine" }));
  });
  const recording = parseTrace(text());
  const checkpoint = recording.checkpoint("mine");
  const { state, memory } = restore(checkpoint, z.object({ round: z.number(), seen: z.set(z.string()), when: z.coerce.date() }));
  expect(state).toEqual({ round: 3, seen: new Set(["x"]), when: new Date(0) });
  expect(memory).toEqual(new Map([["k", 1n]]));
  expect(recording.event(checkpoint.event)).toMatchObject({ importance: 0.8, upstream: [recording.events.find(({ kind }) => kind === "tool_call")?.id] });
  expect(() => restore(checkpoint, z.object({ round: z.string() }))).toThrow(/expected string/);
  expect(() => recording.checkpoint("other")).toThrow(RecordingError);
});

test("a state that was not recorded whole is refused, with the place that is missing", () => {
  const { recorder, text } = inMemory({ maxDepth: 4 });
  TraceContext.run({ recorder }, (ctx) => ctx.checkpoint({ a: { b: { c: { d: 1 } } } }));
  expect(() => restore(parseTrace(text()).checkpoint("last"))).toThrow(IncompleteError);
  expect(() => restore(parseTrace(text()).checkpoint("last"))).toThrow(/^\$\.a\.b\.c was not recorded whole/);
});
