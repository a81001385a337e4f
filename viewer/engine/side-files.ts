import type { ByteSource } from "../../format/containers/source.ts";
import type { TraceFile } from "./trace-file.ts";
import type { Workspace } from "./workspace.ts";

/** Bounds of what is put aside: an archive may hold anything. */
const MOST_FILES = 100;
const MOST_BYTES = 16 * 1024 * 1024;
const MOST_BYTES_TOGETHER = 64 * 1024 * 1024;

/** Keeps notes found in a drop for the page: they are no trace. Those beyond the bound are said to be left out. */
export async function putAside({ from, expanded: { name, source } }: { readonly from: { readonly file: TraceFile }; readonly expanded: { readonly name: string; readonly source: ByteSource } }, { sideFiles }: Workspace): Promise<void> {
  const together = sideFiles.reduce((sum, { text }) => sum + text.length, 0);
  if (sideFiles.length >= MOST_FILES || together > MOST_BYTES_TOGETHER) {
    from.file.report.notice({ line: 0, byteOffset: 0, byteLength: 0, code: "notes_left_out", message: `${name}: too many notes; drop this file by itself` });
    return;
  }
  const text = new TextDecoder().decode(await source.slice(0, Math.min(source.size, MOST_BYTES)));
  sideFiles.push({ name, text, bytes: source.size });
}
