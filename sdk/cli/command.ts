import type { ParseArgsConfig } from "node:util";
import type { Io } from "./io.ts";

/** An option as the help shows it. */
export interface Option {
  readonly type: "string" | "boolean";
  readonly short?: string;
  /** Word for the value in the help. */
  readonly value?: string;
  readonly help: string;
}

/** What a command was called with. */
export interface Args {
  readonly paths: readonly string[];
  /** The text of an option; undefined if it was not given. */
  text(name: string): string | undefined;
  flag(name: string): boolean;
  /** A whole number of at least 0. Throws a usage error for anything else. */
  count(name: string, otherwise: number): number;
}

/** One command: a row of the table, and all its help. */
export interface Command {
  readonly name: string;
  /** What stands behind the name, e.g. `<trace…>`. */
  readonly operands: string;
  /** One line. */
  readonly summary: string;
  /** What to know, in a few sentences. */
  readonly about: string;
  readonly options: Readonly<Record<string, Option>>;
  readonly examples: readonly (readonly [command: string, says: string])[];
  /** Gives the exit code. */
  run(args: Args, io: Io): Promise<number>;
}

/** Options every command takes. */
export const COMMON: Readonly<Record<string, Option>> = {
  json: { type: "boolean", help: "JSON, one value a line, also on a terminal" },
  help: { type: "boolean", short: "h", help: "This help" },
};

/** The options as `node:util` wants them. */
export function parseOptions(command: Command): NonNullable<ParseArgsConfig["options"]> {
  const all = { ...command.options, ...COMMON };
  return Object.fromEntries(Object.entries(all).map(([name, { type, short }]) => [name, short === undefined ? { type } : { type, short }]));
}
