import type { GroupEdits } from "../../../../format/notes/group-edits.ts";
import { bySeverity, summed, type Cluster, type Failure } from "./clusters.ts";

/** A group as a person left it. */
export interface EditedCluster extends Cluster {
  /** Name given by hand; empty for none. */
  readonly name: string;
  /** Fingerprints of the groups it was made from, if there are several. */
  readonly joined: readonly string[];
  /** Taken out of another group by hand. */
  readonly isSplit: boolean;
}

/**
 * Groups with a person's changes: failures taken out first, then groups made one, then names. What names a group or an
 * event that is not there changes nothing. Everything that is summed over a group is summed anew.
 */
export function editGroups(groups: readonly Cluster[], { splits, merges, names }: GroupEdits): EditedCluster[] {
  const parts = takeApart(groups, splits);
  const rootOf = rootsOf(merges);
  const named = new Map(names.map(({ group, name }) => [group, name]));
  const split = new Set(splits.map(({ group }) => group));
  const edited = [...byKey(parts, ({ id }) => rootOf(id))].map(([root, members]) => {
    const joined = members.map(({ id }) => id).toSorted((a, b) => Number(b === root) - Number(a === root) || (a < b ? -1 : 1));
    const name = [root, ...joined].map((id) => named.get(id) ?? "").find((text) => text !== "") ?? "";
    return { ...together(root, members), name, joined: joined.length > 1 ? joined : [], isSplit: split.has(root) };
  });
  return edited.toSorted(bySeverity);
}

/** The groups without the failures that were taken out, and these as groups. */
function takeApart(groups: readonly Cluster[], splits: GroupEdits["splits"]): Cluster[] {
  if (splits.length === 0) return [...groups];
  const groupOf = new Map<number, string>();
  for (const { group, rows } of splits) for (const row of rows) if (!groupOf.has(row)) groupOf.set(row, group);
  const taken = new Map<string, { readonly template: string; readonly members: Failure[] }>();
  const left: Cluster[] = [];
  for (const group of groups) {
    const stay: Failure[] = [];
    for (const member of group.members) {
      const to = groupOf.get(member.row);
      const part = to === undefined ? undefined : taken.get(to);
      if (to === undefined) stay.push(member);
      else if (part === undefined) taken.set(to, { template: group.template, members: [member] });
      else part.members.push(member);
    }
    if (stay.length === group.members.length) left.push(group);
    else if (stay.length > 0) left.push(summed(group.id, group.template, stay));
  }
  return [...left, ...[...taken].map(([id, { template, members }]) => summed(id, template, inOrder(members)))];
}

/** Which group each group is part of: of groups made one, the first. */
function rootsOf(merges: GroupEdits["merges"]): (id: string) => string {
  const parent = new Map<string, string>();
  const find = (id: string): string => {
    let root = id;
    for (let up = parent.get(root); up !== undefined; up = parent.get(root)) root = up;
    // The way is made short for the next: many merges may form one long chain.
    for (let at = id; at !== root; ) {
      const up = parent.get(at) ?? root;
      parent.set(at, root);
      at = up;
    }
    return root;
  };
  for (const [first, ...others] of merges) {
    if (first === undefined) continue;
    const root = find(first);
    for (const other of others.map(find)) if (other !== root) parent.set(other, root);
  }
  return find;
}

function together(root: string, parts: readonly Cluster[]): Cluster {
  const [only] = parts;
  if (parts.length === 1 && only !== undefined) return only.id === root ? only : { ...only, id: root };
  const main = parts.find(({ id }) => id === root) ?? parts.reduce((best, part) => (part.members.length > best.members.length ? part : best));
  return summed(root, main.template, inOrder(parts.flatMap(({ members }) => members)));
}

function inOrder(members: readonly Failure[]): Failure[] {
  return members.toSorted((a, b) => a.row - b.row);
}

function byKey<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const known = groups.get(keyOf(item));
    if (known === undefined) groups.set(keyOf(item), [item]);
    else known.push(item);
  }
  return groups;
}
