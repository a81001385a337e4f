import type { LiveAlert } from "../engine/contracts/live.ts";

/** Alerts with newer ones: one that has grown stands once, where the newer one comes. */
export function joinAlerts(known: readonly LiveAlert[], newer: readonly LiveAlert[]): readonly LiveAlert[] {
  const byKey = new Map(known.map((alert) => [alert.key, alert]));
  for (const alert of newer) {
    byKey.delete(alert.key);
    byKey.set(alert.key, alert);
  }
  return [...byKey.values()];
}
