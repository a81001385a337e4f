import type { EventRecord } from "../event.ts";
import { flowOf, NOTHING, relatedIds, type Alert, type Detector } from "./alert.ts";
import { BoundedMap } from "./bounded-map.ts";
import { printOf, type Print } from "./print.ts";
import { membersOf } from "./steps.ts";

const MOST_FLOWS = 200;
const SAME = 4;
const ANY = 6;
const MOST_KEPT = 24;
const STORM = 5;
const STORM_US = 60_000_000;

interface Failure {
  readonly id: string;
  readonly what: string;
  readonly print: Print;
  readonly timeUs: number;
}

interface Flow {
  failures: Failure[];
  toldAt: number;
}

/** One failure after another: four alike, or six of any kind, of an agent's tools or of its model calls, with no success between. */
export class ErrorStreakDetector implements Detector {
  readonly #flows = new BoundedMap<Flow>(MOST_FLOWS);

  observe(event: EventRecord): readonly Alert[] {
    if (event.kind !== "tool_result" && event.kind !== "llm_response") return NOTHING;
    const flow = this.#flows.get(`${flowOf(event)}\n${event.kind}`, () => ({ failures: [], toldAt: 0 }));
    if (event.outcome !== "error") {
      if (event.outcome === "ok") flow.failures = [];
      flow.toldAt = flow.failures.length === 0 ? 0 : flow.toldAt;
      return NOTHING;
    }
    flow.failures = [...flow.failures, failureOf(event)].slice(-MOST_KEPT);
    return this.#judge(flow, event);
  }

  #judge(flow: Flow, event: EventRecord): readonly Alert[] {
    const { failures } = flow;
    const last = failures.at(-1) as Failure;
    const alike = failures.filter(({ print }) => print.exact === last.print.exact);
    const isStreak = alike.length >= SAME || failures.length >= ANY;
    if (!isStreak || failures.length < flow.toldAt * 2) return NOTHING;
    flow.toldAt = failures.length;
    const shown = alike.length >= SAME ? alike : failures;
    const how = alike.length >= SAME ? "in the same way" : "in different ways";
    return [
      {
        alertType: "error_streak",
        severity: failures.length >= ANY ? "high" : "medium",
        signal: `${failures.length} ${event.kind === "tool_result" ? "tool calls" : "model calls"} failed one after the other, ${shown.length} of them ${how} (${event.error_class ?? "error"})`,
        related: relatedIds(shown.map(({ id }) => id)),
        agent: event.agent ?? "",
      },
    ];
  }
}

/** The same tool or model failing five times within a minute: retries that only add load. */
export class RetryStormDetector implements Detector {
  readonly #failures = new BoundedMap<{ recent: Failure[] }>(MOST_FLOWS);

  observe(event: EventRecord): readonly Alert[] {
    if ((event.kind !== "tool_result" && event.kind !== "llm_response") || event.outcome !== "error") return NOTHING;
    const failure = failureOf(event);
    if (failure.timeUs <= 0 || event.derived?.includes("time_unix_us")) return NOTHING;
    const kept = this.#failures.get(`${event.session}\n${failure.what}`, () => ({ recent: [] }));
    kept.recent = [...kept.recent.filter(({ timeUs }) => failure.timeUs - timeUs <= STORM_US), failure].slice(-MOST_KEPT);
    if (kept.recent.length < STORM) return NOTHING;
    const { recent } = kept;
    kept.recent = [];
    const seconds = Math.round((failure.timeUs - (recent[0] as Failure).timeUs) / 1e5) / 10;
    const signal = `${failure.what} failed ${recent.length} times within ${seconds} s (${event.error_class ?? "error"})`;
    return [{ alertType: "retry_storm", severity: "high", signal, related: relatedIds(recent.map(({ id }) => id)), agent: event.agent ?? "" }];
  }
}

function failureOf(event: EventRecord): Failure {
  const { error, result } = membersOf(event);
  const what = event.tool ?? event.model ?? event.name ?? event.kind;
  return { id: event.id, what, print: printOf(error ?? result ?? event.error_class), timeUs: event.time_unix_us ?? 0 };
}
