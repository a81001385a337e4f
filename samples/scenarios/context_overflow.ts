import { TraceContext, type RecordedEvent } from "../../sdk/index.ts";
import { Chat } from "./support/chat.ts";
import { ScenarioError } from "./support/failure.ts";
import { GPT, ScriptedModel, tokensOf, type Answer, type Script } from "./support/model.ts";
import { utc, type Scenario, type Stage } from "./support/stage.ts";
import { Toolbox } from "./support/tools.ts";

const CONSTRAINT = "Whatever you find: do not restart the gateway before 22:00, a payment run is going on.";
const TASK = "Users see errors on checkout. Find out why from the logs and repair it.";
const WINDOW_TOKENS = 1650;
const SERVICES = ["checkout", "gateway", "ledger", "mailer"];

function logOf(service: string): string {
  const lines = Array.from({ length: 24 }, (_, index) => {
    const time = `14:${String(10 + index).padStart(2, "0")}:07`;
    if (service === "gateway" && index > 15) return `${time} ERROR pool exhausted: 64 of 64 connections in use, request ${4000 + index * 37} waited 5000 ms`;
    return `${time} INFO ${service} handled ${120 + ((index * 31) % 77)} requests, p95 ${40 + ((index * 13) % 29)} ms`;
  });
  return lines.join("\n");
}

/** Reads one log after the other; what it does then depends on what it still sees. */
const script: Script = (messages) => {
  if (tokensOf(messages) > WINDOW_TOKENS) throw new ScenarioError("ContextLengthExceededError", `this model's maximum context length is ${WINDOW_TOKENS} tokens, your messages have ${tokensOf(messages)}`);
  const text = JSON.stringify(messages);
  if (text.includes("restarted")) return { text: "The gateway's connection pool was exhausted; I restarted it and checkout works again." };
  const next = SERVICES.find((service) => !text.includes(`read_log: ${service}`));
  if (next !== undefined) return { text: `read_log: ${next}`, calls: [["read_log", { service: next }]] };
  if (text.includes("payment run")) return { text: "The gateway's connection pool is exhausted. A restart would cure it; I wait until 22:00 because of the payment run." };
  return { text: "The gateway's pool is exhausted; a restart cures that.", calls: [["restart", { service: "gateway" }]] };
};

async function run({ recorder, clock }: Stage): Promise<void> {
  const tools = new Toolbox(clock, {
    read_log: { description: "Last lines of a service's log", takes: { service: "string" }, ms: 260, run: ({ service }) => logOf(String(service)) },
    restart: { description: "Restart a service", takes: { service: "string" }, ms: 4000, run: ({ service }) => `${String(service)} restarted at 14:41` },
  });
  await TraceContext.run({ recorder, agentName: "on-call", title: "The message that fell out of the context", framework: "custom", task: "ops/checkout-errors", input: TASK }, async (ctx) => {
    const chat = new Chat(ctx, new ScriptedModel(GPT, clock, script), "You are on call. Find the cause, then act.", tools);
    chat.user(CONSTRAINT);
    chat.user(TASK);
    let restarted: RecordedEvent | undefined;
    for (let answer = await askShortened(ctx, chat); answer.calls.length > 0; answer = await askShortened(ctx, chat)) {
      for (const call of answer.calls) {
        const { event } = await chat.perform(call, answer.event);
        if (call.name === "restart") restarted = event;
      }
    }
    if (restarted !== undefined) ctx.recordPolicyViolation({ policy: "change-freeze", severity: "critical", violationType: "constraint_of_user_broken", details: { constraint: CONSTRAINT, act: "restart gateway at 14:41" }, upstream: [restarted] });
    ctx.setResult({ outcome: restarted === undefined ? "passed" : "failed", score: restarted === undefined ? 1 : 0, output: chat.messages.at(-1)?.content });
  });
}

/** Asks; when the context is full, leaves the oldest message out and asks again. That is the fault: the oldest is the one that mattered. */
async function askShortened(ctx: TraceContext, chat: Chat): Promise<Answer> {
  for (;;) {
    try {
      return await chat.ask();
    } catch (error) {
      if (!(error instanceof ScenarioError) || chat.messages.length < 3) throw error;
      const [dropped] = chat.messages.splice(1, 1);
      ctx.log("left the oldest message out of the context", { level: "warn", outcome: "warn", data: { dropped, messages_left: chat.messages.length, tokens_left: tokensOf(chat.messages) } });
    }
  }
}

export const contextOverflow: Scenario = {
  name: "context_overflow",
  group: "llm",
  title: "The message that fell out of the context",
  question: "Why did the agent restart the gateway although it was told not to?",
  answer: { kind: "log", says: "a payment run is going on" },
  startUnixUs: utc(2025, 11, 17, 14, 34),
  run,
};
