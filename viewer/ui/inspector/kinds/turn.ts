import { html } from "lit";
import { textMember } from "../../../model/json.ts";
import { facts, value, type BodyView } from "../body.ts";

/** What an agent or a person said. */
export const turn: BodyView = {
  shows: ["content", "goal"],
  view: ({ payload, detail }) => html`${value("Said", payload["content"])}
  ${facts([
    ["goal", textMember(payload, "goal")],
    ["to", detail.envelope.to ?? ""],
    ["turn", detail.envelope.turn ?? ""],
  ])}`,
};
