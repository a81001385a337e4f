import { createRecorder } from "../../../sdk/index.ts";
import { SimulatedClock } from "./clock.ts";
import { SeededIds } from "./ids.ts";
import { SampleSink } from "./sink.ts";
import type { KindGroup } from "../../../format/kinds.ts";

/** What a scenario runs on. */
export interface Stage {
  readonly recorder: ReturnType<typeof createRecorder>;
  readonly clock: SimulatedClock;
}

/** A small agent that really runs, and what its trace is to show. */
export interface Scenario {
  /** Name of the trace: `<name>.peek.jsonl`. */
  readonly name: string;
  /** Letter and colour it is announced with. */
  readonly group: KindGroup;
  readonly title: string;
  /** What a person would want to know. */
  readonly question: string;
  /** The event that answers it: its kind, and text it holds. */
  readonly answer: { readonly kind: string; readonly says: string };
  /** When the run begins: Unix time in microseconds. */
  readonly startUnixUs: number;
  run(stage: Stage): Promise<void>;
  /** What became of the file after it was written. */
  damage?(text: string): string;
}

/** Runs a scenario and gives its trace file as text, the same each time. */
export async function recordToText(scenario: Scenario): Promise<string> {
  const clock = new SimulatedClock(scenario.startUnixUs);
  const sink = new SampleSink();
  const recorder = createRecorder({ sink, clock, ids: new SeededIds(scenario.name), enabled: true, onError: ({ error }) => { throw error; } });
  await scenario.run({ recorder, clock });
  return scenario.damage?.(sink.text()) ?? sink.text();
}

/** Runs a scenario now and leaves its traces in a folder, as any program's run would. */
export async function recordToFolder(scenario: Scenario, dir: string): Promise<void> {
  const clock = new SimulatedClock(Date.now() * 1000);
  await scenario.run({ recorder: createRecorder({ dir, clock, enabled: true }), clock });
}

/** A moment in UTC as Unix microseconds; `month` from 1. */
export function utc(year: number, month: number, day: number, hour = 9, minute = 0): number {
  return Date.UTC(year, month - 1, day, hour, minute) * 1000;
}
