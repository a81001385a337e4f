import type { LiveAnalyses } from "../contracts/live.ts";
import type { Analysis } from "./index.ts";

/** What the recorder's detectors would have said of what was appended to followed files. */
export const liveAlerts: Analysis<LiveAnalyses["live-alerts"]> = async ({ alerts }, { after }) => ({ total: alerts.total, alerts: alerts.since(after) });
