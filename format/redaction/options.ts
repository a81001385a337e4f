import type { Rule } from "./finding.ts";
import { takeMatches } from "./finding.ts";
import { KeyClasses } from "./keys.ts";
import { emails, ipv4, ipv6, phones } from "./pii/contact.ts";
import { cards, ibans } from "./pii/money.ts";
import { listedNames } from "./pii/names.ts";
import { nationalIds } from "./pii/national-ids.ts";
import { assignedSecrets } from "./secrets/assigned.ts";
import { botTokens, privateKeys, shapedTokens, urlPasswords, webTokens } from "./secrets/tokens.ts";

/** A rule of the user's own. */
export interface CustomRule {
  /** What stands in the placeholder: capitals, digits and `_`. */
  readonly label: string;
  /** What to replace. It is run over every text: keep it simple, it decides how long recording takes. */
  readonly pattern: RegExp;
}

/** Kinds of personal data that can be chosen one by one. */
export type PersonalData = "email" | "phone" | "card" | "iban" | "id" | "ip";

/** What to redact. */
export interface RedactionRules {
  /** Keys, tokens, passwords, by their form and by the name they stand under; default true. */
  readonly secrets?: boolean | undefined;
  /** Personal data: all kinds, or those named; default false. */
  readonly pii?: boolean | readonly PersonalData[] | undefined;
  /** Names of people to replace, as whole words. */
  readonly names?: readonly string[] | undefined;
  /** Further names under which secrets stand, in any spelling (`internalId` also means `internal_id`). */
  readonly keys?: readonly string[] | undefined;
  readonly rules?: readonly CustomRule[] | undefined;
  /** Makes equal values equal placeholders across processes and files; default a random key, which joins within one. At least 16 characters. */
  readonly key?: string | undefined;
}

/** The rules that were chosen, most specific first. */
export interface RuleSet {
  readonly rules: readonly Rule[];
  readonly keys: KeyClasses;
  readonly secrets: boolean;
  readonly personal: boolean;
}

const PERSONAL: readonly (readonly [PersonalData, readonly Rule[]])[] = [
  ["iban", [ibans]],
  ["card", [cards]],
  ["id", [nationalIds]],
  ["email", [emails]],
  ["ip", [ipv6, ipv4]],
  ["phone", [phones]],
];

/** Puts the chosen rules in their order: the user's own, secrets by form, secrets by name, then people's data from specific to general. */
export function ruleSet({ secrets = true, pii = false, names = [], keys: extra = [], rules = [] }: RedactionRules): RuleSet {
  const keys = new KeyClasses(extra);
  const named = listedNames(names);
  const isChosen = (kind: PersonalData): boolean => (typeof pii === "boolean" ? pii : pii.includes(kind));
  const personal = PERSONAL.filter(([kind]) => isChosen(kind)).flatMap(([, chosen]) => chosen);
  return {
    rules: [
      ...rules.map(custom),
      ...(secrets ? [privateKeys, webTokens, urlPasswords, shapedTokens, botTokens, assignedSecrets(keys)] : []),
      ...personal,
      ...(named === undefined ? [] : [named]),
    ],
    keys,
    secrets,
    personal: personal.length > 0,
  };
}

function custom({ label, pattern }: CustomRule): Rule {
  const name = label.toUpperCase().replaceAll(/[^A-Z0-9_]/g, "_").slice(0, 30) || "CUSTOM";
  const global = new RegExp(pattern.source, pattern.flags.includes("g") ? pattern.flags : `${pattern.flags}g`);
  return { signs: 0, find: ({ text }, take) => takeMatches(text, { label: name, regex: global }, take) };
}
