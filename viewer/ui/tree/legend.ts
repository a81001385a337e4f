import { html, svg, type TemplateResult } from "lit";
import type { EdgeType, GraphPicture } from "../../engine/contracts/graph.ts";
import { EDGE_LABELS } from "../../model/graph.ts";
import { formatCount } from "../../model/text.ts";
import { EDGE_LOOKS } from "./looks.ts";

const ORDER = Object.keys(EDGE_LABELS) as readonly EdgeType[];

/** The kinds of edges in a picture, each with a sample of its line; pressed ones are drawn. */
export function legend(picture: GraphPicture, off: ReadonlySet<EdgeType>, onToggle: (type: EdgeType) => void): TemplateResult {
  const counts = new Map<EdgeType, number>();
  for (const { type, count } of picture.edges) counts.set(type, (counts.get(type) ?? 0) + count);
  return html`<span class="legend" role="group" aria-label="Kinds of edges">
    ${ORDER.filter((type) => counts.has(type)).map(
      (type) => html`<button class="edge" aria-pressed=${String(!off.has(type))} title=${`${off.has(type) ? "Draw" : "Do not draw"} edges “${EDGE_LABELS[type]}”`} @click=${() => onToggle(type)}>${sample(type)}<span>${EDGE_LABELS[type]}</span> <span class="num">${formatCount(counts.get(type) ?? 0)}</span></button>`,
    )}
  </span>`;
}

const HEADS: Readonly<Record<string, TemplateResult>> = {
  none: svg``,
  triangle: svg`<path d="M20 2l6 4-6 4z" fill="currentColor" />`,
  vee: svg`<path d="M20 2l6 4-6 4 2-4z" fill="currentColor" />`,
  circle: svg`<circle cx="22" cy="6" r="3" fill="currentColor" />`,
  tee: svg`<path d="M24 1v10" stroke="currentColor" stroke-width="2" />`,
  diamond: svg`<path d="M18 6l4-4 4 4-4 4z" fill="currentColor" />`,
};

function sample(type: EdgeType): TemplateResult {
  const { width, dash, head, colour } = EDGE_LOOKS[type];
  return html`<svg class=${colour} width="28" height="12" viewBox="0 0 28 12" aria-hidden="true">
    <line x1="1" y1="6" x2=${head === "none" ? 26 : 20} y2="6" stroke="currentColor" stroke-width=${width} stroke-dasharray=${dash.map((length) => length / 1.5).join(" ")} />
    ${HEADS[head]}
  </svg>`;
}
