import { css } from "lit";

export const agentsStyles = css`
  .body.lanes { overflow: hidden; padding: 0; }
  .lane-name { position: absolute; text-align: center; padding: 0 4px; font-weight: 600; color: var(--text); }
  .rl-head { position: sticky; }
  .lane-cell { position: relative; flex: 1; align-self: stretch; background: repeating-linear-gradient(to right, transparent 0 calc(var(--lane) / 2 - 0.5px), var(--line-strong) calc(var(--lane) / 2 - 0.5px) calc(var(--lane) / 2 + 0.5px), transparent calc(var(--lane) / 2 + 0.5px) var(--lane)); }
  .lanes .rl-row { box-shadow: none; }
  .lanes .rl-row.active { box-shadow: inset 3px 0 var(--accent); }
  .arrow { position: absolute; inset-block: 0; display: flex; color: var(--text-2); }
  .arrow::before { content: ""; position: absolute; inset-inline: 0; bottom: 4px; border-top: 1.5px solid currentcolor; }
  .arrow.implied::before { border-top-style: dotted; }
  .arrow.passed { color: var(--k-agent); }
  .arrow.passed::before { border-top-style: dashed; }
  .arrow::after { content: ""; position: absolute; bottom: 1px; border: 4px solid transparent; }
  .arrow.right::after { right: -1px; border-left-color: currentcolor; border-right-width: 0; }
  .arrow.left::after { left: -1px; border-right-color: currentcolor; border-left-width: 0; }
  .arrow.alone::before { right: auto; width: 10px; }
  .arrow.alone::after { display: none; }
  .arrow .says { position: sticky; left: 8px; align-self: flex-start; margin-left: 8px; max-width: 64ch; height: 18px; line-height: 17px; font-size: 12px; color: var(--text); }
  .arrow .says b { color: var(--k-agent); font-weight: 600; }
  .ruled { position: absolute; inset: 2px 8px; display: flex; align-items: center; gap: 6px; padding: 0 8px; border-left: 3px solid var(--k-safety); background: var(--bg-sunk); font-size: 12px; }
  .turn { display: grid; grid-template-columns: 150px minmax(0, 1fr); gap: 4px 14px; padding: 10px 12px; border-bottom: 1px solid var(--line); }
  .turn[aria-current="true"] { background: var(--bg-selected); }
  .turn .speaker { display: grid; gap: 2px; align-content: start; min-width: 0; overflow-wrap: anywhere; }
  .turn .speaker .link { text-align: left; width: max-content; max-width: 100%; }
  .turn .words { white-space: pre-wrap; overflow-wrap: anywhere; max-width: 84ch; max-height: 264px; overflow: auto; }
  .turn .goal, .turn .rule { margin: 0 0 4px; color: var(--text-2); font-size: 12px; }
  .rule { border-left: 3px solid var(--k-safety); padding-left: 8px; }
  .pages { display: flex; gap: 8px; align-items: center; padding: 6px 12px; border-bottom: 1px solid var(--line); position: sticky; top: 0; background: var(--bg); z-index: 1; }
  figure { margin: 0; padding: 8px 12px; display: grid; justify-content: center; }
  svg.topology { width: min(100%, 560px); height: auto; }
  .topology text { font: 12px var(--font); fill: var(--text); }
  .topology .node { fill: var(--k-agent); }
  .topology .node.hears { fill: var(--bg); stroke: var(--k-agent); stroke-width: 2px; }
  .topology .edge { fill: none; stroke: var(--text-3); marker-end: url(#head); }
  .topology .edge.ignored { stroke: var(--k-error); stroke-dasharray: 5 3; }
  .topology marker path { fill: var(--text-3); }
  .finding { padding: 8px 12px; border-bottom: 1px solid var(--line); }
  .finding p { margin: 0 0 2px; overflow-wrap: anywhere; }
  .things { display: flex; flex-wrap: wrap; gap: 4px; padding: 2px 0; }
  .thing { padding: 0 5px; border: 1px solid var(--line-strong); border-radius: 3px; font: 12px var(--mono); overflow-wrap: anywhere; }
  tbody th { min-width: 16ch; }
  th button.link { font-weight: 600; }
`;
