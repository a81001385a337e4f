import type { Json } from "../../../../format/event.ts";

const OFFSET = 0x811c9dc5;
const PRIME = 0x01000193;

/** 32-bit FNV-1a of a text over its UTF-16 units, continued from `seed`. */
export function hashText(text: string, seed = OFFSET): number {
  let hash = seed;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), PRIME);
  return hash;
}

/** Mixes two 32-bit hashes; the order matters. */
export function mix(a: number, b: number): number {
  const mixed = Math.imul(a ^ (b + 0x9e3779b9 + (a << 6) + (a >>> 2)), 0x85ebca6b);
  return mixed ^ (mixed >>> 15);
}

/** Members whose values differ between two runs that did the same: ids, times, usage. */
const VOLATILE: ReadonlySet<string> = new Set(["id", "call_id", "tool_call_id", "tool_use_id", "request_id", "response_id", "created", "created_at", "timestamp", "time", "usage", "system_fingerprint", "source", "checkpoint"]);

/** Containers looked into; deeper or larger ones are hashed by what was seen until then. */
const MOST_NODES = 20_000;

/** One leaf of a JSON value. */
export type LeafVisitor = (pathHash: number, value: string) => void;

/** Visits the leaves of a value with a hash of their path, volatile members left out; member order does not matter to the paths. Bounded, not recursive. */
export function visitLeaves(value: Json | undefined, visit: LeafVisitor): void {
  const stack: { readonly node: Json | undefined; readonly path: number }[] = [{ node: value, path: OFFSET }];
  let nodes = 0;
  for (let top = stack.pop(); top !== undefined && nodes < MOST_NODES; top = stack.pop()) {
    nodes++;
    const { node, path } = top;
    if (node === null || node === undefined || typeof node !== "object") {
      visit(path, typeof node === "string" ? node : String(node));
      continue;
    }
    if (Array.isArray(node)) {
      for (let i = node.length - 1; i >= 0; i--) stack.push({ node: node[i] as Json, path: mix(path, i) });
      continue;
    }
    for (const [key, item] of Object.entries(node)) if (!VOLATILE.has(key)) stack.push({ node: item, path: mix(path, hashText(key)) });
  }
}

/** Hash of a value's content, volatile members left out; the order of members does not matter. */
export function hashContent(value: Json | undefined): number {
  let sum = 0;
  visitLeaves(value, (path, text) => {
    sum = (sum + mix(path, hashText(text))) | 0;
  });
  return sum;
}
