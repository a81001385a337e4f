import type { Args, Command } from "../command.ts";
import { EXIT, usage } from "../failure.ts";
import { filterOf, FILTERS } from "../filters.ts";
import { traceLines } from "../input.ts";
import { json, paint, type Io } from "../io.ts";
import { oneLine } from "../table.ts";

const MOST = 1000;
const BEFORE_UNITS = 40;

export const search: Command = {
  name: "search",
  operands: "<text> <trace…>",
  summary: "find text in everything traces say",
  about: "Looks into every line as it stands, payloads too, whatever their size. Case does not count unless --case is given. Each hit is shown with what stands around it; piped, each event that has one is a line of JSON. The exit code is 1 if nothing was found.",
  options: {
    ...FILTERS,
    regex: { type: "boolean", short: "r", help: "The text is a regular expression" },
    case: { type: "boolean", help: "Capitals and small letters differ" },
    limit: { type: "string", short: "n", value: "count", help: `Most hits; default ${MOST}` },
  },
  examples: [
    ["peek search 'rate limit' traces/", "where a rate limit was met"],
    ["peek search --regex 'W\\d{7}' run.peek.jsonl --kind tool_call", "order numbers in tool calls"],
    ["peek search refund traces/ --json | jq -r .session | sort -u", "the runs that speak of refunds"],
  ],
  run,
};

async function run(args: Args, io: Io): Promise<number> {
  const [text, ...paths] = args.paths;
  if (text === undefined || text === "") throw usage("nothing to search for", "Give a text and traces: peek search refund traces/");
  const pattern = patternOf(text, args);
  const passes = filterOf(args);
  const limit = args.count("limit", MOST);
  let hits = 0;
  for await (const { file, line, text: raw, event } of traceLines(paths, io)) {
    if (event === undefined || hits >= limit) continue;
    const found = passes(event) ? find(pattern, raw) : null;
    if (found === null) continue;
    hits++;
    if (io.isHuman) io.out(`${paint(io, "dim", `${file}:${line}`)} ${event.kind} ${oneLine(event.tool ?? event.name ?? "")}\n    ${around(found.input, found.index, found[0].length, io)}\n`);
    else json(io, event);
    await io.ready();
  }
  if (io.isHuman) io.out(hits >= limit ? `${hits} hits, perhaps more; --limit shows more\n` : `${hits} ${hits === 1 ? "hit" : "hits"}\n`);
  return hits === 0 ? EXIT.found : EXIT.ok;
}

/** In the line as it stands, else with what JSON writes for line ends and tabs read as spaces. */
function find(pattern: RegExp, line: string): RegExpExecArray | null {
  return pattern.exec(line) ?? (line.includes("\\") ? pattern.exec(line.replaceAll(/\\[nt]/g, " ")) : null);
}

/** Text is looked for as it stands in JSON, where quotes and line ends are escaped. */
function patternOf(text: string, args: Args): RegExp {
  const source = args.flag("regex") ? text : JSON.stringify(text).slice(1, -1).replaceAll(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`);
  try {
    return new RegExp(source, args.flag("case") ? "u" : "iu");
  } catch (error) {
    throw usage(`the regular expression is wrong: ${(error as Error).message}`, "Without --regex the text is taken as it is.");
  }
}

function around(text: string, at: number, length: number, io: Io): string {
  const start = Math.max(0, at - BEFORE_UNITS);
  const end = Math.min(text.length, start + io.width - 8);
  const shown = Math.min(at + length, end);
  return `${start > 0 ? "…" : ""}${oneLine(text.slice(start, at))}${paint(io, "bold", oneLine(text.slice(at, shown)))}${oneLine(text.slice(shown, end))}${end < text.length ? "…" : ""}`;
}
