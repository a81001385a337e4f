import { css } from "lit";

export const compareStyles = css`
  :host { display: grid; grid-template-rows: auto auto minmax(120px, 3fr) minmax(120px, 2fr); min-height: 0; min-width: 0; }
  .head { display: flex; align-items: center; gap: 8px; padding: 6px 12px; border-bottom: 1px solid var(--line); min-width: 0; }
  .head select { min-width: 0; flex: 0 1 320px; height: 26px; border: 1px solid var(--line-strong); border-radius: 5px; background: var(--bg-raised); }
  .head .this { font-weight: 600; min-width: 60px; flex: 0 1 auto; }
  .head .grow { flex: 1; }
  .facts { display: flex; overflow-x: auto; border-bottom: 1px solid var(--line); }
  .fact { flex: 1 0 auto; padding: 5px 12px; border-right: 1px solid var(--line); white-space: nowrap; }
  .fact:last-child { border-right: 0; }
  .fact span { display: block; font-size: 12px; color: var(--text-2); }
  .fact b { font-variant-numeric: tabular-nums; }
  .table { position: relative; min-height: 0; display: grid; }
  .scroller { overflow: auto; contain: strict; outline-offset: -2px; }
  .spacer { position: relative; }
  .layer { position: sticky; top: 0; overflow: hidden; }
  .rows { position: absolute; inset: 0 0 auto; }
  .row { position: absolute; inset-inline: 0; height: 24px; display: grid; grid-template-columns: minmax(0, 1fr) 28px minmax(0, 1fr); line-height: 24px; cursor: default; }
  .row[hidden] { display: none; }
  .side { display: flex; align-items: center; gap: 6px; padding: 0 8px 0 10px; min-width: 0; white-space: nowrap; overflow: hidden; }
  .side .text { overflow: hidden; text-overflow: ellipsis; }
  .side .text b { font-weight: 600; }
  .side.failing .text { color: var(--k-error); }
  .side time { flex: none; width: 52px; text-align: right; font-size: 12px; color: var(--text-2); font-variant-numeric: tabular-nums; }
  .sign { display: grid; place-items: center; background: var(--bg-sunk); color: var(--text-2); font-weight: 600; }
  .row.removed .left { background: var(--bg-failed); }
  .row.added .right { background: color-mix(in srgb, var(--ok) 13%, var(--bg)); }
  .row.reworded .sign { color: var(--text-2); }
  .row.changed .side, .row.result .side, .row.instead .side { background: color-mix(in srgb, var(--k-safety) 12%, var(--bg)); }
  .row.moved .side { background: var(--bg-sunk); }
  .row:hover .side { box-shadow: inset 0 0 0 999px color-mix(in srgb, var(--text) 4%, transparent); }
  .row.active { box-shadow: inset 0 1px var(--accent), inset 0 -1px var(--accent); z-index: 1; }
  .row.active .sign { background: var(--accent); color: var(--on-accent); }
  .fold { grid-column: 1 / 4; border: 0; padding: 0 0 0 68px; text-align: left; background: none; color: var(--text-2); font-style: italic; line-height: 24px; }
  .fold:hover { background: var(--bg-hover); }
  .pair { border-top: 1px solid var(--line-strong); min-height: 0; display: grid; grid-template-columns: minmax(200px, 2fr) minmax(0, 3fr); background: var(--bg-raised); }
  .pair > div { min-height: 0; overflow: auto; padding: 8px 12px 12px; }
  .pair > div + div { border-left: 1px solid var(--line); }
  .pair h3 { margin: 8px 0 4px; font-size: 11px; letter-spacing: 0.06em; text-transform: uppercase; color: var(--text-2); font-weight: 600; }
  .pair h3:first-child { margin-top: 0; }
  .ranked { margin: 0 -12px; padding: 0; list-style: none; }
  .ranked button { display: grid; grid-template-columns: 18px 16px minmax(0, 1fr); gap: 0 4px; width: 100%; padding: 3px 12px; border: 0; background: none; text-align: left; }
  .ranked button:hover { background: var(--bg-hover); }
  .ranked button[aria-pressed="true"] { background: var(--bg-selected); }
  .ranked small { grid-column: 3; color: var(--text-2); font-size: 12px; }
  .change { display: grid; grid-template-columns: minmax(80px, 22%) minmax(0, 1fr); gap: 2px 10px; padding: 3px 0; border-bottom: 1px solid var(--line); }
  .change .path { font: 12px/1.5 var(--mono); color: var(--text-2); overflow-wrap: anywhere; }
  .values { white-space: pre-wrap; overflow-wrap: anywhere; max-height: 220px; overflow: auto; font: 12px/1.5 var(--mono); }
  del { background: color-mix(in srgb, var(--k-error) 22%, transparent); text-decoration: line-through; }
  ins { background: color-mix(in srgb, var(--ok) 26%, transparent); text-decoration: none; }
  .context { display: grid; grid-template-columns: 20px 70px minmax(0, 1fr) minmax(0, 1fr); gap: 2px 8px; }
  .context > div { display: contents; }
  .context .said { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
  .none { padding: 32px 24px; text-align: center; color: var(--text-2); }
`;
