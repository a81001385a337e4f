import { ENDS_AT_ITS_TIME, KINDS } from "../format/kinds.ts";
import type { Alert } from "../format/behaviour/index.ts";
import { costAt } from "../format/prices/cost.ts";
import { AlertWatch } from "./alerts.ts";
import { cleanerOf, type Cleaner } from "./cleaning.ts";
import { contentless, withoutContent } from "./content.ts";
import type { Draft, EventOptions, Maker, RecordedEvent } from "./event.ts";
import { HeadWriter } from "./head.ts";
import { errorEvent } from "./kinds/failures.ts";
import { behaviorAlert } from "./kinds/safety.ts";
import { classOfError } from "./kinds/thrown.ts";
import type { Interceptor } from "./intercept.ts";
import { EnvelopeWriter, idOf, memberText, quote } from "./line.ts";
import type { Settings } from "./options.ts";
import type { Output } from "./output.ts";
import { errorCode } from "./problem.ts";
import type { Totals } from "./totals.ts";
import { ValueWriter } from "./value.ts";

const OTHER_IMPORTANCE = 0.3;
const MOST_NAME_UNITS = 200;

/** What a scope adds to each of its events. */
export interface Place {
  /** The agent as text of an envelope member. */
  readonly agentMember: string;
  /** Sums of the scope and of those around it. */
  readonly totals: readonly Totals[];
  /** True once the scope has ended; its events are marked `late`. */
  readonly isEnded: boolean;
  /** Hears of each event, where one was there when the scope began. */
  readonly interceptor?: Interceptor | undefined;
}

/** For events that belong to the run as a whole. */
const NOWHERE: Place = { agentMember: "", totals: [], isEnded: false };

const UNCAUGHT: EventOptions = { name: "uncaught exception" };

/** Names of a run. */
export interface RunNames {
  readonly session: string;
  readonly trace: string;
}

/** One run: numbers its events, serialises them and hands their lines to the output. Nothing here throws. */
export class Run {
  readonly session: string;
  readonly trace: string;
  readonly settings: Settings;
  readonly output: Output;
  readonly #cleaner: Cleaner | undefined;
  readonly #values: ValueWriter;
  readonly #envelope: EnvelopeWriter;
  readonly #head: HeadWriter;
  readonly #alerts: AlertWatch | undefined;
  #seq = 0;
  #firstId = "";
  #lastParent = "";
  #lastParentMember = "";

  constructor(names: RunNames, settings: Settings, output: Output) {
    this.settings = settings;
    this.output = output;
    this.#cleaner = cleanerOf(settings.redact, settings.onError);
    this.session = this.#cleaner?.text(names.session) ?? names.session;
    this.trace = this.#cleaner?.text(names.trace) ?? names.trace;
    this.#head = new HeadWriter(this.session, this.trace);
    const { sink } = output;
    this.#values = new ValueWriter(settings.limits, sink.putBlob?.bind(sink), this.#cleaner);
    this.#envelope = new EnvelopeWriter(this.#cleaner?.text);
    this.#alerts = settings.alerts === undefined ? undefined : new AlertWatch(settings.alerts, settings.onError);
  }

  /** The agent's name as text of an envelope member, cleaned. */
  agentMember(agent: string): string {
    return memberText("agent", quote(this.#cleaner === undefined ? agent : this.#cleaner.text(agent)));
  }

  /** Writes one event. `parent` is the id of the enclosing event, empty for none. */
  // oxlint-disable-next-line max-params -- runs for every event: an object around the arguments would be one allocation more
  record(kind: string, draft: Draft, options: EventOptions, place: Place, parent: string): RecordedEvent {
    const { clock, ids, enabled, onError } = this.settings;
    const timeMonoUs = clock.monoUs();
    const id = ids.event();
    const seq = this.#seq++;
    if (seq === 0) this.#firstId = id;
    const event: RecordedEvent = Object.freeze({ id, seq, kind, name: nameOf(draft, options), about: textOf(draft.about), session: this.session, timeMonoUs });
    if (!enabled && place.interceptor === undefined) return event;
    let payload = "";
    let front = "";
    const head = this.#head.write(seq, id, kind, clock.unixUs(timeMonoUs), timeMonoUs);
    try {
      const shown = this.settings.content ? draft : withoutContent(kind, draft);
      const envelope = this.#members(kind, shown, options, place, parent, timeMonoUs);
      payload = this.#payload(kind, shown, options);
      front = head + envelope;
      this.output.write(front, payload);
    } catch (error) {
      this.#envelope.take();
      onError({ code: errorCode(error), during: "record", error });
      this.output.write(head, `,"payload":{"$unreadable":${quote(stringOf(error))}}}`);
    }
    this.#tellDropped();
    place.interceptor?.recorded(event, { parent: idOf(options.parent) || parent, replyTo: idOf(options.replyTo) || idOf(draft.answers) }, payload.slice(PAYLOAD_START.length, -1));
    if (this.#alerts !== undefined && front !== "") this.#alerts.observe(kind, front, payload, (alert) => this.#raise(alert, place, parent));
    return event;
  }

  #raise({ alertType, signal, severity, related, agent }: Alert, place: Place, parent: string): RecordedEvent {
    const input = { alertType, signal };
    return this.record(behaviorAlert.kind, draftOf(behaviorAlert, input), { severity, related, ...(agent !== "" && { agent }) }, place, parent);
  }

  // oxlint-disable-next-line max-params -- as above
  #members(kind: string, draft: Draft, options: EventOptions, place: Place, parent: string, timeMonoUs: number): string {
    const envelope = this.#envelope;
    envelope.put("agent", place.agentMember);
    if (parent !== "") envelope.put("parent", this.#parentMember(parent));
    envelope.put("importance", IMPORTANCE_MEMBERS.get(kind) ?? OTHER_IMPORTANCE_MEMBER);
    if (draft.answers !== undefined) this.#answer(kind, draft.answers, timeMonoUs);
    envelope.members(draft.members);
    envelope.options(options);
    if (kind === "llm_response") this.#price(draft, options);
    for (const totals of place.totals) totals.add(kind, envelope);
    return place.isEnded ? `${envelope.take()},"late":true` : envelope.take();
  }

  /** Fills in the cost of a model call by list price, marked as derived, where nobody gave it. */
  #price(draft: Draft, options: EventOptions): void {
    const envelope = this.#envelope;
    const model = options.model ?? draft.members.model;
    if (this.settings.prices === undefined || typeof model !== "string" || envelope.has("cost_usd") || !(envelope.has("tokens_in") || envelope.has("tokens_out"))) return;
    const price = this.settings.prices.price(model);
    if (price === undefined) return;
    const count = (key: "tokens_in" | "tokens_out" | "tokens_cache_read" | "tokens_cache_write"): number => envelope.number(key);
    const cost = costAt(price, { tokens_in: count("tokens_in"), tokens_out: count("tokens_out"), tokens_cache_read: count("tokens_cache_read"), tokens_cache_write: count("tokens_cache_write") });
    envelope.put("cost_usd", memberText("cost_usd", String(cost)));
    envelope.put("derived", DERIVED_COST);
  }

  /** Most events have the parent of the one before. */
  #parentMember(parent: string): string {
    if (parent !== this.#lastParent) {
      this.#lastParent = parent;
      this.#lastParentMember = memberText("parent", quote(parent));
    }
    return this.#lastParentMember;
  }

  #answer(kind: string, call: unknown, timeMonoUs: number): void {
    const id = idOf(call);
    if (id === "") return;
    this.#envelope.put("reply_to", memberText("reply_to", quote(id)));
    if (!ENDS_AT_ITS_TIME.has(kind) || typeof call !== "object") return;
    const startUs = (call as Partial<RecordedEvent>).timeMonoUs;
    if (typeof startUs === "number" && startUs <= timeMonoUs) this.#envelope.put("duration_ms", memberText("duration_ms", String((timeMonoUs - startUs) / 1000)));
  }

  #payload(kind: string, draft: Draft, options: EventOptions): string {
    const extra = this.settings.content ? options.extra : contentless(kind, options.extra);
    const payload = extra === undefined ? draft.payload : { ...draft.payload, ...extra };
    if (payload === undefined) return "}";
    const cleaned = this.#cleaner === undefined ? payload : this.#cleaner.payload(payload, kind);
    return `${PAYLOAD_START}${this.#values.write(cleaned)}}`;
  }

  /** Records, under the run's first event, an exception that nobody caught. */
  crashed(error: unknown): void {
    this.record(errorEvent.kind, draftOf(errorEvent, error), UNCAUGHT, NOWHERE, this.#firstId);
  }

  /** Hands everything recorded so far to the system and, if lines had to be dropped, records how many. */
  settle(): void {
    this.output.sink.flush();
    this.#tellDropped();
    this.output.sink.flush();
  }

  #tellDropped(): void {
    const count = this.output.sink.takeDropped();
    if (count === 0) return;
    const message = `${count} events were dropped because they could not be written`;
    const draft = { members: { outcome: "warn", name: "events dropped" }, payload: { message, level: "warn", data: { dropped: count } } };
    this.record("log", draft, {}, NOWHERE, "");
  }
}

const PAYLOAD_START = `,"payload":`;
const DERIVED_COST = memberText("derived", `["cost_usd"]`);
const OTHER_IMPORTANCE_MEMBER = memberText("importance", String(OTHER_IMPORTANCE));
const IMPORTANCE_MEMBERS: ReadonlyMap<string, string> = new Map(
  Object.entries(KINDS).map(([kind, { importance }]) => [kind, memberText("importance", String(importance))]),
);

/** What the maker makes of the input; if it cannot read it, an event that says so. */
export function draftOf<Input>(maker: Maker<Input>, input: Input): Draft {
  try {
    return maker.make(input);
  } catch (error) {
    return { members: {}, payload: { $unreadable: classOfError(error) } };
  }
}

function nameOf(draft: Draft, options: EventOptions): string {
  try {
    return textOf(options.name ?? draft.members.name);
  } catch {
    return "";
  }
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value.slice(0, MOST_NAME_UNITS) : "";
}

function stringOf(error: unknown): string {
  try {
    return String(error);
  } catch {
    return "unreadable";
  }
}
