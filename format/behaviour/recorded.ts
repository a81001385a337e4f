import type { EventRecord } from "../event.ts";
import { SEVERITIES } from "../kinds.ts";
import type { Alert } from "./alert.ts";
import { membersOf } from "./steps.ts";

/** What a recorded `behavior_alert` says; undefined for other kinds. What is missing in it is filled with what can be said of any alert. */
export function recordedAlert(event: EventRecord): Alert | undefined {
  if (event.kind !== "behavior_alert") return undefined;
  const { alert_type: type, signal } = membersOf(event);
  const name = event.name ?? "alert";
  return {
    alertType: typeof type === "string" ? type : name,
    severity: SEVERITIES.find((known) => known === event.severity) ?? "medium",
    signal: typeof signal === "string" ? signal : name,
    related: Array.isArray(event.related) ? event.related.filter((id) => typeof id === "string") : [],
    agent: typeof event.agent === "string" ? event.agent : "",
  };
}
