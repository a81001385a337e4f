import { html, nothing } from "lit";
import { structured } from "../../../model/message.ts";
import { textMember } from "../../../model/json.ts";
import { facts, tree, value, type BodyView } from "../body.ts";

/** A call with its arguments. */
export const toolCall: BodyView = {
  shows: ["arguments", "call_id"],
  view: ({ payload, detail }) => {
    const given = payload["arguments"];
    const args = typeof given === "string" ? structured(given) : given;
    const answered = detail.links.some((link) => link.type === "reply");
    return html`${args === undefined ? nothing : typeof args === "object" && args !== null ? tree("Arguments", args) : value("Arguments", args)}
    ${facts([
      ["tool", detail.envelope.tool ?? ""],
      ["call id", textMember(payload, "call_id")],
      ["result", answered ? nothing : html`<span class="bad">none recorded</span>`],
    ])}`;
  },
};
