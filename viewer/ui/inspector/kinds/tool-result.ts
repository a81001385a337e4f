import { html, nothing } from "lit";
import { contentText } from "../../../model/message.ts";
import { formatDuration } from "../../../model/text.ts";
import { facts, value, type BodyView } from "../body.ts";

/** What a tool gave back. An error that is text stands in the banner above. */
export const toolResult: BodyView = {
  shows: ["result", "error"],
  view: ({ payload, detail }) => html`${contentText(payload["error"]) === undefined ? value("Error", payload["error"]) : nothing} ${value("Result", payload["result"])}
  ${facts([
    ["tool", detail.envelope.tool ?? ""],
    ["took", detail.envelope.duration_ms === undefined ? "" : formatDuration(detail.envelope.duration_ms)],
  ])}`,
};
