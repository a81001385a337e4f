import type { KindGroup } from "../../../format/kinds.ts";
import type { Palette } from "../kit/palette.ts";

/** The outlines of a kind's mark in a box of 16. */
const SHAPES: Readonly<Record<KindGroup, string>> = {
  agent: "M6 0h4a6 6 0 0 1 6 6v4a6 6 0 0 1-6 6H0V6a6 6 0 0 1 6-6z",
  decision: "M8 0h8v8a8 8 0 0 1-8 8H0V8a8 8 0 0 1 8-8z",
  llm: "M8 0a8 8 0 0 1 0 16A8 8 0 0 1 8 0z",
  tool: "M2 0h12a2 2 0 0 1 2 2v12a2 2 0 0 1-2 2H2a2 2 0 0 1-2-2V2a2 2 0 0 1 2-2z",
  safety: "M8 0l8 5v7l-8 4-8-4V5z",
  error: "M5 0h6l5 5v6l-5 5H5l-5-5V5z",
  checkpoint: "M0 0h16v8a8 8 0 0 1-16 0z",
};

/** The mark of a kind as an address of a picture, for a canvas. `letter` is one of ours, never of a trace. */
export function markImage(group: KindGroup, letter: string, hollow: boolean, palette: Palette): string {
  const colour = palette[`k-${group}`];
  const body = hollow ? `fill="none" stroke="${colour}" stroke-width="1.5" transform="translate(1 1) scale(.875)"` : `fill="${colour}"`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="32" height="32" viewBox="0 0 16 16"><path d="${SHAPES[group]}" ${body}/><text x="8" y="11.6" text-anchor="middle" font-family="monospace" font-weight="700" font-size="10.5" fill="${hollow ? colour : palette.bg}">${letter}</text></svg>`;
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}
