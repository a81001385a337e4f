import type { Alert, Detector } from "../../../format/behaviour/alert.ts";
import { BoundedMap } from "../../../format/behaviour/bounded-map.ts";
import { UNWATCHED_KINDS } from "../../../format/behaviour/index.ts";
import { recordedAlert } from "../../../format/behaviour/recorded.ts";
import type { ByteSource } from "../../../format/containers/source.ts";
import type { EventRecord } from "../../../format/event.ts";
import type { LiveAlert } from "../contracts/live.ts";
import type { TraceFile } from "../trace-file.ts";

const MOST_KEPT = 100;
/** Longer lines are not looked into for alerts, only their envelopes. */
const LONGEST_LINE = 256 * 1024;
/** What stands before the part that is followed, looked at so that a loop or a spike is known that began there. */
const MOST_EARLIER_ROWS = 2000;
const MOST_EARLIER_BYTES = 4 * 1024 * 1024;
const MOST_TOLD = 5000;
const RECORDED = "behavior_alert";
/** Characters by which ids and names are told apart: the keys of many alerts are kept. */
const MOST_KEY_UNITS = 200;

/** Bytes of a file in which lines of events stand; `offset` is where they begin in it. */
interface Part {
  readonly first: number;
  readonly bytes: Uint8Array;
  readonly offset: number;
}

/**
 * Lets the recorder's detectors watch the events that are appended to files. What was told once is not told again, be it
 * that the recorder noted the same thing, or that a file was rewound, rotated or read again; what has grown since is.
 */
export class AlertWatch {
  readonly #createDetector: () => Detector;
  readonly #detectors = new WeakMap<TraceFile, Detector>();
  /** The last event of each alert that was told. */
  readonly #told = new BoundedMap<{ last: string }>(MOST_TOLD);
  readonly #decoder = new TextDecoder();
  #alerts: LiveAlert[] = [];
  #total = 0;

  constructor(createDetector: () => Detector) {
    this.#createDetector = createDetector;
  }

  /** Alerts so far. */
  get total(): number {
    return this.#total;
  }

  /** The newest alerts after the first `after` ones, newest last. */
  since(after: number): readonly LiveAlert[] {
    return this.#alerts.slice(Math.max(0, this.#alerts.length - Math.max(0, this.#total - after)));
  }

  /** Looks at the last of what was there before a file is followed; nothing is told of it. Rejects if it cannot be read. */
  async readEarlier(file: TraceFile, source: ByteSource): Promise<void> {
    const { lineOffset, lineLength } = file.columns;
    const end = file.rows === 0 ? 0 : lineOffset.get(file.rows - 1) + lineLength.get(file.rows - 1);
    let first = file.rows;
    while (first > 0 && file.rows - first < MOST_EARLIER_ROWS && end - lineOffset.get(first - 1) <= MOST_EARLIER_BYTES) first--;
    if (first === file.rows) return;
    const offset = lineOffset.get(first);
    this.#watch(file, { first, bytes: await source.slice(offset, end), offset }, (_, alert, session) => this.#isNews(alert, session));
  }

  /** Looks at rows from `first` on, whose lines stand in `bytes`; `offset` is where these begin in the file. */
  read(file: TraceFile, first: number, bytes: Uint8Array, offset: number): void {
    this.#watch(file, { first, bytes, offset }, (row, alert, session) => {
      if (this.#isNews(alert, session)) this.#note(file, row, alert, keyOf(alert, session));
    });
  }

  #watch(file: TraceFile, { first, bytes, offset }: Part, hear: (row: number, alert: Alert, session: string) => void): void {
    const detector = this.#detectors.get(file) ?? this.#createDetector();
    this.#detectors.set(file, detector);
    const { lineOffset, lineLength, payloadOffset, kind, shared } = file.columns;
    for (let row = first; row < file.rows; row++) {
      const name = shared.kinds.texts[kind.get(row)] as string;
      if (UNWATCHED_KINDS.has(name) && name !== RECORDED) continue;
      const start = lineOffset.get(row) - offset;
      const length = lineLength.get(row);
      const isLong = length > LONGEST_LINE;
      const text = this.#decoder.decode(bytes.subarray(start, start + (isLong ? Math.max(0, payloadOffset.get(row)) : length)));
      const event = parse(isLong ? `${text}null}` : text);
      if (event === undefined) continue;
      const recorded = recordedAlert(event);
      for (const alert of recorded === undefined ? detector.observe(event) : [recorded]) hear(row, alert, event.session);
    }
  }

  /** Remembers an alert. False if it was told before and has not grown since. */
  #isNews(alert: Alert, session: string): boolean {
    const last = (alert.related.at(-1) ?? "").slice(0, MOST_KEY_UNITS);
    let isNew = false;
    const told = this.#told.get(keyOf(alert, session), () => {
      isNew = true;
      return { last };
    });
    const isNews = isNew || told.last !== last;
    told.last = last;
    return isNews;
  }

  #note(file: TraceFile, local: number, alert: Alert, key: string): void {
    this.#total++;
    const run = file.runBase + file.columns.run.get(local);
    this.#alerts.push({ key, file: file.file, row: file.rowBase + local, run, type: alert.alertType, severity: alert.severity, signal: alert.signal });
    if (this.#alerts.length > MOST_KEPT) this.#alerts = this.#alerts.slice(-MOST_KEPT);
  }
}

function parse(line: string): EventRecord | undefined {
  try {
    const value = JSON.parse(line) as Partial<EventRecord>;
    return typeof value.id === "string" && typeof value.kind === "string" && typeof value.session === "string" ? (value as EventRecord) : undefined;
  } catch {
    return undefined;
  }
}

function keyOf({ alertType, agent, related }: Alert, session: string): string {
  return [session, alertType, agent, related[0] ?? ""].map((text) => text.slice(0, MOST_KEY_UNITS)).join("\n");
}
