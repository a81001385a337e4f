import { FLAG_NONE } from "./trace-columns.ts";
import type { Workspace } from "./workspace.ts";

/** The nearest failing or stopped row in reading order; -1 if there is none. */
export function nextFailure(workspace: Workspace, run: number | null, row: number, direction: 1 | -1): number {
  for (let position = workspace.position(row) + direction; position >= 0; position += direction) {
    const next = workspace.rowAt(position);
    const found = workspace.locate(next);
    if (found === undefined) return -1;
    const { file, local } = found;
    if (run !== null && file.runBase + file.columns.run.get(local) !== run) return -1;
    if (file.columns.flag.get(local) !== FLAG_NONE) return next;
  }
  return -1;
}
