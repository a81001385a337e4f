import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";

/** Real runs kept beside the repository; absent in a plain clone. */
export const DATA = new URL("../../../../shared/data/", import.meta.url).pathname;
/** Why tests over real runs are skipped, if they are. */
export const HAS_DATA = existsSync(DATA);
if (!HAS_DATA) console.warn("tests over real runs are skipped: ../shared/data is not beside this repository");

/** Every file below a folder of the real runs, as paths relative to it, sorted. */
export function filesBelow(folder: string): string[] {
  const root = join(DATA, folder);
  const names = readdirSync(root, { recursive: true, encoding: "utf8" });
  return names.filter((name) => statSync(join(root, name)).isFile()).sort();
}
