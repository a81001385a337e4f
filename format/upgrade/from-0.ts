import type { UpgradeStep } from "./step.ts";

const RENAMED: Readonly<Record<string, string>> = { type: "kind", data: "payload", session_id: "session", parent_id: "parent", upstream_event_ids: "upstream" };

/**
 * Version 0 was the draft the recorder wrote before 0.1.0: the names of the system Peaky Peek began as, and times in
 * milliseconds as `timestamp_ms`.
 */
export const from0: UpgradeStep = {
  from: 0,
  upgrade(record) {
    const upgraded: Record<string, unknown> = {};
    for (const [key, value] of Object.entries(record)) {
      if (key === "timestamp_ms" && typeof value === "number") upgraded["time_unix_us"] = Math.round(value * 1000);
      else upgraded[RENAMED[key] ?? key] = value;
    }
    return upgraded;
  },
};
