import { BehaviourWatch, UNWATCHED_KINDS, type Alert, type BehaviourOptions } from "../format/behaviour/index.ts";
import type { EventRecord } from "../format/event.ts";
import type { RecordedEvent } from "./event.ts";
import type { OnError } from "./ports.ts";
import { errorCode } from "./problem.ts";

/** An alert as the program hears it. */
export interface RaisedAlert extends Alert {
  /** The `behavior_alert` that was recorded. */
  readonly event: RecordedEvent;
  /** The run it is about. */
  readonly session: string;
}

/** What `init({ alerts })` takes. */
export interface AlertOptions extends BehaviourOptions {
  /** Hears of each alert once it is recorded: the place to stop a run that goes round. What it throws is reported, not thrown on. */
  readonly onAlert?: ((alert: RaisedAlert) => void) | undefined;
}

/** Characters of a line above which only its envelope is looked at. */
const MOST_LINE_UNITS = 256 * 1024;

/** Watches the events of one run as they are recorded. Nothing here throws. */
export class AlertWatch {
  readonly #watch: BehaviourWatch;
  readonly #onAlert: AlertOptions["onAlert"];
  readonly #onError: OnError;

  constructor(options: AlertOptions, onError: OnError) {
    this.#watch = new BehaviourWatch(options);
    this.#onAlert = options.onAlert;
    this.#onError = onError;
  }

  /** Looks at an event as it was written: `front` up to the payload, `back` from there. `raise` records an alert. */
  observe(kind: string, front: string, back: string, raise: (alert: Alert) => RecordedEvent): void {
    if (UNWATCHED_KINDS.has(kind)) return;
    try {
      const line = front.length + back.length > MOST_LINE_UNITS ? `${front}}` : front + back;
      for (const alert of this.#watch.observe(JSON.parse(line) as EventRecord)) this.#tell(alert, raise(alert));
    } catch (error) {
      this.#onError({ code: errorCode(error), during: "watch", error });
    }
  }

  #tell(alert: Alert, event: RecordedEvent): void {
    try {
      this.#onAlert?.({ ...alert, event, session: event.session });
    } catch (error) {
      this.#onError({ code: errorCode(error), during: "onAlert", error });
    }
  }
}
