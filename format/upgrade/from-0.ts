import { lookUp } from "../importers/kit/read.ts";
import type { UpgradeStep } from "./step.ts";

const RENAMED: Readonly<Record<string, string>> = { type: "kind", data: "payload", session_id: "session", parent_id: "parent", upstream_event_ids: "upstream" };

/**
 * Version 0 was the draft the recorder wrote before 0.1.0: the names of the system Peaky Peek began as, and times in
 * milliseconds as `timestamp_ms`.
 */
export const from0: UpgradeStep = {
  from: 0,
  upgrade(record) {
    return Object.fromEntries(Object.entries(record).map(([key, value]) => renamed(key, value)));
  },
};

function renamed(key: string, value: unknown): readonly [string, unknown] {
  return key === "timestamp_ms" && typeof value === "number" ? ["time_unix_us", Math.round(value * 1000)] : [lookUp(RENAMED, key) ?? key, value];
}
