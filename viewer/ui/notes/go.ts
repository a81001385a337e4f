import type { NoteItem } from "../../model/notes.ts";
import type { App } from "../../state/app.ts";

/** Shows what a note is about: its event, its time range, or its failure group. Does nothing if that is not open. */
export function goToNote({ selection, store, insights }: App, { row, run, range, group, isOpen }: NoteItem): void {
  if (row >= 0) return selection.goTo(row);
  if (run !== undefined && range !== null) {
    if (store.run.get() !== run.run) selection.selectRun(run);
    store.filters.set({ ...store.filters.get(), range });
  } else if (group !== "" && isOpen) {
    insights.section.set("groups");
    insights.scope.set("all");
    insights.group.set(group);
    store.lens.set("insights");
  }
}
