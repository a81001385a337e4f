import { TraceContext } from "../../sdk/index.ts";
import { SONNET, tokensOf } from "./support/model.ts";
import { utc, type Scenario, type Stage } from "./support/stage.ts";

const TASK = "Write the release notes of version 4.2, section by section.";
const SECTIONS: readonly (readonly [title: string, text: string])[] = [
  ["Summary", "Version 4.2 opens large files four times as fast and keeps your place when you switch windows."],
  ["New", "Search now looks through folded rows. A ruler beside the scrollbar shows where the hits are. Files may be dropped at any time."],
  ["Repaired", "The time line no longer jumps when the first event has no time. Copying a row keeps its line breaks. A clock that was set back is shown as such."],
];

async function run({ recorder, clock }: Stage): Promise<void> {
  const { model, provider } = SONNET;
  await TraceContext.run({ recorder, agentName: "release-writer", title: "Release notes, cut off while writing", framework: "custom", task: "docs/release-4.2", input: TASK }, async (ctx) => {
    const messages = [{ role: "user", content: TASK }];
    for (const [title, text] of SECTIONS) {
      messages.push({ role: "user", content: `Section: ${title}` });
      const request = ctx.recordLlmRequest({ model, provider, messages: [...messages], settings: { stream: true } });
      const stream = ctx.streamLlmResponse(request);
      for (const word of text.split(/(?<= )/)) {
        await clock.sleep(SONNET.msPerToken * tokensOf(word));
        stream.chunk(word);
      }
      const response = stream.end({ model, provider, stopReason: "end_turn", usage: { inputTokens: tokensOf(messages), outputTokens: tokensOf(text) }, costUsd: (tokensOf(messages) * 3 + tokensOf(text) * 15) / 1e6 });
      messages.push({ role: "assistant", content: text });
      ctx.checkpoint({ written: messages.length / 2, next: title }, { upstream: [response] });
    }
  });
}

/** The process died while the last answer was on its way to the disk: half of its line is there, and nothing after it. */
function cutLastAnswer(text: string): string {
  const line = text.lastIndexOf("\n", text.lastIndexOf('"kind":"llm_response"')) + 1;
  const end = text.indexOf("\n", line);
  return text.slice(0, line + Math.floor((end - line) * 0.8));
}

export const streamingCrashMidWrite: Scenario = {
  name: "streaming_crash_mid_write",
  group: "llm",
  title: "The process died in the middle of a line",
  question: "How far did it come, and what is lost?",
  answer: { kind: "llm_request", says: "Section: Repaired" },
  startUnixUs: utc(2025, 11, 15, 22, 51),
  run,
  damage: cutLastAnswer,
};
