import { randomBytes } from "node:crypto";
import type { RedactionRules } from "../format/redaction/options.ts";
import { Redactor as Rules } from "../format/redaction/redactor.ts";
import type { OnError, Redactor } from "./ports.ts";

/** What `init({ redact })` takes: which rules to apply, and hooks of your own, which run as well. */
export interface RedactOptions extends RedactionRules, Redactor {}

/** Redaction as decided: the rules, if any are on, and the user's hooks. */
export interface Redaction {
  readonly rules: Rules | undefined;
  readonly hooks: Redactor;
}

const OFF: ReadonlySet<string> = new Set(["0", "false", "off", "no", "none"]);
const KEY_BYTES = 32;

/**
 * Decides what is redacted: as the option says, else `PEAKY_PEEK_REDACT` (`off`, `secrets`, `all`), else secrets. An
 * unknown word redacts all: a typing error must not cost a secret. A key that is too short is reported and replaced by
 * a random one.
 */
export function redactionOf(given: boolean | RedactOptions | undefined, environment: Readonly<Record<string, string | undefined>>, onError: OnError): Redaction | undefined {
  const options = typeof given === "object" && given !== null ? given : fromWord(given, environment["PEAKY_PEEK_REDACT"]);
  if (options === undefined) return undefined;
  const key = options.key ?? (environment["PEAKY_PEEK_REDACT_KEY"] || undefined);
  return { rules: rulesOf({ ...options, key }, onError), hooks: options };
}

function fromWord(given: boolean | undefined, word: string | undefined): RedactOptions | undefined {
  if (given !== undefined) return given ? { pii: true } : undefined;
  const plain = (word ?? "").trim().toLowerCase();
  if (OFF.has(plain)) return undefined;
  return plain === "" || plain === "secrets" ? {} : { pii: true };
}

function rulesOf(options: RedactionRules, onError: OnError): Rules | undefined {
  const { secrets = true, pii = false, names = [], keys = [], rules = [] } = options;
  if (!secrets && pii === false && names.length + keys.length + rules.length === 0) return undefined;
  const random = new Uint8Array(randomBytes(KEY_BYTES));
  try {
    return new Rules(options, random);
  } catch (error) {
    onError({ code: "bad_option", during: "redact", error });
    return new Rules({ pii: true }, random);
  }
}
