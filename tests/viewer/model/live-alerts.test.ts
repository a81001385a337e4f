import { expect, test } from "vitest";
import type { LiveAlert } from "../../../viewer/engine/contracts/live.ts";
import { joinAlerts } from "../../../viewer/model/live-alerts.ts";

const alert = (key: string, signal: string): LiveAlert => ({ key, file: 0, row: 1, run: 0, type: "tool_loop", severity: "high", signal });

test("an alert that has grown stands once, as the newest", () => {
  const joined = joinAlerts([alert("a", "3 times"), alert("b", "other")], [alert("a", "6 times")]);
  expect(joined.map(({ signal }) => signal)).toEqual(["other", "6 times"]);
});
