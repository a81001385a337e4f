import type { EventRecord } from "../../format/event.ts";
import type { RecordedEvent } from "../event.ts";
import type { EventLinks } from "../intercept.ts";
import type { RecordedCheckpoint, Recording } from "./recording.ts";
import type { Range } from "./steps.ts";

/**
 * Which recorded event each event of the replayed program stands for, so that places in the two trees can be compared.
 * Runs are told by their agent, other events by kind and name, in order, under what encloses them.
 */
export class Places {
  readonly #recording: Recording;
  readonly #range: Range;
  readonly #session: string;
  readonly #checkpoint: RecordedCheckpoint | undefined;
  readonly #recorded = new Map<string, string>();
  readonly #byPlace = new Map<string, EventRecord[]>();
  #roots: readonly EventRecord[];

  constructor(recording: Recording, range: Range, session: string, checkpoint: RecordedCheckpoint | undefined) {
    this.#recording = recording;
    this.#range = range;
    this.#session = session;
    this.#checkpoint = checkpoint;
    this.#roots = recording.roots;
    for (const event of recording.events) {
      if (event.kind === "agent_start" ? !this.#isOpen(event.id) : recording.indexOf(event.id) <= range.from) continue;
      const key = `${event.parent ?? ""}\n${event.kind}\n${event.name ?? ""}`;
      const list = this.#byPlace.get(key);
      if (list === undefined) this.#byPlace.set(key, [event]);
      else list.push(event);
    }
  }

  /** Id of the recorded event that stands where a live one stands; undefined where the recording has none. */
  recordedOf(live: string): string | undefined {
    return this.#recorded.get(live);
  }

  /** An event stands for a recorded one. */
  set(live: string, recorded: string): void {
    this.#recorded.set(live, recorded);
  }

  /** Finds the place of an event that is not a call, and gives the recorded event there. */
  find(event: RecordedEvent, { parent }: EventLinks): EventRecord | undefined {
    const found = parent === "" ? this.#root(event) : this.#next(this.#recorded.get(parent), event);
    if (found === undefined) return undefined;
    this.#recorded.set(event.id, found.id);
    return found;
  }

  /** The next recorded decision at a place, whatever it was; nothing else will stand for it. */
  openDecision(place: string): EventRecord | undefined {
    for (const [key, list] of this.#byPlace) if (list.length > 0 && key.startsWith(`${place}\ndecision\n`)) return list.shift();
    return undefined;
  }

  #next(parent: string | undefined, event: RecordedEvent): EventRecord | undefined {
    if (parent === undefined) return undefined;
    return this.#byPlace.get(`${parent}\n${event.kind}\n${event.name}`)?.shift();
  }

  /** A run: the one replayed first, then others of the same agent. It may also be the sub-agent the checkpoint was taken in. */
  #root(event: RecordedEvent): EventRecord | undefined {
    if (event.kind !== "agent_start") return undefined;
    const first = this.#roots.find(({ session }) => session === this.#session);
    const isAround = first !== undefined && first.name !== event.name;
    const found = isAround ? (this.#around().find(({ kind, name }) => kind === "agent_start" && name === event.name) ?? first) : (first ?? this.#roots.find(({ name }) => name === event.name));
    this.#roots = this.#roots.filter((root) => root !== first && root !== found);
    return found;
  }

  /** The events around the checkpoint, from the inside out. */
  #around(): readonly EventRecord[] {
    const found: EventRecord[] = [];
    let at = this.#checkpoint === undefined ? undefined : this.#recording.event(this.#checkpoint.event);
    while (at?.parent !== undefined && found.length < this.#recording.events.length) {
      at = this.#recording.event(at.parent);
      if (at !== undefined) found.push(at);
    }
    return found;
  }

  /** True if the agent began in the part replayed, or was not done when that begins. */
  #isOpen(id: string): boolean {
    if (this.#recording.indexOf(id) > this.#range.from) return true;
    const end = this.#recording.resultOf(id);
    return end === undefined || this.#recording.indexOf(end.id) > this.#range.from;
  }
}
