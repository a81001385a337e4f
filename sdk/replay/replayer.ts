import type { RecordedEvent } from "../event.ts";
import type { Answer, CallTraits, EventLinks, Held, Interceptor, Origin } from "../intercept.ts";
import { TraceContext } from "../trace-context.ts";
import { answerOf } from "./answers.ts";
import { differences, type Difference } from "./difference.ts";
import { divergenceOf, ReplayDivergenceError, ReplayEndError, ReplaySideEffectError, type Divergence } from "./errors.ts";
import { History, type Moment } from "./history.ts";
import { Matcher, type LiveCall } from "./matcher.ts";
import type { ReplayOptions } from "./options.ts";
import { Places } from "./places.ts";
import type { Plan } from "./plan.ts";
import { isCall, isResult } from "./recording.ts";
import { ReportBuilder, type ReplayReport } from "./report.ts";
import { IncompleteError } from "./revive.ts";
import type { DrawnReplay } from "./sources/serve.ts";
import { aboutOf, Steps, type Step } from "./steps.ts";

const PATIENCE_MS = 3000;
/** How often in a row a result may fail to come, its call being made for real by the program's own code, until it is no longer waited for. */
const MOST_WAITS = 20;
/** Members that differ from run to run. */
const VOLATILE = ["call_id", "attempt", "replayed_from", "returned"];

/** A call of the program that may have to be made for real. */
interface AskedCall {
  readonly call: LiveCall;
  readonly traits: CallTraits;
  /** The scope it was made in. */
  readonly ctx: TraceContext | undefined;
}

/** One that matches none of the recorded calls, and waits to see whether the recording ends before it. */
interface HeldCall extends AskedCall {
  settle(decide: () => Answer | undefined): void;
}

/** Stands between a program and its calls and answers them from a recording. One replay, one replayer. */
export class Replayer implements Interceptor {
  readonly #plan: Plan;
  readonly #options: ReplayOptions;
  readonly #ignored: ReadonlySet<string>;
  readonly #steps: Steps;
  readonly #history: History;
  readonly #places: Places;
  readonly #matcher: Matcher;
  readonly #report = new ReportBuilder();
  readonly #calls = new Map<string, { readonly call: LiveCall; readonly step: Step | undefined }>();
  readonly #asked = new Set<string>();
  readonly #held = new Set<HeldCall>();
  readonly #waits = new Map<Moment, number>();
  #hasBegun = false;
  #hasLeft = false;
  #failure: Error | undefined;

  constructor(plan: Plan, options: ReplayOptions) {
    this.#plan = plan;
    this.#options = options;
    this.#ignored = new Set([...VOLATILE, ...(options.ignore ?? [])]);
    this.#steps = new Steps(plan.recording, plan.range, this.#ignored);
    this.#history = new History(this.#steps.moments, this.#steps.needed, options.patienceMs ?? PATIENCE_MS, (moment) => this.#stuck(moment));
    this.#places = new Places(plan.recording, plan.range, plan.session, plan.checkpoint);
    this.#matcher = new Matcher(this.#steps, options.match ?? "strict", this.#ignored);
  }

  get report(): ReplayReport {
    return this.#report.toReport([...this.#steps.all].length, this.#calls.size - this.#asked.size);
  }

  /** What is to be thrown at the end: the first divergence or refusal, where those throw. */
  get failure(): Error | undefined {
    return this.#failure;
  }

  /** What serving draws needs to know. */
  get drawn(): DrawnReplay {
    const { recording, range } = this.#plan;
    return {
      recording,
      from: range.from,
      placeOf: (live) => this.#places.recordedOf(live),
      hasLeft: () => this.#hasLeft,
      isComplete: () => this.#history.isComplete,
      nowUnixUs: () => recording.events[Math.max(range.from, this.#history.reached, 0)]?.time_unix_us ?? 0,
    };
  }

  /** The program is done: recorded calls it has not made count as missing. */
  finish(): void {
    if (this.#failure !== undefined || this.#hasLeft) return;
    const { next } = this.#history;
    if (!this.#history.isComplete && next?.isCall === true) this.#missing(next);
  }

  begin(): Origin | undefined {
    if (this.#hasBegun) return undefined;
    this.#hasBegun = true;
    return this.#plan.origin;
  }

  recorded(event: RecordedEvent, links: EventLinks, payload: string): void {
    if (isCall(event.kind)) this.#made(event, links, payload);
    else if (isResult(event.kind)) this.#ended(links.replyTo);
    else if (event.kind !== "drift") this.#passed(event, links);
  }

  answer(event: RecordedEvent, traits: CallTraits): Answer | Held | undefined {
    if (this.#failure instanceof ReplayDivergenceError) throw this.#failure;
    const known = this.#calls.get(event.id);
    if (known !== undefined) this.#asked.add(event.id);
    const call = known?.call ?? { id: event.id, kind: event.kind, name: event.about, input: {}, place: undefined };
    const step = known?.step;
    if (step?.result !== undefined) return this.#serve(step, call, traits);
    if (this.#history.isComplete || this.#hasLeft) return this.#goLive(call, traits);
    if (step !== undefined && this.#steps.inside(step.event.id).length > 0) return this.#goLive(call, traits);
    const returned = traits.waits === undefined ? this.#steps.returned(event.kind, event.about) : (this.#steps.returned(event.kind, event.about) ?? traits.waits);
    if (returned === undefined) return step === undefined ? this.#leave({ call, traits, ctx: TraceContext.current() }) : this.#goLive(call, traits);
    return { returned, decided: this.#hold({ call, traits, ctx: TraceContext.current() }) };
  }

  /** A call was written: find the recorded one it is. */
  #made(event: RecordedEvent, { parent }: EventLinks, payload: string): void {
    const call: LiveCall = { id: event.id, kind: event.kind, name: event.about, input: parsed(payload), place: this.#places.recordedOf(parent) };
    const step = this.#hasLeft ? undefined : this.#matcher.find(call);
    this.#calls.set(event.id, { call, step });
    if (step === undefined) return;
    this.#steps.take(step);
    this.#places.set(event.id, step.event.id);
    this.#history.done(step.made);
  }

  /** A result was written: for a call the program recorded by hand, that is when it came. */
  #ended(call: string): void {
    const moment = this.#calls.get(call)?.step?.ended;
    if (moment !== undefined && !moment.done) this.#history.done(moment);
  }

  /** Any other event: find its place, and of decisions tell whether they are still the same. */
  #passed(event: RecordedEvent, links: EventLinks): void {
    if (this.#hasLeft) return;
    const found = this.#places.find(event, links);
    if (event.kind !== "decision" || found !== undefined) return;
    const place = this.#places.recordedOf(links.parent);
    const before = place === undefined ? undefined : this.#places.openDecision(place);
    if (before === undefined) return;
    const at = { event: before.id, seq: before.seq ?? -1, call: "the next step" };
    this.#note(divergenceOf("decision", at, [{ field: "chosen_action", expected: before.name, actual: event.name }]), TraceContext.current());
  }

  #serve(step: Step, call: LiveCall, traits: CallTraits): Answer | undefined {
    const { recording } = this.#plan;
    try {
      const answer = answerOf(step, step.result ?? step.event, { recording, history: this.#history, errors: this.#options.errors ?? [] });
      this.#report.served(call.kind);
      for (const inner of this.#steps.inside(step.event.id)) this.#skip(inner);
      return answer;
    } catch (error) {
      if (!(error instanceof IncompleteError)) throw error;
      this.#skip(step);
      const at = { event: step.result?.id ?? "", seq: step.result?.seq ?? -1, call: nameOf(call) };
      this.#leaveFor(divergenceOf("incomplete", at, [{ field: error.path, expected: error.message, actual: undefined }]), TraceContext.current());
      return this.#goLive(call, traits);
    }
  }

  /** The call, once it is clear that the recording ends before it. */
  #hold(asked: AskedCall): Promise<Answer | undefined> {
    return new Promise((resolve, reject) => {
      let forget = (): void => undefined;
      const settle = (decide: () => Answer | undefined): void => {
        this.#held.delete(held);
        forget();
        try {
          resolve(decide());
        } catch (error) {
          reject(error as Error);
        }
      };
      const held: HeldCall = { ...asked, settle };
      this.#held.add(held);
      forget = this.#history.onComplete({
        resolve: () => settle(() => this.#goLive(asked.call, asked.traits)),
        reject: (error) => settle(() => { throw error; }), // prettier-ignore
      });
    });
  }

  #goLive(call: LiveCall, { sideEffects }: CallTraits): undefined {
    if (this.#options.mode === "replay") throw this.#refused(new ReplayEndError(nameOf(call)));
    const { allowSideEffects: leave } = this.#options;
    const isAllowed = call.kind !== "tool_call" || sideEffects === false || leave === true || (Array.isArray(leave) && leave.includes(call.name));
    if (!isAllowed) throw this.#refused(new ReplaySideEffectError(call.name));
    this.#report.live(call.kind, !this.#history.isComplete);
    return undefined;
  }

  /** The first refusal is told at the end too: programs tend to swallow what a tool throws. */
  #refused(error: Error): Error {
    this.#failure ??= error;
    return error;
  }

  /** Nothing happens any more although a recorded moment has not come. */
  #stuck(moment: Moment): void {
    if (moment.isCall) {
      const step = this.#steps.byMoment(moment);
      const held = [...this.#held].find(({ call }) => step !== undefined && this.#matcher.nearest(call, step) === step);
      if (held === undefined) return this.#missing(moment);
      held.settle(() => this.#leave(held));
      if (!moment.done) this.#history.done(moment);
      return;
    }
    const waits = (this.#waits.get(moment) ?? 0) + 1;
    this.#waits.set(moment, waits);
    if (waits >= MOST_WAITS) this.#history.done(moment);
  }

  #missing(moment: Moment): void {
    const step = this.#steps.byMoment(moment);
    if (step === undefined) return this.#history.done(moment);
    const call = { kind: step.event.kind, name: aboutOf(step.event) };
    const at = { event: step.event.id, seq: step.event.seq ?? -1, call: nameOf(call) };
    this.#skip(step);
    try {
      this.#leaveFor(divergenceOf("missing", at, [{ field: "", expected: step.input, actual: undefined }]), TraceContext.current());
    } catch {
      // It is thrown at the calls that wait, and at the end.
    }
  }

  /** The program left the recording at a call: an error, the nearest recorded answer, or the call for real, as was asked for. */
  #leave({ call, traits, ctx }: AskedCall): Answer | undefined {
    const next = this.#history.next;
    const near = this.#matcher.nearest(call, next === undefined ? undefined : this.#steps.byMoment(next));
    const at = { event: near?.event.id ?? "", seq: near?.event.seq ?? -1, call: nameOf(call) };
    const isSame = near !== undefined && near.event.kind === call.kind && aboutOf(near.event) === call.name;
    this.#leaveFor(divergenceOf(isSame ? "changed" : "unexpected", at, this.#compared(call, near, isSame)), ctx);
    if (near === undefined || !isSame || near.result === undefined || this.#options.onDivergence !== "warn") return this.#goLive(call, traits);
    this.#steps.take(near);
    this.#places.set(call.id, near.event.id);
    this.#history.done(near.made);
    return this.#serve(near, call, traits);
  }

  #compared(call: LiveCall, near: Step | undefined, isSame: boolean): readonly Difference[] {
    if (near === undefined) return [{ field: "", expected: undefined, actual: call.input }];
    if (isSame) return differences(near.input, call.input, this.#ignored);
    return [{ field: "name", expected: nameOf({ kind: near.event.kind, name: aboutOf(near.event) }), actual: nameOf(call) }];
  }

  /** Notes a divergence and does what was asked for then. Throws if that is to throw. */
  #leaveFor(divergence: Divergence, ctx: TraceContext | undefined): void {
    this.#note(divergence, ctx);
    switch (this.#options.onDivergence ?? "throw") {
      case "warn":
        return;
      case "live":
        this.#hasLeft = true;
        this.#history.abandon();
        return;
      case "throw":
        throw this.#failed(new ReplayDivergenceError(divergence));
    }
  }

  #failed(error: Error): Error {
    this.#failure ??= error;
    this.#history.fail(error);
    return error;
  }

  #note(divergence: Divergence, ctx: TraceContext | undefined): void {
    this.#report.diverged(divergence);
    const { kind, call, event, field, expected, actual, diff } = divergence;
    ctx?.recordDrift({
      driftType: `replay_${kind}`,
      description: `${call}: ${diff === "" ? kind : diff}`,
      original: expected,
      restored: actual,
      severity: kind === "decision" ? "medium" : "high",
      extra: { recorded_event: event, field },
    });
  }

  #skip(step: Step): void {
    this.#steps.take(step);
    for (const moment of [step.made, step.ended]) if (moment !== undefined && !moment.done) this.#history.done(moment);
  }
}

function parsed(payload: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(payload);
    return typeof value === "object" && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
  } catch {
    return {};
  }
}

function nameOf({ kind, name }: { readonly kind: string; readonly name: string }): string {
  return `${kind === "tool_call" ? "tool" : "model"} ${name}`;
}
