import type { EventRecord } from "../../format/event.ts";
import { canonical } from "./canonical.ts";
import type { Moment } from "./history.ts";
import { isCall, payloadOf, type Recording } from "./recording.ts";

/** A recorded call within the part that is replayed. */
export interface Step {
  readonly event: EventRecord;
  /** What was asked: the payload of the call. */
  readonly input: Readonly<Record<string, unknown>>;
  readonly content: string;
  readonly result: EventRecord | undefined;
  readonly made: Moment;
  /** Undefined where the recording has no result. */
  readonly ended: Moment | undefined;
  /** A call of the replayed program stands for it. */
  isTaken: boolean;
}

/** The part of the recording that is replayed: events after `from` and before `until`, by their place in the order of writing. */
export interface Range {
  readonly from: number;
  readonly until: number;
}

/** The recorded calls of a replay: by id, by place in the tree, and as the order in which they were made and ended. */
export class Steps {
  readonly moments: readonly Moment[];
  /** How many of the moments are before the cut. */
  readonly needed: number;
  readonly #byId = new Map<string, Step>();
  readonly #byMoment = new Map<Moment, Step>();
  readonly #byPlace = new Map<string, Step[]>();
  readonly #children = new Map<string, string[]>();
  readonly #returned = new Map<string, string>();

  constructor(recording: Recording, range: Range, ignored: ReadonlySet<string>) {
    const moments: Moment[] = [];
    recording.events.forEach((event, index) => {
      if (event.parent !== undefined) listIn(this.#children, event.parent).push(event.id);
      if (!isCall(event.kind) || index >= range.until) return;
      const result = recording.resultOf(event.id);
      const endIndex = result === undefined ? Number.POSITIVE_INFINITY : recording.indexOf(result.id);
      if (endIndex < range.from || (index < range.from && result === undefined)) return;
      const step = stepOf(event, { index, endIndex, result }, ignored);
      this.#add(step);
      moments.push(step.made);
      if (step.ended !== undefined) moments.push(step.ended);
    });
    this.moments = moments.sort((a, b) => a.index - b.index);
    this.needed = this.moments.filter(({ index }) => index < range.until).length;
  }

  get all(): Iterable<Step> {
    return this.#byId.values();
  }

  byId(id: string): Step | undefined {
    return this.#byId.get(id);
  }

  byMoment(moment: Moment): Step | undefined {
    return this.#byMoment.get(moment);
  }

  /** Calls of a kind and name under an event that nothing stands for yet, in order. */
  openAt(parent: string, kind: string, name: string): readonly Step[] {
    return this.#byPlace.get(placeKey(parent, kind, name)) ?? [];
  }

  /** A call of the replayed program stands for it. */
  take(step: Step): void {
    if (step.isTaken) return;
    step.isTaken = true;
    const there = this.openAt(step.event.parent ?? "", step.event.kind, aboutOf(step.event)) as Step[];
    there.splice(there.indexOf(step), 1);
  }

  /** How recorded calls of the name handed out their results, where that was not at once. */
  returned(kind: string, name: string): string | undefined {
    return this.#returned.get(placeKey("", kind, name));
  }

  /** The recorded calls made inside a call. */
  inside(call: string): readonly Step[] {
    const found: Step[] = [];
    const open = [call];
    const seen = new Set(open);
    for (let id = open.pop(); id !== undefined; id = open.pop()) {
      for (const child of this.#children.get(id) ?? []) {
        if (seen.has(child)) continue;
        seen.add(child);
        open.push(child);
        const step = this.#byId.get(child);
        if (step !== undefined) found.push(step);
      }
    }
    return found;
  }

  #add(step: Step): void {
    const { event, result, made, ended } = step;
    this.#byId.set(event.id, step);
    this.#byMoment.set(made, step);
    if (ended !== undefined) this.#byMoment.set(ended, step);
    const name = aboutOf(event);
    listIn(this.#byPlace, placeKey(event.parent ?? "", event.kind, name)).push(step);
    const returned = result === undefined ? undefined : payloadOf(result)["returned"];
    if (typeof returned === "string" && returned !== "iterator") this.#returned.set(placeKey("", event.kind, name), returned);
  }
}

/** The tool or model a call is of. */
export function aboutOf(event: EventRecord): string {
  return (event.kind === "tool_call" ? event.tool : event.model) ?? event.name ?? "";
}

function stepOf(event: EventRecord, { index, endIndex, result }: { readonly index: number; readonly endIndex: number; readonly result: EventRecord | undefined }, ignored: ReadonlySet<string>): Step {
  const input = payloadOf(event);
  const made: Moment = { index, isCall: true, done: false, waiter: undefined };
  // What was given up has no place in the order: the program decides when it does so again.
  const ended: Moment | undefined = result === undefined ? undefined : { index: endIndex, isCall: false, done: result.outcome === "cancelled", waiter: undefined };
  return { event, input, content: canonical(input, ignored), result, made, ended, isTaken: false };
}

function placeKey(parent: string, kind: string, name: string): string {
  return `${parent}\n${kind}\n${name}`;
}

function listIn<T>(map: Map<string, T[]>, key: string): T[] {
  let list = map.get(key);
  if (list === undefined) map.set(key, (list = []));
  return list;
}
