import type { Json } from "../../event.ts";
import { asObject, asText, type JsonObject } from "../kit/read.ts";
import { settle } from "../spans/settle.ts";
import type { SpanFacts } from "../spans/span.ts";
import { unflatten } from "./flat.ts";
import { GEN_AI } from "./gen-ai.ts";
import { OPENINFERENCE } from "./openinference.ts";
import { AI_SDK, OPENLLMETRY, PYDANTIC_AI, VENDORS } from "./others.ts";
import type { Convention, Rule } from "./rules.ts";
import type { Attributes } from "./values.ts";

/** In order of trust: where two say the same thing, the earlier counts. */
const CONVENTIONS: readonly Convention[] = [OPENINFERENCE, AI_SDK, GEN_AI, OPENLLMETRY, PYDANTIC_AI, VENDORS];
const LISTS: Readonly<Record<string, Rule>> = Object.assign({}, ...CONVENTIONS.map(({ lists }) => lists));

/** Facts of a span, and the attributes that are not in them. */
interface Interpreted {
  readonly facts: SpanFacts;
  readonly rest: JsonObject;
}

/** Reads the attributes of a span by every convention. `name` decides only where no attribute says what the span is. */
export function interpret(attributes: Attributes, name: string): Interpreted {
  const facts: SpanFacts = {};
  const used = new Set<string>();
  const flat = unflatten(attributes, LISTS);
  for (const [prefix, { list, keys }] of flat) {
    if (adopt(facts, (LISTS[prefix] as Rule)(list))) for (const key of keys) used.add(key);
  }
  // Phoenix keeps such lists whole.
  for (const prefix in LISTS) if (Array.isArray(attributes[prefix]) && adopt(facts, (LISTS[prefix] as Rule)(attributes[prefix]))) used.add(prefix);
  for (const { rules } of CONVENTIONS) {
    for (const key in rules) {
      const value = attributes[key];
      if (value !== undefined && value !== null && adopt(facts, (rules[key] as Rule)(value))) used.add(key);
    }
  }
  facts.role ??= guessRole(facts, name);
  const rest: Record<string, Json | undefined> = {};
  for (const key of Object.keys(attributes)) if (!used.has(key)) rest[key] = attributes[key];
  nameAgent(facts, attributes);
  return { facts, rest: { ...rest, ...settle(facts) } };
}

/** Where a convention has one attribute for the names of all entities, an agent's is its own. */
function nameAgent(facts: SpanFacts, attributes: Attributes): void {
  if (facts.role !== "agent" || facts.agent !== undefined) return;
  const told = facts.tool ?? asText(attributes["graph.node.id"]);
  if (told !== undefined) facts.agent = told;
  delete facts.tool;
}

/** Takes over what is not yet known; false if something different was known already, so that nothing is lost. */
function adopt(facts: SpanFacts, found: Partial<SpanFacts> | undefined): boolean {
  if (found === undefined) return false;
  const known = facts as Record<string, unknown>;
  let all = true;
  for (const [fact, value] of Object.entries(found)) {
    if (fact === "settings") facts.settings = { ...asObject(value), ...asObject(facts.settings) };
    else if (known[fact] === undefined) known[fact] = value;
    else if (known[fact] !== value) all = false;
  }
  return all;
}

const NAMES: readonly { readonly pattern: RegExp; readonly role: SpanFacts["role"] }[] = [
  { pattern: /^(invoke_agent|create_agent)\b/, role: "agent" },
  { pattern: /^(agent|.{1,100} (agent )?) ?run$/, role: "agent" },
  { pattern: /^running tools$|^running \d+ tools?$/, role: "chain" },
  { pattern: /^(execute_tool|running tool)\b/, role: "tool" },
];

function guessRole(facts: SpanFacts, name: string): NonNullable<SpanFacts["role"]> {
  const hasChat = facts.messages_in !== undefined || facts.messages_out !== undefined || facts.tokens_in !== undefined;
  if (facts.agent !== undefined || facts.tool !== undefined || hasChat) {
    const named = NAMES.find(({ pattern }) => pattern.test(name))?.role;
    if (named !== undefined) return named;
  }
  if (facts.tool !== undefined) return "tool";
  if (facts.model !== undefined && hasChat) return "llm";
  return "span";
}
