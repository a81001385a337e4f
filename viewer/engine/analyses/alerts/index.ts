import type { Alert } from "../../../../format/behaviour/alert.ts";
import { BehaviourWatch, UNWATCHED_KINDS } from "../../../../format/behaviour/index.ts";
import { recordedAlert } from "../../../../format/behaviour/recorded.ts";
import type { EventRecord } from "../../../../format/event.ts";
import type { RunFacts } from "../cause/facts.ts";
import type { StoryEvent } from "../story/event.ts";
import { falseSuccess } from "./false-success.ts";
import type { Finder, FoundAlert } from "./found.ts";
import { contextLost } from "./handoffs.ts";
import { oscillation } from "./oscillation.ts";
import { goalDrift, policyShift, strategyShift } from "./shifts.ts";

const FINDERS: readonly Finder[] = [oscillation, policyShift, strategyShift, contextLost, goalDrift, falseSuccess];

/** Everything odd in a run, in the order of its first events: what the recorder's detectors see, what only a look at the whole run can see, and what was recorded as an alert. */
export function findAlerts(events: readonly StoryEvent[], run: RunFacts): FoundAlert[] {
  const indexOf = new Map(events.map(({ envelope, index }) => [envelope.id ?? "", index]));
  const alerts = [...detected(events, indexOf), ...FINDERS.flatMap((find) => find(events, run)), ...recorded(events, indexOf)];
  return alerts.toSorted((a, b) => (a.events[0] ?? 0) - (b.events[0] ?? 0));
}

/** Runs the detectors over the events. Of alerts that grow with every repetition, only the last and longest is kept. */
function detected(events: readonly StoryEvent[], indexOf: ReadonlyMap<string, number>): FoundAlert[] {
  const latest = new Map<string, FoundAlert>();
  const watch = new BehaviourWatch();
  for (const event of events) {
    if (UNWATCHED_KINDS.has(event.kind)) continue;
    for (const alert of watch.observe(asRecord(event))) {
      const found = foundOf(alert, indexOf);
      latest.set(`${found.type} ${found.agent} ${found.events[0]}`, found);
    }
  }
  return [...latest.values()];
}

function asRecord(event: StoryEvent): EventRecord {
  const payload = event.payload();
  return { ...event.envelope, id: event.envelope.id ?? "", kind: event.kind, session: event.envelope.session ?? "", ...(payload !== undefined && { payload }) };
}

function foundOf({ alertType, severity, signal, related, agent }: Alert, indexOf: ReadonlyMap<string, number>): FoundAlert {
  return { type: alertType, severity, signal, agent, events: related.map((id) => indexOf.get(id) ?? -1).filter((index) => index >= 0) };
}

function recorded(events: readonly StoryEvent[], indexOf: ReadonlyMap<string, number>): FoundAlert[] {
  return events.flatMap((event) => {
    const alert = event.kind === "behavior_alert" ? recordedAlert(asRecord(event)) : undefined;
    if (alert === undefined) return [];
    const found = foundOf(alert, indexOf);
    return [{ ...found, signal: `recorded: ${alert.signal}`, events: [...found.events, event.index].toSorted((a, b) => a - b) }];
  });
}
