/** Ending of the names of side files. */
export const SIDE_FILE_ENDING = ".peek-notes.json";

/** True if a file is meant as a side file (notes beside a trace, see docs/notes.md): by its first bytes, or by its name. */
export function isSideFile(name: string, head: string): boolean {
  return /^\uFEFF?\s{0,64}\{\s{0,64}"peek_notes"\s{0,64}:/.test(head) || name.toLowerCase().endsWith(SIDE_FILE_ENDING);
}
