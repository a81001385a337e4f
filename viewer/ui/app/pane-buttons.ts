import { css, html, svg, type SVGTemplateResult, type TemplateResult } from "lit";
import { isInSight, PANE_TITLES, PANES, type Pane } from "../../model/panes.ts";
import type { Panes } from "../../state/panes.ts";

/** The part of the page a pane takes, drawn as a picture of the page. */
const PICTURES: Readonly<Record<Pane, SVGTemplateResult>> = {
  runs: svg`<rect x="1.5" y="2.5" width="4" height="11" />`,
  timeline: svg`<rect x="1.5" y="2.5" width="13" height="4" />`,
  details: svg`<rect x="10.5" y="2.5" width="4" height="11" />`,
};
const DETAILS_BELOW = svg`<rect x="1.5" y="9.5" width="13" height="4" />`;

/** Buttons that bring panes into sight or put them away. */
export function paneButtons(panes: Panes): TemplateResult {
  const layout = panes.layout.get();
  const picture = (pane: Pane): SVGTemplateResult => (pane === "details" && layout.details === "below" ? DETAILS_BELOW : PICTURES[pane]);
  return html`<div class="panes" role="group" aria-label="Panes">
    ${PANES.map((pane) => html`<button class="icon-button" aria-pressed=${String(isInSight(layout, pane))} aria-label=${PANE_TITLES[pane]} title="${PANE_TITLES[pane]}: show or hide" @click=${() => panes.toggle(pane)}><svg viewBox="0 0 16 16" aria-hidden="true"><rect class="page" x="1.5" y="2.5" width="13" height="11" rx="1.5" />${picture(pane)}</svg></button>`)}
  </div>`;
}

/** Looks of the buttons: the pane in the picture is filled while it is in sight. */
export const paneButtonStyles = css`
  .panes { display: flex; align-items: center; }
  .panes svg { width: 16px; height: 16px; fill: none; stroke: currentColor; stroke-width: 1; }
  .panes [aria-pressed="true"] rect:not(.page) { fill: currentColor; }
`;
