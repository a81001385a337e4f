import type { Json } from "../../../../format/event.ts";
import { asObject, textOf } from "../../../../format/importers/kit/read.ts";

/** Text of a payload looked at. */
const LONGEST = 8000;
const ERROR_WORD = /\b(?:error|errors|exception|failed|failure|cannot|unable|denied|refused|invalid|not found|no such|timed out|timeout|panic|fatal|unexpected|missing)\b/i;
const FRAME = /File "[^"]{1,300}", line \d+, in (\S{1,80})/;
/** An answer that a program quotes whole: `# var_3 = "Error: user not found"`. */
const QUOTED = /^[^"'\n]{0,40}=\s*(["'])([\s\S]{1,2000})\1\s*$/;
const TAGS = /<\/?(?:tool_use_error|error|result|output|stderr|stdout)>/gi;
const WORDS_ENOUGH = 4;

/** Payload members that say why, by kind; others are looked at for all kinds. */
const WHY: readonly string[] = ["error", "message", "reason", "rationale", "violation_type", "signal", "details", "result", "content", "attempted_fix", "description"];

/** What a failing event says went wrong: the telling line of its message, with the function it came from. */
export function failureMessage(payload: Json | undefined): string {
  const object = asObject(payload);
  if (object === undefined) return telling(textOf(payload));
  for (const member of WHY) {
    const text = sayingOf(object[member]);
    if (text !== "") return telling(text);
  }
  return telling(textOf(payload));
}

function sayingOf(value: Json | undefined): string {
  const object = asObject(value);
  if (object === undefined) return textOf(value);
  const inner = object["message"] ?? object["text"] ?? object["error"] ?? object["content"];
  return typeof inner === "string" ? inner : textOf(value);
}

/** Of a stack trace the last line and its function; of several lines the first that speaks of an error, or the first few words. */
function telling(message: string): string {
  const cut = message.slice(0, LONGEST);
  if (!cut.includes("\n") && !cut.includes("<") && !cut.includes("=")) return cut.trim();
  const clean = cut.replaceAll(TAGS, "").trim();
  const text = QUOTED.exec(clean)?.[2] ?? clean;
  const lines = text.split("\n").map((line) => line.trim()).filter((line) => /\p{L}/u.test(line));
  if (text.includes("Traceback (most recent call last)")) return traced(message, lines);
  const speaking = lines.findIndex((line) => ERROR_WORD.test(line));
  return enough(lines.slice(Math.max(0, speaking)));
}

function traced(message: string, lines: readonly string[]): string {
  const tail = message.length > LONGEST ? message.slice(-2000).split("\n") : lines;
  const last = tail.findLast((line) => /^[\w.]{1,100}(?:Error|Exception|Warning|Interrupt|Exit)\b/.test(line.trim())) ?? lines.at(-1) ?? "";
  const frame = tail.map((line) => FRAME.exec(line)?.[1]).findLast((name) => name !== undefined && name !== "<module>");
  return frame === undefined ? last.trim() : `${last.trim()} in ${frame}`;
}

/** Lines until there are words enough to tell one failure from another. */
function enough(lines: readonly string[]): string {
  let text = "";
  for (const line of lines.slice(0, 3)) {
    text = text === "" ? line : `${text} ${line}`;
    if ((text.match(/\p{L}{2,}/gu)?.length ?? 0) >= WORDS_ENOUGH) break;
  }
  return text;
}
