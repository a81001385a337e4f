import { html, nothing, type TemplateResult } from "lit";
import type { EventRow } from "../../engine/api.ts";
import type { RowState } from "../../engine/contracts/compare.ts";
import { rowText, standingOf } from "../../model/event-row.ts";
import { formatOffset } from "../../model/text.ts";
import { kindMark } from "../kit/kind-mark.ts";

/** Sign between the two sides, beside the colour, and how it is read out. */
export const STATE_SIGNS: Readonly<Record<RowState, { readonly sign: string; readonly said: string }>> = {
  equal: { sign: "", said: "equal" },
  reworded: { sign: "~", said: "said in other words" },
  changed: { sign: "≈", said: "changed" },
  result: { sign: "≈", said: "other result" },
  instead: { sign: "≠", said: "something else instead" },
  removed: { sign: "−", said: "only on the left" },
  added: { sign: "+", said: "only on the right" },
  moved: { sign: "⇅", said: "moved" },
};

const STEP_MS = 100;

/** One side of a line; `row` is undefined while it is on its way. */
export function sideView(side: "left" | "right", has: boolean, row: EventRow | undefined): TemplateResult {
  if (!has || row === undefined) return html`<span class="side ${side}" role="gridcell">${has ? "…" : nothing}</span>`;
  const text = rowText(row.name, row.preview);
  return html`<span class="side ${side} ${standingOf(row.kind, row.outcome)}" role="gridcell"><time>${formatOffset(row.offsetMs, STEP_MS)}</time>${kindMark(row.kind, row.outcome)}<span class="text"><b>${text.name}</b> ${text.preview}</span></span>`;
}
