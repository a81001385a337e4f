import { html, type TemplateResult } from "lit";
import type { App } from "../../state/app.ts";

/** One way to look at a run: a tab and what it shows. */
export interface Lens {
  readonly id: string;
  readonly title: string;
  /** Question it answers, for the palette. */
  readonly asks: string;
  /** Pressed after `g` it shows the lens; so does its number, for the first nine. */
  readonly letter: string;
  /** A number beside the title; empty for none. */
  readonly count: (app: App) => string;
  /** Gets the code of the lens; called when it is first shown. */
  readonly load: () => Promise<unknown>;
  readonly view: () => TemplateResult;
}

/** Every lens, in the order of the tabs. */
export const LENSES: readonly Lens[] = [
  {
    id: "events",
    title: "Events",
    asks: "what happened, step by step",
    letter: "e",
    count: (app) => app.store.runRow.get()?.events.toLocaleString("en") ?? "",
    load: async () => {},
    view: () => html`<events-panel></events-panel>`,
  },
  {
    id: "insights",
    title: "Insights",
    asks: "why it failed, and what to look at first",
    letter: "i",
    count: () => "",
    load: () => import("../insights/insights-panel.ts"),
    view: () => html`<insights-panel></insights-panel>`,
  },
  {
    id: "tree",
    title: "Tree",
    asks: "what was done inside what, and what led to what",
    letter: "t",
    count: () => "",
    load: () => import("../tree/tree-panel.ts"),
    view: () => html`<tree-panel></tree-panel>`,
  },
  {
    id: "replay",
    title: "Replay",
    asks: "what the agent knew and held at each step",
    letter: "r",
    count: () => "",
    load: () => import("../replay/replay-panel.ts"),
    view: () => html`<replay-panel></replay-panel>`,
  },
  {
    id: "agents",
    title: "Agents",
    asks: "who said what to whom, and what got lost between them",
    letter: "a",
    count: () => "",
    load: () => import("../agents/agents-panel.ts"),
    view: () => html`<agents-panel></agents-panel>`,
  },
  {
    id: "safety",
    title: "Safety",
    asks: "what was allowed, stopped or never looked at",
    letter: "s",
    count: () => "",
    load: () => import("../safety/safety-panel.ts"),
    view: () => html`<safety-panel></safety-panel>`,
  },
  {
    id: "calls",
    title: "Calls",
    asks: "what models and tools were called, how long they took and what it cost",
    letter: "l",
    count: () => "",
    load: () => import("../calls/calls-panel.ts"),
    view: () => html`<calls-panel></calls-panel>`,
  },
  {
    id: "compare",
    title: "Compare",
    asks: "what another run did differently",
    letter: "c",
    count: () => "",
    load: () => import("../compare/compare-panel.ts"),
    view: () => html`<compare-panel></compare-panel>`,
  },
  {
    id: "board",
    title: "Board",
    asks: "how many runs went, task by task",
    letter: "b",
    count: (app) => (app.store.runs.get().length > 1 ? app.store.runs.get().length.toLocaleString("en") : ""),
    load: () => import("../board/board-panel.ts"),
    view: () => html`<board-panel></board-panel>`,
  },
  {
    id: "sql",
    title: "SQL",
    asks: "anything else, in SQL",
    letter: "q",
    count: () => "",
    load: () => import("../sql/sql-panel.ts"),
    view: () => html`<sql-panel></sql-panel>`,
  },
  {
    id: "notes",
    title: "Notes",
    asks: "what was found here before, by you and others",
    letter: "n",
    count: (app) => countOf(app.notes.items.get().filter(({ isOpen }) => isOpen).length),
    load: () => import("../notes/notes-panel.ts"),
    view: () => html`<notes-panel></notes-panel>`,
  },
];

function countOf(count: number): string {
  return count === 0 ? "" : count.toLocaleString("en");
}

/** The lens of an id; the first one for an id that is none. */
export function lensOf(id: string): Lens {
  return LENSES.find((lens) => lens.id === id) ?? (LENSES[0] as Lens);
}

/** Keys that show the lens at a place of the table. */
export function lensKeys(at: number): readonly string[] {
  const letter = `g ${LENSES[at]?.letter ?? ""}`;
  return at < 9 ? [String(at + 1), letter] : [letter];
}
