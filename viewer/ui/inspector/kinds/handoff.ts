import { html } from "lit";
import { textMember } from "../../../model/json.ts";
import { facts, prose, value, type BodyView } from "../body.ts";

/** Who passes on to whom, why, and what goes along. */
export const handoff: BodyView = {
  shows: ["reason", "context"],
  view: ({ payload, detail }) => html`${facts([
    ["from", detail.envelope.agent ?? ""],
    ["to", detail.envelope.to ?? ""],
  ])}
  ${prose("Reason", textMember(payload, "reason"))} ${value("Passed on", payload["context"])}`,
};
