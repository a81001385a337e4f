import { join } from "node:path";
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { Sentence } from "../../../../viewer/engine/contracts/insight.ts";
import { openAll, startEngine, textFile, traceText, unwrap } from "../../../support/engine.ts";

async function storyOf(text: string): Promise<readonly Sentence[]> {
  const engine = await startEngine();
  await openAll(engine, [textFile("a.peek.jsonl", text)]);
  const { story } = unwrap(await engine.analyse("insight", { run: 0 }));
  if (!story.ok) throw new Error(story.cause);
  return story.value;
}

const sample = (name: string): string => readFileSync(join(import.meta.dirname, `../../../../samples/scenarios/${name}.peek.jsonl`), "utf8");

test("a loop is told in five sentences that lead to its events", async () => {
  const story = await storyOf(sample("looping_behavior"));
  expect(story).toHaveLength(5);
  expect(story[0]?.text).toBe("The agent “flight-finder” was asked: “Find me a non-stop flight from Zürich to Reykjavík on 14 November, and hold it”.");
  expect(story[1]?.text).toBe("Over 25 seconds, it asked its language model 12 times and used search_flights 12 times.");
  expect(story[2]?.text).toMatch(/^It then went round in circles: search_flights was called 12 times/);
  expect(story[4]?.text).toMatch(/^In the end the run ended with an error/);
  expect(story.every(({ events }) => events.length > 0)).toBe(true);
});

test("a team, what was refused, and how it ended are told by name", async () => {
  const story = await storyOf(sample("multi_agent_dialogue"));
  expect(story[1]?.text).toContain("3 agents took part (coordinator, planner and critic)");
  expect(story.at(-1)?.text).toMatch(/^In the end the run was judged a success/);
  const escalation = await storyOf(sample("safety_escalation"));
  expect(escalation[2]?.text).toContain("run_sql gave an error: “canceling statement due to lock timeout");
});

test("a run that says next to nothing is told as that", async () => {
  const story = await storyOf(traceText([{}]));
  expect(story.map(({ text }) => text)).toEqual(["An agent was at work; the recording does not say what it was asked.", "The recording holds 1 event, and no step of an agent among them.", "Nothing failed openly on the way, and no guard had to step in.", "The recording has no end."]);
});
