/** A code block no text can break out of: its fence is longer than any run of backticks in the text. */
export function fenced(text: string, language = ""): string {
  let longest = 2;
  for (const [run] of text.matchAll(/`+/g)) longest = Math.max(longest, run.length);
  const fence = "`".repeat(longest + 1);
  return `${fence}${language}\n${text}\n${fence}`;
}

/** One line of Markdown that shows a text as it stands, without markup. */
export function inline(text: string): string {
  const line = text.replaceAll(/\s+/g, " ").trim().slice(0, 200);
  return line.replaceAll(/[\\`*_{}[\]<>#|!~&@]|(?<=:)\/(?=\/)|(?<=www)\./gi, String.raw`\$&`);
}

/** A text as a code span of at most 120 characters; backticks in it become spaces. */
export function code(text: string): string {
  return `\`${text.replaceAll(/[`\s]+/g, " ").slice(0, 120)}\``;
}
