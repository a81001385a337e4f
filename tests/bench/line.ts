/** One figure of a benchmark, as printed: one JSON object a line. `ratio` is value ÷ peerValue, both measured in the same run. */
export interface BenchLine {
  readonly bench: string;
  readonly metric: string;
  readonly value: number;
  readonly unit: string;
  readonly peer: string;
  readonly peerValue: number;
  readonly ratio: number;
  /** Rounds measured; the figures are medians over them. */
  readonly runs: number;
}
