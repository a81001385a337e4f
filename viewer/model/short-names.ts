/** Names without what all of them begin and end with, cut at places where words end; the names themselves where nothing would be left of one. */
export function shortNames(names: readonly string[]): readonly string[] {
  if (names.length < 2) return names;
  const begin = wholeWords(commonStart(names));
  const end = wholeWords(commonStart(names.map(reversed)));
  const short = names.map((name) => name.slice(begin, name.length - Math.min(end, name.length - begin)));
  return short.every((name) => name !== "") && new Set(short).size === new Set(names).size ? short : names;
}

function commonStart(names: readonly string[]): string {
  const [first = "", ...others] = names;
  let length = first.length;
  for (const other of others) {
    let same = 0;
    while (same < length && other[same] === first[same]) same++;
    length = same;
  }
  return first.slice(0, length);
}

/** Length of a common part up to its last separator. */
function wholeWords(part: string): number {
  const at = Math.max(...["-", "_", ".", "/", " "].map((separator) => part.lastIndexOf(separator)));
  return at + 1;
}

function reversed(text: string): string {
  return [...text].toReversed().join("");
}
