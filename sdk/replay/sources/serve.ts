import { createHash } from "node:crypto";
import { currentPlace } from "../../scope.ts";
import { payloadOf, type Recording } from "../recording.ts";
import { DRAWN_NAME, nothingDrawn, type Drawn } from "./drawn.ts";
import type { Draws, Source } from "./patch.ts";

/** What serving draws needs to know of the replay. */
export interface DrawnReplay {
  readonly recording: Recording;
  /** Index of the event the replay begins after. */
  readonly from: number;
  /** The recorded event that stands where a live one stands. */
  placeOf(live: string): string | undefined;
  /** True once the program has left the recording: nothing is served any more. */
  hasLeft(): boolean;
  /** True once everything recorded has happened: what was drawn after that is served, nothing is made up. */
  isComplete(): boolean;
  /** Wall time, in microseconds, of what was recorded last before the point the replay has reached. */
  nowUnixUs(): number;
}

/**
 * Serves what was drawn when the trace was recorded, place by place and in order. A trace that was recorded without
 * draws serves the time of the last recorded event as the clock, and numbers and ids that are the same in every replay.
 */
export class ServedDraws implements Draws {
  readonly sources: ReadonlySet<Source>;
  readonly #replay: DrawnReplay;
  readonly #drawn: ReadonlyMap<string, Drawn>;
  readonly #seeds = new Map<string, number>();
  readonly #startUnixUs: number;

  constructor(sources: readonly Source[], replay: DrawnReplay) {
    this.sources = new Set(sources);
    this.#replay = replay;
    this.#drawn = drawnIn(replay);
    this.#startUnixUs = replay.nowUnixUs();
  }

  unixMs(real: () => number): number {
    return this.#serve(real, (drawn) => drawn.unix_ms, () => Math.floor(this.#replay.nowUnixUs() / 1000));
  }

  monoMs(real: () => number): number {
    return this.#serve(real, (drawn) => drawn.mono_ms, () => (this.#replay.nowUnixUs() - this.#startUnixUs) / 1000);
  }

  random(real: () => number): number {
    return this.#serve(real, (drawn) => drawn.random, (place) => this.#hash(place).readUIntBE(0, 6) / 2 ** 48);
  }

  id(real: () => string): string {
    return this.#serve(real, (drawn) => drawn.ids, (place) => uuidOf(this.#hash(place)));
  }

  #serve<T>(real: () => T, list: (drawn: Drawn) => T[], made: (place: string) => T): T {
    if (this.#replay.hasLeft()) return real();
    const place = this.#replay.placeOf(currentPlace()?.event ?? "");
    if (place === undefined) return real();
    const drawn = this.#drawn.get(place);
    const served = drawn === undefined ? undefined : list(drawn).shift();
    return served ?? (this.#replay.isComplete() ? real() : made(place));
  }

  /** Bytes that depend on nothing but the place and how often something was made up there. */
  #hash(place: string): Buffer {
    const count = (this.#seeds.get(place) ?? 0) + 1;
    this.#seeds.set(place, count);
    return createHash("sha256").update(`${place} ${count}`).digest();
  }
}

function drawnIn({ recording, from }: DrawnReplay): ReadonlyMap<string, Drawn> {
  const all = new Map<string, Drawn>();
  for (const event of recording.events) {
    if (event.kind !== "log" || event.name !== DRAWN_NAME) continue;
    const data = payloadOf(event)["data"] as (Partial<Drawn> & { readonly before?: string }) | undefined;
    const at = recording.indexOf(data?.before ?? "");
    if (data === undefined || (at < 0 ? recording.indexOf(event.id) : at) <= from) continue;
    const place = event.parent ?? "";
    const drawn = all.get(place) ?? nothingDrawn();
    all.set(place, drawn);
    for (const key of ["unix_ms", "mono_ms", "random", "ids"] as const) if (Array.isArray(data[key])) (drawn[key] as unknown[]).push(...data[key]);
  }
  return all;
}

function uuidOf(bytes: Buffer): string {
  const hex = bytes.toString("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
