import { readFileSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { groupEditsOf, type GroupEdits } from "../../format/notes/group-edits.ts";
import { placesOf, rowsOf } from "../../format/notes/places.ts";
import { mergeSideFiles, NO_SIDE_FILE, readSideFile, sideFileName, type SideFile } from "../../format/notes/side-file.ts";
import { writtenNotes, type WrittenNote } from "../../format/notes/written.ts";
import type { Opened } from "./analyse.ts";
import type { Args, Option } from "./command.ts";
import { CliError } from "./failure.ts";
import type { Io } from "./io.ts";

/** Options of commands that heed notes. */
export const NOTE_OPTIONS: Readonly<Record<string, Option>> = {
  notes: { type: "string", value: "file", help: "Further notes, as the viewer exports them; those beside a trace (NAME.peek-notes.json) are taken by themselves" },
  "without-notes": { type: "boolean", help: "As if there were no notes" },
};

interface Source {
  readonly path: string;
  readonly file: SideFile;
}

/** What people wrote beside the traces of a command: see docs/notes.md. */
export class Notes {
  readonly #opened: Opened;
  readonly #sources: readonly Source[];
  readonly #file: SideFile;
  readonly #rows: ReadonlyMap<string, number>;

  private constructor(opened: Opened, sources: readonly Source[], rows: ReadonlyMap<string, number>) {
    this.#opened = opened;
    this.#sources = sources;
    this.#file = together(sources);
    this.#rows = rows;
  }

  /** Reads the notes beside the open traces and those named. Ones beside that cannot be read are said and passed over; throws for those named. */
  static async read(opened: Opened, args: Args, io: Io): Promise<Notes> {
    const sources = args.flag("without-notes") ? [] : sourcesOf(opened.paths, args.text("notes"), io);
    const places = placesOf(together(sources), opened.files);
    const found = places.length === 0 ? [] : await opened.ask("event-places", { places: places.map(([, place]) => place) });
    return new Notes(opened, sources, rowsOf(places, found));
  }

  /** Hand edits of failure groups, and the files they are from; no files if there are none. */
  groupEdits(): { readonly edits: GroupEdits; readonly from: readonly string[] } {
    const editsOf = (file: SideFile): GroupEdits => groupEditsOf(file, this.#opened.files, this.#rows);
    const from = this.#sources.filter(({ file }) => Object.values(editsOf(file)).some((some) => some.length > 0));
    return { edits: editsOf(this.#file), from: from.map(({ path }) => path) };
  }

  /** Bookmarks and notes of a session. */
  of(session: string): readonly WrittenNote[] {
    return writtenNotes(this.#file, session, this.#rows);
  }
}

/** Notes named by a person, with their text. Throws if they cannot be read. */
export function readNotes(path: string): Source & { readonly text: string; readonly leftOut: number } {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    throw new CliError(`the notes cannot be read: ${String(error)}`, path, "Check the name; the viewer exports notes as NAME.peek-notes.json.");
  }
  const read = readSideFile(text, Buffer.byteLength(text));
  if (!read.ok) throw new CliError(`the notes cannot be used: ${read.cause}`, path, "Name a file the viewer exported: NAME.peek-notes.json.");
  return { path, text, file: read.file, leftOut: read.leftOut };
}

function sourcesOf(traces: readonly string[], named: string | undefined, io: Io): readonly Source[] {
  const beside = [...new Set(traces.map((path) => join(dirname(path), sideFileName(basename(path)))))].filter(isFile);
  const all = named === undefined ? [] : [said(readNotes(named), io)];
  for (const path of beside) {
    try {
      all.push(said(readNotes(path), io));
    } catch (error) {
      if (!(error instanceof CliError)) throw error;
      io.err(`${path}: ${error.failure.cause}; passed over\n`);
    }
  }
  return all;
}

function said({ path, file, leftOut }: ReturnType<typeof readNotes>, io: Io): Source {
  if (leftOut > 0) io.err(`${path}: ${leftOut} that made no sense ${leftOut === 1 ? "was" : "were"} left out\n`);
  return { path, file };
}

function together(sources: readonly Source[]): SideFile {
  return sources.reduce((all, { file }) => mergeSideFiles(all, file), NO_SIDE_FILE);
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}
