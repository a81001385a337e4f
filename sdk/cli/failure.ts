import { TraceError, type TraceFailure } from "../../format/errors.ts";

/** Exit codes: what a script may rely on. */
export const EXIT = { ok: 0, found: 1, usage: 2, unreadable: 3 } as const;

/** Ends a command with a message for a person. `usage`: it was called wrongly. */
export class CliError extends Error {
  readonly failure: TraceFailure;
  readonly exitCode: number;

  constructor(cause: string, place: string, next: string, exitCode: number = EXIT.unreadable) {
    super(cause);
    this.name = "CliError";
    this.failure = { code: "unreadable", cause, place, next };
    this.exitCode = exitCode;
  }
}

/** A wrong call. */
export function usage(cause: string, next: string): CliError {
  return new CliError(cause, "the command line", next, EXIT.usage);
}

/** Anything thrown as cause, place and next step, and the exit code it gives. */
export function explain(error: unknown): { readonly failure: TraceFailure; readonly exitCode: number } {
  if (error instanceof CliError) return error;
  if (error instanceof TraceError) return { failure: error.failure, exitCode: EXIT.unreadable };
  const { code, path, message } = error as NodeJS.ErrnoException;
  const known = SYSTEM[code ?? ""];
  if (known !== undefined) return { failure: { code: "unreadable", cause: known[0], place: path ?? "", next: known[1] }, exitCode: EXIT.unreadable };
  return { failure: { code: "unreadable", cause: `the command failed: ${message}`, place: path ?? "", next: "Please report this with the command you ran." }, exitCode: EXIT.unreadable };
}

const SYSTEM: Readonly<Record<string, readonly [cause: string, next: string]>> = {
  ENOENT: ["there is no such file", "Check the path; traces end in .peek.jsonl and lie in traces/ unless init said otherwise."],
  EACCES: ["the file may not be read or written", "Check its permissions."],
  EISDIR: ["this is a folder", "Name a file, or the folder itself without a trailing name."],
  ENOSPC: ["the disk is full", "Free some space, or name another place with --out."],
  EEXIST: ["the file exists already", "Name another with --out, or add --force to write over it."],
  ERR_MODULE_NOT_FOUND: ["a package this needs is not installed", "Install what reads packed files: npm install apache-arrow fflate fzstd"],
};
