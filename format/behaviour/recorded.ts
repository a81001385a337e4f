import type { EventRecord } from "../event.ts";
import { SEVERITIES } from "../kinds.ts";
import { relatedIds, type Alert } from "./alert.ts";
import { membersOf } from "./steps.ts";

/** Characters of a word or a sentence; a recorder writes far fewer. */
const LONGEST = 1000;

/** What a recorded `behavior_alert` says; undefined for other kinds. What is missing in it is filled with what can be said of any alert. */
export function recordedAlert(event: EventRecord): Alert | undefined {
  if (event.kind !== "behavior_alert") return undefined;
  const { alert_type: type, signal } = membersOf(event);
  const name = textOr(event.name, "alert");
  return {
    alertType: textOr(type, name),
    severity: SEVERITIES.find((known) => known === event.severity) ?? "medium",
    signal: textOr(signal, name),
    related: relatedIds(Array.isArray(event.related) ? event.related.filter((id) => typeof id === "string") : []),
    agent: textOr(event.agent, ""),
  };
}

function textOr(value: unknown, otherwise: string): string {
  return typeof value === "string" ? value.slice(0, LONGEST) : otherwise;
}
