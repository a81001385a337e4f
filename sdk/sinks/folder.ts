import { existsSync, mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { errorCode } from "../problem.ts";

/**
 * Makes a folder and those around it. Node's own recursive way never returns where a file system answers "no such file"
 * for a folder whose parent exists, as /proc does. Throws what the system says.
 */
export function makeFolder(folder: string): void {
  const missing: string[] = [];
  for (let at = folder; !existsSync(at) && dirname(at) !== at; at = dirname(at)) missing.push(at);
  for (const at of missing.reverse()) {
    try {
      mkdirSync(at);
    } catch (error) {
      if (errorCode(error) !== "EEXIST") throw error;
    }
  }
}
