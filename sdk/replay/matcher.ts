import { canonical } from "./canonical.ts";
import type { ComparedCall, Match } from "./options.ts";
import { aboutOf, type Step, type Steps } from "./steps.ts";

/** A call of the replayed program. */
export interface LiveCall extends ComparedCall {
  readonly id: string;
  /** The recorded event its enclosing event stands for; undefined where there is none. */
  readonly place: string | undefined;
}

/** Finds, among the recorded calls nothing stands for yet, the one a call of the program stands for. */
export class Matcher {
  readonly #steps: Steps;
  readonly #match: Match;
  readonly #ignored: ReadonlySet<string>;

  constructor(steps: Steps, match: Match, ignored: ReadonlySet<string>) {
    this.#steps = steps;
    this.#match = match;
    this.#ignored = ignored;
  }

  /** The recorded call that is this one; undefined if none is. */
  find(call: LiveCall): Step | undefined {
    const match = this.#match;
    if (match === "content") return this.#anywhere(call);
    const there = this.#there(call);
    if (match === "name") return there[0];
    if (typeof match === "function") return there.find((step) => match({ kind: step.event.kind, name: aboutOf(step.event), input: step.input }, call));
    const content = canonical(call.input, this.#ignored);
    return there.find((step) => step.content === content);
  }

  /** The recorded call that was made there, most probably, by one that matches none: of its name, else of its kind, else any. */
  nearest(call: LiveCall, next: Step | undefined): Step | undefined {
    const [same] = this.#there(call);
    if (same !== undefined) return same;
    return next !== undefined && !next.isTaken && (call.place === undefined || next.event.parent === call.place) ? next : undefined;
  }

  #there({ place, kind, name }: LiveCall): readonly Step[] {
    return place === undefined ? [] : this.#steps.openAt(place, kind, name);
  }

  #anywhere(call: LiveCall): Step | undefined {
    const content = canonical(call.input, this.#ignored);
    for (const step of this.#steps.all) {
      if (!step.isTaken && step.event.kind === call.kind && aboutOf(step.event) === call.name && step.content === content) return step;
    }
    return undefined;
  }
}
