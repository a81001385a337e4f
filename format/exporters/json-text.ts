const TOO_DEEP = '"nested too deeply to be written"';

/** The JSON of a value. What is nested too deeply for the stack becomes a text that says so. */
export function jsonText(value: unknown, indent = 0): string {
  try {
    return JSON.stringify(value, null, indent) ?? "null";
  } catch {
    return TOO_DEEP;
  }
}
