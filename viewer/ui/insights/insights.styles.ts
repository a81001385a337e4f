import { css } from "lit";

export const insightsStyles = css`
  :host { display: grid; grid-template-rows: auto minmax(0, 1fr); min-height: 0; min-width: 0; }
  .tabs { display: flex; flex-wrap: wrap; align-items: center; gap: 6px; padding: 6px 12px; border-bottom: 1px solid var(--line); }
  .chip[aria-selected="true"] { background: var(--bg-selected); border-color: transparent; color: var(--text); }
  .body { overflow: auto; min-height: 0; outline-offset: -2px; padding-bottom: 24px; container-type: inline-size; }
  h2 { margin: 0 0 6px; font-size: 14px; }
  h3 { margin: 0; padding: 14px 12px 6px; font-size: 11px; letter-spacing: 0.06em; text-transform: uppercase; color: var(--text-2); }
  h4 { margin: 8px 0 2px; font-size: 12px; font-weight: 600; color: var(--text-2); }
  .note { margin: 0; padding: 8px 12px; color: var(--text-2); max-width: 90ch; }
  .answer { margin: 12px; padding: 12px 14px; border-left: 3px solid var(--k-error); background: var(--bg-sunk); }
  .answer ol { margin: 0; padding: 0; list-style: none; display: grid; gap: 4px; font-size: 14px; max-width: 84ch; overflow-wrap: anywhere; }
  .ref { border: 0; padding: 0 3px; border-radius: 3px; background: none; color: var(--accent); text-decoration: underline; text-underline-offset: 2px; font-size: 12px; min-height: 20px; }
  .ref:hover { background: var(--bg-hover); }
  .event { display: flex; align-items: center; gap: 6px; min-width: 0; width: 100%; min-height: 24px; padding: 0 6px; border: 0; border-radius: 4px; background: none; text-align: left; flex: 0 1 auto; }
  .event:hover { background: var(--bg-hover); }
  .event[aria-current="true"] { background: var(--bg-selected); }
  .event .at { color: var(--text-2); font-size: 12px; flex: none; }
  .event .who { flex: 0 1 auto; max-width: 24ch; font-weight: 600; }
  .event .what { flex: 1 1 0; min-width: 6ch; color: var(--text-2); }
  .bar { display: inline-block; flex: none; width: 72px; height: 8px; border-radius: 2px; background: var(--line); overflow: hidden; vertical-align: middle; }
  .bar i { display: block; height: 100%; background: var(--accent); }
  .bar.suspect i { background: var(--k-error); }
  .bar.good i { background: var(--ok); }
  .figure { display: inline-block; flex: none; width: 6ch; text-align: right; font-size: 12px; }
  .suspected { position: relative; }
  .suspected > .event { position: absolute; z-index: 1; top: 4px; inset-inline: 190px 12px; width: auto; }
  .suspect { border-bottom: 1px solid var(--line); }
  .suspect summary { display: flex; align-items: center; gap: 8px; min-height: 32px; padding: 2px 12px; cursor: pointer; list-style: none; }
  .suspect summary::before { content: "▸"; color: var(--text-3); width: 10px; flex: none; }
  .suspect[open] summary::before { content: "▾"; }
  .suspect summary:hover { background: var(--bg-hover); }
  .rank { font-weight: 600; }
  .inside { padding: 2px 12px 12px 30px; }
  .reasons { width: auto; }
  .reasons td { border: 0; height: 22px; padding: 0 8px 0 0; }
  .reasons .sign { font: 600 13px var(--mono); width: 14px; }
  .path, .members { margin: 0; padding: 0; list-style: none; }
  .members .event .run { flex: 0 1 32%; color: var(--text-2); text-align: right; }
  .path li { display: flex; align-items: center; gap: 6px; min-width: 0; }
  .via { flex: none; font-size: 12px; color: var(--text-2); }
  .via::before { content: "↳ "; }
  table { border-collapse: collapse; width: 100%; }
  th { text-align: left; font-weight: 600; padding: 4px 12px; font-size: 12px; color: var(--text-2); border-bottom: 1px solid var(--line); white-space: nowrap; }
  tbody th { font-size: 13px; color: var(--text); font-weight: 400; white-space: normal; overflow-wrap: anywhere; }
  td { padding: 2px 12px; height: 26px; border-bottom: 1px solid var(--line); vertical-align: middle; overflow-wrap: anywhere; }
  td.num, th.num { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
  td.share { width: 1%; white-space: nowrap; }
  td.wide { max-width: 0; width: 55%; }
  td.narrow { max-width: 0; width: 22%; }
  .rates { width: auto; min-width: 420px; max-width: 100%; }
  .tools, .facts { display: flex; flex-wrap: wrap; align-items: center; gap: 4px 12px; padding: 8px 12px; }
  .tools { border-bottom: 1px solid var(--line); }
  .queue { display: inline-flex; align-items: center; gap: 6px; margin-left: auto; }
  .group { border-bottom: 1px solid var(--line); }
  .group .head { display: flex; align-items: center; gap: 10px; width: 100%; min-height: 32px; padding: 6px 12px 2px; border: 0; background: none; text-align: left; }
  .group .head:hover { background: var(--bg-hover); }
  .group .head::before { content: "▸"; color: var(--text-3); width: 10px; flex: none; }
  .group .head[aria-expanded="true"]::before { content: "▾"; }
  .group .count { flex: none; min-width: 44px; text-align: right; font-weight: 600; }
  .group .template { flex: 1; min-width: 0; overflow-wrap: anywhere; display: flex; flex-wrap: wrap; gap: 0 10px; }
  .group .severity { display: inline-flex; align-items: center; gap: 4px; }
  .group .facts { padding: 0 12px 6px 74px; font-size: 12px; color: var(--text-2); }
  .group .facts .event { margin-left: -6px; flex: 1 1 240px; }
  .inside > .note { padding-inline: 0; }
  .edit { display: flex; flex-wrap: wrap; align-items: center; gap: 4px 12px; padding: 2px 0 6px; }
  .edit label { display: inline-flex; align-items: center; gap: 6px; color: var(--text-2); }
  .edit input, .edit select { height: 26px; padding: 0 6px; border: 1px solid var(--line-strong); border-radius: 5px; background: var(--bg-raised); color: var(--text); }
  .edit input { width: 220px; } .edit select { width: 200px; }
  .members li { display: flex; align-items: center; gap: 2px; } .members input { flex: none; margin: 0 2px; accent-color: var(--accent); }
  .strip { position: relative; height: 18px; margin: 12px 12px 4px; border-bottom: 2px solid var(--line-strong); }
  .strip i { position: absolute; bottom: 0; height: 8px; border-radius: 2px 2px 0 0; background: var(--text-3); opacity: 0.85; }
  .strip i.medium { background: var(--k-safety); height: 12px; } .strip i.high, .strip i.critical { background: var(--k-error); height: 16px; }
  .alert { padding: 8px 12px; border-bottom: 1px solid var(--line); }
  .alert p { margin: 0 0 2px; overflow-wrap: anywhere; }
  .badge { display: inline-block; padding: 0 6px; border: 1px solid var(--line-strong); border-radius: 3px; font-size: 11px; line-height: 16px; color: var(--text-2); }
  .badge.medium { border-color: var(--k-safety); color: var(--k-safety); } .badge.high, .badge.critical { border-color: var(--k-error); color: var(--k-error); font-weight: 600; }
  .pick { border-bottom: 1px solid var(--line); padding-bottom: 8px; }
  .pick h3 { text-transform: none; letter-spacing: 0; font-size: 13px; color: var(--text); }
  .pick .facts { padding: 0 12px; flex-wrap: nowrap; }
  dl { display: grid; grid-template-columns: max-content 1fr; gap: 4px 12px; margin: 6px 12px 0; }
  dt { color: var(--text-2); } dd { margin: 0; overflow-wrap: anywhere; }
  .verdict { font-weight: 600; white-space: nowrap; } .verdict.altered { color: var(--k-safety); } .verdict.missing { color: var(--k-error); }
  .part-failed { padding: 16px 12px; color: var(--text-2); }
`;
