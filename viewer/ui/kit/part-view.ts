import { html, nothing, type TemplateResult } from "lit";
import { countOf, formatCount } from "../../model/text.ts";
import type { AnalysisState } from "../../state/analysis-task.ts";

/** How much of a long run an answer rests on, where that is not all of it. */
export function partView({ value, pending }: AnalysisState<{ readonly read: number; readonly events: number }>): TemplateResult | typeof nothing {
  if (value === null || value.read >= value.events) return nothing;
  return html`<span class="dim" role="status">the first ${formatCount(value.read)} of ${countOf(value.events, "event")}${pending ? "; the rest is being looked at…" : ""}</span>`;
}
