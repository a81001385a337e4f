import { html, nothing } from "lit";
import { textMember } from "../../../model/json.ts";
import { facts, prose, tree, type BodyView } from "../body.ts";

/** The prompt rules in force from here on. */
export const promptPolicy: BodyView = {
  shows: ["parameters", "state_summary", "goal", "content"],
  view: ({ payload, detail }) => html`${facts([
    ["policy", detail.envelope.policy ?? ""],
    ["goal", textMember(payload, "goal")],
  ])}
  ${prose("Prompt", textMember(payload, "content"))} ${payload["parameters"] === undefined ? nothing : tree("Parameters", payload["parameters"])} ${prose("State", textMember(payload, "state_summary"))}`,
};
