import type { EventRecord } from "../event.ts";
import type { Severity } from "../kinds.ts";
import { flowOf, NOTHING, relatedIds, type Alert, type Detector } from "./alert.ts";
import { BoundedMap } from "./bounded-map.ts";
import { isWaiting, type Effect } from "./effects.ts";
import { likeness, saysSame, type Likeness } from "./intent.ts";
import { printOf, type Print } from "./print.ts";
import { Repeats, type Repeat } from "./repeats.ts";
import { membersOf, StepReader, type Step } from "./steps.ts";

/** When repetition is an alert. */
export interface LoopOptions {
  /** Occurrences of one act that make a loop; default 3. */
  readonly repeats?: number | undefined;
  /** Acts to look back; default 16. */
  readonly window?: number | undefined;
  /** What tools do whose names do not tell. */
  readonly effects?: Readonly<Record<string, Effect>> | undefined;
}

const REPEATS = 3;
const WINDOW = 16;
const MOST_FLOWS = 200;
/** A tool that waits for something is asked this many times as often before it counts as a loop. */
const PATIENCE = 3;
const HIGH_AT = 6;
const MOST_HEARD = 8;
const ALIKE_WORDS = 0.8;

interface Flow {
  readonly repeats: Repeats<Step>;
  /** What people lately said to the agent. */
  heard: Print[];
}

/**
 * Tools called over and over: the same question with the same answer, in the same or in other words, alone or in a cycle
 * of up to five calls, while nothing changes. What counts as change: a call that alters something, or may, and that was
 * not made before; and something new said by a person. Calls with different answers are progress and never a loop.
 */
export class LoopDetector implements Detector {
  readonly #steps: StepReader;
  readonly #flows = new BoundedMap<Flow>(MOST_FLOWS);
  readonly #least: number;
  readonly #window: number;

  constructor({ repeats = REPEATS, window = WINDOW, effects }: LoopOptions = {}) {
    this.#least = Math.max(2, repeats);
    this.#window = Math.max(this.#least + 1, window);
    this.#steps = new StepReader(effects);
  }

  observe(event: EventRecord): readonly Alert[] {
    if (event.kind === "human_input") this.#hear(event);
    const step = this.#steps.read(event, flowOf(event));
    return step === undefined ? NOTHING : this.#take(step);
  }

  #take(step: Step): readonly Alert[] {
    const { repeats } = this.#flow(step.flow);
    const { isNew, repeat } = repeats.add(step);
    if (isNew && step.effect !== "read" && !step.failed) repeats.reset();
    return repeat === undefined ? NOTHING : [loopAlert(repeat)];
  }

  /** What a person says for the first time gives every flow of the session a new start. */
  #hear(event: EventRecord): void {
    const said = printOf(membersOf(event)["content"]);
    const flow = this.#flow(event.session);
    const isNew = !flow.heard.some((before) => saysSame(before, said, ALIKE_WORDS));
    flow.heard = [...flow.heard, said].slice(-MOST_HEARD);
    if (!isNew) return;
    this.#flows.each((key, { repeats }) => {
      if (key.startsWith(`${event.session}\n`)) repeats.forget();
    });
  }

  #flow(key: string): Flow {
    return this.#flows.get(key, () => ({ repeats: new Repeats({ window: this.#window, least: (step) => this.#leastFor(step), compare }), heard: [] }));
  }

  #leastFor(step: Step): number {
    return isWaiting(step.tool) ? this.#least * PATIENCE : this.#least;
  }
}

function compare(one: Step, other: Step): Likeness {
  return one.tool === other.tool ? likeness(one, other) : "other";
}

function loopAlert({ items, period, isNear }: Repeat<Step>): Alert {
  const { tool, agent } = items.at(-1) as Step;
  const isCycle = period !== undefined && period > 1;
  const asked = isNear ? "in similar words" : "with the same arguments";
  const what = isCycle ? `the same ${period} calls go round: ${tool} was called ${items.length} times ${asked}` : `${tool} was called ${items.length} times ${asked}`;
  const severity: Severity = items.length >= HIGH_AT ? "high" : "medium";
  return {
    alertType: isCycle ? "tool_cycle" : "tool_loop",
    severity,
    signal: `${what}, and gave the same answer each time`,
    related: relatedIds(items.flatMap(({ call, result }) => [call, result])),
    agent,
  };
}
