import { css } from "lit";

/** Tables of counts and places; raw records in a well of their own. */
export const reportStyles = css`
  modal-dialog { --modal-width: 900px; }
  .text { padding: 14px 20px 20px; }
  p { margin: 0 0 8px; }
  .which { display: flex; align-items: center; gap: 8px; margin: 0 0 12px; }
  .which select { min-width: 0; max-width: 100%; height: 26px; border: 1px solid var(--line-strong); border-radius: 5px; background: var(--bg-raised); color: var(--text); }
  table { width: 100%; border-collapse: collapse; margin: 12px 0 16px; }
  caption { padding: 0 0 4px; text-align: left; font-weight: 600; }
  th, td { padding: 3px 12px 3px 0; text-align: left; border-bottom: 1px solid var(--line); vertical-align: top; }
  th { font-weight: 600; color: var(--text-2); font-size: 12px; }
  td.n, th.n { width: 90px; text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
  .sub td { color: var(--text-2); font-size: 12px; } .sub td:last-child { padding-left: 16px; }
  .entries { table-layout: fixed; } .entries th:first-child { width: 240px; } .entries th:last-child { width: 80px; }
  .place { font: 12px/1.5 var(--mono); overflow-wrap: anywhere; }
  code { font: 12px var(--mono); color: var(--text-2); }
  pre { margin: 4px 0 8px; padding: 8px 10px; max-height: 200px; overflow: auto; font: 12px/1.5 var(--mono); background: var(--bg-sunk); border: 1px solid var(--line); border-radius: 5px; white-space: pre-wrap; overflow-wrap: anywhere; }
`;
