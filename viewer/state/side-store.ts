import { mergeSideFiles, MOST_ENTRIES, NO_SIDE_FILE, readSideFile, writeSideFile, type SideFile } from "../../format/notes/side-file.ts";
import type { PreferenceStore } from "./preferences.ts";

const KEY = "peaky-peek-notes";
/** Characters kept: browsers give a page about five million, and preferences need some. */
const MOST_CHARACTERS = 2_000_000;

const EXPORT = "They last as long as this page: export them before you close it.";
/** What is said where notes cannot be kept. */
const TROUBLES = {
  forbidden: `This browser keeps nothing for this page, so neither your notes. ${EXPORT}`,
  full: `There is no room left for notes in this browser. ${EXPORT}`,
  unreadable: `Notes kept in this browser were written by another version of this page and are left as they are; yours are not kept. ${EXPORT}`,
  large: `Notes of all traces together take more than 2 MB; the newest are not kept. ${EXPORT}`,
  many: `There are ${MOST_ENTRIES.toLocaleString("en")} notes and more; the newest are not kept. ${EXPORT}`,
} as const;

/** Keeps the side file in this browser, for as long as the browser lets it. Pages open at the same time lose nothing of one another. */
export class SideStore {
  readonly #store: () => PreferenceStore;

  constructor(store: () => PreferenceStore) {
    this.#store = store;
  }

  /** What is kept; nothing if nothing is or may be. */
  read(): SideFile {
    return this.#read() ?? NO_SIDE_FILE;
  }

  /** Undefined if what is kept cannot be read: a newer viewer may have written it. */
  #read(): SideFile | undefined {
    try {
      const text = this.#store().getItem(KEY);
      if (text === null) return NO_SIDE_FILE;
      const kept = readSideFile(text);
      return kept.ok ? kept.file : undefined;
    } catch {
      return NO_SIDE_FILE;
    }
  }

  /** Keeps a file together with what another page has kept meanwhile. Gives both as one, and what is wrong, if anything is. */
  write(file: SideFile): { readonly file: SideFile; readonly trouble: string } {
    const kept = this.#read();
    if (kept === undefined) return { file, trouble: TROUBLES.unreadable };
    const all = mergeSideFiles(kept, file);
    if (all.entries.size > MOST_ENTRIES) return { file, trouble: TROUBLES.many };
    const text = writeSideFile(all);
    if (text.length > MOST_CHARACTERS) return { file: all, trouble: TROUBLES.large };
    try {
      this.#store().setItem(KEY, text);
      return { file: all, trouble: "" };
    } catch (error) {
      return { file: all, trouble: error instanceof DOMException && error.name === "QuotaExceededError" ? TROUBLES.full : TROUBLES.forbidden };
    }
  }
}
