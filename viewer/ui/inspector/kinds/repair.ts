import { html, nothing } from "lit";
import { textMember } from "../../../model/json.ts";
import { facts, prose, value, type BodyView } from "../body.ts";

/** Lines of a diff shown; the rest stays in the raw view. */
const DIFF_LINES = 2000;
const SIDES: Readonly<Record<string, string>> = { "+": "added", "-": "removed", "@": "place" };

/** What was tried to mend a failure, and whether it held. */
export const repair: BodyView = {
  shows: ["attempted_fix", "validation_result", "sequence", "diff"],
  view: ({ payload }) => html`${prose("Tried", textMember(payload, "attempted_fix"))} ${value("Checked", payload["validation_result"])}
  ${facts([["sequence", textMember(payload, "sequence")]])} ${diff(textMember(payload, "diff"))}`,
};

function diff(text: string): unknown {
  if (text === "") return nothing;
  const lines = text.split("\n", DIFF_LINES + 1);
  return html`<section>
    <peek-text-block heading="Change" .source=${() => text}>
      <div class="code diff">${lines.slice(0, DIFF_LINES).map((line) => html`<div class=${SIDES[line.charAt(0)] ?? "same"}>${line || " "}</div>`)}</div>
      ${lines.length > DIFF_LINES ? html`<p class="dim">The first ${DIFF_LINES} lines are shown; all are in the raw view.</p>` : nothing}
    </peek-text-block>
  </section>`;
}
