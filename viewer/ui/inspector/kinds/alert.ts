import { html, nothing } from "lit";
import { textMember } from "../../../model/json.ts";
import { facts, prose, type BodyView } from "../body.ts";
import { linkLine } from "../links-view.ts";

/** Something noticed about the run's behaviour, with the events it is about. */
export const alert: BodyView = {
  shows: ["alert_type", "signal"],
  view: ({ payload, detail, select }) => {
    const related = detail.links.filter((link) => link.type === "related");
    return html`${facts([
      ["alert", textMember(payload, "alert_type")],
      ["severity", detail.envelope.severity ?? ""],
    ])}
    ${prose("Signal", textMember(payload, "signal"))}
    ${related.length === 0 ? nothing : html`<section><h3>About</h3><ul class="links">${related.map((link) => linkLine(link, "", select))}</ul></section>`}`;
  },
};
