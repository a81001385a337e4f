import type { KeyClass } from "./keys.ts";
import type { RuleSet } from "./options.ts";
import { SignReader } from "./signs.ts";

/** Nothing a rule looks for is shorter, and names of secrets are asked about as names. */
const SHORTEST_TEXT = 6;
const LEAST_NUMBER = 1e6;
const LONGEST_NAME = 64;

/**
 * Tells from a value's parts whether its JSON is worth looking at, for a writer that visits them anyway: that costs a
 * fraction of reading the JSON again. May say yes for nothing, never no for something.
 */
export class Watch {
  readonly #rules: RuleSet;
  readonly #signs: number;
  readonly #seesAll: boolean;
  readonly #reader = new SignReader();

  constructor(rules: RuleSet) {
    this.#rules = rules;
    this.#signs = rules.rules.reduce((signs, rule) => signs | rule.signs, 0);
    this.#seesAll = rules.rules.some((rule) => rule.signs === 0);
  }

  /** True if the name of a member may say something of its value, or hold something itself. */
  key(name: string): boolean {
    const found = this.#rules.keys.of(name);
    return (found !== "" && this.#matters(found)) || this.#seesAll || (name.length >= SHORTEST_TEXT && this.#hasSigns(name));
  }

  /** True if a text may hold something, or name what comes after it. */
  text(text: string): boolean {
    if (this.#seesAll) return true;
    if (text.length < SHORTEST_TEXT) return text.length > 2 && this.#matters(this.#rules.keys.of(text));
    return this.#hasSigns(text) || (text.length <= LONGEST_NAME && this.#rules.keys.mayBeNamed(text) && this.#matters(this.#rules.keys.of(text)));
  }

  /** True if a number may be one of a person's. */
  number(value: number): boolean {
    return this.#rules.personal && value >= LEAST_NUMBER && Number.isInteger(value);
  }

  #hasSigns(text: string): boolean {
    this.#reader.read(text, 0, true);
    return (this.#reader.signs & this.#signs) !== 0;
  }

  #matters(found: KeyClass): boolean {
    return found === "person" ? this.#rules.personal : found !== "" && this.#rules.secrets;
  }
}
