import { COMMON, type Command } from "./command.ts";

const MARGIN = 2;
const WIDTH = 96;

/** The list of commands. */
export function overview(commands: readonly Command[]): string {
  const rows = commands.map(({ name, summary }) => [name, summary] as const);
  return `peek: look into recordings of AI agents

Usage: peek <command> [options] [files]

${columns(rows)}

peek <command> --help explains a command, with examples. Results are tables on a terminal and JSON when piped.
Exit codes: 0 fine, 1 something was found (or nothing, for search), 2 called wrongly, 3 could not be read.
`;
}

/** Everything about one command. */
export function helpOf({ name, operands, summary, about, options, examples }: Command): string {
  const rows = Object.entries({ ...options, ...COMMON }).map(([option, { short, value, help }]) => [`${short === undefined ? "    " : `-${short}, `}--${option}${value === undefined ? "" : ` <${value}>`}`, help] as const);
  return `peek ${name}: ${summary}

Usage: peek ${name} [options] ${operands}

${wrap(about)}

Options:
${columns(rows)}

Examples:
${examples.map(([command, says]) => `  ${command}\n      ${says}`).join("\n")}
`;
}

function columns(rows: readonly (readonly [string, string])[]): string {
  const width = Math.max(...rows.map(([left]) => left.length)) + MARGIN;
  return rows.map(([left, right]) => `  ${left.padEnd(width)}${right}`).join("\n");
}

function wrap(text: string): string {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(/\s+/)) {
    if (line !== "" && line.length + word.length + 1 > WIDTH) {
      lines.push(line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  return [...lines, line].join("\n");
}
