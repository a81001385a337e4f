import type { LooseEnvelope } from "../agent-run/agent-run.ts";

const AMOUNTS = /([\d.]{1,12})([kM]?) (sent|cache write|cache hit|received)/g;
const FACTOR: Readonly<Record<string, number>> = { "": 1, k: 1000, M: 1_000_000 };
const COST = /Cost: \$([\d.]{1,16}) message/;
const MODEL = /^(?:Main model|Models?): ([^\s,]{1,120})(?: with| \(|,|$)/;

/** Tokens and cost of the answer before a line; undefined if the line tells of none. The program rounds them. */
export function usageIn(line: string): LooseEnvelope | undefined {
  if (!line.startsWith("Tokens: ")) return undefined;
  const counts = new Map<string, number>();
  for (const [, amount, unit, what] of line.slice(0, 300).matchAll(AMOUNTS)) counts.set(what as string, Math.round(Number(amount) * (FACTOR[unit ?? ""] ?? 1)));
  const cost = COST.exec(line.slice(0, 400))?.[1];
  return {
    tokens_in: counts.get("sent"),
    tokens_out: counts.get("received"),
    tokens_cache_read: counts.get("cache hit"),
    tokens_cache_write: counts.get("cache write"),
    cost_usd: cost === undefined ? undefined : Number(cost),
  };
}

/** The model a line names as the one that answers. */
export function modelIn(line: string): string | undefined {
  return MODEL.exec(line)?.[1];
}

/** What a line of the program tells of, beyond being said. */
export type Told =
  | { readonly what: "edit" | "commit" | "interrupt"; readonly of: string }
  | { readonly what: "error"; readonly of: string; readonly errorClass: string };

interface Sign {
  readonly pattern: RegExp;
  readonly told: (match: RegExpExecArray) => Told;
}

const SIGNS: readonly Sign[] = [
  { pattern: /^Applied edit to (.{1,400})$/, told: ([, file]) => ({ what: "edit", of: file as string }) },
  { pattern: /^Commit ([0-9a-f]{6,40} .{1,400})$/, told: ([, commit]) => ({ what: "commit", of: commit as string }) },
  { pattern: /^\s*\^C(?: |$)/, told: ([all]) => ({ what: "interrupt", of: all }) },
  { pattern: /^The LLM did not conform to the edit format/, told: ([all]) => ({ what: "error", of: all, errorClass: "EditFormat" }) },
  { pattern: /^#? ?\d{1,3} SEARCH\/REPLACE block.{0,10} failed to match/, told: ([all]) => ({ what: "error", of: all, errorClass: "EditMismatch" }) },
  { pattern: /^(?:litellm\.)?([A-Z][A-Za-z]{2,40}(?:Error|Exception)): /, told: ([all, name]) => ({ what: "error", of: all, errorClass: name as string }) },
  { pattern: /^Only \d{1,3} reflections allowed, stopping/, told: ([all]) => ({ what: "error", of: all, errorClass: "TooManyReflections" }) },
  { pattern: /^Model .{1,200} has hit a token limit/, told: ([all]) => ({ what: "error", of: all, errorClass: "context_length_exceeded" }) },
  { pattern: /^Unable to commit: /, told: ([all]) => ({ what: "error", of: all, errorClass: "CommitFailed" }) },
];

/** What a line tells of; undefined for mere words. */
export function toldBy(line: string): Told | undefined {
  for (const { pattern, told } of SIGNS) {
    const match = pattern.exec(line);
    if (match !== null) return told(match);
  }
  return undefined;
}
