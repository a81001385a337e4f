import { html } from "lit";
import { formatDuration } from "../../../model/text.ts";
import { facts, value, type BodyView } from "../body.ts";

/** What a tool gave back. */
export const toolResult: BodyView = {
  shows: ["result", "error"],
  view: ({ payload, detail }) => html`${value("Error", payload["error"])} ${value("Result", payload["result"])}
  ${facts([
    ["tool", detail.envelope.tool ?? ""],
    ["took", detail.envelope.duration_ms === undefined ? "" : formatDuration(detail.envelope.duration_ms)],
  ])}`,
};
