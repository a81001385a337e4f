import { findAlerts } from "../alerts/index.ts";
import type { FoundAlert } from "../alerts/found.ts";
import { deviationsOf, type Deviations } from "../cause/expected.ts";
import { familyOf, type Family } from "../cause/families.ts";
import type { RunFacts, StepFacts } from "../cause/facts.ts";
import { rankSuspects, type Suspect } from "../cause/model.ts";
import { Paths } from "../cause/path.ts";
import { factsOf } from "../cause/read.ts";
import { FLAG_FAILING } from "../../trace-columns.ts";
import type { StoryEvent } from "../story/event.ts";

/** Log odds added to a change that differs from the acts the trace says were expected. Set by hand: such a step is all but judged. */
export const UNEXPECTED = 3;

/** A run read once for all that is said about it. Members are worked out at first use; one that fails throws at each use. */
export class Story {
  readonly events: readonly StoryEvent[];
  readonly #parts = new Map<string, unknown>();

  constructor(events: readonly StoryEvent[]) {
    this.events = events;
  }

  get facts(): RunFacts {
    return this.#once("facts", () => factsOf(this.events));
  }

  get family(): Family {
    return this.#once("family", () => familyOf(this.facts));
  }

  get deviations(): Deviations | undefined {
    return this.#once("deviations", () => deviationsOf(this.events));
  }

  get alerts(): readonly FoundAlert[] {
    return this.#once("alerts", () => findAlerts(this.events, this.facts));
  }

  /** Most suspect first. */
  get suspects(): readonly Suspect[] {
    return this.#once("suspects", () => rankSuspects(this.facts, this.family.model, (at) => (this.isUnexpected(this.facts.facts[at]) ? UNEXPECTED : 0)));
  }

  /** True for the step with the first change that was not expected, where the trace says what was. */
  isUnexpected(fact: StepFacts | undefined): boolean {
    const first = this.deviations?.wrong[0];
    return first !== undefined && fact?.step.events.includes(first) === true;
  }

  get paths(): Paths {
    return this.#once("paths", () => new Paths(this.facts, this.events));
  }

  /** Index of the event that closes the run; -1 if none does. */
  get end(): number {
    return this.events.findLastIndex(({ kind, parent }) => kind === "agent_end" && parent < 0);
  }

  /** True if the run ended as a failure; where nothing says how it ended, if any of its steps failed. */
  get hasFailed(): boolean {
    const last = this.events[this.end];
    return last === undefined || last.envelope.outcome === undefined ? this.events.some(({ flag }) => flag === FLAG_FAILING) : last.flag === FLAG_FAILING;
  }

  #once<T>(name: string, make: () => T): T {
    if (!this.#parts.has(name)) this.#parts.set(name, make());
    return this.#parts.get(name) as T;
  }
}
