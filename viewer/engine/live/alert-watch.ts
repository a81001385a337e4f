import type { Alert, Detector } from "../../../format/behaviour/alert.ts";
import type { EventRecord } from "../../../format/event.ts";
import type { LiveAlert } from "../contracts/live.ts";
import type { TraceFile } from "../trace-file.ts";

const MOST_KEPT = 100;
/** Longer lines are not looked into for alerts. */
const LONGEST_LINE = 256 * 1024;

/** Lets the recorder's detectors watch the events that are appended to files. */
export class AlertWatch {
  readonly #createDetectors: () => readonly Detector[];
  readonly #detectors = new Map<TraceFile, readonly Detector[]>();
  readonly #decoder = new TextDecoder();
  #alerts: LiveAlert[] = [];
  #total = 0;

  constructor(createDetectors: () => readonly Detector[]) {
    this.#createDetectors = createDetectors;
  }

  /** Alerts so far. */
  get total(): number {
    return this.#total;
  }

  /** The newest alerts after the first `after` ones, newest last. */
  since(after: number): readonly LiveAlert[] {
    return this.#alerts.slice(Math.max(0, this.#alerts.length - Math.max(0, this.#total - after)));
  }

  /** Looks at rows from `first` on, whose lines stand in `bytes`; `offset` is where these begin in the file. */
  read(file: TraceFile, first: number, bytes: Uint8Array, offset: number): void {
    const detectors = this.#detectors.get(file) ?? this.#createDetectors();
    this.#detectors.set(file, detectors);
    const { lineOffset, lineLength } = file.columns;
    for (let row = first; row < file.rows; row++) {
      const length = lineLength.get(row);
      const start = lineOffset.get(row) - offset;
      const event = length > LONGEST_LINE ? undefined : this.#parse(bytes.subarray(start, start + length));
      if (event === undefined) continue;
      for (const detector of detectors) for (const alert of detector.observe(event)) this.#note(file, row, alert);
    }
  }

  #note(file: TraceFile, local: number, alert: Alert): void {
    this.#total++;
    this.#alerts.push({ row: file.rowBase + local, run: file.runBase + file.columns.run.get(local), type: alert.alertType, severity: alert.severity, signal: alert.signal });
    if (this.#alerts.length > MOST_KEPT) this.#alerts = this.#alerts.slice(-MOST_KEPT);
  }

  #parse(bytes: Uint8Array): EventRecord | undefined {
    try {
      const value = JSON.parse(this.#decoder.decode(bytes)) as Partial<EventRecord>;
      return typeof value.id === "string" && typeof value.kind === "string" && typeof value.session === "string" ? (value as EventRecord) : undefined;
    } catch {
      return undefined;
    }
  }
}
