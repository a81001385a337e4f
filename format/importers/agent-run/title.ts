const LONGEST = 120;

/** One line a person recognises a run by, from what was asked; undefined if nothing is left of it. */
export function titleOf(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const line = text.slice(0, LONGEST * 10).replaceAll(/\s+/g, " ").trim();
  if (line === "") return undefined;
  return line.length > LONGEST ? `${line.slice(0, LONGEST - 1)}…` : line;
}

/** The last part of a path without its ending. */
export function stemOf(path: string): string {
  const base = path.split("/").at(-1) ?? path;
  return base.replace(/\.[A-Za-z]{1,8}$/, "") || base;
}
