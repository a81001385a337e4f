/** Says each thing once on stderr, as a process warning. Never throws. */
class Notices {
  readonly #said = new Set<string>();

  /** `about` names the framework and the problem; the same pair is said once. */
  say(about: string, text: string): void {
    if (this.#said.has(about)) return;
    this.#said.add(about);
    try {
      process.emitWarning(`${text}; the program goes on`, { type: "PeakyPeekWarning", code: about });
    } catch {
      // With --throw-deprecation and the like a warning may throw; the host must not notice.
    }
  }
}

/** One for the process: the same trouble is not worth a second line because it came from another client. */
const notices = new Notices();

/** Says once that a framework is recorded only in part, or not at all, and why. */
export function notice(framework: string, problem: string, error?: unknown): void {
  const cause = error === undefined ? "" : ` (${messageOf(error)})`;
  notices.say(`${framework}: ${problem}`, `${framework}: ${problem}${cause}`);
}

function messageOf(error: unknown): string {
  try {
    return error instanceof Error ? error.message : String(error);
  } catch {
    return "unreadable error";
  }
}

/** Runs what records, for its effect alone: if it fails the host does not notice, and the failure is said once. */
export function quietly<T>(framework: string, body: () => T): T | undefined {
  try {
    return body();
  } catch (error) {
    notice(framework, "an event could not be recorded", error);
    return undefined;
  }
}
