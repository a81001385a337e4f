import type { Rule } from "./finding.ts";
import type { KeyClass } from "./keys.ts";
import type { RuleSet } from "./options.ts";
import { PLACEHOLDER, type Placeholders } from "./placeholder.ts";
import { labelOfKey } from "./secrets/assigned.ts";
import { isStandIn } from "./secrets/tokens.ts";
import { SignReader } from "./signs.ts";
import { Spans } from "./spans.ts";

const SCHEME = /^(?:Bearer|Basic|Digest|Token|ApiKey)\s+/i;
/** What stands under a telling name without being a secret: types, switches, nothing. */
const PLAIN_VALUES: ReadonlySet<string> = new Set(["", "string", "number", "boolean", "object", "array", "any", "null", "none", "undefined", "true", "false", "yes", "no", "required", "optional", "password", "secret", "token", "bearer", "basic", "on", "off"]);

/** Applies the rules to one text at a time and counts what it replaces. */
export class TextRules {
  readonly counts = new Map<string, number>();
  /** Signs that any rule asks for. */
  readonly signs: number;
  /** True if a rule wants to see every text. */
  readonly seesAll: boolean;
  readonly #rules: readonly Rule[];
  readonly #placeholders: Placeholders;
  readonly #reader = new SignReader();

  constructor({ rules }: RuleSet, placeholders: Placeholders) {
    this.#rules = rules;
    this.#placeholders = placeholders;
    this.signs = rules.reduce((signs, rule) => signs | rule.signs, 0);
    this.seesAll = rules.some((rule) => rule.signs === 0);
  }

  /** The text redacted. `key` are the lower-case words of the name it stands under. */
  redact(text: string, key: string): string {
    this.#reader.read(text, 0, true);
    const { signs } = this.#reader;
    if ((signs & this.signs) === 0 && !this.seesAll) return text;
    return this.#find(text, key, signs).replace(text, this.#replacement);
  }

  /** A text that is a secret by its name: what the rules know of it, else all of it but the scheme before it. */
  redactWhole(text: string, found: KeyClass): string {
    const trimmed = text.trim();
    if (PLAIN_VALUES.has(trimmed.toLowerCase()) || isStandIn(trimmed)) return text;
    const start = SCHEME.exec(text)?.[0].length ?? 0;
    this.#reader.read(text, 0, true);
    const spans = this.#find(text, "", this.#reader.signs);
    if (spans.covers(start, text.length)) return spans.replace(text, this.#replacement);
    return text.slice(0, start) + this.#replacement(labelOfKey(found), text.slice(start));
  }

  #find(text: string, key: string, signs: number): Spans {
    const spans = new Spans();
    for (const match of text.matchAll(PLACEHOLDER)) spans.take(match.index, match.index + match[0].length, "");
    const subject = { text, key };
    const take = spans.take.bind(spans);
    for (const rule of this.#rules) if (rule.signs === 0 || (rule.signs & signs) !== 0) rule.find(subject, take);
    return spans;
  }

  readonly #replacement = (label: string, value: string): string => {
    this.counts.set(label, (this.counts.get(label) ?? 0) + 1);
    return this.#placeholders.of(label, value);
  };
}
