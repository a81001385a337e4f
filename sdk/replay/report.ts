import type { Divergence } from "./errors.ts";

/** What happened in a replay. */
export interface ReplayReport {
  /** Calls answered from the recording. */
  readonly served: { readonly models: number; readonly tools: number };
  /** Calls made for real. */
  readonly live: { readonly models: number; readonly tools: number };
  /** Calls made for real although not everything recorded had happened yet; 0 unless the program left the recording. */
  readonly liveBeforeCut: number;
  /**
   * Calls that were told by hand or by a framework's callbacks: the program made them itself, nobody asked whether the
   * recording has an answer.
   */
  readonly byHand: number;
  /** Calls in the recording before the cut. */
  readonly recorded: number;
  readonly divergences: readonly Divergence[];
}

type Kinds = { models: number; tools: number };

/** Counts what happens in a replay. */
export class ReportBuilder {
  readonly #served: Kinds = { models: 0, tools: 0 };
  readonly #live: Kinds = { models: 0, tools: 0 };
  readonly #divergences: Divergence[] = [];
  #liveBeforeCut = 0;

  served(kind: string): void {
    this.#served[kind === "tool_call" ? "tools" : "models"]++;
  }

  live(kind: string, isBeforeCut: boolean): void {
    this.#live[kind === "tool_call" ? "tools" : "models"]++;
    if (isBeforeCut) this.#liveBeforeCut++;
  }

  diverged(divergence: Divergence): void {
    this.#divergences.push(divergence);
  }

  toReport(recorded: number, byHand: number): ReplayReport {
    return { served: { ...this.#served }, live: { ...this.#live }, liveBeforeCut: this.#liveBeforeCut, byHand, recorded, divergences: [...this.#divergences] };
  }
}
