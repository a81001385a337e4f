import { css } from "lit";

export const boardStyles = css`
  :host { display: grid; grid-template-rows: auto minmax(0, 1fr); min-height: 0; min-width: 0; }
  .bar { display: flex; flex-wrap: wrap; align-items: center; gap: 6px 8px; padding: 6px 12px; border-bottom: 1px solid var(--line); }
  .bar select { height: 26px; max-width: 260px; border: 1px solid var(--line-strong); border-radius: 5px; background: var(--bg-raised); }
  .bar .grow { flex: 1; }
  .body { overflow: auto; min-height: 0; position: relative; outline-offset: -2px; }
  table { border-collapse: collapse; width: 100%; }
  th { position: sticky; top: 0; z-index: 1; background: var(--bg); text-align: left; font-weight: 600; padding: 5px 10px; box-shadow: inset 0 -1px var(--line); white-space: nowrap; }
  td, tbody th { padding: 0 10px; height: 24px; border-bottom: 1px solid var(--line); vertical-align: middle; }
  tbody th { position: static; box-shadow: none; background: none; }
  td.num, th.num { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
  .set { display: block; max-width: 190px; }
  td .link { text-align: left; }
  td.act, .cell { white-space: nowrap; }
  .cell { display: flex; align-items: center; gap: 6px; }
  h3 { margin: 0; padding: 10px 12px 4px; font-size: 11px; letter-spacing: 0.06em; text-transform: uppercase; color: var(--text-2); }
  tr:hover td { background: var(--bg-hover); }
  .runs { display: flex; flex-wrap: wrap; gap: 2px; }
  .runs button { min-width: 20px; height: 20px; padding: 0 4px; border: 1px solid transparent; border-radius: 3px; background: none; font-weight: 700; }
  .runs button:hover { border-color: var(--line-strong); }
  .runs button[aria-current="true"] { border-color: var(--accent); background: var(--bg-selected); }
  .runs .bad { color: var(--k-error); } .runs .good { color: var(--ok); } .runs .open { color: var(--text-2); }
  .verdict { font-size: 12px; color: var(--text-2); white-space: nowrap; }
  .verdict.regressed { color: var(--k-error); font-weight: 600; } .verdict.improved { color: var(--ok); font-weight: 600; } .verdict.flaky { color: var(--k-safety); font-weight: 600; }
  .chip[aria-selected="true"] { background: var(--bg-selected); border-color: transparent; color: var(--text); }
  .weak { color: var(--text-3); }
  .name { overflow-wrap: anywhere; }
  .note { padding: 8px 12px; color: var(--text-2); margin: 0; }
  pre { margin: 0; padding: 10px 12px; white-space: pre-wrap; overflow-wrap: anywhere; font: 12px/1.5 var(--mono); }
  del { background: color-mix(in srgb, var(--k-error) 22%, transparent); } ins { background: color-mix(in srgb, var(--ok) 26%, transparent); text-decoration: none; }
  .note-text { padding: 2px 0; overflow-wrap: anywhere; white-space: pre-wrap; }
  .noted { margin: 0; padding: 0 12px 8px; list-style: none; max-width: 90ch; } .noted li { padding: 4px 0; border-bottom: 1px solid var(--line); }
  .ways { display: flex; flex-wrap: wrap; gap: 2px 4px; align-items: center; padding: 4px 0; }
  .ways span { padding: 0 5px; border: 1px solid var(--line); border-radius: 3px; font-size: 12px; line-height: 18px; }
  .ways i { color: var(--text-3); font-style: normal; }
  .share { display: inline-block; width: 64px; height: 8px; border-radius: 2px; background: color-mix(in srgb, var(--ok) 55%, var(--bg)); position: relative; overflow: hidden; vertical-align: middle; }
  .share i { position: absolute; inset: 0 auto 0 0; background: var(--k-error); }
`;
