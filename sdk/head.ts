import { flat, quote } from "./line.ts";

const MOST_KIND_UNITS = 100;
const MOST_KINDS = 200;
const MICROS = 1_000_000;

/** Writes the members every line begins with, `seq` to `time_mono_us`. What repeats from line to line is kept as text. */
export class HeadWriter {
  readonly #names: string;
  readonly #middles = new Map<string, string>();
  #second = -1;
  #secondText = "";

  constructor(session: string, trace: string) {
    this.#names = `,"session":${quote(session)},"trace":${quote(trace)},"time_unix_us":`;
  }

  /** The head of one line, without a comma after it. `id` must need no escaping. */
  // oxlint-disable-next-line max-params -- runs for every event: an object around the arguments would be one allocation more
  write(seq: number, id: string, kind: string, unixUs: number, monoUs: number): string {
    const front = `{"seq":${seq},"id":"${id}`;
    return `${front}${this.#middle(kind)}${this.#micros(unixUs)},"time_mono_us":${monoUs}`;
  }

  #middle(kind: string): string {
    const known = this.#middles.get(kind);
    if (known !== undefined) return known;
    const middle = flat(`","kind":${quote(kind.slice(0, MOST_KIND_UNITS))}${this.#names}`);
    if (this.#middles.size < MOST_KINDS) this.#middles.set(kind, middle);
    return middle;
  }

  /** A time as text. Seconds and microseconds apart are small integers, whose texts cost a third of the whole number's. */
  #micros(unixUs: number): string {
    const second = Math.floor(unixUs / MICROS);
    if (second !== this.#second) {
      this.#second = second;
      this.#secondText = String(second);
    }
    return second < 1 ? String(unixUs) : this.#secondText + String(MICROS + unixUs - second * MICROS).slice(1);
  }
}
