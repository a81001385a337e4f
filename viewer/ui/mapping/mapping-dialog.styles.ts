import { css } from "lit";

/** Fields in two columns, the first records below, what can be done at the foot. */
export const mappingStyles = css`
  modal-dialog { --modal-width: 900px; }
  .text { padding: 14px 20px 16px; }
  p { margin: 0 0 10px; }
  .fields { display: grid; grid-template-columns: 1fr 1fr; gap: 6px 20px; margin: 0 0 10px; }
  .field { display: grid; grid-template-columns: 76px minmax(0, 1fr); align-items: center; gap: 8px; }
  .field span { color: var(--text-2); }
  select { width: 100%; height: 26px; padding: 0 4px; border: 1px solid var(--line-strong); border-radius: 5px; background: var(--bg-raised); color: var(--text); }
  .rows { max-height: 240px; overflow: auto; border: 1px solid var(--line); border-radius: 5px; }
  table { width: 100%; border-collapse: collapse; table-layout: fixed; font-size: 12px; }
  caption { padding: 6px 8px; text-align: left; color: var(--text-2); }
  th, td { padding: 3px 8px; text-align: left; border-top: 1px solid var(--line); overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
  th { font-weight: 600; color: var(--text-2); background: var(--bg-sunk); position: sticky; top: 0; }
  th.time { width: 190px; } th.kind { width: 120px; } th.actor { width: 120px; } th.run { width: 110px; }
  .foot { position: sticky; bottom: 0; display: flex; align-items: center; gap: 8px; padding: 10px 20px; border-top: 1px solid var(--line); background: var(--bg-raised); }
  .foot label { display: flex; align-items: center; gap: 6px; }
  .said { flex: 1; min-width: 0; color: var(--text-2); font-size: 12px; text-align: right; }
  @media (max-width: 760px) { .fields { grid-template-columns: 1fr; } .foot { flex-wrap: wrap; } }
`;
