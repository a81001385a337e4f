import { css } from "lit";

export const safetyStyles = css`
  :host { grid-template-rows: auto minmax(0, 1fr); }
  .trail { display: grid; grid-template-rows: auto minmax(0, 1fr); overflow: hidden; padding: 0; }
  .filters { display: flex; flex-wrap: wrap; align-items: center; gap: 6px; padding: 6px 12px; border-bottom: 1px solid var(--line); }
  .filters .chip.alarm { border-color: var(--k-error); color: var(--k-error); }
  .chain { margin-left: auto; font-size: 12px; color: var(--text-2); }
  .chain.broken { color: var(--k-error); font-weight: 600; }
  .cell { flex: none; padding: 0 8px; overflow: hidden; text-overflow: ellipsis; }
  .cell.at { width: 66px; display: flex; justify-content: flex-end; align-items: center; gap: 6px; }
  .cell.act { flex: 3 1 0; min-width: 90px; font: 12px var(--mono); }
  .cell.policy { flex: 1 1 0; min-width: 60px; color: var(--text-2); }
  .cell.says { width: 92px; }
  .cell.because { flex: 2 1 0; min-width: 60px; color: var(--text-2); }
  .rl-head .cell { font: 600 12px var(--font); }
  .tone { font-weight: 600; white-space: nowrap; }
  .tone.good { color: var(--ok); } .tone.warn { color: var(--k-safety); } .tone.bad { color: var(--k-error); } .tone.plain { color: var(--text-2); }
  .incident { border-bottom: 1px solid var(--line); padding: 10px 12px; }
  .incident h3 { padding: 0 0 4px; text-transform: none; letter-spacing: 0; font-size: 13px; color: var(--text); overflow-wrap: anywhere; }
  .steps { margin: 0; padding: 0; list-style: none; }
  .steps li { display: grid; grid-template-columns: 96px minmax(0, 1fr); align-items: center; position: relative; }
  .steps li + li::before { content: "↓"; position: absolute; left: 2px; top: -9px; color: var(--text-3); font-size: 11px; }
  .steps .role { padding-left: 16px; font-size: 12px; color: var(--text-2); }
  .steps .role.bad { color: var(--k-error); font-weight: 600; } .steps .role.warn { color: var(--k-safety); font-weight: 600; }
  .evasion { padding: 8px 12px; border-bottom: 1px solid var(--line); }
  .evasion p { margin: 0 0 4px; }
  .try { display: grid; gap: 8px; padding: 10px 12px; border-bottom: 1px solid var(--line); }
  .try textarea { width: 100%; min-height: 132px; max-height: 40vh; resize: vertical; padding: 8px; border: 1px solid var(--line-strong); border-radius: 5px; background: var(--bg-sunk); color: var(--text); font: 12px/1.5 var(--mono); }
  .try.over textarea { border: 2px dashed var(--accent); }
  .try .choices { display: flex; flex-wrap: wrap; gap: 8px; align-items: center; }
  tbody th { min-width: 13ch; }
  td.by { min-width: 11ch; }
  td.wide { width: 45%; }
  .problems { margin: 0; padding: 8px 12px 8px 28px; color: var(--k-error); overflow-wrap: anywhere; }
  .report { padding: 12px; max-width: 1000px; }
  .report h2 { margin: 18px 0 6px; overflow-wrap: anywhere; }
  .report table { table-layout: auto; }
  .report td, .report th { padding: 3px 6px; border: 1px solid var(--line); vertical-align: top; height: auto; white-space: normal; font-size: 12px; }
  .report p { margin: 0 0 6px; overflow-wrap: anywhere; }
`;
