import { isTraceOpen, memberKey, type NotedFile } from "./places.ts";
import type { SideEntry, SideFile } from "./side-file.ts";

/** What a person changed about failure groups. Later merges go before earlier ones where they contradict. */
export interface GroupEdits {
  readonly names: readonly { readonly group: string; readonly name: string }[];
  /** Groups that are one; the first gives it its id. */
  readonly merges: readonly (readonly string[])[];
  /** Failures that are a group of their own, by row. */
  readonly splits: readonly { readonly group: string; readonly rows: readonly number[] }[];
}

/** Hand edits of the groups of open traces, in the order they were made. */
export function groupEditsOf({ traces, entries }: SideFile, files: readonly NotedFile[], rows: ReadonlyMap<string, number>): GroupEdits {
  const inForce = [...entries.values()].filter((entry) => groupOf(entry) !== "" && isTraceOpen(entry.trace, traces, files));
  inForce.sort((a, b) => a.changed_unix_ms - b.changed_unix_ms || (a.id < b.id ? -1 : 1));
  return {
    names: inForce.flatMap((entry) => (entry.kind === "name" ? [{ group: entry.group, name: entry.text }] : [])),
    merges: inForce.flatMap((entry) => (entry.kind === "merge" ? [entry.groups] : [])),
    splits: inForce.flatMap((entry) => (entry.kind === "split" ? [{ group: entry.group, rows: entry.events.map((_event, at) => rows.get(memberKey(entry.id, at)) ?? -1).filter((row) => row >= 0) }] : [])),
  };
}

/** The group an entry changes; empty if it changes none. */
export function groupOf(entry: SideEntry): string {
  if (entry.kind === "merge") return entry.groups[0] ?? "";
  return entry.kind === "name" || entry.kind === "split" ? entry.group : "";
}
