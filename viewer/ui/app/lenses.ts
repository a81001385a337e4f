import { html, type TemplateResult } from "lit";
import type { App } from "../../state/app.ts";

/** One way to look at a run: a tab and what it shows. */
export interface Lens {
  readonly id: string;
  readonly title: string;
  /** A number beside the title; empty for none. */
  readonly count: (app: App) => string;
  readonly view: () => TemplateResult;
}

/** Every lens, in the order of the tabs. */
export const LENSES: readonly Lens[] = [
  { id: "events", title: "Events", count: (app) => app.store.runRow.get()?.events.toLocaleString("en") ?? "", view: () => html`<events-panel></events-panel>` },
];
