import { css } from "lit";

/** Looks of the replay lens. */
export const replayStyles = css`
  :host { display: grid; grid-template-rows: auto auto auto minmax(0, 1fr); min-width: 0; min-height: 0; container-type: inline-size; }
  .transport { display: flex; flex-wrap: wrap; align-items: center; gap: 6px 8px; padding: 7px 12px; border-bottom: 1px solid var(--line); }
  .transport peek-replay-track { flex: 1 1 160px; }
  .group { display: inline-flex; gap: 4px; white-space: nowrap; } .end { margin-inline-start: auto; gap: 10px; }
  .button { height: 24px; padding: 0 8px; } .word { min-width: 36px; text-align: start; }
  .place { min-width: 7ch; text-align: end; white-space: nowrap; color: var(--text-2); }
  select { height: 24px; border: 1px solid var(--line-strong); border-radius: 5px; color: var(--text); background: var(--bg-raised); }
  .stops { display: flex; flex-wrap: wrap; align-items: center; gap: 5px 6px; padding: 5px 12px; border-bottom: 1px solid var(--line); font-size: 12px; }
  .stop { display: inline-flex; align-items: center; } .stop .icon-button { width: 18px; height: 18px; font-size: 10px; }
  .stops .chip { height: 20px; } .chip .num { color: var(--text-2); } .faulty .chip { border-color: var(--k-error); color: var(--k-error); }
  .condition { width: 150px; height: 20px; padding: 0 6px; border: 1px dashed var(--line-strong); border-radius: 10px; font: 12px var(--mono); background: none; } .condition:focus { width: 260px; border-style: solid; }
  form { display: contents; }
  .fault { margin: 0; padding: 4px 12px; font-size: 12px; color: var(--k-error); border-bottom: 1px solid var(--line); }
  .says { border-bottom: 1px solid var(--line); } .says:empty { display: none; }
  .note, .rested { display: flex; flex-wrap: wrap; align-items: center; gap: 8px; padding: 4px 12px; font-size: 12px; background: var(--bg-sunk); }
  .rested { background: none; } .hatch { width: 18px; height: 8px; background: repeating-linear-gradient(90deg, var(--line-strong) 0 3px, transparent 3px 5px); }
  .panes { display: grid; grid-template-columns: minmax(0, 1fr) 1px minmax(0, 1fr); min-height: 0; }
  .pane { min-width: 0; min-height: 0; overflow: auto; scrollbar-width: thin; } .rule { background: var(--line); }
  .panes.single { grid-template: minmax(0, 1fr) 1px auto / minmax(0, 1fr); } .single .head h2 ~ .what:last-child { flex: none; }
  @container (max-width: 520px) { .panes { grid-template-columns: minmax(0, 1fr); grid-auto-rows: minmax(0, 1fr); } .rule { height: 1px; } }
  .head { position: sticky; top: 0; z-index: 1; display: flex; align-items: center; gap: 8px; min-height: 32px; padding: 4px 12px; border-bottom: 1px solid var(--line); background: var(--bg); }
  .head h2 { margin: 0; font-size: 13px; } .head .what { min-width: 0; flex: 1; color: var(--text-2); font-size: 12px; } .head .link, .head select { font-size: 12px; }
  .head select { height: 22px; max-width: 46%; }
  .line { margin: 0; padding: 6px 12px; font-size: 12px; } .notice { background: var(--bg-sunk); border-bottom: 1px solid var(--line); }
  .full { padding: 8px 12px 4px; border-bottom: 1px solid var(--line); } .full p { margin: 6px 0 2px; font-size: 12px; }
  .bar { display: flex; gap: 1px; height: 12px; border-radius: 3px; overflow: hidden; } .bar i { flex: 0 0 2px; }
  .legend { display: flex; flex-wrap: wrap; gap: 2px 12px; margin: 0 0 6px; padding: 0; list-style: none; font-size: 12px; } .swatch { display: inline-block; width: 8px; height: 8px; margin-inline-end: 4px; border-radius: 2px; }
  .system { --fill: var(--k-checkpoint); } .offered { --fill: var(--k-safety); } .user { --fill: var(--k-agent); } .assistant { --fill: var(--k-llm); } .results { --fill: var(--k-tool); } .other { --fill: var(--text-3); }
  .bar i, .swatch { background: var(--fill); }
  details > summary { list-style: none; cursor: pointer; } summary::-webkit-details-marker { display: none; }
  details.entry { border-bottom: 1px solid var(--line); }
  details.entry > summary { display: grid; grid-template-columns: 12px 68px minmax(0, 1fr) auto; gap: 0 6px; padding: 5px 12px 5px 8px; } details.entry > summary:hover { background: var(--bg-hover); }
  details.entry > :not(summary) { margin: 0 12px 8px 28px; }
  details.entry > summary .said { overflow: hidden; display: -webkit-box; -webkit-line-clamp: 2; -webkit-box-orient: vertical; overflow-wrap: anywhere; unicode-bidi: plaintext; } .role { color: var(--text-2); overflow: hidden; text-overflow: ellipsis; }
  details.entry:not(.new, .gone) > summary .role:first-child { grid-column: 2; }
  .sign { font: 600 12px/1.4 var(--mono); } .new > summary .sign, .added .sign { color: var(--ok); } .new > summary .role { color: var(--ok); } .gone .sign, .removed .sign { color: var(--k-error); } .changed .sign { color: var(--accent); }
  .gone > summary { padding: 5px 12px 5px 8px; font-size: 12px; border-bottom: 1px solid var(--line); background: var(--bg-failed); } .gone .said { text-decoration: line-through; text-decoration-color: var(--text-3); }
  .names { font: 12px var(--mono); overflow-wrap: anywhere; }
  .code { margin: 8px 12px; padding: 4px 8px; border: 1px solid var(--line); border-radius: 4px; background: var(--bg-sunk); } pre { margin: 0; font: 12px/1.5 var(--mono); white-space: pre-wrap; overflow-wrap: anywhere; } code { font: 12px var(--mono); }
  .rerun peek-copy-button { float: inline-end; }
  .changes peek-long-text { display: inline; }
  .changes { width: 100%; border-collapse: collapse; font: 12px/1.5 var(--mono); } .changes caption { text-align: start; font-family: var(--font); } .changes :is(td, th) { padding: 2px 6px; vertical-align: top; text-align: start; overflow-wrap: anywhere; border-top: 1px solid var(--line); } .changes th { width: 38%; font-weight: 400; color: var(--text-2); } .changes .sign { width: 12px; padding-inline-start: 12px; }
  del { color: var(--text-2); } ins { text-decoration: underline; text-decoration-color: var(--ok); text-underline-offset: 3px; }
  .since { display: flex; flex-wrap: wrap; align-items: center; gap: 4px 10px; padding: 6px 12px; font-size: 12px; border-bottom: 1px solid var(--line); } .since > span { display: inline-flex; align-items: center; gap: 4px; }
  .events { margin: 0; padding: 0; list-style: none; border-bottom: 1px solid var(--line); } .events button { display: flex; align-items: center; gap: 6px; width: 100%; height: 24px; padding: 0 12px; border: 0; background: none; text-align: start; } .events button:hover { background: var(--bg-hover); } .events .now { background: var(--bg-selected); } .events .clip { min-width: 0; }
  .restore { margin: 0; padding: 0; list-style: none; } .restore li { display: flex; align-items: center; gap: 8px; padding-inline-end: 12px; border-bottom: 1px solid var(--line); font-size: 12px; } .restore .point { flex: 1; min-width: 0; padding: 5px 12px; border: 0; background: none; text-align: start; } .restore li:hover { background: var(--bg-hover); } .restore .current { background: var(--bg-selected); }
  .tag { padding: 0 4px; border: 1px solid var(--line-strong); border-radius: 3px; font-size: 11px; }
`;
