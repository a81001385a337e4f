import { JsonRewriter } from "./json.ts";
import { ruleSet, type RedactionRules, type RuleSet } from "./options.ts";
import { Placeholders } from "./placeholder.ts";
import { TextRules } from "./text.ts";
import { Watch } from "./watch.ts";

const LEAST_KEY_UNITS = 16;

/**
 * Replaces secrets and, if asked, personal data by placeholders that keep equal values equal. The work is in proportion
 * to the text, whatever is in it. Redacting twice changes nothing more.
 */
export class Redactor {
  readonly #texts: TextRules;
  readonly #json: JsonRewriter;
  /** For writers that look at a value before they make JSON of it. */
  readonly watch: Watch;

  /** `randomKey` gives the key where the rules name none; it must be secret to keep short values from being guessed. Throws RangeError for a key that is too short. */
  constructor(rules: RedactionRules, randomKey: Uint8Array) {
    if (rules.key !== undefined && rules.key.length < LEAST_KEY_UNITS) throw new RangeError(`the redaction key must have at least ${LEAST_KEY_UNITS} characters`);
    const set: RuleSet = ruleSet(rules);
    const key = rules.key === undefined ? randomKey : new TextEncoder().encode(rules.key);
    this.#texts = new TextRules(set, new Placeholders(key));
    this.#json = new JsonRewriter(set, this.#texts);
    this.watch = new Watch(set);
  }

  /** A text of any kind, redacted. */
  text(text: string): string {
    return this.#texts.redact(text, "");
  }

  /** JSON text, redacted: values by what they are and by the name they stand under. It stays JSON, the rest of it byte for byte. */
  json(json: string): string {
    return this.#json.redact(json);
  }

  /** How many values of each label were replaced so far. */
  counts(): ReadonlyMap<string, number> {
    return this.#texts.counts;
  }
}
