import type { EventRecord, Header } from "../../format/event.ts";
import { writeEvent, writeHeader } from "../../format/jsonl/write.ts";

/** A line of the small run before it is written: an event or a header. */
export type Line = EventRecord | Header;

const START_US = Date.UTC(2025, 10, 4, 9, 30) * 1000;
const STEP_US = 240_000;
const MODEL = { model: "claude-sonnet-4-5", provider: "anthropic" } as const;
const QUESTION = "Do I need an umbrella in Zürich this afternoon?";

/** The header of the small run. */
export const HEADER: Header = {
  peek: 1,
  file: "b5b2f0c6d3a94e17a0c8f1d2e3b4a596",
  created_unix_us: START_US,
  recorder: { name: "by-hand", version: "1" },
};

/** A run of nine events, whole and valid; what the damaged samples are made from. Event n has the id `00000000000000e` + n. */
export function weatherRun(): readonly EventRecord[] {
  return [
    event(0, { kind: "agent_start", name: QUESTION, framework: "custom", task: "weather/zurich", attempt: 0, payload: { title: QUESTION } }),
    event(1, { kind: "human_input", name: "question", agent: "user", parent: id(0), payload: { content: QUESTION } }),
    event(2, { kind: "llm_request", name: MODEL.model, parent: id(0), ...MODEL, payload: { messages: [{ role: "user", content: QUESTION }] } }),
    event(3, {
      kind: "llm_response",
      name: MODEL.model,
      parent: id(0),
      reply_to: id(2),
      outcome: "ok",
      duration_ms: 240,
      tokens_in: 61,
      tokens_out: 24,
      cost_usd: 0.000543,
      ...MODEL,
      payload: { tool_calls: [{ id: "call_1", name: "weather_api", arguments: { city: "Zürich" } }] },
    }),
    event(4, { kind: "tool_call", name: "weather_api", parent: id(0), upstream: [id(3)], tool: "weather_api", payload: { arguments: { city: "Zürich" } } }),
    event(5, {
      kind: "tool_result",
      name: "weather_api",
      parent: id(0),
      reply_to: id(4),
      outcome: "ok",
      tool: "weather_api",
      duration_ms: 240,
      payload: { result: { forecast: "rain from 15:00", millimetres: 4.2 } },
    }),
    event(6, {
      kind: "decision",
      name: "advise an umbrella",
      parent: id(0),
      evidence: [id(5)],
      confidence: 0.92,
      payload: { reasoning: "4.2 mm from three o'clock on is more than a drizzle.", chosen_action: "advise an umbrella" },
    }),
    event(7, { kind: "agent_turn", name: "answer", parent: id(0), to: "user", turn: 1, payload: { content: "Yes: rain is forecast from 15:00." } }),
    event(8, { kind: "agent_end", name: QUESTION, reply_to: id(0), outcome: "passed", score: 1, duration_ms: 1920, payload: { output: "Yes: rain is forecast from 15:00." } }),
  ];
}

/** Id of the n-th event. */
export function id(n: number): string {
  return `00000000000000e${n.toString(16)}`;
}

function event(seq: number, members: Partial<EventRecord> & { readonly kind: string }): EventRecord {
  const time = START_US + seq * STEP_US;
  return { seq, id: id(seq), session: "weather-1", trace: "weather", time_unix_us: time, agent: "weather", ...members };
}

/** Lines as the text of a file, each with its newline. */
export function textOf(lines: readonly Line[]): string {
  return lines.map((line) => `${"peek" in line ? writeHeader(line as Header) : writeEvent(line as EventRecord)}\n`).join("");
}

/** The small run as the text of a file, after `change`, if any, had its way with the events. */
export function weatherTrace(change: (events: readonly EventRecord[]) => readonly EventRecord[] = (events) => events): string {
  return textOf([HEADER, ...change(weatherRun())]);
}
