import { html } from "lit";
import { textMember } from "../../../model/json.ts";
import { facts, value, verbatim, type BodyView } from "../body.ts";

/** An error: message, where it was thrown, what caused it. */
export const error: BodyView = {
  shows: ["message", "stack", "cause"],
  view: ({ payload, detail }) => html`${facts([["class", detail.envelope.error_class ?? ""]])} ${verbatim("Message", textMember(payload, "message"))}
  ${value("Cause", payload["cause"])} ${verbatim("Stack", textMember(payload, "stack"))}`,
};
