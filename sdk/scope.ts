import { Ambient } from "./ambient.ts";
import { currentRecorder } from "./default.ts";
import type { EventOptions, EventRef, Maker, RecordedEvent } from "./event.ts";
import { currentInterceptor, type Interceptor, type Origin } from "./intercept.ts";
import { errorEvent } from "./kinds/failures.ts";
import type { LlmResponseInput } from "./kinds/llm.ts";
import { agentEnd, agentStart, type RunResult } from "./kinds/runs.ts";
import { classOfError } from "./kinds/thrown.ts";
import { idOf } from "./line.ts";
import { Recorder } from "./recorder.ts";
import { draftOf, type Place, type Run } from "./run.ts";
import { LlmStream } from "./stream.ts";
import { Totals } from "./totals.ts";
import { remotePlace, type RemotePlace, type Traceparent } from "./traceparent.ts";

/** What to know of a run, or of a sub-agent inside one. */
export interface ScopeOptions {
  /** Who acts. Default `agent`. */
  readonly agentName?: string | undefined;
  /** One line a person recognises the run by; default the agent's name. */
  readonly title?: string | undefined;
  readonly framework?: string | undefined;
  /** Runs of one task can be compared. */
  readonly task?: string | undefined;
  /** Which try at the task, from 0. */
  readonly attempt?: number | undefined;
  /** The task as given. */
  readonly input?: unknown;
  readonly config?: unknown;
  readonly tags?: readonly string[] | undefined;
  /** Events (of this or another run) that led to this one. */
  readonly upstream?: readonly EventRef[] | undefined;
  /** Id of the run; default random. Ignored for sub-agents. */
  readonly session?: string | undefined;
  /** Joins runs that belong together; default that of the enclosing run, else random. */
  readonly trace?: string | undefined;
  /** True makes a run of its own, with its own file, even inside another: same trace, linked by `upstream`. */
  readonly isolated?: boolean | undefined;
  /**
   * A `traceparent` from another process, or the headers that hold it: the run is one of its own, of the same trace,
   * linked by `upstream` to the event it follows from. Default: the variable TRACEPARENT. See `propagate`.
   */
  readonly traceparent?: Traceparent | undefined;
  /** The scope to be a sub-agent of, where it is not the one the code runs in. */
  readonly within?: Scope | undefined;
  /** The recorder to use instead of the process's own. */
  readonly recorder?: Recorder | undefined;
}

interface Joining {
  readonly joins: boolean;
  readonly interceptor: Interceptor | undefined;
}

interface Beginning {
  readonly outer: Scope | undefined;
  readonly interceptor: Interceptor | undefined;
}

interface Joined {
  readonly run: Run;
  readonly owner: Recorder;
  readonly outer: Scope | undefined;
  readonly parent: string;
  readonly upstream: readonly EventRef[] | undefined;
  /** What the run replays, if it does. */
  readonly origin: Origin | undefined;
}

const NO_OPTIONS: EventOptions = {};
const ambient = new Ambient<Scope>();

/**
 * The life of a run or of a sub-agent in it: from `agent_start` to `agent_end`. Begun inside another scope it becomes a
 * sub-agent of the same run, its start a child of the event the code stands under, unless `isolated`.
 */
export class Scope {
  /** The scope's own `agent_start`. */
  readonly start: RecordedEvent;
  readonly #run: Run;
  readonly #owner: Recorder;
  readonly #outer: Scope | undefined;
  readonly #title: string;
  readonly #totals = new Totals();
  readonly #allTotals: readonly Totals[];
  readonly #closers = new Set<() => void>();
  #place: Place;
  #last = "";
  #result: RunResult = {};

  constructor(given: ScopeOptions, joins: boolean) {
    const options = copyOf(given);
    const agent = textOr(options.agentName, "agent");
    this.#title = textOr(options.title, agent);
    const interceptor = currentInterceptor();
    const { run, owner, outer, parent, upstream, origin } = Scope.#join(options, agent, { joins, interceptor });
    this.#run = run;
    this.#owner = owner;
    this.#outer = outer;
    this.#allTotals = [this.#totals, ...(outer === undefined ? [] : outer.#allTotals)];
    this.#place = { agentMember: run.agentMember(agent), totals: this.#allTotals, isEnded: false, interceptor };
    this.start = this.#record(agentStart, { ...options, title: this.#title, upstream, origin }, NO_OPTIONS, parent);
  }

  /** Id of the run. */
  get session(): string {
    return this.#run.session;
  }

  /** Joins this run with others. */
  get trace(): string {
    return this.#run.trace;
  }

  /** The file the run is recorded in; undefined if it goes elsewhere, or is switched off. */
  get file(): string | undefined {
    return this.#run.output.sink.path || undefined;
  }

  /** True once the scope is closed. What is recorded after that is kept and marked `late`. */
  get isEnded(): boolean {
    return this.#place.isEnded;
  }

  /** Says how the run went, to be written when it closes. Later calls add to earlier ones. */
  setResult(result: RunResult): void {
    this.#result = { ...this.#result, ...result };
  }

  /** Runs the function under an event: what it records becomes the event's children, in all its asynchronous branches. */
  within<T>(event: EventRef, body: () => T): T {
    const kind = typeof event === "object" && event !== null ? event.kind : "";
    return ambient.run(this, { id: idOf(event) || this.start.id, kind }, body);
  }

  /** Ends the scope and writes `agent_end`; a second call does nothing. The outcome is `ok` if none was given. */
  close(result: RunResult = {}): void {
    this.#close({ outcome: "ok", ...this.#result, ...result }, undefined);
  }

  /** Ends the scope after an exception: an `error` event, then `agent_end` with the outcome `error` (`cancelled` for an abort). */
  fail(thrown: unknown): void {
    if (this.isEnded) return;
    this.emit(errorEvent, thrown);
    const errorClass = classOfError(thrown);
    this.#close({ ...this.#result, outcome: errorClass === "AbortError" ? "cancelled" : "error" }, errorClass);
  }

  /** Calls the function just before the scope ends, for what is still open then. Returns what takes it back. It must not throw. */
  onClose(closer: () => void): () => void {
    this.#closers.add(closer);
    return () => void this.#closers.delete(closer);
  }

  /** Makes the scope current for the code that follows, as far as it runs in the same flow. */
  protected enter(): void {
    ambient.enter(this, this.start.id);
  }

  /** Writes one event of the scope. `current` is the enclosing event unless the options name one. */
  protected emit<Input>(maker: Maker<Input>, input: Input, options: EventOptions = NO_OPTIONS): RecordedEvent {
    const parent = ambient.parentIn(this) || this.start.id;
    const event = this.#record(maker, input, options ?? NO_OPTIONS, parent);
    this.#last = event.id;
    return event;
  }

  /** Id of the last event of the scope. */
  protected get last(): string {
    return this.#last || this.start.id;
  }

  protected newId(): string {
    return this.#run.settings.ids.event();
  }

  /** Begins a streamed answer to a request; `finish` writes its event. */
  protected openStream(request: EventRef, finish: (input: LlmResponseInput) => RecordedEvent): LlmStream {
    const { clock } = this.#run.settings;
    const nowMs = (): number => clock.monoUs() / 1000;
    const startUs: unknown = typeof request === "object" && request !== null ? request.timeMonoUs : undefined;
    const stream: LlmStream = new LlmStream(nowMs, typeof startUs === "number" ? startUs / 1000 : nowMs(), (input) => {
      forget();
      return finish(input);
    });
    const forget = this.onClose(() => stream.end({ outcome: "cancelled" }));
    return stream;
  }

  #record<Input>(maker: Maker<Input>, input: Input, options: EventOptions, parent: string): RecordedEvent {
    return this.#run.record(maker.kind, draftOf(maker, input), options, this.#place, parent);
  }

  #close(result: RunResult, errorClass: string | undefined): void {
    if (this.isEnded) return;
    for (const closer of this.#closers) closer();
    const isRoot = this.#outer === undefined;
    if (isRoot) this.#run.settle();
    const end = { title: this.#title, start: this.start, errorClass, result, totals: this.#totals.toPayload() };
    this.#record(agentEnd, end, NO_OPTIONS, isRoot ? "" : this.start.id);
    this.#place = { ...this.#place, isEnded: true };
    ambient.leave(this);
    if (isRoot) this.#owner.end(this.#run);
  }

  /** Finds or begins the run a new scope belongs to. */
  static #join(options: ScopeOptions, agent: string, { joins, interceptor }: Joining): Joined {
    const frame = ambient.current;
    const outer = options.within instanceof Scope ? options.within : joins ? frame?.scope : undefined;
    if (outer !== undefined && options.isolated !== true && options.traceparent === undefined) {
      const parent = ambient.parentIn(outer) || outer.start.id;
      return { run: outer.#run, owner: outer.#owner, outer, parent, upstream: options.upstream, origin: undefined };
    }
    return Scope.#begin(options, agent, { outer, interceptor });
  }

  /** Begins a run of its own. `outer` is the scope it was begun in, if any. */
  static #begin(options: ScopeOptions, agent: string, { outer, interceptor }: Beginning): Joined {
    const owner = options.recorder instanceof Recorder ? options.recorder : outer === undefined ? currentRecorder() : outer.#owner;
    const origin = interceptor?.begin();
    const near = outer === undefined ? undefined : { trace: outer.trace, event: ambient.parentIn(outer) || outer.start.id };
    const far = options.traceparent === undefined ? (near ?? remotePlace(process.env)) : remotePlace(options.traceparent);
    const causes = [origin, far].filter((place) => place !== undefined);
    const run = owner.open(agent, { session: textOr(options.session, ""), trace: textOr(options.trace, causes[0]?.trace ?? "") });
    return { run, owner, outer: undefined, parent: "", upstream: [...listOf(options.upstream), ...causes.map(({ event }) => event)], origin };
  }
}

/** The innermost scope the running code stands in, if any. */
export function currentScope(): Scope | undefined {
  return ambient.current?.scope;
}

/** The place the running code stands at: the run's trace and the enclosing event; undefined outside of any run. */
export function currentPlace(): RemotePlace | undefined {
  const frame = ambient.current;
  return frame === undefined ? undefined : { trace: frame.scope.trace, event: frame.parent };
}

/** True where the running code is at work for a model call that is recorded already. */
export function isInModelCall(): boolean {
  return ambient.current?.kind === "llm_request";
}

/** The options, read once; none if reading them throws. */
function copyOf(options: ScopeOptions): ScopeOptions {
  try {
    return { ...options };
  } catch {
    return {};
  }
}

function listOf(value: unknown): readonly EventRef[] {
  return Array.isArray(value) ? (value as readonly EventRef[]) : [];
}

function textOr(value: unknown, otherwise: string): string {
  return typeof value === "string" && value !== "" ? value : otherwise;
}
