import { resolve as resolvePath } from "node:path";
import { cleanerOf } from "./cleaning.ts";
import { exitWatch } from "./exit.ts";
import type { Settings } from "./options.ts";
import { Output } from "./output.ts";
import { Run, type RunNames } from "./run.ts";
import { FileSink } from "./sinks/file.ts";
import { fileName } from "./sinks/naming.ts";
import { NullSink } from "./sinks/null.ts";

interface Shared {
  readonly output: Output;
  users: number;
}

/** Opens runs and knows which are live, so that their lines get out when the process ends. */
export class Recorder {
  readonly settings: Settings;
  readonly #live = new Map<Run, Shared>();
  #common: Shared | undefined;
  #stopWatching: (() => void) | undefined;

  constructor(settings: Settings) {
    this.settings = settings;
  }

  /** Begins a run: its own file, unless the settings name one for all. Empty names are replaced by random ones. */
  open(agent: string, names: RunNames): Run {
    const { ids } = this.settings;
    const shared = this.#output(agent);
    const run = new Run({ session: names.session || ids.run(), trace: names.trace || ids.run() }, this.settings, shared.output);
    shared.users++;
    this.#live.set(run, shared);
    this.#stopWatching ??= exitWatch(() => this.flush(), (error) => this.#crashed(error));
    return run;
  }

  /** Ends a run: its lines are flushed, and its file is closed when no other run writes to it. */
  end(run: Run): void {
    const shared = this.#live.get(run);
    if (shared === undefined) return;
    run.settle();
    this.#live.delete(run);
    shared.users--;
    if (shared.users === 0) shared.output.sink.close();
    if (this.#live.size > 0) return;
    this.#stopWatching?.();
    this.#stopWatching = undefined;
  }

  /** Hands everything recorded so far to the system. */
  flush(): void {
    for (const run of this.#live.keys()) run.settle();
  }

  /** Records in every live run what brought the process down; the runs stay unfinished. */
  #crashed(error: unknown): void {
    for (const run of this.#live.keys()) run.crashed(error);
    this.flush();
  }

  #output(agent: string): Shared {
    const { enabled, sink, file } = this.settings;
    if (!enabled) return { output: new Output(this.settings, new NullSink()), users: 0 };
    if (sink === undefined && file === undefined) return { output: new Output(this.settings, this.#runFile(agent)), users: 0 };
    return (this.#common ??= { output: new Output(this.settings, sink ?? this.#fileSink(resolvePath(file as string))), users: 0 });
  }

  #runFile(agent: string): FileSink {
    const { dir, clock, ids } = this.settings;
    const folder = resolvePath(dir);
    const name = cleanerOf(this.settings.redact, this.settings.onError)?.text(agent) ?? agent;
    return this.#fileSink(() => fileName(folder, name, clock.unixUs(clock.monoUs()), ids.event()));
  }

  #fileSink(path: string | (() => string)): FileSink {
    const { durability, maxQueue, onError } = this.settings;
    return new FileSink({ path, durability, maxQueue, onError });
  }
}
