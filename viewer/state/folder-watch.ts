import { blobHash } from "../../format/blobs.ts";
import type { FileHandle } from "../engine/contracts/live.ts";
import type { Files } from "./files.ts";

/** A folder the browser lets us look into again and again; a FileSystemDirectoryHandle is one. */
export interface FolderHandle {
  readonly kind: "directory";
  readonly name: string;
  values(): AsyncIterable<FolderHandle | (FileHandle & { readonly kind: "file" })>;
}

const PAUSE_MS = 1000;
const MOST_FILES = 2000;
const DEEPEST = 8;
/** Files that are looked at; what they are is told by their content. */
const WANTED = /\.(?:jsonl?|ndjson|log|traj|eval|arrow|csv|gz|zst|zip)$/i;

/** Opens the files of a folder, follows them, and opens files that appear later. */
export class FolderWatch {
  readonly #files: Files;
  readonly #onTrouble: (message: string) => void;

  constructor(files: Files, onTrouble: (message: string) => void) {
    this.#files = files;
    this.#onTrouble = onTrouble;
  }

  /** Watches until the folder can no longer be read. */
  async watch(folder: FolderHandle): Promise<void> {
    const known = new Set<string>();
    for (;;) {
      try {
        await this.#look(folder, known);
      } catch (error) {
        this.#onTrouble(`The folder ${folder.name} can no longer be read (${error instanceof Error ? error.name : String(error)}); what was opened stays.`);
        return;
      }
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  }

  async #look(folder: FolderHandle, known: Set<string>): Promise<void> {
    const fresh: { readonly path: string; readonly handle: FileHandle }[] = [];
    const waiting: { readonly path: string; readonly folder: FolderHandle; readonly depth: number }[] = [{ path: folder.name, folder, depth: 0 }];
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      for await (const entry of next.folder.values()) {
        const path = `${next.path}/${entry.name}`;
        if (entry.kind === "directory") {
          if (next.depth < DEEPEST && !entry.name.startsWith(".")) waiting.push({ path, folder: entry, depth: next.depth + 1 });
        } else if (!known.has(path) && known.size < MOST_FILES && (WANTED.test(entry.name) || blobHash(path) !== undefined)) {
          known.add(path);
          fresh.push({ path, handle: entry });
        }
      }
    }
    const found = await Promise.all(fresh.toSorted((a, b) => (a.path < b.path ? -1 : 1)).map(async ({ path, handle }) => ({ name: path, handle, blob: await handle.getFile() })));
    // A file just made holds nothing yet that would tell what it is.
    for (const { name, blob } of found) if (blob.size === 0) known.delete(name);
    await this.#files.open(found.filter(({ blob }) => blob.size > 0));
  }
}
