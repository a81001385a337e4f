import { css } from "lit";

export const appStyles = css`
  :host { display: grid; grid-template-rows: auto minmax(0, 1fr) auto; height: 100vh; height: 100dvh; }
  .top { display: grid; grid-template-columns: minmax(96px, 4fr) minmax(min-content, 3fr) auto; align-items: center; gap: 16px; height: 40px; padding: 0 12px; border-bottom: 1px solid var(--line); }
  .crumbs { display: flex; align-items: baseline; gap: 8px; min-width: 0; }
  .crumbs :is(b, h1) { margin: 0; font: inherit; font-weight: 700; white-space: nowrap; } .crumbs .clip { min-width: 0; }
  .crumbs .run { font-weight: 600; } .crumbs .failed, .crumbs .error { color: var(--k-error); white-space: nowrap; } .crumbs .passed, .crumbs .ok { color: var(--ok); white-space: nowrap; } .crumbs .unfinished, .crumbs .cancelled { color: var(--text-2); white-space: nowrap; }
  .tools { display: flex; justify-content: flex-end; gap: 8px; }
  .work { position: relative; display: grid; grid-template: "runs runs-line centre details-line details" minmax(0, 1fr) / var(--runs-width) 1px minmax(0, 1fr) 1px var(--inspector-width); min-height: 0; }
  .work.details-below { grid-template: "runs runs-line centre" minmax(0, 1fr) "runs runs-line details-line" 1px "runs runs-line details" min(var(--inspector-height), 60%) / var(--runs-width) 1px minmax(0, 1fr); }
  .work:is(.details-hidden, .details-drawer) { grid-template: "runs runs-line centre" minmax(0, 1fr) / var(--runs-width) 1px minmax(0, 1fr); }
  .work:is(.runs-hidden, .runs-drawer) { --runs-width: 0; grid-template-columns: 0 0 minmax(0, 1fr) 1px var(--inspector-width); }
  .work:is(.runs-hidden, .runs-drawer):not(.details-right) { grid-template-columns: 0 0 minmax(0, 1fr); }
  .work [hidden] { display: none; }
  run-list { grid-area: runs; } .runs-line { grid-area: runs-line; } .centre { grid-area: centre; } .details-line { grid-area: details-line; } inspector-panel { grid-area: details; }
  .runs-drawer run-list, .details-drawer inspector-panel { position: absolute; grid-area: 1 / 1 / -1 / -1; z-index: 20; inset-block: 0; width: min(360px, 85%); background: var(--bg); box-shadow: 0 0 32px rgb(0 0 0 / 0.28); }
  .runs-drawer run-list { left: 0; border-right: 1px solid var(--line-strong); } .details-drawer inspector-panel { right: 0; width: min(440px, 85%); border-left: 1px solid var(--line-strong); }
  .shade { position: absolute; grid-area: 1 / 1 / -1 / -1; inset: 0; z-index: 19; background: rgb(8 10 14 / 0.35); }
  .centre { display: grid; grid-template-rows: var(--timeline-height) 1px auto minmax(0, 1fr); min-width: 0; min-height: 0; }
  .no-timeline .centre { grid-template-rows: auto minmax(0, 1fr); }
  timeline-panel { min-height: 0; min-width: 0; overflow: hidden; }
  .lens, lens-host { min-height: 0; min-width: 0; display: grid; overflow: hidden; }
  run-list, inspector-panel { min-height: 0; min-width: 0; }
  .waiting { display: grid; place-content: center; gap: 10px; justify-items: center; color: var(--text-2); }
  .late { animation: late 0.3s steps(1, jump-end); } @keyframes late { from { visibility: hidden; } to { visibility: visible; } }
  .drop { position: fixed; inset: 0; z-index: 50; display: grid; place-items: center; background: color-mix(in srgb, var(--bg) 82%, transparent); pointer-events: none; }
  .drop div { padding: 28px 44px; border: 2px dashed var(--accent); border-radius: 12px; font-size: 18px; font-weight: 600; background: var(--bg-raised); }
  .notes { position: fixed; right: 16px; bottom: 40px; z-index: 40; display: grid; gap: 8px; justify-items: end; }
  .skip { position: absolute; left: -999px; } .skip:focus { left: 8px; top: 8px; z-index: 60; background: var(--bg-raised); padding: 6px 10px; }
  @media (max-width: 1360px) { .crumbs .file, .tools .open kbd { display: none; } }
  @media (max-width: 1100px) { .tools kbd, .tools .wide { display: none; } .top { gap: 8px; grid-template-columns: minmax(96px, 1fr) minmax(min-content, 1fr) auto; } }
  @media (max-width: 860px) { .crumbs h1 { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); } .top { grid-template-columns: minmax(0, 1fr) minmax(min-content, 1fr) auto; } }
  @media (pointer: coarse) { .top { height: 48px; } }
`;
