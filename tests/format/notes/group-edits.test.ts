import { expect, it } from "vitest";
import { groupEditsOf } from "../../../format/notes/group-edits.ts";
import { placesOf, rowsOf } from "../../../format/notes/places.ts";
import { entryOf, type SideEntry, type SideFile } from "../../../format/notes/side-file.ts";
import { writtenNotes } from "../../../format/notes/written.ts";

const [A, B] = ["a", "b"].map((digit) => digit.repeat(64)) as [string, string];
const entry = (id: string, given: object): SideEntry => entryOf({ id, trace: A, changed_unix_ms: 1, session: "s", event: "e", time_unix_us: 10, text: "", ...given }) as SideEntry;
const fileOf = (...entries: readonly SideEntry[]): SideFile => ({ traces: new Map([[B, "b.jsonl"]]), entries: new Map(entries.map((one) => [one.id, one])) });
const OPEN = [{ file: 4, name: "a.jsonl", hash: A }];

it("edits hold for open traces in the order they were made; members of a split by the rows they are found at", () => {
  const events = ["x", "gone", "y"].map((event) => ({ session: "s", event }));
  const file = fileOf(entry("3", { kind: "name", group: "g", text: "later", changed_unix_ms: 9 }), entry("1", { kind: "name", group: "g", text: "first" }), entry("2", { kind: "merge", groups: ["g", "h"] }), entry("4", { kind: "split", group: "i", events }), entry("5", { kind: "merge", groups: ["g", "z"], trace: B }), entry("6", { kind: "deleted" }));
  const places = placesOf(file, OPEN);
  expect(places.map(([, { files, event }]) => [files, event])).toEqual([[[4], "x"], [[4], "gone"], [[4], "y"]]);
  const rows = rowsOf(places, Int32Array.of(7, -1, 9));
  const wanted = { names: [{ group: "g", name: "first" }, { group: "g", name: "later" }], merges: [["g", "h"]], splits: [{ group: "i", rows: [7, 9] }] };
  expect(groupEditsOf(file, OPEN, rows)).toEqual(wanted);
  const grown = [{ file: 5, name: "b.jsonl", hash: "c".repeat(64) }];
  expect(groupEditsOf(file, grown, rows)).toEqual({ names: [], merges: [["g", "z"]], splits: [] });
});

it("what was written in a session is what says something and stands on open events, and its time ranges", () => {
  const file = fileOf(entry("1", { kind: "note", text: "odd", by: "Ada" }), entry("2", { kind: "note", text: "  " }), entry("3", { kind: "bookmark" }), entry("4", { kind: "note", text: "away" }), entry("5", { kind: "range", from_unix_us: 1, to_unix_us: 2, text: "slow" }), entry("6", { kind: "note", text: "other", session: "t" }), entry("7", { kind: "name", group: "g", text: "x" }));
  const rows = new Map([["1", 3], ["2", 3], ["3", 8], ["6", 9]]);
  expect(writtenNotes(file, "s", rows)).toEqual([{ row: 3, range: null, text: "odd", by: "Ada" }, { row: 8, range: null, text: "", by: "" }, { row: -1, range: [1, 2], text: "slow", by: "" }]);
});
