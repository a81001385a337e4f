interface Failure {
  readonly pattern: RegExp;
  readonly errorClass: (match: RegExpExecArray) => string;
}

const named = (errorClass: string) => () => errorClass;
const first = (match: RegExpExecArray): string => match[1] as string;

/** Failures of tools by the way their text begins, most telling first. */
const FAILURES: readonly Failure[] = [
  { pattern: /^(?:<tool_use_error>)?\s*InputValidationError/, errorClass: named("InputValidationError") },
  { pattern: /No such tool available|unsupported call:/, errorClass: named("NoSuchTool") },
  { pattern: /File has not been read yet/, errorClass: named("FileNotRead") },
  { pattern: /String to replace not found|matches of the string to replace|Could not find the exact text|apply_patch verification failed/, errorClass: named("EditMismatch") },
  { pattern: /has been modified since read/, errorClass: named("FileChanged") },
  { pattern: /File does not exist|No such file or directory|ENOENT|File not found/, errorClass: named("FileNotFound") },
  { pattern: /^(E[A-Z]{3,12})\b/, errorClass: first },
  { pattern: /\b(?:timed? ?out|timeout)\b/i, errorClass: named("Timeout") },
  { pattern: /(?:^|\b)(?:Exit code|exit code|exited with code|Process exited with code):? (-?\d{1,3})\b/, errorClass: (match) => `Exit ${match[1]}` },
  { pattern: /^Request failed with status code (\d{3})/, errorClass: (match) => `Http ${match[1]}` },
  { pattern: /^\s*([A-Z]\w{2,40}(?:Error|Exception))\b/, errorClass: first },
  { pattern: /Traceback \(most recent call last\)/, errorClass: named("PythonError") },
  { pattern: /^<tool_use_error>/, errorClass: named("ToolUseError") },
];

/** Only the start of a text is looked at: a long output may quote anything. */
export const LOOKED_AT = 400;

/** What kind of failure the text of a failed tool call tells of. */
export function toolErrorClass(text: string): string {
  const start = text.slice(0, LOOKED_AT);
  for (const { pattern, errorClass } of FAILURES) {
    const match = pattern.exec(start);
    if (match !== null) return errorClass(match);
  }
  return "ToolError";
}

const HTTP_STATUS = /\b([45]\d\d)\b/;
const TYPED = /"type"\s*:\s*"([a-z_]{3,40}_error)"/;

/** What kind of failure the text of a failed model call tells of. */
export function apiErrorClass(text: string): string {
  const start = text.slice(0, LOOKED_AT * 5);
  const typed = TYPED.exec(start)?.[1];
  if (typed !== undefined) return typed;
  const status = HTTP_STATUS.exec(start)?.[1];
  if (/usage limit|limit reached|rate.?limit|quota/i.test(start)) return "rate_limit_error";
  if (/context (?:window|length)|too many tokens|prompt is too long/i.test(start)) return "context_length_exceeded";
  return status === undefined ? "ApiError" : `ApiError ${status}`;
}
