import { html, nothing, type TemplateResult } from "lit";
import type { Json } from "../../../../format/event.ts";
import { isObject, listMember, textMember, toJsonText } from "../../../model/json.ts";
import { facts, meter, prose, type BodyInput, type BodyView } from "../body.ts";
import { evidenceView } from "../evidence-view.ts";

const MOST_UNITS = 1000;

/** Why the agent chose what it chose, and what it did not choose. */
export const decision: BodyView = {
  shows: ["reasoning", "chosen_action", "alternatives", "evidence"],
  view: (input) => {
    const { payload, detail } = input;
    const { confidence } = detail.envelope;
    return html`${prose("Reasoning", textMember(payload, "reasoning"))}
    ${facts([
      ["chose", chosen(input)],
      ["confidence", confidence === undefined ? nothing : meter(confidence, "Confidence")],
      ["instead of", alternatives(listMember(payload, "alternatives"))],
      ["evidence", evidenceView(input, true)],
    ])}`;
  },
};

function chosen({ payload }: BodyInput): unknown {
  const action = textMember(payload, "chosen_action");
  return action === "" ? nothing : html`<code>${action}</code>`;
}

function alternatives(list: readonly Json[]): TemplateResult | typeof nothing {
  if (list.length === 0) return nothing;
  return html`<ul class="plain">
    ${list.map((item) => {
      const action = isObject(item) ? textMember(item, "action") : typeof item === "string" ? item : toJsonText(item, MOST_UNITS);
      const why = isObject(item) ? textMember(item, "reason_rejected") : "";
      return html`<li dir="auto"><code>${action}</code>${why === "" ? nothing : html`<div class="dim">${why}</div>`}</li>`;
    })}
  </ul>`;
}
