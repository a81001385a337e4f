const DELIMITERS = [",", ";", "\t", "|"] as const;
const QUOTE = '"';

/** The delimiter of a table, if the text starts like one: the same number of columns (three or more) in its first lines, names in the first. */
export function delimiterOf(head: string): string | undefined {
  const lines = head.split(/\r?\n/, 12).slice(0, -1);
  if (lines.length < 2 || head.trimStart().startsWith("{") || head.trimStart().startsWith("[")) return undefined;
  return DELIMITERS.find((delimiter) => {
    const names = [...csvRows(`${lines[0] ?? ""}\n`, delimiter)][0] ?? [];
    if (names.length < 3 || !names.every((name) => /^[\p{L}_#][\p{L}\p{N}_ .#/()-]{0,60}$/u.test(name))) return false;
    const rows = [...csvRows(head, delimiter)].slice(1, 6);
    return rows.length > 0 && rows.slice(0, -1).every((row) => row.length === names.length);
  });
}

/** The names of a table's columns; empty if the text starts like none. */
export function columnNames(head: string): ReadonlySet<string> {
  const delimiter = delimiterOf(head);
  return new Set(delimiter === undefined ? [] : csvRows(`${head.split(/\r?\n/, 1)[0] ?? ""}\n`, delimiter).next().value);
}

/** Rows of a table as RFC 4180 has it: quoted cells may hold delimiters, line ends and doubled quotes. */
export function* csvRows(text: string, delimiter: string): Generator<string[]> {
  let row: string[] = [];
  let at = 0;
  while (at < text.length) {
    const cell = text[at] === QUOTE ? quoted(text, at) : plain(text, at, delimiter);
    row.push(cell.value);
    at = cell.end;
    if (text[at] === delimiter) {
      at++;
      if (at < text.length) continue;
      row.push("");
    }
    if (text[at] === "\r") at++;
    if (text[at] === "\n") at++;
    if (row.length > 1 || row[0] !== "") yield row;
    row = [];
  }
}

interface Cell {
  readonly value: string;
  readonly end: number;
}

function quoted(text: string, start: number): Cell {
  let value = "";
  let from = start + 1;
  for (;;) {
    const end = text.indexOf(QUOTE, from);
    if (end < 0) return { value: value + text.slice(from), end: text.length };
    value += text.slice(from, end);
    if (text[end + 1] !== QUOTE) return { value, end: end + 1 };
    value += QUOTE;
    from = end + 2;
  }
}

function plain(text: string, start: number, delimiter: string): Cell {
  let end = start;
  while (end < text.length && text[end] !== delimiter && text[end] !== "\n" && text[end] !== "\r") end++;
  return { value: text.slice(start, end), end };
}
