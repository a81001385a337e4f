import { AsyncLocalStorage } from "node:async_hooks";
import { basename } from "node:path";
import type { EventRef } from "../../event.ts";
import type { ScopeOptions } from "../../scope.ts";
import { TraceContext } from "../../trace-context.ts";

/** The life of an agent that a framework runs: opened and closed by what the framework reports, never current by itself. */
export class AgentScope extends TraceContext {
  constructor(options: ScopeOptions) {
    super(options, true);
  }
}

/** A sub-agent whose start stands under an event of another scope. */
export function openUnder(outer: TraceContext, parent: EventRef, options: ScopeOptions): AgentScope {
  return outer.within(parent, () => new AgentScope({ ...options, within: outer }));
}

/** A run that begins with the first call made in it. */
class LazyRun {
  readonly #options: ScopeOptions;
  #scope: AgentScope | undefined;

  constructor(options: ScopeOptions) {
    this.#options = options;
  }

  get scope(): AgentScope {
    if (this.#scope === undefined || this.#scope.isEnded) this.#scope = new AgentScope({ ...this.#options, isolated: true });
    return this.#scope;
  }

  end(isFailed: boolean): void {
    this.#scope?.close({ outcome: isFailed ? "error" : "ok" });
    this.#scope = undefined;
  }
}

/** Runs of calls that stand in no scope: one for each HTTP request that is served, else one for the process. */
class Background {
  readonly #requests = new AsyncLocalStorage<LazyRun>();
  #process: LazyRun | undefined;

  get scope(): AgentScope {
    return (this.#requests.getStore() ?? this.#ofProcess()).scope;
  }

  /** Begins the run of a request for the code that follows; the function returned ends it. */
  enterRequest(title: string): (isFailed: boolean) => void {
    const run = new LazyRun({ agentName: programName(), title });
    this.#requests.enterWith(run);
    return (isFailed) => run.end(isFailed);
  }

  #ofProcess(): LazyRun {
    if (this.#process !== undefined) return this.#process;
    const run = new LazyRun({ agentName: programName() });
    // First in the line: the recorder's own listener must find the last line written.
    process.prependListener("exit", (code) => run.end(code !== 0));
    return (this.#process = run);
  }
}

const background = new Background();

/** The scope the running code stands in; outside of any, the run of the HTTP request being served, else of the process. */
export function scopeOfCall(): TraceContext {
  return TraceContext.current() ?? background.scope;
}

/** Makes the request that is being served a run of its own, begun when something is recorded in it. */
export function enterRequest(title: string): (isFailed: boolean) => void {
  return background.enterRequest(title);
}

function programName(): string {
  const file = process.argv[1];
  return file === undefined ? "node" : basename(file).replace(/\.[cm]?[jt]sx?$/, "");
}
