import { css } from "lit";

export const sqlStyles = css`
  :host { display: grid; grid-template-rows: auto minmax(0, 1fr); min-height: 0; min-width: 0; }
  .ask { position: relative; display: grid; gap: 6px; padding: 8px 12px; border-bottom: 1px solid var(--line); }
  textarea { width: 100%; min-height: 84px; max-height: 40vh; resize: vertical; padding: 8px; border: 1px solid var(--line-strong); border-radius: 5px; background: var(--bg); color: var(--text); font: 12px/1.5 var(--mono); tab-size: 2; }
  .bar { display: flex; flex-wrap: wrap; align-items: center; gap: 8px; }
  .bar select { height: 26px; max-width: 240px; border: 1px solid var(--line-strong); border-radius: 5px; background: var(--bg-raised); }
  .grow { flex: 1; }
  .offers { position: absolute; z-index: 5; left: 24px; top: 92px; margin: 0; padding: 4px 0; list-style: none; min-width: 320px; max-width: calc(100% - 48px); border: 1px solid var(--line-strong); border-radius: 5px; background: var(--bg-raised); box-shadow: 0 4px 16px rgb(0 0 0 / 0.2); }
  .offers li { display: flex; gap: 10px; padding: 2px 10px; cursor: default; }
  .offers li[aria-selected="true"] { background: var(--bg-selected); }
  .offers code { font: 12px/1.6 var(--mono); } .offers span { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; color: var(--text-2); font-size: 12px; }
  .body { overflow: auto; min-height: 0; outline-offset: -2px; }
  table { border-collapse: collapse; min-width: 100%; }
  th { position: sticky; top: 0; background: var(--bg); text-align: left; padding: 4px 10px; box-shadow: inset 0 -1px var(--line); white-space: nowrap; font-weight: 600; }
  td { max-width: 420px; padding: 2px 10px; border-bottom: 1px solid var(--line); overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
  td.num { text-align: right; font-variant-numeric: tabular-nums; }
  .null { color: var(--text-3); }
  .bars { display: grid; grid-template-columns: minmax(80px, 28%) minmax(0, 1fr) auto; gap: 3px 10px; padding: 10px 12px; border-bottom: 1px solid var(--line); }
  .bars i { display: block; height: 14px; align-self: center; border-radius: 2px; background: var(--accent); min-width: 1px; }
  .wrong { margin: 12px; padding: 10px 12px; border: 1px solid var(--k-error); border-radius: 6px; background: var(--bg-failed); overflow-wrap: anywhere; }
  .wrong p { margin: 0 0 4px; } .wrong pre { margin: 0; white-space: pre-wrap; font: 12px/1.5 var(--mono); }
  .schema { padding: 10px 12px; display: grid; gap: 8px; }
  .schema h3 { margin: 0; font-size: 13px; } .schema dl { display: grid; grid-template-columns: max-content max-content 1fr; gap: 1px 12px; margin: 4px 0 0; } .schema dt { font: 12px/1.6 var(--mono); } .schema dd { margin: 0; color: var(--text-2); }
`;
