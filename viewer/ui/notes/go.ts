import type { NoteItem } from "../../model/notes.ts";
import type { App } from "../../state/app.ts";

/** Shows what a note is about: its event, its time range, or its failure group. Does nothing if that is not open. */
export function goToNote(app: App, { row, run, range, group, isOpen }: NoteItem): void {
  const { selection, store } = app;
  if (row >= 0) return selection.goTo(row);
  if (run !== undefined && range !== null) {
    if (store.run.get() !== run.run) selection.selectRun(run);
    store.filters.set({ ...store.filters.get(), range });
  } else if (group !== "" && isOpen) showGroup(app, group);
}

/** Shows a failure group of everything open, with its members. */
export function showGroup({ insights, store }: App, group: string): void {
  insights.section.set("groups");
  insights.scope.set("all");
  insights.group.set(group);
  store.lens.set("insights");
}
