import type { EventRecord, Json } from "../../event.ts";
import { jsonText } from "../json-text.ts";
import type { EventStream, Exporter } from "../types.ts";
import { Transcript } from "./transcript.ts";
import { openAiMessage } from "./openai.ts";

/**
 * Conversations as OpenAI's chat messages, a line each: `messages`, the `tools` there were, and whose they are. An agent
 * whose context was replaced has several. Holds the conversations of the runs that are still open.
 */
export const chatMessages: Exporter = { id: "chat", title: "Chat messages (OpenAI style)", extension: "messages.jsonl", mediaType: "application/x-ndjson", write };

async function write(events: EventStream, emit: (text: string) => void): Promise<void> {
  const runs = new Map<string, Run>();
  for await (const event of events) {
    const run = runs.get(event.session) ?? { transcript: new Transcript(), start: undefined };
    runs.set(event.session, run);
    if (event.kind === "agent_start" && event.parent === undefined) run.start ??= event;
    run.transcript.add(event);
    if (event.kind !== "agent_end" || event.parent !== undefined) continue;
    writeRun(run, event, emit);
    runs.delete(event.session);
  }
  for (const run of runs.values()) writeRun(run, undefined, emit);
}

interface Run {
  readonly transcript: Transcript;
  start: EventRecord | undefined;
}

function writeRun({ transcript, start }: Run, end: EventRecord | undefined, emit: (text: string) => void): void {
  for (const { agent, messages, tools } of transcript.conversations()) {
    const about = { task_id: start?.task ?? end?.task, trial: start?.attempt ?? end?.attempt, reward: end?.score, outcome: end?.outcome, agent };
    const line: Json = { ...about, messages: messages.map(openAiMessage), ...(tools.length > 0 && { tools }) };
    emit(`${jsonText(line)}\n`);
  }
}
