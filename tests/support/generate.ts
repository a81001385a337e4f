import { closeSync, existsSync, mkdirSync, openSync, renameSync, writeSync } from "node:fs";
import { join } from "node:path";
import { randomNumbers } from "./random.ts";

const WORDS = "search flight reservation payment user policy error timeout retry model context tool result agent plan step order refund cancel upgrade economy business date city".split(" ");
const KINDS = ["decision", "llm_request", "llm_response", "tool_call", "tool_result"];
const RUN_EVENTS = 1000;
const START_US = 1_763_884_800_000_000;

/** What to generate: `words` of prose in each payload sets the size. */
export interface Shape {
  readonly events: number;
  readonly words: number;
  /** Events of a run; 1000 unless given. */
  readonly runEvents?: number;
}

/** Writes a trace of our own format with a fixed seed into a folder, once; gives its path. The same shape gives the same bytes. */
export function generateTrace(folder: string, { events, words, runEvents = RUN_EVENTS }: Shape): string {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `generated-${events}-${words}-${runEvents}.peek.jsonl`);
  if (existsSync(file)) return file;
  const random = randomNumbers(42);
  const descriptor = openSync(`${file}.part`, "w");
  let text = `${JSON.stringify({ peek: 1, file: "generated", created_unix_us: START_US, recorder: { name: "generator" } })}\n`;
  for (let index = 0; index < events; index++) {
    text += `${JSON.stringify(event(index, { words, runEvents }, random))}\n`;
    if (text.length < 1 << 20) continue;
    writeSync(descriptor, text);
    text = "";
  }
  writeSync(descriptor, text);
  closeSync(descriptor);
  renameSync(`${file}.part`, file);
  return file;
}

function event(index: number, { words, runEvents }: Omit<Required<Shape>, "events">, random: () => number): Record<string, unknown> {
  const run = Math.floor(index / runEvents);
  const step = index % runEvents;
  const kind = KINDS[step % KINDS.length] ?? "log";
  const prose = Array.from({ length: words }, () => WORDS[Math.floor(random() * WORDS.length)]).join(" ");
  const isResult = kind === "tool_result";
  return {
    seq: step,
    id: hex(index + 1),
    kind,
    session: `run-${run}`,
    trace: hex(run) + hex(run),
    time_unix_us: START_US + index * 1000,
    time_mono_us: index * 1000,
    name: `${kind} ${WORDS[index % WORDS.length]}`,
    agent: `agent-${index % 3}`,
    ...(step % KINDS.length === 0 ? {} : { parent: hex(index + 1 - (step % KINDS.length)) }),
    ...(isResult ? { reply_to: hex(index), outcome: random() < 0.02 ? "error" : "ok", duration_ms: Math.round(random() * 1000) / 10 } : {}),
    importance: 0.4,
    ...(kind.startsWith("llm") ? { model: "gpt-4o", tokens_in: 1000 + (index % 500), tokens_out: 50 } : {}),
    ...(kind.startsWith("tool") ? { tool: `tool-${index % 7}` } : {}),
    payload: kind === "tool_call" ? { arguments: { query: prose, number: index } } : { content: prose, extra: { list: [1, 2, 3], note: "x".repeat(20) } },
  };
}

function hex(number: number): string {
  return number.toString(16).padStart(16, "0");
}
