import type { RecordedEvent } from "../../event.ts";
import { intercepting, type Interceptor } from "../../intercept.ts";
import { currentPlace } from "../../scope.ts";
import { TraceContext } from "../../trace-context.ts";
import { isCall } from "../recording.ts";
import { DRAWN_NAME, nothingDrawn, type Drawn } from "./drawn.ts";
import { drawing, type Draws, type Source } from "./patch.ts";

const ALL: readonly Source[] = ["clock", "random", "ids"];
const MOST_DRAWS = 2000;
/** Events at which what was drawn before them is written down. */
const WRITES: ReadonlySet<string> = new Set(["tool_call", "llm_request", "decision", "checkpoint", "agent_end"]);

/** What to keep beside the calls. */
export interface RecordOptions {
  /** Default all three. */
  readonly sources?: readonly Source[] | undefined;
}

/**
 * Runs a program so that a replay can serve more than its calls: what it draws from the clock, from Math.random and as
 * random ids is recorded too, place by place, as `log` events named `drawn`. It gets the real values. What is drawn
 * inside a wrapped call is left out, since a replay does not run that code.
 */
export async function record<T>(options: RecordOptions, body: () => T): Promise<Awaited<T>> {
  const recording = new RecordingDraws(new Set(options.sources ?? ALL));
  return await drawing(recording, () => intercepting(recording, async (): Promise<Awaited<T>> => await body()));
}

class RecordingDraws implements Draws, Interceptor {
  readonly sources: ReadonlySet<Source>;
  readonly #drawn = new Map<string, Drawn>();
  readonly #calls = new Set<string>();
  #count = 0;

  constructor(sources: ReadonlySet<Source>) {
    this.sources = sources;
  }

  unixMs(real: () => number): number {
    return this.#keep(real(), (drawn) => drawn.unix_ms);
  }

  monoMs(real: () => number): number {
    return this.#keep(real(), (drawn) => drawn.mono_ms);
  }

  random(real: () => number): number {
    return this.#keep(real(), (drawn) => drawn.random);
  }

  id(real: () => string): string {
    return this.#keep(real(), (drawn) => drawn.ids);
  }

  begin(): undefined {
    return undefined;
  }

  answer(): undefined {
    return undefined;
  }

  recorded(event: RecordedEvent): void {
    if (isCall(event.kind)) this.#calls.add(event.id);
    if (this.#count > 0 && WRITES.has(event.kind)) this.#write(event.id);
  }

  #keep<T>(value: T, list: (drawn: Drawn) => T[]): T {
    const place = currentPlace()?.event;
    if (place === undefined || this.#calls.has(place)) return value;
    let drawn = this.#drawn.get(place);
    if (drawn === undefined) this.#drawn.set(place, (drawn = nothingDrawn()));
    list(drawn).push(value);
    if (++this.#count >= MOST_DRAWS) this.#write("");
    return value;
  }

  #write(before: string): void {
    const ctx = TraceContext.current();
    if (ctx === undefined) return;
    const places = [...this.#drawn];
    this.#drawn.clear();
    this.#count = 0;
    for (const [parent, drawn] of places) ctx.log("drawn from clock, random numbers and ids", { name: DRAWN_NAME, parent, level: "debug", importance: 0, data: { ...drawn, before } });
  }
}
