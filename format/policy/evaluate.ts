import { effectOf } from "../behaviour/effects.ts";
import type { Json } from "../event.ts";
import { matchesGlob } from "./glob.ts";
import type { Policy, PolicyCondition, PolicyDecision, PolicyRule } from "./policy.ts";

/** A call as far as a policy looks at it. */
export interface JudgedCall {
  readonly tool: string;
  readonly agent: string;
  readonly arguments: Json | undefined;
}

/** What a policy says of a call, and the rule that says so; -1 if none fits and the default holds. */
export interface Judgement {
  readonly decision: PolicyDecision;
  readonly rule: number;
}

/** Values of one call's arguments looked at, and characters of one text. */
const MOST_VALUES = 2000;
const LONGEST = 20_000;

/** The first rule that fits decides; if none does, the policy's default, which is "ask" unless it says otherwise. */
export function judge({ rules, default: otherwise = "ask" }: Policy, call: JudgedCall): Judgement {
  const rule = rules.findIndex((candidate) => fits(candidate, call));
  return { decision: rules[rule]?.decision ?? otherwise, rule };
}

function fits({ tool, agent, effect, arguments: conditions }: PolicyRule, call: JudgedCall): boolean {
  if (tool !== undefined && !anyOf(tool, (pattern) => matchesGlob(pattern, call.tool))) return false;
  if (agent !== undefined && !anyOf(agent, (pattern) => matchesGlob(pattern, call.agent))) return false;
  if (effect !== undefined && effectOf(call.tool) !== effect) return false;
  return Object.entries(conditions ?? {}).every(([path, condition]) => holds(condition, valuesAt(call.arguments, path)));
}

function anyOf(patterns: string | readonly string[], test: (pattern: string) => boolean): boolean {
  return typeof patterns === "string" ? test(patterns) : patterns.some(test);
}

type Scalar = string | number | boolean | null;

/** True if one of the values is as the condition says in all it says. */
function holds(condition: PolicyCondition, values: readonly Scalar[]): boolean {
  if (condition.present !== undefined && condition.present !== values.length > 0) return false;
  const { present: _present, ...demands } = condition;
  return Object.keys(demands).length === 0 || values.some((value) => isAs(condition, value));
}

function isAs({ equals, glob, contains, above, below }: PolicyCondition, value: Scalar): boolean {
  if (equals !== undefined && value !== equals) return false;
  const text = String(value).slice(0, LONGEST);
  if (glob !== undefined && !anyOf(glob, (pattern) => matchesGlob(pattern, text))) return false;
  if (contains !== undefined && !anyOf(contains, (part) => text.toLowerCase().includes(part.toLowerCase()))) return false;
  const number = typeof value === "number" ? value : typeof value === "string" && value.trim() !== "" ? Number(value) : Number.NaN;
  if (above !== undefined && !(number > above)) return false;
  return below === undefined || number < below;
}

/**
 * The plain values at a path of the arguments: `order.items.price` goes into every item of a list, `*` takes every
 * value wherever it stands. A list or object at the end gives what stands in it.
 */
function valuesAt(value: Json | undefined, path: string): readonly Scalar[] {
  if (path === "*") return scalarsOf([value]);
  let found: (Json | undefined)[] = [opened(value)];
  for (const key of path.split(".")) {
    found = found.slice(0, MOST_VALUES).flatMap((item) => itemsOf(item)).map((item) => (typeof item === "object" && item !== null && !Array.isArray(item) && Object.hasOwn(item, key) ? (item as { readonly [key: string]: Json | undefined })[key] : undefined));
  }
  return scalarsOf(found);
}

function itemsOf(value: Json | undefined): readonly (Json | undefined)[] {
  return Array.isArray(value) ? (value as Json[]).slice(0, MOST_VALUES) : [value];
}

/** Arguments that stand as JSON in a text are read as what they say. */
function opened(value: Json | undefined): Json | undefined {
  if (typeof value !== "string" || !value.trimStart().startsWith("{")) return value;
  try {
    return JSON.parse(value) as Json;
  } catch {
    return value;
  }
}

function scalarsOf(values: readonly (Json | undefined)[]): readonly Scalar[] {
  const open: (Json | undefined)[] = [...values].toReversed();
  const scalars: Scalar[] = [];
  for (let visited = 0; open.length > 0 && visited < MOST_VALUES; visited++) {
    const item = opened(open.pop());
    if (item === undefined) continue;
    if (typeof item !== "object" || item === null) scalars.push(item);
    else for (const inner of Object.values(item as object).slice(0, MOST_VALUES).toReversed()) open.push(inner as Json);
  }
  return scalars;
}
