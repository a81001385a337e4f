import type { OpenSource } from "../../engine/api.ts";
import type { FileHandle } from "../../engine/contracts/live.ts";
import type { FolderHandle } from "../../state/folder-watch.ts";

/** Pickers that give handles; not every browser has them. */
interface Pickers {
  showOpenFilePicker?(options: { readonly multiple: boolean }): Promise<readonly FileHandle[]>;
  showDirectoryPicker?(): Promise<FolderHandle>;
}

/** What a person is told where the browser has no file handles. */
export const NO_HANDLES = "This browser does not let a page look at a file again. Open the file again to see what was appended.";

/** Lets a person choose files to follow; undefined where the browser cannot, null if nothing was chosen. Must be called by a key or a click. */
export async function pickFilesToFollow(): Promise<readonly OpenSource[] | null | undefined> {
  const pickers = window as Pickers;
  if (pickers.showOpenFilePicker === undefined) return undefined;
  const handles = await pickers.showOpenFilePicker({ multiple: true }).catch(() => null);
  return handles === null ? null : Promise.all(handles.map(async (handle) => ({ name: handle.name, handle, blob: await handle.getFile() })));
}

/** Lets a person choose a folder to follow; as above. */
export async function pickFolderToFollow(): Promise<FolderHandle | null | undefined> {
  const pickers = window as Pickers;
  return pickers.showDirectoryPicker === undefined ? undefined : pickers.showDirectoryPicker().catch(() => null);
}
