import { saveAllNotes, saveNotes } from "../notes/save-notes.ts";
import type { CommandGroup } from "./registry.ts";

export const noteCommands: CommandGroup = (app, act) => {
  const { store, notes } = app;
  const hasEvent = (): boolean => store.detail.get() !== null;
  const group = "Notes";
  return [
    { id: "bookmark", title: "Bookmark the event, or no longer", group, keys: ["b", "Mod+B"], isReady: hasEvent, run: () => void notes.toggleBookmark() },
    { id: "write-note", title: "Write a note on the event", group, keys: ["."], isReady: hasEvent, run: act("write-note") },
    { id: "write-range-note", title: "Write a note on the time range", group, keys: [","], isReady: () => hasEvent() && store.filters.get().range !== null, run: act("write-range-note") },
    { id: "undo-delete", title: "Bring back the bookmark or note deleted last", group, keys: ["Mod+Z"], isReady: () => notes.deleted.get().length > 0, run: () => notes.undo() },
    { id: "export-notes", title: "Export the notes of the open traces", group, keys: [], isReady: () => notes.items.get().some(({ isOpen }) => isOpen), run: () => saveNotes(app) },
    { id: "export-all-notes", title: "Export every note kept in this browser", group, keys: [], isReady: () => notes.items.get().length > 0, run: () => saveAllNotes(app) },
  ];
};
