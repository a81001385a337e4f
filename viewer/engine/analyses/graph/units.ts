import type { NodeType } from "../../contracts/graph.ts";
import { findRepeats } from "../repeats.ts";
import type { RunTree } from "./run-tree.ts";

/** Something that becomes one node: an event, or neighbours taken together. */
export interface Unit {
  readonly type: NodeType;
  /** Neighbours it holds, as positions, in order; for a chain each is inside the one before. */
  readonly members: readonly number[];
  /** Members of one round; 0 where rounds mean nothing. */
  readonly period: number;
}

/** So many neighbours stand side by side without being grouped. */
const FEW = 14;
/** Most neighbours shown before some are taken together. */
const FAN = 40;
/** Neighbours between two patterns that are worth taking together. */
const SHORTEST_RANGE = 3;
/** Events alone inside one another that become a chain. */
const SHORTEST_CHAIN = 6;

/** Name of a unit that stays the same as long as the file is open. */
export function keyOf(tree: RunTree, { type, members, period }: Unit): string {
  const first = tree.rowAt(members[0] ?? 0);
  return type === "event" ? `e${first}` : `${type}:${first}-${tree.rowAt(members.at(-1) ?? 0)}:${period}`;
}

/** Position after everything a unit holds. */
export function unitEnd(tree: RunTree, unit: Unit): number {
  return tree.endOf((unit.type === "chain" ? unit.members[0] : unit.members.at(-1)) ?? 0);
}

/** Neighbours as units: each alone where they are few, else rounds of a pattern taken together, and what is still too much cut into ranges. */
export function group(tree: RunTree, positions: readonly number[], ungrouped: boolean): Unit[] {
  if (ungrouped || positions.length <= FEW) return positions.map(single);
  const likeness = positions.map((position) => tree.likeness[position] ?? 0);
  const units: Unit[] = [];
  let next = 0;
  for (const { start, period, count } of findRepeats(likeness, 0, positions.length)) {
    for (; next < start; next++) units.push(single(positions[next] as number));
    next = start + period * count;
    units.push({ type: "rounds", members: positions.slice(start, next), period });
  }
  for (; next < positions.length; next++) units.push(single(positions[next] as number));
  if (units.length <= FAN) return units;
  const gathered = gather(units);
  return gathered.length > 1 && gathered.length <= FAN ? gathered : cut(units);
}

function single(position: number): Unit {
  return { type: "event", members: [position], period: 0 };
}

function range(units: readonly Unit[]): Unit {
  return { type: "range", members: units.flatMap((unit) => unit.members), period: 0 };
}

/** Patterns stay as they are; what stands between two of them is taken together. */
function gather(units: readonly Unit[]): Unit[] {
  const gathered: Unit[] = [];
  for (let at = 0; at < units.length; ) {
    let end = at;
    while (end < units.length && units[end]?.type === "event") end++;
    if (end - at >= SHORTEST_RANGE) gathered.push(range(units.slice(at, end)));
    else gathered.push(...units.slice(at, Math.max(end, at + 1)));
    at = Math.max(end, at + 1);
  }
  return gathered;
}

/** Ranges of about equal size. */
function cut(units: readonly Unit[]): Unit[] {
  const size = Math.ceil(units.length / FAN);
  const ranges: Unit[] = [];
  for (let at = 0; at < units.length; at += size) {
    const part = units.slice(at, at + size);
    ranges.push(part.length === 1 ? (part[0] as Unit) : range(part));
  }
  return ranges;
}

/** What stands inside an opened unit. */
export function inside(tree: RunTree, unit: Unit, ungrouped: boolean): Unit[] {
  const { type, members, period } = unit;
  if (type === "event") return below(tree, members[0] as number, ungrouped);
  if (type === "chain") return links(unit);
  if (type === "rounds" && members.length / period > FAN) return pieces(members, Math.ceil(members.length / period / FAN) * period).map((part) => ({ type: "rounds", members: part, period }));
  if (type === "rounds" && period > 1) return pieces(members, period).map((part) => ({ type: "range", members: part, period }));
  if (type === "rounds" || period > 0) return members.map(single);
  return group(tree, members, ungrouped);
}

/** The events inside one; a long row of only children becomes a chain. */
function below(tree: RunTree, position: number, ungrouped: boolean): Unit[] {
  const children = tree.childrenOf(position);
  const only = children.length === 1 ? chainFrom(tree, children[0] as number) : [];
  if (!ungrouped && only.length >= SHORTEST_CHAIN) return [{ type: "chain", members: only, period: 0 }];
  return group(tree, children, ungrouped);
}

/** Events from one on, each the only one inside the one before. */
function chainFrom(tree: RunTree, position: number): number[] {
  const chain = [position];
  for (let at = position; tree.endOf(at) > at + 1 && tree.endOf(at + 1) === tree.endOf(at); at++) chain.push(at + 1);
  return chain;
}

/** An opened chain: shorter chains, or its events; each part inside the one before, which `isNested` tells. */
function links({ members }: Unit): Unit[] {
  if (members.length <= FAN) return members.map(single);
  return pieces(members, Math.ceil(members.length / FAN)).map((part) => ({ type: "chain", members: part, period: 0 }));
}

function pieces(members: readonly number[], size: number): number[][] {
  const parts: number[][] = [];
  for (let at = 0; at < members.length; at += size) parts.push(members.slice(at, at + size));
  return parts;
}
