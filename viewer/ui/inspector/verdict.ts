import { html, nothing, type TemplateResult } from "lit";
import { standingOf } from "../../model/event-row.ts";

/** An outcome with a sign before it, so that colour is not alone. */
export function verdict(outcome: string | undefined): TemplateResult | typeof nothing {
  if (outcome === undefined || outcome === "") return nothing;
  const standing = standingOf("", outcome);
  const sign = standing === "failing" ? "✕" : standing === "stopped" ? "■" : outcome === "warn" ? "▲" : "●";
  return html`<span class="verdict ${standing} ${outcome}">${sign} ${outcome}</span>`;
}
