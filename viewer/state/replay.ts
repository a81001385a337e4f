import { Signal } from "signal-polyfill";
import type { ReplaySteps, Stretch } from "../engine/contracts/replay.ts";
import { latestOf, lowerBound, moveFrom, PACES, stepOfRow, stepRule, stretchAt, waitMs, type Move, type Pace, type Passing } from "../model/replay.ts";
import { AnalysisTask } from "./analysis-task.ts";
import { effect } from "./effect.ts";
import type { EngineClient } from "./engine-client.ts";
import type { Selection } from "./selection.ts";
import type { Store } from "./store.ts";

const state = <T>(value: T): Signal.State<T> => new Signal.State<T>(value);

/** A player that has fallen behind makes up for no more than this. */
const MOST_DEBT_MS = 250;

/** How a run is played. */
export interface Playing {
  readonly pace: Pace;
  /** Long pauses of the recording are cut short, where its times are followed. */
  readonly skipGaps: boolean;
  /** Stretches that say little are left in one stride. */
  readonly skipStretches: boolean;
}

/** Moves through a run in time. The step is that of the event looked at: every lens shows the same place. */
export class Replay {
  readonly steps: AnalysisTask<"replay-steps">;
  readonly stops: AnalysisTask<"replay-stops">;
  readonly playing = state<Playing>({ pace: PACES[2] as Pace, skipGaps: true, skipStretches: true });
  /** Conditions a person has added, in force or not. */
  readonly added = state<readonly string[]>([]);
  /** Why it rests, in words; empty if nobody need know. */
  readonly rested = state("");
  /** The stretch a person has gone into. */
  readonly entered = state<Stretch | undefined>(undefined);
  /** Row of the step that others are held against; -1 for the checkpoint before. */
  readonly against = state(-1);
  readonly #store: Store;
  readonly #selection: Selection;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #dueMs = 0;

  constructor(store: Store, client: EngineClient, selection: Selection) {
    this.#store = store;
    this.#selection = selection;
    this.steps = new AnalysisTask({ store, client }, "replay-steps", () => this.#ofRun((run) => ({ run })));
    this.stops = new AnalysisTask({ store, client }, "replay-stops", () => this.#ofRun((run) => ({ run, conditions: store.stops.get() })));
    effect(() => this.#leave(store.run.get()));
  }

  #ofRun<T>(params: (run: number) => T): T | null {
    const run = this.#store.run.get();
    return run === null ? null : params(run);
  }

  #leave(_run: number | null): void {
    Signal.subtle.untrack(() => {
      this.pause("");
      this.entered.set(undefined);
      this.against.set(-1);
    });
  }

  /** The steps, once they are known. */
  get known(): ReplaySteps | null {
    return this.steps.state.get().value;
  }

  /** Step looked at; -1 if there is none. */
  readonly step = new Signal.Computed<number>(() => {
    const steps = this.known;
    return steps === null ? -1 : stepOfRow(steps, this.#store.row.get());
  });

  /** Row of the checkpoint in force at the step; -1 if there is none. */
  readonly checkpoint = new Signal.Computed<number>(() => this.#latest("checkpoint"));
  /** Row of the request that was last sent to a model at the step; -1 if there is none. */
  readonly request = new Signal.Computed<number>(() => this.#latest("llm_request"));

  #latest(kind: string): number {
    const steps = this.known;
    const at = steps === null ? -1 : latestOf(steps, this.step.get(), kind);
    return at < 0 || steps === null ? -1 : (steps.rows[at] ?? -1);
  }

  /** Row of the newest event of a kind before a row; -1 if there is none. */
  before(row: number, kind: string): number {
    return this.#latestUpTo(row, kind, 1);
  }

  /** Row of the newest event of a kind at a row or before it; -1 if there is none. */
  upTo(row: number, kind: string): number {
    return this.#latestUpTo(row, kind, 0);
  }

  #latestUpTo(row: number, kind: string, back: number): number {
    const steps = this.known;
    if (steps === null || row < 0) return -1;
    const at = latestOf(steps, stepOfRow(steps, row) - back, kind);
    return at < 0 ? -1 : (steps.rows[at] ?? -1);
  }

  /** Goes to a step and rests there. */
  seek(step: number): void {
    const row = this.known?.rows[step];
    if (row === undefined) return;
    this.pause("");
    this.#selection.selectRow(row);
  }

  /** Makes one move. */
  move(move: Move): void {
    this.pause("");
    const steps = this.known;
    if (steps === null) return;
    const next = moveFrom(steps, this.step.get(), move, this.#passing(steps));
    if (next < 0) this.#say(move === "into" ? "Nothing happened inside this step" : move === "out" ? "This step is inside no other" : move === "previous" ? "This is the first step" : "This is the last step");
    else this.#arrive(steps, next);
  }

  /** Goes to the next or previous place to stop at. */
  runTo(direction: 1 | -1): void {
    this.pause("");
    const steps = this.known;
    if (steps === null) return;
    const stop = this.#stopFrom(steps, this.step.get(), direction);
    if (stop < 0) this.#say(direction > 0 ? "No later place to stop at" : "No earlier place to stop at");
    else {
      this.#selection.selectRow(steps.rows[stop] ?? -1);
      this.#say(this.#reason(steps.rows[stop] ?? -1));
    }
  }

  /** Plays, or rests. */
  toggle(): void {
    if (this.#store.playing.get()) return this.pause("");
    const steps = this.known;
    if (steps === null) return;
    if (this.step.get() >= steps.rows.length - 1) this.#selection.selectRow(steps.rows[0] ?? -1);
    this.rested.set("");
    this.#store.playing.set(true);
    this.#dueMs = performance.now();
    this.#schedule(steps);
  }

  /** Rests; `why` is told to the person. */
  pause(why: string): void {
    clearTimeout(this.#timer);
    this.rested.set(why);
    if (!this.#store.playing.get()) return;
    this.#store.playing.set(false);
    this.#store.playheadUs.set(null);
    void this.#selection.loadDetail();
    if (why !== "") this.#store.announcement.set(why);
  }

  /** Adds a condition, in force at once. */
  addStop(condition: string): void {
    const text = condition.trim();
    if (text === "") return;
    if (!this.added.get().includes(text)) this.added.set([...this.added.get(), text]);
    if (!this.#store.stops.get().includes(text)) this.#store.stops.set([...this.#store.stops.get(), text]);
  }

  /** Puts a condition in force or out of it. */
  toggleStop(condition: string): void {
    const stops = this.#store.stops.get();
    this.#store.stops.set(stops.includes(condition) ? stops.filter((other) => other !== condition) : [...stops, condition]);
  }

  /** Forgets a condition that was added. */
  removeStop(condition: string): void {
    this.added.set(this.added.get().filter((other) => other !== condition));
    this.#store.stops.set(this.#store.stops.get().filter((other) => other !== condition));
  }

  /** Holds the states of other steps against this one, or, if it does so already, against the checkpoint before again. */
  pin(): void {
    this.against.set(this.against.get() >= 0 ? -1 : this.#store.row.get());
  }

  /** Goes into a stretch: its steps are shown one by one. */
  enter(stretch: Stretch): void {
    this.entered.set(stretch);
    this.seek(stretch.from);
  }

  #passing(steps: ReplaySteps): Passing {
    const { hiddenKinds, agents, range } = this.#store.filters.get();
    return { passes: stepRule(steps, { hiddenKinds, agents, range }), skipStretches: this.playing.get().skipStretches, entered: this.entered.get() };
  }

  #schedule(steps: ReplaySteps): void {
    const from = this.step.get();
    const next = this.#nextOf(steps, from);
    if (next.step < 0) return this.pause("The end of the run");
    const { pace, skipGaps } = this.playing.get();
    this.#dueMs = Math.max(this.#dueMs, performance.now() - MOST_DEBT_MS) + waitMs(pace, steps.timeUs[from] ?? 0, steps.timeUs[next.step] ?? 0, skipGaps);
    this.#timer = setTimeout(() => this.#tick(steps, next), this.#dueMs - performance.now());
  }

  #tick(steps: ReplaySteps, next: { readonly step: number; readonly isStop: boolean }): void {
    this.#store.playheadUs.set(steps.timeUs[next.step] ?? null);
    const row = steps.rows[next.step] ?? -1;
    this.#selection.glance(row);
    if (next.isStop) this.pause(this.#reason(row));
    else if (this.known === steps) this.#schedule(steps);
    else this.pause("More of the run has been read");
  }

  /** The step after another while playing. A place to stop at is never passed over. */
  #nextOf(steps: ReplaySteps, from: number): { readonly step: number; readonly isStop: boolean } {
    const step = moveFrom(steps, from, "next", this.#passing(steps));
    const stop = this.#stopFrom(steps, from, 1);
    return stop >= 0 && (step < 0 || stop <= step) ? { step: stop, isStop: true } : { step, isStop: false };
  }

  #stopFrom(steps: ReplaySteps, from: number, direction: 1 | -1): number {
    const stops = this.stops.state.get().value?.rows;
    if (stops === undefined) return -1;
    const { passes } = this.#passing(steps);
    const here = lowerBound(stops, (steps.rows[from] ?? -1) + (direction > 0 ? 1 : 0));
    for (let at = direction > 0 ? here : here - 1; at >= 0 && at < stops.length; at += direction) {
      const step = stepOfRow(steps, stops[at] ?? -1);
      if (step >= 0 && passes(step)) return step;
    }
    return -1;
  }

  /** The condition that holds at a row, in words. */
  #reason(row: number): string {
    const stops = this.stops.state.get().value;
    const at = stops === null ? -1 : stops.rows.indexOf(row);
    const condition = this.#store.stops.get()[stops?.which[at] ?? -1];
    return condition === undefined ? "" : `Stopped: ${condition}`;
  }

  #arrive(steps: ReplaySteps, step: number): void {
    const from = this.step.get();
    const entered = this.entered.get();
    if (entered !== undefined && stretchAt(steps.stretches, step) !== entered) this.entered.set(undefined);
    this.#selection.selectRow(steps.rows[step] ?? -1);
    const passed = Math.abs(step - from) - 1;
    const skipped = passed > 0 && stretchAt(steps.stretches, Math.min(step, from) + 1) !== undefined;
    this.rested.set(skipped ? `Passed over ${passed} steps that say little` : "");
  }

  #say(text: string): void {
    this.rested.set(text);
    this.#store.announcement.set(text);
  }
}
