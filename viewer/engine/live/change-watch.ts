import type { FileHandle } from "../contracts/live.ts";
import type { TraceFile } from "../trace-file.ts";
import type { Workspace } from "../workspace.ts";

const PAUSE_MS = 2000;

/** Looks whether a file that cannot be read on from its end (an export of another tool) was written to. Ends once it was, or is closed. */
export async function watchForChange(file: TraceFile, handle: FileHandle, workspace: Workspace): Promise<void> {
  const before = await stampOf(handle);
  while (!file.cancelled && file.live === "none") {
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    const now = await stampOf(handle);
    if (file.cancelled || now === before || file.live !== "none") continue;
    file.live = now === undefined ? "lost" : "changed";
    workspace.changed();
  }
}

async function stampOf(handle: FileHandle): Promise<string | undefined> {
  try {
    const blob = await handle.getFile();
    return `${blob.size} ${(blob as Partial<File>).lastModified ?? 0}`;
  } catch {
    return undefined;
  }
}
