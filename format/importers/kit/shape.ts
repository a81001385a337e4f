const DEEPEST = 5;
const MOST_PATHS = 4000;

/**
 * The object keys near the top of a JSON text that may be cut off, as paths: `trace`, `trace.projectId`, `*.role` (a `*`
 * stands for any element of a list). Tells what a document is without parsing it whole: cost is bounded by the text
 * given. Empty if the text is not JSON at its start.
 */
export function keyPaths(text: string): ReadonlySet<string> {
  const paths = new Set<string>();
  const open: Level[] = [];
  const end = text.length;
  let at = 0;
  while (at < end && paths.size < MOST_PATHS) {
    const character = text[at] as string;
    if (character === '"') {
      const close = stringEnd(text, at);
      if (close < 0) break;
      noteKey(text.slice(at + 1, close), open, paths, nextIsColon(text, close + 1));
      at = close + 1;
      continue;
    }
    if (character === "{" || character === "[") open.push({ path: childPath(open), isList: character === "[", key: "" });
    else if ((character === "}" || character === "]") && (open.pop() === undefined || open.length === 0)) break;
    else if (open.length === 0 && character.trim() !== "" && character !== "\ufeff") break;
    at++;
  }
  return paths;
}

interface Level {
  readonly path: string;
  readonly isList: boolean;
  /** The key whose value comes next, in an object. */
  key: string;
}

function childPath(open: readonly Level[]): string {
  const parent = open.at(-1);
  if (parent === undefined) return "";
  if (open.length > DEEPEST) return parent.path;
  return join(parent.path, parent.isList ? "*" : parent.key);
}

function noteKey(key: string, open: Level[], paths: Set<string>, isKey: boolean): void {
  const level = open.at(-1);
  if (level === undefined || level.isList || !isKey) return;
  level.key = key;
  if (open.length <= DEEPEST) paths.add(join(level.path, key));
}

function join(path: string, key: string): string {
  return path === "" ? key : `${path}.${key}`;
}

function stringEnd(text: string, start: number): number {
  for (let at = text.indexOf('"', start + 1); at >= 0; at = text.indexOf('"', at + 1)) {
    let slashes = 0;
    while (text[at - 1 - slashes] === "\\") slashes++;
    if (slashes % 2 === 0) return at;
  }
  return -1;
}

function nextIsColon(text: string, at: number): boolean {
  let next = at;
  while (next < text.length && " \t\r\n".includes(text[next] as string)) next++;
  return text[next] === ":";
}
