import { css } from "lit";

export const appStyles = css`
  :host { display: grid; grid-template-rows: auto minmax(0, 1fr) auto; height: 100vh; height: 100dvh; }
  .top { display: grid; grid-template-columns: minmax(120px, 1fr) minmax(200px, 460px) auto; align-items: center; gap: 16px; height: 40px; padding: 0 12px; border-bottom: 1px solid var(--line); }
  .crumbs { display: flex; align-items: baseline; gap: 8px; min-width: 0; }
  .crumbs :is(b, h1) { margin: 0; font: inherit; font-weight: 700; white-space: nowrap; } .crumbs .clip { min-width: 0; }
  .crumbs .run { font-weight: 600; } .crumbs .failed, .crumbs .error { color: var(--k-error); white-space: nowrap; } .crumbs .passed, .crumbs .ok { color: var(--ok); white-space: nowrap; } .crumbs .unfinished, .crumbs .cancelled { color: var(--text-2); white-space: nowrap; }
  .tools { display: flex; justify-content: flex-end; gap: 8px; }
  .work { display: grid; grid-template-columns: var(--runs-width) 1px minmax(0, 1fr) 1px var(--inspector-width); min-height: 0; }
  .centre { display: grid; grid-template-rows: var(--timeline-height) 1px auto minmax(0, 1fr); min-width: 0; min-height: 0; }
  timeline-panel { min-height: 0; min-width: 0; overflow: hidden; }
  .lens, lens-host { min-height: 0; min-width: 0; display: grid; overflow: hidden; }
  run-list, inspector-panel { min-height: 0; min-width: 0; }
  .waiting { display: grid; place-content: center; gap: 10px; justify-items: center; color: var(--text-2); }
  .late { animation: late 0.3s steps(1, jump-end); } @keyframes late { from { visibility: hidden; } to { visibility: visible; } }
  .drop { position: fixed; inset: 0; z-index: 50; display: grid; place-items: center; background: color-mix(in srgb, var(--bg) 82%, transparent); pointer-events: none; }
  .drop div { padding: 28px 44px; border: 2px dashed var(--accent); border-radius: 12px; font-size: 18px; font-weight: 600; background: var(--bg-raised); }
  .notes { position: fixed; right: 16px; bottom: 40px; z-index: 40; display: grid; gap: 8px; justify-items: end; }
  .skip { position: absolute; left: -999px; } .skip:focus { left: 8px; top: 8px; z-index: 60; background: var(--bg-raised); padding: 6px 10px; }
  @media (max-width: 1000px) { .tools kbd, .tools .wide { display: none; } .crumbs .file { display: none; } .work { grid-template-columns: min(var(--runs-width), 200px) 1px minmax(0, 1fr) 1px min(var(--inspector-width), 300px); } }
`;
