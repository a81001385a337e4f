import type { Json } from "../../event.ts";
import type { Attributes } from "./values.ts";

/** A list put together from flattened attributes, and the attributes it was made from. */
interface Unflattened {
  readonly list: Json;
  readonly keys: readonly string[];
}

const MOST_INDEX = 10_000;
const MOST_STEPS = 24;
const INDEX = /^\d{1,5}$/;

type Branch = Map<string, Branch | Json>;

/** Lists written as `prefix.0.a.b` for the given prefixes. Attributes that do not fit the form are left alone. */
export function unflatten(attributes: Attributes, prefixes: Readonly<Record<string, unknown>>): ReadonlyMap<string, Unflattened> {
  const roots = new Map<string, { branch: Branch; keys: string[] }>();
  for (const key of Object.keys(attributes)) {
    const at = key.search(/\.\d/);
    const prefix = at < 0 ? "" : key.slice(0, at);
    if (prefix === "" || !Object.hasOwn(prefixes, prefix)) continue;
    const root = roots.get(prefix) ?? { branch: new Map<string, Branch | Json>(), keys: [] };
    roots.set(prefix, root);
    if (put(root.branch, key.slice(at + 1).split("."), attributes[key] as Json)) root.keys.push(key);
  }
  return new Map([...roots].map(([prefix, { branch, keys }]) => [prefix, { list: grow(branch), keys }]));
}

function put(root: Branch, steps: readonly string[], value: Json): boolean {
  if (steps.length > MOST_STEPS || steps.some((step) => INDEX.test(step) && Number(step) > MOST_INDEX)) return false;
  let branch = root;
  for (const step of steps.slice(0, -1)) {
    const next = branch.get(step) ?? new Map<string, Branch | Json>();
    if (!(next instanceof Map)) return false;
    branch.set(step, next);
    branch = next;
  }
  const last = steps.at(-1) as string;
  if (branch.has(last)) return false;
  branch.set(last, value);
  return true;
}

/** Recursion is bounded by the steps a name may have. */
function grow(branch: Branch): Json {
  const entries = [...branch].map(([key, value]) => [key, value instanceof Map ? grow(value) : value] as const);
  if (entries.length === 0 || !entries.every(([key]) => INDEX.test(key))) return Object.fromEntries(entries) as Json;
  return entries.sort((a, b) => Number(a[0]) - Number(b[0])).map(([, value]) => value);
}

/** Names under which Phoenix nests what OpenTelemetry writes flat. */
const NESTED: readonly string[] = ["openinference", "llm", "gen_ai", "input", "output", "tool", "tool_call", "embedding", "retrieval", "reranker", "session", "agent", "graph", "eval"];
const MOST_FLAT = 50_000;

/** Attributes with nested objects written flat again, where they stand under the name of a convention; others as they are. */
export function flattenNested(attributes: Attributes): Attributes {
  if (!NESTED.some((name) => isBranch(attributes[name]))) return attributes;
  const flat: Record<string, Json> = {};
  for (const [key, value] of Object.entries(attributes)) {
    if (NESTED.includes(key) && isBranch(value)) flattenInto(flat, key, value);
    else flat[key] = value;
  }
  return flat;
}

function isBranch(value: Json | undefined): value is { readonly [key: string]: Json } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Lists are opened only if they hold objects: a list of words is a value. */
function flattenInto(flat: Record<string, Json>, prefix: string, root: Json): void {
  const todo: { key: string; value: Json; depth: number }[] = [{ key: prefix, value: root, depth: 0 }];
  for (let next = todo.pop(); next !== undefined; next = todo.pop()) {
    const { key, value, depth } = next;
    const opens = depth < MOST_STEPS && todo.length < MOST_FLAT && (isBranch(value) || (Array.isArray(value) && value.length > 0 && value.every(isBranch)));
    if (!opens) flat[key] = value;
    else for (const [step, inner] of Object.entries(value).reverse()) todo.push({ key: `${key}.${step}`, value: inner as Json, depth: depth + 1 });
  }
}
