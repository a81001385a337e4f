/** A moment of the recording: a call was made, or its result came. */
export interface Moment {
  /** Position in the recording. */
  readonly index: number;
  readonly isCall: boolean;
  done: boolean;
  waiter: Waiting | undefined;
}

/** Who waits for something to happen. */
interface Waiting {
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

const TICK_MS = 25;
const QUIET_MS = 100;
/** Resources that do not mean that something is about to happen. */
const IDLE: ReadonlySet<string> = new Set(["TTYWrap", "PipeWrap", "MessagePort", "TCPServerWrap", "PipeServerWrap", "FSEventWrap", "SignalWrap"]);

/**
 * The order of a recording, kept in its replay: a result is handed out when everything recorded before it has happened,
 * so that parallel branches go on in the order they went on in. Driven by what the program does; time is only used to
 * notice that nothing happens any more.
 */
export class History {
  readonly #moments: readonly Moment[];
  readonly #needed: number;
  readonly #patienceMs: number;
  readonly #stuck: (moment: Moment) => void;
  readonly #held = new Set<Waiting>();
  #cursor = 0;
  #waiters = 0;
  #idleMs = 0;
  #timer: NodeJS.Timeout | undefined;

  /** `moments` in order; the first `needed` of them are before the cut. `stuck` hears of the moment that does not come; it must make it done. */
  constructor(moments: readonly Moment[], needed: number, patienceMs: number, stuck: (moment: Moment) => void) {
    this.#moments = moments;
    this.#needed = needed;
    this.#patienceMs = patienceMs;
    this.#stuck = stuck;
    this.#advance();
  }

  /** True once everything before the cut has happened. */
  get isComplete(): boolean {
    return this.#cursor >= this.#needed;
  }

  /** Position in the recording of the last moment everything before has happened for; -1 at the beginning. */
  get reached(): number {
    return this.#moments[this.#cursor - 1]?.index ?? -1;
  }

  /** The moment everything waits for; undefined at the end. */
  get next(): Moment | undefined {
    return this.#moments[this.#cursor];
  }

  /** It happened, or is not going to. */
  done(moment: Moment): void {
    moment.done = true;
    this.#advance();
  }

  /** Resolves when the result may be handed out. */
  turn(moment: Moment): Promise<void> {
    if (moment.done) return Promise.resolve();
    return new Promise((resolve, reject) => {
      this.#waiters++;
      moment.waiter = { resolve, reject };
      this.#advance();
      this.#watch();
    });
  }

  /** Calls back when everything before the cut has happened, or with what failed. Returns what takes it back. */
  onComplete(waiting: Waiting): () => void {
    this.#held.add(waiting);
    this.#watch();
    this.#advance();
    return () => {
      this.#held.delete(waiting);
      this.#restIfIdle();
    };
  }

  /** Nothing is kept in order any more: everything that waits goes on. */
  abandon(): void {
    for (const moment of this.#moments) moment.done ||= moment.waiter === undefined;
    this.#advance();
  }

  /** Everything that waits fails with the error. */
  fail(error: unknown): void {
    for (const moment of this.#moments) {
      moment.done = true;
      moment.waiter?.reject(error);
      moment.waiter = undefined;
    }
    for (const waiting of this.#held) waiting.reject(error);
    this.#held.clear();
    this.#waiters = 0;
    this.#rest();
  }

  #advance(): void {
    const from = this.#cursor;
    for (; this.#cursor < this.#moments.length; this.#cursor++) {
      const moment = this.#moments[this.#cursor] as Moment;
      if (moment.waiter !== undefined) {
        moment.done = true;
        this.#waiters--;
        // Later, since the last one to wait has not begun to listen yet, and would hear of its turn after those behind it.
        queueMicrotask(moment.waiter.resolve);
        moment.waiter = undefined;
      }
      if (!moment.done) break;
    }
    if (this.#cursor > from) this.#idleMs = 0;
    if (this.isComplete) {
      for (const waiting of this.#held) waiting.resolve();
      this.#held.clear();
    }
    this.#restIfIdle();
  }

  #restIfIdle(): void {
    if (this.#waiters === 0 && this.#held.size === 0) this.#rest();
  }

  /** Looks, as long as something waits, whether anything still happens. */
  #watch(): void {
    if (this.#waiters === 0 && this.#held.size === 0) return;
    this.#timer ??= setInterval(() => this.#tick(), TICK_MS);
  }

  #tick(): void {
    this.#idleMs += TICK_MS;
    const { next } = this;
    if (next === undefined || this.#idleMs < (isQuiet() ? Math.min(QUIET_MS, this.#patienceMs) : this.#patienceMs)) return;
    this.#idleMs = 0;
    this.#stuck(next);
  }

  #rest(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }
}

/** True if the process waits for nothing but our own timer: then nothing is going to happen. */
function isQuiet(): boolean {
  const active = process.getActiveResourcesInfo().filter((resource) => !IDLE.has(resource));
  return active.length <= 1 && active.every((resource) => resource === "Timeout");
}
