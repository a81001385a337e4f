import { css } from "lit";

export const callsStyles = css`
  :host { display: grid; grid-template-rows: auto minmax(0, 1fr); min-height: 0; min-width: 0; }
  .bar { display: flex; flex-wrap: wrap; align-items: center; gap: 6px 8px; padding: 6px 12px; border-bottom: 1px solid var(--line); }
  .chip[aria-selected="true"] { background: var(--bg-selected); border-color: transparent; color: var(--text); }
  .body { overflow: auto; min-height: 0; position: relative; outline-offset: -2px; }
  table { border-collapse: collapse; width: 100%; }
  th { position: sticky; top: 0; z-index: 1; background: var(--bg); text-align: left; font-weight: 600; padding: 5px 10px; box-shadow: inset 0 -1px var(--line); white-space: nowrap; }
  td { padding: 0 10px; height: 26px; border-bottom: 1px solid var(--line); white-space: nowrap; }
  td.num, th.num { text-align: right; font-variant-numeric: tabular-nums; }
  td.grow { width: 100%; max-width: 0; overflow: hidden; text-overflow: ellipsis; }
  tr[aria-selected="true"] td { background: var(--bg-selected); }
  tbody tr:hover td { background: var(--bg-hover); }
  .bad { color: var(--k-error); }
  .note { margin: 0; padding: 8px 12px; color: var(--text-2); }
  section { padding: 10px 12px 14px; border-bottom: 1px solid var(--line); }
  h3 { margin: 0 0 6px; font-size: 13px; display: flex; gap: 10px; align-items: baseline; } h3 span { font-weight: 400; }
  h4 { margin: 10px 0 4px; font-size: 11px; letter-spacing: 0.06em; text-transform: uppercase; color: var(--text-2); }
  .histogram { display: flex; align-items: flex-end; gap: 1px; height: 40px; max-width: 340px; }
  .histogram i { flex: 1; min-height: 1px; background: var(--k-tool); }
  .axis { display: flex; justify-content: space-between; max-width: 340px; font-size: 12px; color: var(--text-2); }
  .links { display: flex; flex-wrap: wrap; gap: 2px 12px; }
  .bars { display: grid; grid-template-columns: minmax(90px, 30%) minmax(0, 1fr) auto; gap: 4px 10px; align-items: center; }
  .bars i { display: block; height: 12px; border-radius: 2px; background: var(--k-llm); min-width: 1px; }
  .bars.tools i { background: var(--k-tool); } .bars.agents i { background: var(--k-agent); }
  .totals { display: flex; flex-wrap: wrap; border-bottom: 1px solid var(--line); }
  .totals div { padding: 6px 14px; border-right: 1px solid var(--line); } .totals span { display: block; font-size: 12px; color: var(--text-2); }
  .flame { display: grid; grid-template-rows: minmax(0, 1fr) auto; height: 100%; min-height: 0; }
`;
