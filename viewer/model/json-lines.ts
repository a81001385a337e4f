import { isList, type JsonObject } from "./json.ts";
import type { Json } from "../../format/event.ts";

/** Children shown of a list or object before "show more". */
const FIRST_CHILDREN = 100;
const MORE_CHILDREN = 1000;
/** Lines a tree opens with. */
const OPENING_LINES = 60;

/** A value in the tree. Children are made when first opened, one level at a time. */
export interface JsonNode {
  /** Member name or list index; empty at the root. */
  readonly key: string;
  readonly isItem: boolean;
  readonly value: Json;
  readonly depth: number;
  /** Members or items; 0 for plain values. */
  readonly size: number;
  readonly parent: JsonNode | null;
  open: boolean;
  /** How many children are shown while open. */
  shown: number;
  children: readonly JsonNode[] | null;
}

/** One line of the tree as shown. */
export interface JsonLine {
  readonly type: "node" | "more";
  readonly node: JsonNode;
  /** For `more`: children not shown yet. */
  readonly left: number;
}

/** A tree of a value, opened as far as fits `OPENING_LINES` lines, level by level. */
export function jsonTree(value: Json): JsonNode {
  const root = makeNode("", false, value, null);
  let lines = 1;
  let level: readonly JsonNode[] = [root];
  while (level.length > 0) {
    const next: JsonNode[] = [];
    for (const node of level) {
      if (node.size === 0 || lines + Math.min(node.size, FIRST_CHILDREN) > OPENING_LINES) continue;
      setOpen(node, true);
      lines += node.size;
      next.push(...childrenOf(node));
    }
    level = next;
  }
  if (root.size > 0) setOpen(root, true);
  return root;
}

function makeNode(key: string, isItem: boolean, value: Json, parent: JsonNode | null): JsonNode {
  const depth = parent === null ? 0 : parent.depth + 1;
  return { key, isItem, value, depth, size: sizeOf(value), parent, open: false, shown: FIRST_CHILDREN, children: null };
}

function sizeOf(value: Json): number {
  if (typeof value !== "object" || value === null) return 0;
  return isList(value) ? value.length : Object.keys(value).length;
}

/** Opens or closes a node; its children keep how far they were open. */
export function setOpen(node: JsonNode, open: boolean): void {
  node.open = open && node.size > 0;
}

/** Shows up to 1,000 more children. */
export function showMore(node: JsonNode): void {
  node.shown += MORE_CHILDREN;
}

/** The children shown, made at need. */
function childrenOf(node: JsonNode): readonly JsonNode[] {
  const have = node.children ?? [];
  const wanted = Math.min(node.size, node.shown);
  if (have.length >= wanted) return have;
  const value = node.value as readonly Json[] | JsonObject;
  const keys = isList(value) ? null : Object.keys(value);
  const children = [...have];
  for (let index = have.length; index < wanted; index++) {
    const key = keys === null ? String(index) : (keys[index] ?? "");
    const item = (value as { readonly [key: string]: Json | undefined })[key];
    children.push(makeNode(key, keys === null, item ?? null, node));
  }
  node.children = children;
  return children;
}

/** The lines to show, top to bottom. */
export function jsonLines(root: JsonNode): readonly JsonLine[] {
  const lines: JsonLine[] = [];
  const stack: JsonLine[] = [{ type: "node", node: root, left: 0 }];
  for (let line = stack.pop(); line !== undefined; line = stack.pop()) {
    lines.push(line);
    if (line.type === "more" || !line.node.open) continue;
    const children = childrenOf(line.node);
    if (children.length < line.node.size) stack.push({ type: "more", node: line.node, left: line.node.size - children.length });
    for (let index = children.length - 1; index >= 0; index--) {
      const node = children[index];
      if (node !== undefined) stack.push({ type: "node", node, left: 0 });
    }
  }
  return lines;
}

/** The way to a node as a person would write it: `messages[2].content`. */
export function pathOf(node: JsonNode): string {
  const parts: string[] = [];
  for (let at: JsonNode | null = node; at !== null && at.parent !== null; at = at.parent) {
    parts.push(at.isItem ? `[${at.key}]` : /^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(at.key) ? `.${at.key}` : `[${JSON.stringify(at.key)}]`);
  }
  return parts.reverse().join("").replace(/^\./, "");
}
