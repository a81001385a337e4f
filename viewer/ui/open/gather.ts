import type { OpenSource } from "../../engine/api.ts";
import type { FileHandle } from "../../engine/contracts/live.ts";

/** Files taken out of one drop; a folder with more is cut there, and that is said. */
const MOST_FILES = 20_000;

/** What a drop or a choice holds, and what was left out of it. */
export interface Gathered {
  readonly sources: readonly OpenSource[];
  readonly leftOut: number;
}

/** The files of a drop, those in folders with their paths. Must be called while the drop event is being handled. */
export function gatherDrop(transfer: DataTransfer): Promise<Gathered> {
  const entries: DroppedEntry[] = [];
  for (const item of transfer.items) {
    const entry = item.webkitGetAsEntry();
    if (entry?.isFile === true) entries.push({ entry, file: item.getAsFile(), handle: handleOf(item) });
    else if (entry !== null) entries.push({ entry });
  }
  if (entries.length > 0) return gatherEntries(entries);
  return Promise.resolve(gatherFiles(transfer.files));
}

/** The files of a picker or of the clipboard. */
export function gatherFiles(files: Iterable<File>): Gathered {
  const all = [...files];
  const sources = all.slice(0, MOST_FILES).map((file) => ({ name: file.webkitRelativePath || file.name, blob: file }));
  return { sources, leftOut: all.length - sources.length };
}

/** A dropped file or folder, and the handle of a file where the browser has handles: with it the file is followed as it grows. */
interface DroppedEntry {
  readonly entry: FileSystemEntry;
  /** The file itself: a page opened from disk may not get it from its entry. */
  readonly file?: File | null;
  readonly handle?: Promise<FileHandle | undefined> | undefined;
}

/** Must be called while the drop event is being handled. */
function handleOf(item: DataTransferItem): Promise<FileHandle | undefined> | undefined {
  const { getAsFileSystemHandle } = item as { getAsFileSystemHandle?: () => Promise<(FileHandle & { readonly kind: string }) | null> };
  return getAsFileSystemHandle?.call(item).then(
    (handle) => (handle?.kind === "file" ? handle : undefined),
    () => undefined,
  );
}

async function gatherEntries(entries: readonly DroppedEntry[]): Promise<Gathered> {
  const sources: OpenSource[] = [];
  const waiting = [...entries];
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    if (sources.length >= MOST_FILES) return { sources, leftOut: waiting.length + 1 };
    const { entry } = next;
    if (isFile(entry)) {
      const handle = await next.handle;
      sources.push({ name: entry.fullPath.replace(/^\//, ""), blob: next.file ?? (await fileOf(entry)), ...(handle !== undefined && { handle }) });
    } else waiting.unshift(...(await childrenOf(entry as FileSystemDirectoryEntry)).map((child) => ({ entry: child })));
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
