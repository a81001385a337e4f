/** One member of an interface, class or object. */
export interface ApiMember {
  readonly signature: string;
  readonly says: string;
}

/** One exported thing. */
export interface ApiEntry {
  readonly name: string;
  readonly signature: string;
  readonly says: string;
  readonly members: readonly ApiMember[];
  /** Name of the class it extends, if it does. */
  readonly base: string | undefined;
}

const MEMBER = /^ {2}(?!private |protected |#|constructor|\}|\/\/|\*)(?:(?:static|async|readonly|override|get|abstract) )*[\w[\]."'<>]+\??[(<:]/;
const HIDDEN = /^ {2}(?:(?:static|override) )*(?:private|protected|#|constructor|override readonly name)/;

/**
 * Reads an exported declaration from source text in the style of this project: one declaration a line, members indented
 * by two, a doc comment right above each. Gives undefined if the file has no such export.
 */
export function declarationOf(source: string, name: string): ApiEntry | undefined {
  const lines = source.split("\n");
  const start = lines.findIndex((line) => new RegExp(`^export (?:declare |abstract |async )*(?:function\\*?|class|interface|const|type) ${name}\\b`).test(line));
  const first = lines[start];
  if (first === undefined) return undefined;
  const signature = signatureOf(lines, start);
  const hasMembers = /^export (?:abstract )?(?:class|interface) /.test(first) || /^export const \w+ = \{$/.test(first);
  return { name, signature, says: docAbove(lines, start), members: hasMembers ? membersOf(lines, start) : [], base: /\bextends (\w+)/.exec(first)?.[1] };
}

function membersOf(lines: readonly string[], start: number): readonly ApiMember[] {
  const members: ApiMember[] = [];
  for (let index = start + 1; index < lines.length && lines[index]?.startsWith("}") !== true; index++) {
    const line = lines[index] ?? "";
    if (!MEMBER.test(line) || HIDDEN.test(line)) continue;
    const says = docAbove(lines, index);
    members.push({ signature: memberSignature(line), says });
  }
  return members;
}

/** The doc comment that ends right above a line, as one paragraph; empty if there is none. */
function docAbove(lines: readonly string[], index: number): string {
  const last = index - 1;
  if (lines[last]?.trimEnd().endsWith("*/") !== true) return "";
  let first = last;
  while (first > 0 && lines[first]?.trimStart().startsWith("/**") !== true) first--;
  const text = lines.slice(first, last + 1).map((line) => line.replace(/^\s*(?:\/\*\*|\*(?!\/))? ?/, "").replace(/\s*\*\/\s*$/, ""));
  return text.join(" ").replaceAll(/\s+/g, " ").trim();
}

function signatureOf(lines: readonly string[], start: number): string {
  const first = lines[start] ?? "";
  const isType = first.startsWith("export type ");
  let text = "";
  for (let index = start; index < lines.length && index < start + 12; index++) {
    text += ` ${(lines[index] ?? "").trim()}`;
    if (isType ? text.endsWith(";") : /(?:\{|;|=|=>|\($)$/.test(text)) break;
  }
  return text
    .trim()
    .replace(/^export (?:declare )?/, "")
    .replace(/^const (\w+)(: [^=]+)? = .*$/, "const $1$2")
    .replace(/\s*(?:=|=>)?\s*\{$/, "")
    .replace(/;$/, "")
    .trim();
}

function memberSignature(line: string): string {
  return line
    .trim()
    .replace(/^(?:override |readonly |async )+/, "")
    .replace(/ \{$|;$|,$/, "")
    .replace(/ \| undefined$/, "")
    .trim();
}
