import { sideFileName, writeSideFile, type SideFile } from "../../../format/notes/side-file.ts";
import { countOf } from "../../model/text.ts";
import type { App } from "../../state/app.ts";
import { saveFile } from "../kit/save-file.ts";

/** Hands over the notes of the open traces as a file named after the trace. */
export function saveNotes(app: App): void {
  const files = app.notes.openFiles.get();
  const [first] = files;
  save(app, app.notes.forOpenTraces(), sideFileName(files.length === 1 && first !== undefined ? first.name : "traces"));
}

/** Hands over every note kept in this browser. */
export function saveAllNotes(app: App): void {
  save(app, app.notes.file.get(), sideFileName("all"));
}

function save({ store }: App, file: SideFile, name: string): void {
  const written = [...file.entries.values()].filter(({ kind }) => kind !== "deleted").length;
  saveFile(new Blob([writeSideFile(file)], { type: "application/json" }), name);
  store.announcement.set(`${countOf(written, "note")} written to ${name}`);
}
