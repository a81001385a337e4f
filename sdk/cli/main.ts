import { parseArgs } from "node:util";
import { parseOptions, type Args, type Command } from "./command.ts";
import { COMMANDS } from "./commands/index.ts";
import { EXIT, explain, usage } from "./failure.ts";
import { helpOf, overview } from "./help.ts";
import { paint, processIo, type Io } from "./io.ts";

/** Runs what was asked for and gives the exit code. Never throws. */
export async function main(argv: readonly string[], makeIo: (json: boolean) => Io = processIo): Promise<number> {
  const [name = "", ...rest] = argv;
  const io = makeIo(rest.includes("--json"));
  try {
    if (name === "" || name === "--help" || name === "-h" || name === "help") return showHelp(rest[0], io);
    const command = find(name);
    const args = parsed(command, rest);
    if (!args.flag("help")) return await command.run(args, io);
    io.out(helpOf(command));
    return EXIT.ok;
  } catch (error) {
    const { failure, exitCode } = explain(error);
    const place = failure.place === "" ? "" : ` (${failure.place})`;
    io.err(`${paint(io, "red", "peek:")} ${failure.cause}${place}\n${failure.next}\n`);
    return exitCode;
  }
}

function showHelp(about: string | undefined, io: Io): number {
  io.out(about === undefined || about.startsWith("-") ? overview(COMMANDS) : helpOf(find(about)));
  return EXIT.ok;
}

function find(name: string): Command {
  const command = COMMANDS.find((candidate) => candidate.name === name);
  if (command !== undefined) return command;
  const near = COMMANDS.find((candidate) => letters(candidate.name) === letters(name)) ?? COMMANDS.find((candidate) => candidate.name.startsWith(name.slice(0, 2)));
  throw usage(`there is no command “${name}”`, near === undefined ? "peek --help lists them." : `Did you mean peek ${near.name}?`);
}

function parsed(command: Command, argv: readonly string[]): Args {
  let result: { readonly values: Readonly<Record<string, unknown>>; readonly positionals: readonly string[] };
  try {
    result = parseArgs({ args: [...argv], options: parseOptions(command), allowPositionals: true });
  } catch (error) {
    throw usage((error as Error).message.split(". ")[0] ?? "", `peek ${command.name} --help shows its options.`);
  }
  const text = (name: string): string | undefined => (typeof result.values[name] === "string" ? result.values[name] : undefined);
  return {
    paths: result.positionals,
    text,
    flag: (name) => result.values[name] === true,
    count(name, otherwise) {
      const given = text(name);
      if (given === undefined) return otherwise;
      if (/^\d{1,9}$/.test(given)) return Number(given);
      throw usage(`--${name} wants a whole number, not “${given}”`, `peek ${command.name} --help shows its options.`);
    },
  };
}

/** The letters of a word in order: the same for a word with two of them swapped. */
function letters(word: string): string {
  return [...word].toSorted().join("");
}
