import { html } from "lit";
import { textMember } from "../../../model/json.ts";
import { value, verbatim, type BodyView } from "../body.ts";

/** An error: what caused it and where it was thrown. Its class and message stand in the banner above. */
export const error: BodyView = {
  shows: ["message", "stack", "cause"],
  view: ({ payload }) => html`${value("Cause", payload["cause"])} ${verbatim("Stack", textMember(payload, "stack"))}`,
};
