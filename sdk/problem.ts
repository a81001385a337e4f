import type { OnError, RecorderProblem } from "./ports.ts";

/** The code of a thrown thing: the system's (`ENOSPC`), else `recorder_error`. Never throws. */
export function errorCode(error: unknown): string {
  try {
    const code = (error as { readonly code?: unknown } | null | undefined)?.code;
    return typeof code === "string" ? code : "recorder_error";
  } catch {
    return "recorder_error";
  }
}

/** Passes each kind of problem on once and swallows what the receiver throws, so that a broken disk does not flood the host. */
export class ProblemReporter {
  readonly #seen = new Set<string>();
  readonly #onError: OnError;

  constructor(onError: OnError = warn) {
    this.#onError = onError;
  }

  readonly report = (problem: RecorderProblem): void => {
    const key = `${problem.during} ${problem.code}`;
    if (this.#seen.has(key)) return;
    this.#seen.add(key);
    try {
      this.#onError(problem);
    } catch {
      // The receiver's own failure must not reach the host through us.
    }
  };
}

function warn(problem: RecorderProblem): void {
  const place = problem.file === undefined || problem.file === "" ? "" : ` (${problem.file})`;
  process.emitWarning(`recording failed during ${problem.during}: ${problem.code}${place}; the program goes on`, {
    type: "PeakyPeekWarning",
    code: problem.code,
  });
}
