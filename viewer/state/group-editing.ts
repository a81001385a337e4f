import { Signal } from "signal-polyfill";
import { groupEditsOf, type GroupEdits } from "../../format/notes/group-edits.ts";
import { groupNameId, MOST_SPLIT, type SideEntry, type SideEvent } from "../../format/notes/side-file.ts";
import type { EventRow } from "../engine/api.ts";
import type { ClusterInfo } from "../engine/contracts/insight.ts";
import { countOf } from "../model/text.ts";
import type { EngineClient } from "./engine-client.ts";
import type { SideNotes } from "./side-notes.ts";
import type { Store } from "./store.ts";

/** Members of a group listed at first, and with each wish for more. */
const FIRST_LISTED = 50;
const MORE_LISTED = 250;

/** Changes of failure groups by hand, kept in the side file of the trace of the group's representative. */
export class GroupEditing {
  readonly #store: Store;
  readonly #client: EngineClient;
  readonly #notes: SideNotes;
  /** Members chosen to be taken out of their group, by row. */
  readonly chosen = new Signal.State<ReadonlySet<number>>(new Set());
  /** Members of the open group that are listed. */
  readonly listed = new Signal.State(FIRST_LISTED);
  /** What is in force over everything open. */
  readonly edits: Signal.Computed<GroupEdits>;

  constructor(store: Store, client: EngineClient, notes: SideNotes) {
    this.#store = store;
    this.#client = client;
    this.#notes = notes;
    this.edits = new Signal.Computed<GroupEdits>(() => groupEditsOf(notes.file.get(), notes.openFiles.get(), notes.rows.get()), { equals: (a, b) => JSON.stringify(a) === JSON.stringify(b) });
  }

  /** Lists more members of the open group. */
  listMore(): void {
    this.listed.set(this.listed.get() + MORE_LISTED);
  }

  /** Another group is opened: nothing of it is chosen yet. */
  begin(): void {
    this.chosen.set(new Set());
    this.listed.set(FIRST_LISTED);
  }

  /** Gives a group a name; an empty one takes it away. */
  rename(group: ClusterInfo, name: string): void {
    const text = name.trim();
    const trace = this.#traceOf(group.representative.run);
    const known = this.#inForce("name").filter((entry) => entry.kind === "name" && (entry.group === group.id || group.joined.includes(entry.group)));
    if (text === "") {
      for (const { id } of known) this.#notes.remove(id);
    } else if (trace !== "") this.#notes.put({ kind: "name", id: groupNameId(trace, group.id), trace, group: group.id, text });
  }

  /** Makes two groups one, under the fingerprint of the first. */
  merge(group: ClusterInfo, other: string): void {
    const trace = this.#traceOf(group.representative.run);
    if (trace === "") return;
    this.#notes.put({ kind: "merge", id: this.#notes.newId(), trace, groups: [group.id, other] });
    this.#store.announcement.set("Two groups made one");
  }

  /** Takes the chosen members out of their group: they become one of their own. Gives its id; empty if nothing came of it. */
  async split(): Promise<string> {
    const rows = [...this.chosen.get()].slice(0, MOST_SPLIT);
    const answer = await this.#client.analyse("event-rows", { rows });
    if (!answer.ok || answer.value.length === 0) return "";
    const group = this.#notes.newId();
    for (const [trace, events] of this.#byTrace(answer.value)) this.#notes.put({ kind: "split", id: this.#notes.newId(), trace, group, events });
    this.chosen.set(new Set());
    this.#store.announcement.set(`${countOf(answer.value.length, "failure")} made a group`);
    return group;
  }

  /** Takes a group apart that was made from several by hand, or puts one back that was taken out. */
  takeBack({ id, joined, isSplit }: ClusterInfo): void {
    const concerned = new Set([id, ...joined]);
    if (joined.length > 0) {
      for (const entry of this.#inForce("merge")) if (entry.kind === "merge" && entry.groups.some((group) => concerned.has(group))) this.#notes.remove(entry.id);
    } else if (isSplit) {
      for (const entry of this.#inForce("split")) if (entry.kind === "split" && entry.group === id) this.#notes.remove(entry.id);
    }
  }

  /** The failure group of an event; empty, and said, if it has none. */
  async groupOf(row: number): Promise<string> {
    const answer = await this.#client.analyse("clusters", { run: null, edits: this.edits.get() });
    const group = answer.ok ? answer.value.clusters.find(({ rows }) => rows.includes(row))?.id : undefined;
    if (group === undefined) this.#store.announcement.set("This event did not fail, so it is in no failure group");
    return group ?? "";
  }

  /** Chooses a member to be taken out, or no longer. */
  toggle(row: number): void {
    const chosen = new Set(this.chosen.get());
    if (!chosen.delete(row)) chosen.add(row);
    this.chosen.set(chosen);
  }

  #inForce(kind: SideEntry["kind"]): readonly SideEntry[] {
    const open = new Set(this.#notes.items.get().filter(({ isOpen }) => isOpen).map(({ id }) => id));
    return this.#notes.entries.get().filter((entry) => entry.kind === kind && open.has(entry.id));
  }

  #traceOf(run: number): string {
    const file = this.#store.runs.get().find((row) => row.run === run)?.file;
    const trace = this.#notes.openFiles.get().find((open) => open.file === file)?.hash ?? "";
    if (trace === "") this.#store.announcement.set("The file is still being read; groups can be changed when that is done");
    return trace;
  }

  #byTrace(rows: readonly EventRow[]): ReadonlyMap<string, SideEvent[]> {
    const events = new Map<string, SideEvent[]>();
    for (const { run, id, timeUnixUs } of rows) {
      const trace = this.#traceOf(run);
      const session = this.#store.runs.get().find((row) => row.run === run)?.session ?? "";
      if (trace !== "") events.set(trace, [...(events.get(trace) ?? []), { session, event: id, time_unix_us: Math.floor(timeUnixUs) }]);
    }
    return events;
  }
}
