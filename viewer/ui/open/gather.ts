import type { OpenSource } from "../../engine/api.ts";

/** Files taken out of one drop; a folder with more is cut there, and that is said. */
const MOST_FILES = 20_000;

/** What a drop or a choice holds, and what was left out of it. */
export interface Gathered {
  readonly sources: readonly OpenSource[];
  readonly leftOut: number;
}

/** The files of a drop, those in folders with their paths. Must be called while the drop event is being handled. */
export function gatherDrop(transfer: DataTransfer): Promise<Gathered> {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry()).filter((entry) => entry !== null);
  if (entries.length > 0) return gatherEntries(entries);
  return Promise.resolve(gatherFiles(transfer.files));
}

/** The files of a picker or of the clipboard. */
export function gatherFiles(files: Iterable<File>): Gathered {
  const all = [...files];
  const sources = all.slice(0, MOST_FILES).map((file) => ({ name: file.webkitRelativePath || file.name, blob: file }));
  return { sources, leftOut: all.length - sources.length };
}

async function gatherEntries(entries: readonly FileSystemEntry[]): Promise<Gathered> {
  const sources: OpenSource[] = [];
  const waiting = [...entries];
  for (let entry = waiting.shift(); entry !== undefined; entry = waiting.shift()) {
    if (sources.length >= MOST_FILES) return { sources, leftOut: waiting.length + 1 };
    if (isFile(entry)) sources.push({ name: entry.fullPath.replace(/^\//, ""), blob: await fileOf(entry) });
    else waiting.unshift(...(await childrenOf(entry as FileSystemDirectoryEntry)));
  }
  return { sources, leftOut: 0 };
}

function isFile(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile;
}

function fileOf(entry: FileSystemFileEntry): Promise<File> {
  return new Promise((resolve, reject) => entry.file(resolve, reject));
}

async function childrenOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const children: FileSystemEntry[] = [];
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (some.length === 0) return children.toSorted((a, b) => a.name.localeCompare(b.name, "en", { numeric: true }));
    children.push(...some);
  }
}
