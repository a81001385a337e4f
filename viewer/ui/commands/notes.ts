import { showGroup } from "../notes/go.ts";
import { saveAllNotes, saveNotes } from "../notes/save-notes.ts";
import type { PageAction } from "./messages.ts";
import type { CommandGroup } from "./registry.ts";

export const noteCommands: CommandGroup = (app, act) => {
  const { store, notes, groups, panes } = app;
  /** Notes are written in the details. Where they are in sight there is no wait: the next key is the first letter. */
  const write = (action: PageAction) => (): void => {
    if (panes.show("details")) act(action)();
    else requestAnimationFrame(act(action));
  };
  const hasEvent = (): boolean => store.row.get() >= 0;
  const group = "Notes";
  return [
    { id: "bookmark", title: "Bookmark the event, or no longer", group, keys: ["b"], isReady: hasEvent, run: () => void notes.toggleBookmark() },
    { id: "write-note", title: "Write a note on the event", group, keys: ["."], isReady: hasEvent, run: write("write-note") },
    { id: "write-range-note", title: "Write a note on the time range", group, keys: [","], isReady: () => hasEvent() && store.filters.get().range !== null, run: write("write-range-note") },
    { id: "undo-delete", title: "Bring back the bookmark or note deleted last", group, keys: ["Mod+Z"], isReady: () => notes.deleted.get().length > 0, run: () => notes.undo() },
    { id: "group-of-event", title: "Failure group of the event: name it, make groups one, split it", group, keys: [], isReady: hasEvent, run: () => void groups.groupOf(store.row.get()).then((id) => id !== "" && showGroup(app, id)) },
    { id: "export-notes", title: "Export the notes of the open traces", group, keys: [], isReady: () => notes.items.get().some(({ isOpen }) => isOpen), run: () => saveNotes(app) },
    { id: "export-all-notes", title: "Export every note kept in this browser", group, keys: [], isReady: () => notes.items.get().length > 0, run: () => saveAllNotes(app) },
  ];
};
